"""Ways that go otherwise than one last meeting: keeping everything, leaving a group, slowing down step by step."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget, QWizard
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from desktop.composition import build
from desktop.mentoring.mentorship import Role
from desktop.mentoring.plan import Draft, Plan, Rhythm
from desktop.mentoring.sheet import Way
from desktop.ui.wizard import open_wizard
from desktop.ui.wizard.closing_fields import Field
from desktop.ui.wizard.tell_page import TellPage
from desktop.ui.wizard.wizard import At
from tests.ui.wizard.conftest import BUTTON, Walker
from tests.ui.wizard.fakes import FakeTransitions

LONDON = ZoneInfo("Europe/London")
NOW = datetime(2026, 2, 9, 9, tzinfo=LONDON)
ME = "mentee@example.org"
GROUP = ("host@example.org", ME, "third@example.org", "fourth@example.org")
PAIR = (ME, "mentor@example.org")


def calendar(people: tuple[str, ...], rule: str = "FREQ=WEEKLY;BYDAY=TU") -> str:
    """A series from September on, which the first of `people` organises."""
    lines = [
        *("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//test//EN", "BEGIN:VEVENT", "UID:series-1"),
        *("DTSTAMP:20250901T000000Z", "DTSTART;TZID=Europe/London:20250902T160000"),
        *("DTEND;TZID=Europe/London:20250902T164500", f"RRULE:{rule}", "SUMMARY:Mentoring: circle"),
        f"ORGANIZER:mailto:{people[0]}",
        *(f"ATTENDEE;PARTSTAT=ACCEPTED:mailto:{one}" for one in people),
        *("END:VEVENT", "END:VCALENDAR", ""),
    ]
    return "\r\n".join(lines)


@pytest.fixture
def real(qtbot: QtBot, tmp_path: Path) -> Iterator[Callable[[str], Walker]]:
    """A wizard over real services and the one series of a calendar file."""
    opened = []

    def open_(words: str) -> Walker:
        graduand = build(tmp_path / "data", clock=lambda: NOW.astimezone(UTC), zone=LONDON, me=(ME,))
        graduand.settings.change({"stage": "skip"})
        (tmp_path / "in.ics").write_text(words, encoding="utf-8", newline="")
        graduand.importing.import_files([tmp_path / "in.ics"])
        (found,) = graduand.reviewing.review().mentorships
        wizard = open_wizard(graduand, found.mentorship.id, None)
        opened.append((graduand, wizard))
        walker = Walker(qtbot, wizard)
        walker.until(lambda: wizard.session.choices is not None and wizard.begun)
        return walker

    yield open_
    for graduand, wizard in opened:
        if isValid(wizard):
            wizard.close()
        graduand.close()


def words(part: QWidget) -> list[str]:
    return [label.text() for label in part.findChildren(QLabel) if label.isVisible() and label.text()]


def prepared(walker: Walker) -> Plan:
    """The plan that the page before the last shows."""
    assert walker.wizard.session.prepared is not None
    return walker.wizard.session.prepared.plan


def default(walker: Walker, which: QWizard.WizardButton) -> bool:
    return cast(QPushButton, walker.wizard.button(which)).isDefault()


# Keeping everything


def test_return_does_what_was_chosen_and_keeps_the_meetings(walk: Callable[..., Walker], qtbot: QtBot) -> None:
    walker = walk()
    wizard = walker.wizard
    qtbot.keyClick(wizard.help._options[Way.KEEP].button, Qt.Key.Key_Return)
    assert wizard.currentId() == At.HELP
    assert not wizard.isVisible(), "it ended kindly"
    assert wizard.session._graduand.transitions.made("propose") == []


def test_return_goes_on_where_another_way_was_chosen(walk: Callable[..., Walker], qtbot: QtBot) -> None:
    walker = walk()
    walker.choose(Way.STAY)
    qtbot.keyClick(walker.wizard.help._options[Way.STAY].button, Qt.Key.Key_Return)
    assert walker.wizard.currentId() == At.WHY


def test_going_back_to_keeping_makes_return_keep_again(walk: Callable[..., Walker], qtbot: QtBot) -> None:
    walker = walk()
    walker.choose(Way.STAY)
    walker.choose(Way.KEEP)
    assert default(walker, BUTTON.FinishButton)
    assert not default(walker, BUTTON.NextButton)


# Leaving a group


def test_who_leaves_a_group_is_offered_that_and_no_slower_pace(real: Callable[[str], Walker]) -> None:
    help_ = real(calendar(GROUP)).wizard.help
    assert not help_._cards[Way.SLOW].isVisible()
    assert help_._options[Way.FULL].button.text() == "Leave the group"
    assert "The group goes on without a change." in help_._note.text()


@pytest.mark.parametrize("way", [Way.STAY, Way.FULL])
def test_leaving_ends_with_words_and_what_to_do_and_writes_nothing(real: Callable[[str], Walker], way: Way) -> None:
    walker = real(calendar(GROUP))
    walker.to_check(way)
    wizard, check = walker.wizard, walker.wizard.check
    plan = prepared(walker)
    assert plan.role is Role.ATTENDEE and plan.steps == ()
    assert check._headline.text().startswith("Your last meeting with the group: Tuesday ")
    request = words(check.request)
    assert request[0].startswith(f"To {', '.join(plan.people)}. When you send it. ")
    assert request[1] == "Leaving our group"
    assert "the group goes on as it is" in request[2]
    deeds = words(check.deeds)
    assert deeds[0] == "What is left for you to do"
    assert len(deeds) == 4 and "decline the meetings that follow" in deeds[2]
    assert not check._steps.isVisible()
    assert [row.kind for row in check.mine.after.rows()].count("last") == 1
    assert "last" not in [row.kind for row in check.theirs.after.rows()]
    end = wizard.button(BUTTON.FinishButton)
    assert end.isVisible() and end.isEnabled()
    assert not wizard.button(BUTTON.CommitButton).isVisible()
    graduand = wizard.session.graduand
    end.click()
    assert graduand.transitions.history() == ()


def test_own_words_to_the_group_are_the_ones_that_count(real: Callable[[str], Walker]) -> None:
    walker = real(calendar(GROUP))
    walker.to(At.TELL)
    editor = cast(TellPage, walker.wizard.at(At.TELL)).editor
    walker.until(lambda: "Thank you all" in editor.body.words)
    editor.body.setPlainText("Friends, June is my last month with you.")
    walker.to_check()
    assert "Friends, June is my last month with you." in words(walker.wizard.check.request)
    walker.wizard.check.request.copy.click()
    assert QApplication.clipboard().text() == "Friends, June is my last month with you."


# Step by step


def test_the_ladder_is_one_plan_with_its_steps_its_days_and_one_text(
    real: Callable[[str], Walker], tmp_path: Path
) -> None:
    walker = real(calendar(PAIR))
    walker.to(At.BECOME, Way.SLOW)
    talk = walker.wizard.talk
    assert talk.ladder.isVisible()
    assert len(talk.ladder.steps.text().splitlines()) == 2
    talk.ladder.tick.click()
    walker.until(talk.isComplete)
    walker.to_check()
    check = walker.wizard.check
    steps = [label for label in words(check._steps) if label[0].isdigit()]
    assert len(steps) == 4
    assert (
        "goes on, every two weeks: 10 March 2026" in steps[0]
        and "once a month" in steps[1]
        and "Big picture talk" in steps[2]
    )
    kinds = [row.kind for row in check.mine.after.rows()]
    assert "slower" in kinds and "talk" in kinds and "last" not in kinds
    assert check._headline.text().endswith("and go on less often.")
    drafts = [draft.kind for draft in prepared(walker).drafts]
    assert drafts[0] == "slower-rhythm"
    check.folder.edit.setText(str(tmp_path / "out"))
    walker.done()
    written = {path.name for path in (tmp_path / "out").iterdir()}
    assert len([name for name in written if name.endswith(".ics")]) >= 4
    assert walker.wizard.done_page._freed.text().startswith("Once the last step is behind you, about 38 hours")
    walker.wizard.done_page.undo.click()
    walker.until(lambda: walker.wizard.done_page._state.text() == "Taken back")


def test_without_the_tick_it_slows_down_at_once(real: Callable[[str], Walker]) -> None:
    walker = real(calendar(PAIR))
    walker.to_check(Way.SLOW)
    assert prepared(walker).rungs == ()


@pytest.mark.parametrize(("rule", "shown"), [("FREQ=MONTHLY;BYDAY=1TU", True), ("FREQ=YEARLY", False)])
def test_the_steps_that_are_promised_are_those_of_the_plan(
    real: Callable[[str], Walker], rule: str, shown: bool
) -> None:
    walker = real(calendar(PAIR, rule))
    walker.to(At.BECOME, Way.SLOW)
    ladder = walker.wizard.talk.ladder
    assert ladder.isVisible() is shown
    if not shown:
        return
    ladder.tick.click()
    promised = ladder.steps.text().splitlines()
    walker.until(walker.wizard.talk.isComplete)
    walker.to_check()
    assert len(promised) == len(prepared(walker).rungs)


# The words that were sent


@pytest.mark.parametrize("kind", ["slower-rhythm", "proposal"])
def test_words_for_every_kind_of_change_are_there_to_tell_them(walk: Callable[..., Walker], kind: str) -> None:

    class Slower(FakeTransitions):
        def propose(self, mentorship_id: str, answers: Any, *, seeing: str = "") -> Plan:
            plan = super().propose(mentorship_id, answers, seeing=seeing)
            return replace(plan, drafts=(Draft(kind, "A slower rhythm", "Let us meet less often."),))

    walker = walk(Slower(source="google", account="a", needs_telling=True))
    walker.to_check()
    assert words(walker.wizard.check.note)[-2:] == ["A slower rhythm", "Let us meet less often."]


# How it looks


def test_a_page_never_grows_beyond_its_window(real: Callable[[str], Walker]) -> None:
    walker = real(calendar(PAIR).replace("Mentoring: circle", f"Mentoring {'Supercalifragilistic' * 14}"))
    walker.wizard.session.write(in_person=True, place="Llanfairpwllgwyngyll" * 14)
    walker.wizard.resize(640, 420)
    walker.to_check()
    assert walker.wizard.check.area.horizontalScrollBar().maximum() == 0
    shown = words(walker.wizard.check._messages)
    assert any("\u200b" in line for line in shown), "there is a place to break"


def test_the_proposed_rhythm_follows_the_tick_until_one_is_chosen(real: Callable[[str], Walker]) -> None:
    walker = real(calendar(PAIR))
    walker.to(At.BECOME, Way.SLOW)
    talk = walker.wizard.talk
    assert (talk.rhythm.value, talk.months.value()) == (Rhythm.EVERY_6_MONTHS, 6)
    talk.ladder.tick.click()
    assert (talk.rhythm.value, talk.months.value()) == (Rhythm.YEARLY, 12)
    talk.rhythm.options[Rhythm.EVERY_9_MONTHS].button.click()
    talk.ladder.tick.click()
    assert talk.rhythm.value is Rhythm.EVERY_9_MONTHS


def test_what_a_group_goes_on_with_is_said_once(real: Callable[[str], Walker]) -> None:
    walker = real(calendar(GROUP))
    walker.to_check()
    check = walker.wizard.check
    assert sum("decline" in line for line in words(check)) == 2, "as a deed, and beside the calendar"
    assert not check.extras.proposal.isVisible()


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_a_field_grows_with_what_is_written_and_then_scrolls(qtbot: QtBot) -> None:
    field = Field("place", "Where?")
    qtbot.addWidget(field)
    field.resize(300, 200)
    field.show()
    one = field.edit.sizeHint().height()
    field.edit.setPlainText("a street and its number " * 5)
    some = field.edit.sizeHint().height()
    field.edit.setPlainText("a street and its number " * 500)
    assert one < some < field.edit.sizeHint().height() < 8 * one


# The place of the last talk


def test_the_place_goes_onto_the_meeting_only_when_it_is_shown_and_ticked(
    real: Callable[[str], Walker], tmp_path: Path
) -> None:
    walker = real(calendar(PAIR))
    walker.wizard.session.write(in_person=True, place="Café & Co,\nupstairs")
    walker.to_check()
    check = walker.wizard.check
    assert check.last.put_place.isVisible() and not check.last.put_place.isChecked()
    assert check.last.put_place.accessibleName().endswith(": Café & Co, upstairs")
    assert "Café" not in "".join(words(check._steps) + words(check._messages))
    check.last.put_place.click()
    walker.until(lambda: walker.wizard.session.prepared is not None)
    assert any("its place is “Café & Co, upstairs”" in line for line in words(check._steps))
    assert any(line.endswith("Where: Café & Co, upstairs") for line in words(check._messages))
    check.folder.edit.setText(str(tmp_path / "out"))
    walker.done()
    assert "LOCATION:Café & Co\\, upstairs" in (tmp_path / "out" / "series.ics").read_text(encoding="utf-8")


def test_a_place_that_is_not_ticked_stays_here(real: Callable[[str], Walker], tmp_path: Path) -> None:
    walker = real(calendar(PAIR))
    walker.wizard.session.write(in_person=True, place="Café")
    walker.to_check()
    walker.wizard.check.folder.edit.setText(str(tmp_path / "out"))
    walker.done()
    assert all("Café" not in path.read_text(encoding="utf-8") for path in (tmp_path / "out").iterdir())


def test_without_a_place_there_is_nothing_to_tick(real: Callable[[str], Walker]) -> None:
    walker = real(calendar(PAIR))
    walker.wizard.session.write(in_person=False, place="Café")
    walker.to_check()
    assert not walker.wizard.check.last.put_place.isVisible()
