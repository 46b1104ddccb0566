from __future__ import annotations

from datetime import date

import pytest

from desktop.mentoring.mentorship import Role, Side
from desktop.mentoring.plan import Refusal, Rhythm, TalkBy, TalkWhen
from desktop.mentoring.sheet import Way
from tests.ui.wizard.fakes import FakeReviewing, FakeTransitions, Series


def dates(page):
    return [day.text() for day, _ in page.dates._rows if not day.isHidden()]


def settled(walker):
    """The services have answered to the last change."""
    walker.until(lambda: not walker.wizard.talk._pause.isActive() and walker.wizard.talk.isComplete())


def test_three_dates_are_listed_and_both_days_explained(walk):
    walker = walk()
    walker.to_talk()
    page = walker.wizard.talk

    assert dates(page) == ["Tuesday 8 December 2026", "Tuesday 14 December 2027", "Tuesday 12 December 2028"]
    assert page.by.options[TalkBy.WEEKDAY]._says.text() == "the second Tuesday of December"
    assert page.by.options[TalkBy.DATE]._says.text() == "9 December"
    assert page.dates._rows[0][1].text() == "16:00–16:45"


def test_every_field_reaches_the_planner(walk):
    walker = walk()
    walker.to_talk()
    page = walker.wizard.talk
    page.rhythm.pick(Rhythm.EVERY_6_MONTHS)
    page.by.pick(TalkBy.DATE)
    page.times.pick(0)
    page.send.pick(TalkWhen.AFTER_FINAL)
    page.months.setValue(8)
    page.name.setText("Looking far ahead")
    settled(walker)
    walker.to_check()

    answers = walker.wizard.session._graduand.transitions.made("propose")[-1]
    assert (answers.big_picture, answers.by, answers.times) == (Rhythm.EVERY_6_MONTHS, TalkBy.DATE, 0)
    assert (answers.when, answers.months, answers.title) == (TalkWhen.AFTER_FINAL, 8, "Looking far ahead")


def test_the_fifth_weekday_is_called_the_last_and_february_ends_on_the_28th(walk):
    series = Series(first=date(2028, 2, 15))
    walker = walk(FakeTransitions(series=series, proposed=date(2028, 2, 29), earliest=date(2028, 2, 21)))
    walker.to_talk()
    page = walker.wizard.talk

    assert page.by.options[TalkBy.WEEKDAY]._says.text() == "the last Tuesday of February"
    assert page.by.options[TalkBy.DATE]._says.text() == "28 February"
    assert dates(page) == ["Tuesday 27 February 2029", "Tuesday 26 February 2030", "Tuesday 25 February 2031"]


def test_another_rhythm_moves_the_first_talk(walk):
    walker = walk()
    walker.to_talk()
    page = walker.wizard.talk
    page.rhythm.pick(Rhythm.EVERY_6_MONTHS)
    assert page.months.value() == 6
    settled(walker)

    assert dates(page)[0] == "Tuesday 9 June 2026"
    assert page.by.options[TalkBy.WEEKDAY]._says.text() == "the second Tuesday of the month"


def test_once_lists_one_date_and_no_end_says_so(walk):
    walker = walk()
    walker.to_talk()
    page = walker.wizard.talk
    page.times.pick(1)
    settled(walker)
    assert dates(page) == ["Tuesday 8 December 2026"]
    assert page.dates._more.isHidden()

    page.times.pick(0)
    settled(walker)
    assert len(dates(page)) == 3
    assert page.dates._more.text() == "and so on, every time"


def test_no_talk_hides_its_details(walk):
    walker = walk()
    walker.to_talk()
    page = walker.wizard.talk
    page.rhythm.pick(Rhythm.NONE)
    settled(walker)

    assert page._details.isHidden()
    assert dates(page) == []
    assert page.dates._more.text() == "No talk is booked."


def test_a_default_of_none_says_why(walk):
    for reason, words in (("other-series", "Another series"), ("programme", "Programmes often")):
        walker = walk(FakeTransitions(rhythm=(Rhythm.NONE, reason)))
        walker.to_talk()

        assert walker.wizard.talk.rhythm.value is Rhythm.NONE
        assert walker.wizard.talk._because.text().startswith(words)


def test_an_attendees_own_talk_needs_no_invitation(walk):
    walker = walk(FakeTransitions(role=Role.ATTENDEE))
    walker.to_talk()

    assert walker.wizard.talk.send.isHidden()


def test_a_refusal_is_said_and_stops_here_until_it_is_mended(walk):
    transitions = FakeTransitions()
    walker = walk(transitions)
    walker.to_talk()
    page = walker.wizard.talk
    transitions.fail_with["propose"] = Refusal("big-picture-date")
    page.months.setValue(7)
    walker.until(lambda: bool(page.message.words))
    assert page.message.words.startswith("The talk has to come after the last meeting")
    assert not page.isComplete()

    page.months.setValue(9)
    settled(walker)
    assert page.message.words == ""


def test_back_and_forth_keeps_every_choice(walk):
    walker = walk()
    walker.to_date()
    walker.wizard.date.chooser._take(date(2025, 12, 16))
    walker.wizard.date._rename.setChecked(True)
    walker.next()
    settled(walker)
    page = walker.wizard.talk
    page.rhythm.pick(Rhythm.EVERY_9_MONTHS)
    page.times.pick(1)
    page.name.setText("Tea")
    settled(walker)
    before = walker.wizard.session.chosen
    for _ in range(2):
        walker.wizard.back()
    assert walker.wizard.help._options[Way.STAY].button.isChecked()
    walker.next()
    assert walker.wizard.date._chosen.text().startswith("Tuesday 16 December")
    assert walker.wizard.date._rename.isChecked()
    walker.next()
    settled(walker)

    assert walker.wizard.session.chosen == before
    assert (page.rhythm.value, page.times.value, page.name.text()) == (Rhythm.EVERY_9_MONTHS, 1, "Tea")


@pytest.mark.parametrize("side", [Side.MENTEE, Side.MENTOR, Side.PEER])
def test_a_mentor_is_not_asked_what_they_would_still_come_for(walk, side):
    transitions = FakeTransitions()
    walker = walk(transitions, reviewing=FakeReviewing(transitions, side=side))
    walker.to_talk()
    assert walker.wizard.talk.keep_for.isVisible() is (side is not Side.MENTOR)
