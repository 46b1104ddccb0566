"""What the program says, and when it counts as said."""

from __future__ import annotations

from datetime import date

from desktop.mentoring.manners import Span
from desktop.ui.speaking import DISMISS
from tests.ui.speaking.conftest import Make


def test_what_is_due_is_said_noted_and_never_said_again(stage: Make) -> None:
    first = stage()
    first.begin()
    (shown,) = first.screen.shown
    assert [action for action, _ in shown.actions] == ["open", "not-now"]
    assert first.noted == 1
    for _ in range(3):
        first.speaking.look()
        first.settle()
    assert len(first.screen.shown) == 1
    again = stage()
    again.begin()
    assert again.screen.shown == []


def test_no_name_and_no_title_is_on_the_screen(stage: Make) -> None:
    """R25."""
    one = stage()
    one.begin()
    words = f"{one.screen.shown[0].title} {one.screen.shown[0].body}".lower()
    assert "mentor@" not in words
    assert "mentee" not in words


def test_a_button_opens_the_pair_and_answers_it(stage: Make) -> None:
    one = stage()
    one.begin()
    one.screen.press("open")
    one.settle()
    assert one.session.review is not None
    assert one.heard("pair_wanted") == [one.session.review.mentorships[0].mentorship.id]
    assert one.kinds() == []


def test_not_now_asks_and_is_quiet_to_the_day(stage: Make) -> None:
    one = stage()
    one.begin()
    one.screen.press("not-now")
    one.settle()
    (pair,) = one.heard("quiet_wanted")
    one.speaking.be_quiet(pair, Span.THREE_MONTHS)
    one.settle()
    assert one.heard("looked")[-1].quiet[pair].until == date(2027, 2, 28)
    one.speaking.be_quiet(pair, None)
    one.settle()
    assert one.heard("looked")[-1].quiet == {}


def test_without_a_screen_it_is_held_and_noted_once_it_is_seen(stage: Make) -> None:
    one = stage()
    one.screen.on = False
    one.begin()
    (held,) = one.speaking.lately.reminders
    assert one.noted == 0
    one.speaking.look()
    one.settle()
    assert one.kinds() == ["quiet-patch"], "held once, not twice"
    one.speaking.note_seen(held.identity)
    one.settle()
    assert one.noted == 1
    one.speaking.answer(held.identity, DISMISS)
    one.settle()
    assert one.kinds() == []
    assert one.heard("pair_wanted") == []


def test_what_nobody_saw_goes_when_the_pair_is_quiet(stage: Make) -> None:
    one = stage()
    one.screen.on = False
    one.begin()
    (held,) = one.speaking.lately.reminders
    one.speaking.be_quiet(held.mentorships[0], Span.WEEK)
    one.settle()
    assert one.kinds() == []
    assert one.noted == 0


def test_what_is_forgotten_is_not_spoken_of(stage: Make) -> None:
    one = stage()
    one.screen.on = False
    one.begin()
    one.session.forget(one.speaking.lately.reminders[0].mentorships[0])
    one.settle()
    one.speaking.look()
    one.settle()
    assert one.kinds() == []


def test_others_at_the_screen_get_words_that_say_nothing(stage: Make) -> None:
    one = stage()
    one.begin()
    plain = one.screen.shown[0]
    one.surroundings.locked.emit(True)
    one.settle()
    assert one.screen.shown[-1] == plain.for_others_eyes()
    assert one.screen.shown[-1].body != plain.body


def test_discreet_by_choice(stage: Make) -> None:
    one = stage()
    one.graduand.settings.change({"discreet": True})
    one.begin()
    assert [shown.title for shown in one.screen.shown] == ["Graduand"]
