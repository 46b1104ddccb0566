"""The wizard over the real services and real files: what a person sees is what ends up in their hands."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from desktop.composition import build
from desktop.mentoring.mentorship import Side
from desktop.mentoring.plan import PlanState, Rhythm, TalkBy
from desktop.mentoring.sheet import Way
from desktop.ui.wizard import open_wizard
from desktop.ui.wizard.wizard import At
from tests.ui.wizard.conftest import BUTTON, Walker

JOURNEYS = Path(__file__).parents[2] / "data" / "journeys"
ME = "mentee@example.org"


@pytest.fixture
def real(qtbot, tmp_path) -> Iterator[Callable[..., Walker]]:
    """A wizard on the first series of a journey's file whose title begins with `title`.

    `agreeing` answers every question of the look with yes first.
    """
    opened = []

    def open_(
        name: str, now: datetime, *, region: str = "", title: str = "", me: str = ME, agreeing: bool = False
    ) -> Walker:
        graduand = build(tmp_path / "data", clock=lambda: now.astimezone(UTC), zone=now.tzinfo, region=region, me=(me,))
        (file,) = JOURNEYS.glob(f"{name}_*.ics")
        graduand.importing.import_files([file])
        for question in graduand.reviewing.review().questions if agreeing else ():
            graduand.reviewing.answer(question.id, "yes")
        found = [
            each.mentorship
            for each in graduand.reviewing.review().mentorships
            if each.mentorship.current.title.startswith(title)
        ]
        wizard = open_wizard(graduand, found[0].id, None)
        opened.append((graduand, wizard))
        walker = Walker(qtbot, wizard)
        walker.until(lambda: wizard.session.choices is not None or bool(wizard.help.message.words))
        return walker

    yield open_
    for graduand, wizard in opened:
        wizard.close()
        graduand.close()


def at(zone: str, *when: int) -> datetime:
    return datetime(*when, tzinfo=ZoneInfo(zone))  # type: ignore[arg-type, misc] # a day, or a day and an hour


def carry_out(walker: Walker, folder: Path) -> str:
    walker.wizard.check.folder.edit.setText(str(folder))
    walker.done()
    return walker.wizard.done_page._state.text()


def test_j1_a_weekly_series_is_swapped_for_a_yearly_talk(real, tmp_path):
    walker = real("j01", at("Europe/London", 2025, 11, 20, 9))
    walker.to_check()
    wizard = walker.wizard
    assert wizard.date._chosen.text() == "Tuesday 9 December 2025, 16:00–16:45"
    assert [day.text() for day, _ in wizard.talk.dates._rows] == [
        "Tuesday 8 December 2026",
        "Tuesday 14 December 2027",
        "Tuesday 12 December 2028",
    ]
    assert [row.kind for row in wizard.check.mine.after.rows()].count("last") == 1
    assert wizard.check.told.isHidden()

    assert carry_out(walker, tmp_path / "out") == "Waiting for you"
    assert "UNTIL=20251209T160000Z" in (tmp_path / "out" / "series.ics").read_text()
    assert "FREQ=YEARLY;BYMONTH=12;BYDAY=2TU;COUNT=3" in (tmp_path / "out" / "big-picture-talk.ics").read_text()


def test_who_says_to_be_the_mentor_is_proposed_a_mentors_notice_at_once(real):
    """Four weeks and two meetings, with no warning of the program's own proposal (product 0.3, decision 17)."""
    walker = real("j01", at("Europe/London", 2025, 11, 20, 9))
    walker.to(At.YOU)
    walker.wizard.currentPage().side.pick(Side.MENTOR)
    walker.to_check()
    wizard = walker.wizard
    assert wizard.date._chosen.text() == "Tuesday 23 December 2025, 16:00–16:45"
    assert wizard.date._why.text().startswith("Suggested: 4 meetings before it")
    assert wizard.talk.dates._rows[0][0].text() == "Tuesday 22 December 2026"
    assert "short-notice" not in {one.kind for one in wizard.session.prepared.plan.warnings}

    while wizard.currentId() != At.YOU:
        wizard.back()
    walker.wizard.currentPage().side.pick(Side.PEER)
    walker.to_check()
    assert wizard.date._chosen.text().startswith("Tuesday 9 December 2025")


def test_j2_a_mentee_who_does_not_organise_gets_a_request_to_copy(real, tmp_path):
    walker = real("j02", at("Europe/Dublin", 2026, 4, 20, 9))
    walker.to_check()
    check = walker.wizard.check
    assert "14 May 2026" in check.request._body.text()
    assert not check._asks.isHidden()
    carry_out(walker, tmp_path / "out")

    assert {path.name for path in (tmp_path / "out").iterdir()} == {
        "request.txt",
        "big-picture-talk.ics",
        "HOWTO.txt",
    }


def test_j3_a_series_that_is_over_leaves_only_the_thanks(real):
    walker = real("j03", at("Europe/Madrid", 2025, 7, 14, 9))

    assert walker.wizard.help.message.words.startswith("These meetings have already ended")
    assert not walker.wizard.help._drafts.isHidden()
    assert walker.wizard.button(BUTTON.FinishButton).isEnabled()


def test_j4_the_weekly_closes_and_the_monthly_stays(real, tmp_path):
    walker = real("j04", at("Europe/London", 2026, 4, 13, 9), title="Mentoring 1:1", agreeing=True)
    walker.to_check()
    wizard = walker.wizard
    assert wizard.date._chosen.text().startswith("Thursday 30 April 2026")
    assert wizard.session.prepared.preview.untouched == ("Career chat #mentoring",)
    carry_out(walker, tmp_path / "out")

    assert "UNTIL=20260430T160000Z" in (tmp_path / "out" / "series.ics").read_text()


def test_j5_the_end_has_the_winter_offset(real, tmp_path):
    walker = real("j05", at("Europe/Berlin", 2026, 11, 5, 9))
    walker.to_check()
    assert walker.wizard.date._chosen.text().startswith("Wednesday 2 December 2026")
    assert [day.text() for day, _ in walker.wizard.talk.dates._rows] == [
        "Wednesday 1 December 2027",
        "Wednesday 6 December 2028",
        "Wednesday 5 December 2029",
    ]
    carry_out(walker, tmp_path / "out")

    assert "UNTIL=20261202T150000Z" in (tmp_path / "out" / "series.ics").read_text()


def test_j12_a_programme_ends_by_itself_and_no_talk_is_offered_yet(real):
    walker = real("j12", at("Europe/Lisbon", 2026, 4, 17, 9), me="mentor@example.org")
    assert walker.wizard.session.choices.rhythm_default is Rhythm.NONE
    walker.to_date()
    assert walker.wizard.date._chosen.text().startswith("Thursday 18 June 2026")


def test_j6_all_day_meetings_stay_all_day(real, tmp_path):
    walker = real("j06", at("America/Los_Angeles", 2026, 5, 20, 10))
    walker.to_check()
    assert walker.wizard.date._chosen.text() == "Friday 12 June 2026, all day"
    carry_out(walker, tmp_path / "out")

    assert "UNTIL=20260612" in (tmp_path / "out" / "series.ics").read_text()
    assert "DTSTART;VALUE=DATE:20270611" in (tmp_path / "out" / "big-picture-talk.ics").read_text()


def test_j7_christmas_is_struck_out_and_the_meeting_before_is_the_default(real):
    walker = real("j07", at("Europe/Berlin", 2026, 11, 6, 9), region="DE-BE")
    walker.to_date()
    page = walker.wizard.date

    assert page._chosen.text().startswith("Friday 18 December 2026")
    assert page._why.text().startswith("Suggested: it is the last one before the end")
    assert not walker.wizard.session.days.is_open(date(2026, 12, 25))
    assert "Friday 25 December is struck out" in page.chooser._struck.text()


def test_j8_the_29th_of_february_by_weekday_and_by_date(real):
    walker = real("j08", at("Europe/Zurich", 2028, 2, 7, 9))
    walker.to_date()
    assert walker.wizard.date._chosen.text().startswith("Tuesday 22 February 2028")
    walker.wizard.date.chooser._take(date(2028, 2, 29))
    walker.until(lambda: "27 February 2029" in walker.wizard.date.talk.text())
    walker.wizard.back()
    talk = walker.wizard.talk
    walker.until(talk.isComplete)
    assert talk.by.options[TalkBy.WEEKDAY]._says.text() == "the last Tuesday of February"
    assert talk.by.options[TalkBy.DATE]._says.text() == "28 February"
    assert talk.dates._rows[0][0].text() == "Tuesday 27 February 2029"


def test_j9_undo_takes_the_files_back_and_leaves_the_former_series(real, tmp_path):
    walker = real("j09", at("America/Toronto", 2026, 4, 14, 10))
    walker.to_date()
    assert date(2026, 5, 7) in walker.wizard.session.days.open, "6 May was moved to the 7th"
    walker.to_check()
    carry_out(walker, tmp_path / "out")
    page = walker.wizard.done_page
    page.undo.click()
    walker.until(lambda: page._state.text() == "Taken back")

    left = {path.name for path in (tmp_path / "out").iterdir()}
    assert left == {"series-as-before.ics", "HOWTO-UNDO.txt"}
    assert "UNTIL" not in (tmp_path / "out" / "series-as-before.ics").read_text()


def test_a_calendar_that_changed_since_the_plan_is_not_overwritten(real, tmp_path):
    walker = real("j01", at("Europe/London", 2025, 11, 20, 9))
    walker.to_check()
    wizard = walker.wizard
    newer = tmp_path / "newer.ics"
    (file,) = JOURNEYS.glob("j01_*.ics")
    newer.write_text(file.read_text().replace("T160000", "T170000").replace("SEQUENCE:0", "SEQUENCE:5"))
    wizard.session._graduand.importing.import_files([newer])
    wizard.check.folder.edit.setText(str(tmp_path / "out"))
    walker.commit()
    assert wizard.check.message.words.startswith("The calendar changed in the meantime")
    assert not (tmp_path / "out").exists()

    wizard.check.message._act.click()
    walker.until(lambda: wizard.session.prepared is not None)
    assert wizard.check._headline.text().endswith("17:00")
    walker.done()
    assert wizard.currentId() == At.DONE


def test_a_folder_that_cannot_be_written_leaves_no_half_done_plan(real, tmp_path):
    walker = real("j01", at("Europe/London", 2025, 11, 20, 9))
    walker.to_check(Way.FULL)
    wizard = walker.wizard
    (tmp_path / "file").write_text("in the way")
    wizard.check.folder.edit.setText(str(tmp_path / "file" / "out"))
    walker.commit()
    assert wizard.check.message.words != ""
    assert wizard.session._graduand.transitions.interrupted() == ()
    wizard.check.folder.edit.setText(str(tmp_path / "out"))
    walker.until(wizard.button(BUTTON.CommitButton).isEnabled)
    walker.done()

    states = [record.state for record in wizard.session._graduand.transitions.history()]
    assert PlanState.WAITING in states
