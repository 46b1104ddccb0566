"""The short negative checks of product 6: what must not be seen, said or counted. Those of the desktop are in
`tests/desktop`; here they run through files, the store and the command line.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from desktop.composition import Graduand as Program
from desktop.composition import build
from desktop.mentoring.mentorship import Side, SlotState
from desktop.ui.around import look_around
from desktop.ui.tray_state import Standing, tray_state
from tests.helpers.clock import FixedClock
from tests.journeys.conftest import Graduand

Journey = Callable[[str], Path]
AMSTERDAM = ZoneInfo("Europe/Amsterdam")
MONDAY = datetime(2026, 11, 30, 9, tzinfo=AMSTERDAM)
NOW = {"now": "2026-11-30T09:00:00+01:00", "zone": "Europe/Amsterdam"}
DAY = timedelta(days=1)


@pytest.fixture
def text(journey: Journey) -> str:
    return journey("j10").read_bytes().decode()


def another(text: str, name: str) -> str:
    return text.replace("UID:j10@", f"UID:{name}@").replace("mentor@example.org", f"{name}@example.org")


def program(tmp_path: Path, *texts: str, clock: FixedClock | None = None) -> Program:
    """A store into which these calendars were read."""
    made = build(tmp_path / "store", clock=clock or FixedClock(MONDAY), zone=AMSTERDAM)
    for number, said in enumerate(texts):
        path = tmp_path / f"{number}.ics"
        path.write_bytes(said.encode())
        made.importing.import_files([path])
    return made


def unfolded(calendar: bytes) -> bytes:
    return calendar.replace(b"\r\n ", b"")


# --- a pair in which something is wrong -----------------------------------------------------------


def test_a_pair_in_which_something_is_wrong_is_nowhere(tmp_path: Path, text: str) -> None:
    """Digest, tray, look, export, history (R19); and back again once the user says otherwise."""
    made = program(tmp_path, another(text, "hidden"), another(text, "first"), another(text, "second"))
    ids = {
        one.mentorship.current.uid.partition("@")[0]: one.mentorship.id for one in made.reviewing.review().mentorships
    }
    for one in ids.values():
        made.reviewing.set_side(one, Side.MENTOR)
    assert b"hidden@example.org" in unfolded(made.reviewing.export())
    made.store.told.change(ids["hidden"], lambda told: replace(told, safe=True))

    (digest,) = made.reminders.due()
    assert set(digest.mentorships) == {ids["first"], ids["second"]}
    review = made.reviewing.review()
    assert ids["hidden"] not in {one.mentorship.id for one in review.mentorships}
    assert "hidden" not in json.dumps([question.about for question in review.questions], default=str)
    shown = tray_state(review, AMSTERDAM, Standing(after=tuple(ids.values())))
    assert "hidden" not in repr(shown)
    assert ids["hidden"] not in repr(shown)
    exported = unfolded(made.reviewing.export())
    assert b"hidden" not in exported
    assert b"first@example.org" in exported

    made.store.told.change(ids["hidden"], lambda told: replace(told, safe=False))
    assert b"hidden@example.org" in unfolded(made.reviewing.export())
    made.close()


def test_its_plans_are_left_out_of_the_history(tmp_path: Path, text: str, graduand: Graduand) -> None:
    made = program(tmp_path, text)
    made.close()
    folder = ("--data-dir", tmp_path / "store")
    (pair,) = graduand("review", *folder, **NOW).json["mentorships"]
    assert graduand("plan", pair["id"], *folder, me="mentee@example.org", **NOW).code == 0
    assert len(graduand("history", *folder, **NOW).json["plans"]) == 1
    made = program(tmp_path)
    made.store.told.change(pair["id"], lambda told: replace(told, safe=True))
    made.close()
    assert graduand("history", *folder, **NOW).json["plans"] == []
    assert graduand("review", *folder, **NOW).json["mentorships"] == []


# --- what must not be counted ---------------------------------------------------------------------


def test_one_event_in_two_calendars_is_counted_once(tmp_path: Path, text: str, graduand: Graduand) -> None:
    files = []
    for name in ("work", "home"):
        path = tmp_path / f"{name}.ics"
        path.write_bytes(text.encode())
        files.append(path)
    (once,) = graduand("review", files[0], **NOW).json["mentorships"]
    (both,) = graduand("review", *files, **NOW).json["mentorships"]
    assert both["counts"] == once["counts"]


def test_in_a_group_only_the_users_own_attendance_counts(tmp_path: Path, text: str, graduand: Graduand) -> None:
    """One of four declines a date: it was kept all the same. The user declines it: it was not."""
    group = "".join(f"ATTENDEE:mailto:{name}@example.org\r\n" for name in ("one", "two", "three"))

    def kept(declines: str) -> int:
        override = (
            "BEGIN:VEVENT\r\nUID:j10@google.com\r\nDTSTAMP:20260601T080000Z\r\nSUMMARY:Mentoring\r\n"
            "RECURRENCE-ID;TZID=Europe/Amsterdam:20261116T120000\r\nDTSTART;TZID=Europe/Amsterdam:20261116T120000\r\n"
            "DTEND;TZID=Europe/Amsterdam:20261116T124500\r\nORGANIZER:mailto:mentor@example.org\r\n"
            f"ATTENDEE:mailto:mentee@example.org\r\n{group}END:VEVENT\r\n"
        )
        address = f"ATTENDEE:mailto:{declines}"
        override = override.replace(address, address.replace("ATTENDEE:", "ATTENDEE;PARTSTAT=DECLINED:"))
        assert "DECLINED" in override
        path = tmp_path / "group.ics"
        said = text.replace("ORGANIZER", group + "ORGANIZER", 1).replace("END:VCALENDAR", override + "END:VCALENDAR")
        path.write_bytes(said.encode())
        (one,) = graduand("review", path, me="mentee@example.org", **NOW).json["mentorships"]
        return int(one["counts"]["kept"])

    assert kept("two@example.org") == kept("mentee@example.org") + 1


def test_a_broken_entry_is_named_and_the_rest_is_read(tmp_path: Path, text: str, graduand: Graduand) -> None:
    path = tmp_path / "broken.ics"
    broken = (
        "BEGIN:VEVENT\r\nUID:broken\r\nDTSTART:yesterday\r\nSUMMARY:Mentoring\r\nRRULE:FREQ=OFTEN\r\nEND:VEVENT\r\n"
    )
    path.write_bytes(text.replace("BEGIN:VEVENT", broken + "BEGIN:VEVENT", 1).encode())
    said = graduand("review", path, **NOW)
    assert said.code == 3, "something could not be read"
    assert [one["uid"] for one in said.json["mentorships"]] == ["j10@google.com"]
    (problem,) = said.json["problems"]
    assert (problem["file"], problem["line"] > 0) == (str(path), True)


@pytest.mark.parametrize(
    ("rule", "reviews"), [("FREQ=MONTHLY", True), ("FREQ=MONTHLY;INTERVAL=6", False), ("FREQ=YEARLY", False)]
)
def test_a_talk_once_or_twice_a_year_is_never_reviewed(tmp_path: Path, text: str, rule: str, reviews: bool) -> None:
    """D4 asks every half year whether the form still fits: not of what is as rare as that anyway."""
    rare = text.replace("FREQ=WEEKLY;BYDAY=MO", rule).replace(":20260608T", ":20160608T")
    rare = "".join(line for line in rare.splitlines(keepends=True) if not line.startswith("EXDATE"))
    assert f"RRULE:{rule}\r\n" in rare
    clock = FixedClock(MONDAY)
    made = program(tmp_path, rare, clock=clock)
    said = set()
    for weeks in range(0, 60, 2):
        clock.to(MONDAY + weeks * 7 * DAY + timedelta(hours=1))
        said |= {one.kind for one in made.reminders.due()}
    assert ("open-ended" in said) is reviews
    made.close()


def test_a_series_that_goes_on_under_another_name_is_one_story(tmp_path: Path, text: str) -> None:
    """ "This and following" makes a new event: one lineage, and one day on which its form is looked at again."""
    before = text.replace("BYDAY=MO", "BYDAY=MO;UNTIL=20260830T220000Z")
    after = text.replace("UID:j10@", "UID:j10_R20260831T100000@").replace("20260608T", "20260831T")
    made = program(tmp_path, before, after)
    (one,) = made.reviewing.review().mentorships
    assert len(one.mentorship.series) == 2
    assert len({slot.start for slot in one.ledger.slots}) == len(one.ledger.slots) == 25
    assert sum(sign.kind == "open-ended" for sign in one.signs) <= 1
    assert one.ledger.first == datetime(2026, 6, 8, 12, tzinfo=AMSTERDAM)
    assert {slot.state for slot in one.ledger.slots} == {SlotState.KEPT, SlotState.NOT_KEPT}
    made.close()


# --- what must not pile up ------------------------------------------------------------------------


def test_what_waits_for_the_end_of_the_quiet_does_not_stack(tmp_path: Path, text: str) -> None:
    """Three pairs are due while the desktop is asked for quiet, for days; afterwards they are said, one a day."""
    clock = FixedClock(MONDAY)
    made = program(tmp_path, text, another(text, "second"), another(text, "third"), clock=clock)
    quiet = True
    waits: list[timedelta] = []

    def tick(at: datetime) -> list[str]:
        clock.to(at)
        found = look_around(made, settle=False, disturbing=lambda: quiet)
        for one in found.due:
            made.reminders.shown(one.identity)
        waits.append(found.wait)
        return [one.kind for one in found.due]

    assert [tick(MONDAY + hours * timedelta(hours=1)) for hours in range(7)] == [[]] * 7
    assert [tick(MONDAY + days * DAY) for days in (1, 2, 3, 4, 7, 8, 9, 10)] == [[]] * 8
    assert waits[0] <= timedelta(minutes=5), "nobody need announce that it is over"
    quiet = False
    free = MONDAY + 11 * DAY
    assert [tick(free + minutes * timedelta(minutes=20)) for minutes in range(9)] == [["quiet-patch"], *[[]] * 8]
    assert len(tick(free + 3 * DAY)) == len(tick(free + 4 * DAY)) == 1
    assert [tick(free + days * DAY) for days in (5, 6, 7)] == [[]] * 3
    made.close()


@pytest.mark.parametrize("years", [1, -1, 2])
def test_a_clock_that_jumps_by_years_says_one_thing_at_most(tmp_path: Path, text: str, years: int) -> None:
    clock = FixedClock(MONDAY)
    made = program(tmp_path, text, another(text, "second"), clock=clock)
    jumped = MONDAY + years * 364 * DAY
    said: list[date] = []
    for hours in range(24):
        clock.to(jumped + timedelta(hours=hours))
        made.reminders.settle()
        for one in made.reminders.due():
            made.reminders.shown(one.identity)
            said.append(clock().astimezone(UTC).date())
    assert len(said) <= 1
    made.close()
