"""Quiet lines in the window: each takes a word, or leads to where it belongs."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from desktop.mentoring.jottings import JottingKind
from desktop.mentoring.reminders import Manner
from tests.ui.speaking.conftest import AMSTERDAM, Make


def test_after_a_meeting_a_quiet_line_takes_a_word(stage: Make) -> None:
    one = stage()
    one.graduand.settings.change({"after_meeting": True})
    one.clock.now = datetime(2026, 11, 30, 13, 30, tzinfo=AMSTERDAM)
    one.begin()
    (line,) = [one for one in one.speaking.lately.reminders if one.manner is Manner.LINE]
    assert one.speaking.lately.after_meetings == line.mentorships
    assert line.identity not in [shown.identity for shown in one.screen.shown], "a line makes no sound"
    one.speaking.answer(line.identity, "energised", "ask earlier")
    one.settle()
    assert one.speaking.lately.after_meetings == ()
    told = one.graduand.store.told.all()[line.mentorships[0]]
    assert [pulse.answer for pulse in told.pulses] == ["energised"]
    one.speaking.look()
    one.settle()
    assert one.speaking.lately.after_meetings == ()


def test_a_private_answer_and_a_next_step_are_kept(stage: Make) -> None:
    one = stage()
    one.graduand.settings.change({"after_meeting": True})
    one.clock.now = datetime(2026, 11, 30, 13, 30, tzinfo=AMSTERDAM)
    one.begin()
    (line,) = [one for one in one.speaking.lately.reminders if one.manner is Manner.LINE]
    one.speaking.note_step(line.identity, "Ask two people")
    one.speaking.answer(line.identity, "venting")
    one.settle()
    told = one.graduand.store.told.all()[line.mentorships[0]]
    assert [pulse.answer for pulse in told.pulses] == ["venting"]
    (step,) = one.graduand.stories.story(line.mentorships[0]).of(JottingKind.NEXT_STEP)
    assert step.words == "Ask two people"


def test_a_day_that_was_agreed_on_is_a_quiet_line_that_can_be_put_away(stage: Make) -> None:
    one = stage()
    one.clock.now = datetime(2026, 11, 28, 10, tzinfo=AMSTERDAM)
    pair = one.graduand.reviewing.review().mentorships[0].mentorship.id
    one.graduand.stories.write(pair, JottingKind.REVIEW, "", due=date(2026, 11, 28))
    one.begin()
    (line,) = one.speaking.lately.reminders
    assert (line.kind, one.speaking.lately.agreed) == ("review", ((pair, line.title),))
    assert one.speaking.lately.after_meetings == ()
    assert one.screen.shown == [], "a line makes no sound"
    one.speaking.answer(line.identity, "open")
    one.speaking.answer(line.identity, "not-now")
    assert (one.heard("pair_wanted"), one.heard("quiet_wanted")) == ([pair], [pair])
    assert one.speaking.lately.reminders == (line,), "a look, or a question, is no answer"
    one.speaking.answer(line.identity, "not-needed")
    one.settle()
    assert one.speaking.lately.agreed == ()
    assert [shown.identity for shown in one.graduand.store.shown.all()] == [line.identity]


@pytest.mark.parametrize(
    ("kind", "due", "wanted"),
    [
        (JottingKind.LEAD, date(2026, 11, 25), "people_wanted"),
        (JottingKind.NEW_ROLE, date(2026, 8, 30), "half_year_wanted"),
    ],
)
def test_what_is_about_nobody_in_particular_leads_to_a_page_of_everybody(
    stage: Make, kind: JottingKind, due: date, wanted: str
) -> None:
    one = stage()
    one.clock.now = datetime(2026, 11, 28, 10, tzinfo=AMSTERDAM)
    one.graduand.stories.write("", kind, "words", due=due)
    one.begin()
    (line,) = one.speaking.lately.reminders
    assert one.speaking.lately.agreed == (("", line.title),)
    one.speaking.answer(line.identity, "open")
    assert len(one.heard(wanted)) == 1
    one.speaking.answer(line.identity, "not-needed")
    one.settle()
    assert one.speaking.lately.reminders == ()


def test_nothing_to_bring_offers_words_for_a_lighter_meeting(stage: Make) -> None:
    one = stage()
    pair = one.graduand.reviewing.review().mentorships[0].mentorship.id
    one.clock.now = datetime(2026, 11, 30, 14, tzinfo=AMSTERDAM)
    one.graduand.stories.win(pair, "A word", datetime(2026, 11, 30, 12, tzinfo=AMSTERDAM))
    one.clock.now = datetime(2026, 12, 27, 10, tzinfo=AMSTERDAM)
    one.begin()
    (line,) = [line for line in one.speaking.lately.reminders if line.kind == "bring"]
    one.speaking.answer(line.identity, "lighter")
    assert (one.heard("pair_wanted"), one.heard("lighter_wanted")) == ([pair], [pair])
    assert line in one.speaking.lately.reminders, "it is no answer yet"
