"""What was said stays in the window, over restarts, until it is answered."""

from __future__ import annotations

from dataclasses import replace

from desktop.mentoring.manners import Span
from tests.ui.speaking.conftest import Make, Stage


def restarted(stage: Make, before: Stage) -> Stage:
    """The next run over the same store, at the same moment; it has no screen to speak on."""
    before.surroundings.close()
    before.session.bridge.close()
    before.graduand.close()
    again = stage()
    again.clock.now = before.clock.now
    again.screen.on = False
    again.begin()
    return again


def test_what_was_said_is_in_the_window_until_it_is_answered_over_restarts(stage: Make) -> None:
    first = stage()
    first.begin()
    said = first.speaking.lately.reminders
    assert [one.kind for one in said] == ["quiet-patch"]
    again = restarted(stage, first)
    assert again.speaking.lately.reminders == said, "in the same words, with the same answers"
    assert again.screen.shown == []
    again.speaking.look()
    again.settle()
    assert again.speaking.lately.reminders == said, "held once, not twice"
    third = restarted(stage, again)
    third.speaking.answer(said[0].identity, "open")
    third.settle()
    assert third.heard("pair_wanted") == list(said[0].mentorships)
    assert third.kinds() == []
    assert third.noted == 1
    assert restarted(stage, third).kinds() == []


def test_what_was_answered_on_the_screen_does_not_come_back(stage: Make) -> None:
    first = stage()
    first.begin()
    first.screen.press("open")
    first.settle()
    assert restarted(stage, first).kinds() == []


def test_what_nobody_saw_is_due_again_and_kept_by_nobody(stage: Make) -> None:
    first = stage()
    first.screen.on = False
    first.begin()
    assert first.graduand.store.lately.all() == ()
    again = restarted(stage, first)
    assert again.kinds() == ["quiet-patch"]
    assert again.noted == 0


def test_not_now_puts_away_what_an_earlier_run_said(stage: Make) -> None:
    first = stage()
    first.begin()
    again = restarted(stage, first)
    (held,) = again.speaking.lately.reminders
    again.speaking.be_quiet(held.mentorships[0], Span.WEEK)
    again.settle()
    assert again.kinds() == []
    assert again.graduand.store.lately.all() == ()


def test_where_something_is_wrong_nothing_of_it_comes_back(stage: Make) -> None:
    """R19, and what was forgotten (R23)."""
    first = stage()
    first.begin()
    (pair,) = first.speaking.lately.reminders[0].mentorships
    first.graduand.store.told.change(pair, lambda told: replace(told, safe=True))
    again = restarted(stage, first)
    assert again.kinds() == []
    assert again.graduand.store.lately.all() == ()


def test_what_is_forgotten_does_not_come_back(stage: Make) -> None:
    first = stage()
    first.begin()
    first.session.forget(first.speaking.lately.reminders[0].mentorships[0])
    first.settle()
    assert first.graduand.store.lately.all() == ()
    assert restarted(stage, first).kinds() == []
