"""J10: "not now" is kept to the day, through files and the command line; and the moments at which nothing is said."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.conftest import Graduand, Said

Journey = Callable[[str], Path]
MONDAY = "2026-11-30T09:00:00+01:00"
ZONE = {"zone": "Europe/Amsterdam"}


class Life:
    """One user with one store; calls at given moments."""

    def __init__(self, graduand: Graduand, original: Path, folder: Path) -> None:
        self._graduand = graduand
        self._text = original.read_bytes().decode()
        self._folder = folder

    def call(self, *words: object, now: str = MONDAY, **more: str) -> Said:
        return self._graduand(*words, now=now, **ZONE, **more)

    def read(
        self, removed: Iterable[str] = (), *, now: str = MONDAY, until: str = "", uid: str = "j10", other: str = ""
    ) -> None:
        """Import the journey's file: with more dates taken out, an end, another name or another mentor."""
        text = self._text.replace("UID:j10@", f"UID:{uid}@")
        lines = "".join(f"EXDATE;TZID=Europe/Amsterdam:{day.replace('-', '')}T120000\r\n" for day in removed)
        text = text.replace("ORGANIZER:", f"{lines}ORGANIZER:", 1)
        if until:
            text = text.replace("BYDAY=MO", f"BYDAY=MO;UNTIL={until}T110000Z")
        if other:
            text = text.replace("mentor@example.org", other)
        path = self._folder / f"{uid}.ics"
        path.write_bytes(text.encode())
        assert self.call("import", path, now=now).code == 0

    def due(self, now: str = MONDAY, *options: str) -> list[dict[str, Any]]:
        said = self.call("reminders", *options, now=now)
        assert said.code == 0, said.err
        return list(said.json["reminders"])

    def kinds(self, now: str = MONDAY, *options: str) -> list[str]:
        return [one["kind"] for one in self.due(now, *options)]

    def show(self, now: str = MONDAY) -> list[str]:
        """Show everything that is due, as the tray does; gives the kinds."""
        shown = self.due(now)
        for one in shown:
            assert self.call("reminders", "--shown", one["id"], now=now).code == 0
        return [one["kind"] for one in shown]

    def quiet(self, now: str) -> list[dict[str, Any]]:
        return list(self.call("reminders", now=now).json["quiet"])


@pytest.fixture
def life(graduand: Graduand, journey: Journey, tmp_path: Path) -> Life:
    return Life(graduand, journey("j10"), tmp_path)


@pytest.fixture
def quiet_life(life: Life) -> Life:
    """The journey up to "Not now, three months"."""
    life.read()
    assert life.show() == ["quiet-patch"]
    said = life.call("not-now", "j10@google.com", "--for", "3-months").json
    assert (said["until"], said["never"]) == ("2027-02-28", False)
    return life


def _mondays(first: str, last: str) -> list[str]:
    day, end = date.fromisoformat(first), date.fromisoformat(last)
    return [(day + timedelta(weeks=n)).isoformat() for n in range((end - day).days // 7 + 1)]


SINCE = _mondays("2026-12-07", "2027-02-22")
EIGHT_OF_TWELVE = [*SINCE[1:7], *SINCE[8:10]]


def test_the_reminder_says_what_is_seen_and_no_name(life: Life) -> None:
    life.read()
    (one,) = life.due()
    assert one["body"] == "5 of the last 12 meetings are on the calendar as kept."
    assert one["title"] == "Monday meetings"
    assert one["actions"] == ["open", "not-now"]
    for words in (one["title"], one["body"], *one["discreet"].values()):
        assert "mentor@" not in words
        assert not {"cancelled", "they", "failed", "should", "end", "close", "stop"} & set(words.lower().split())
    assert "Monday" not in "".join(one["discreet"].values())


def test_quiet_to_the_day(quiet_life: Life) -> None:
    assert quiet_life.quiet("2026-12-01T09:00:00+01:00")[0]["until"] == "2027-02-28"
    quiet_life.read(EIGHT_OF_TWELVE, now="2027-02-27T09:00:00+01:00")
    for day in (*_mondays("2026-12-07", "2027-02-22"), "2027-02-26", "2027-02-28"):
        assert quiet_life.kinds(f"{day}T09:30:00+01:00") == [], day
    assert quiet_life.kinds("2027-03-01T08:59:59+01:00") == []
    assert quiet_life.kinds("2027-03-01T09:00:00+01:00") == ["quiet-patch"]


def test_variant_a_all_is_well_again(quiet_life: Life) -> None:
    assert quiet_life.show("2027-03-01T09:00:00+01:00") == []
    assert quiet_life.quiet("2027-02-28T23:59:00+01:00") != []
    assert quiet_life.quiet("2027-03-01T09:00:00+01:00") == []


def test_variant_b_one_note_without_reproach(quiet_life: Life) -> None:
    now = "2027-03-01T09:00:00+01:00"
    quiet_life.read(EIGHT_OF_TWELVE, now=now)
    (one,) = quiet_life.due(now)
    assert one["body"] == "4 of the last 12 meetings are on the calendar as kept."
    words = f"{one['title']} {one['body']}".lower().replace(".", "").split()
    assert not {"again", "still", "second", "twice", "reminder"} & set(words)
    assert quiet_life.show(now) == ["quiet-patch"]
    for day in (now, "2027-03-01T15:00:00+01:00", "2027-03-02T09:00:00+01:00", "2027-05-28T09:00:00+02:00"):
        assert quiet_life.kinds(day) == []


def test_variant_c_the_program_was_closed(quiet_life: Life) -> None:
    quiet_life.read(EIGHT_OF_TWELVE, now="2027-03-05T10:00:00+01:00")
    assert quiet_life.show("2027-03-05T10:00:00+01:00") == ["quiet-patch"]
    for day in ("2027-03-05T10:01:00+01:00", "2027-03-09T10:00:00+01:00", "2027-03-24T10:00:00+01:00"):
        assert quiet_life.kinds(day) == []


def test_variant_d_the_clock_is_set_back(quiet_life: Life) -> None:
    quiet_life.read(EIGHT_OF_TWELVE, now="2027-03-02T09:00:00+01:00")
    assert quiet_life.show("2027-03-02T09:00:00+01:00") == ["quiet-patch"]
    for now in ("2027-03-01T09:00:00+01:00", "2027-03-01T16:00:00+01:00", "2027-03-02T09:00:00+01:00"):
        assert quiet_life.kinds(now) == []
    assert quiet_life.kinds("2026-03-02T09:00:00+01:00") == []
    assert quiet_life.kinds("2027-03-03T09:00:00+01:00") == []


def test_other_pairs_are_not_affected(life: Life) -> None:
    life.read()
    life.call("not-now", "j10@google.com", "--for", "never")
    life.read(uid="second", other="another@example.org")
    (one,) = life.due()
    assert one["mentorships"] == [_id(life, "second@google.com")]
    assert [one["mentorship"] for one in life.quiet(MONDAY)] == [_id(life, "j10@google.com")]


def _id(life: Life, uid: str) -> str:
    found = life.call("review").json["mentorships"]
    return next(str(one["id"]) for one in found if one["uid"] == uid)


def test_an_end_in_sight_is_said_all_the_same(life: Life) -> None:
    life.read(until="20270201")
    life.call("not-now", "j10@google.com", "--for", "3-months")
    assert life.show("2026-12-18T10:00:00+01:00") == []
    assert life.show("2026-12-21T10:00:00+01:00") == ["natural-end"]
    assert life.show("2027-01-15T10:00:00+01:00") == []
    assert life.show("2027-01-18T10:00:00+01:00") == ["natural-end"]
    assert life.show("2027-01-25T10:00:00+01:00") == []


def test_but_not_within_90_days_of_a_note(quiet_life: Life) -> None:
    quiet_life.read(until="20270201", now="2026-12-21T08:00:00+01:00")
    assert quiet_life.kinds("2026-12-21T10:00:00+01:00") == []
    assert quiet_life.kinds("2027-01-18T10:00:00+01:00") == []


def test_never_holds_for_an_end_as_well(life: Life) -> None:
    life.read(until="20270201")
    life.call("not-now", "j10@google.com", "--for", "never")
    assert life.kinds("2026-12-21T10:00:00+01:00") == []


@pytest.mark.parametrize(
    ("words", "until", "last_quiet", "first"),
    [
        (["--for", "week"], "2026-12-07", "2026-12-07T16:59:00+01:00", "2026-12-08T13:00:00+01:00"),
        (["--for", "month"], "2026-12-30", "2026-12-30T09:00:00+01:00", "2026-12-31T09:00:00+01:00"),
        (["--until", "2026-12-10"], "2026-12-10", "2026-12-10T09:00:00+01:00", "2026-12-11T09:00:00+01:00"),
    ],
)
def test_every_span_is_kept_to_the_day(life: Life, words: list[str], until: str, last_quiet: str, first: str) -> None:
    life.read()
    assert life.call("not-now", "j10@google.com", *words).json["until"] == until
    assert life.kinds(last_quiet) == []
    assert len(life.kinds(first)) == 1


def test_never_is_never_and_can_be_taken_back(life: Life) -> None:
    life.read()
    said = life.call("not-now", "j10@google.com", "--for", "never").json
    assert (said["quiet"], said["until"], said["never"]) == (True, None, True)
    assert life.kinds() == []
    assert life.kinds("2028-01-10T10:00:00+01:00") == []
    said = life.call("not-now", "j10@google.com", "--for", "none").json
    assert (said["quiet"], said["never"]) == (False, False)
    assert life.kinds() == ["quiet-patch"]


# --- moments at which nothing is said -------------------------------------------------------------


@pytest.mark.parametrize(
    "now",
    [
        "2026-11-30T08:59:59+01:00",
        "2026-11-30T17:00:00+01:00",
        "2026-11-30T11:31:00+01:00",  # half an hour before the meeting at noon
        "2026-11-30T12:10:00+01:00",
        "2026-11-30T13:14:00+01:00",  # and half an hour after it
        "2026-12-05T10:00:00+01:00",  # Saturday
        "2026-12-06T10:00:00+01:00",
    ],
)
def test_not_at_such_a_moment(life: Life, now: str) -> None:
    life.read()
    assert life.kinds(now) == []


@pytest.mark.parametrize("now", ["2026-11-30T11:29:00+01:00", "2026-11-30T13:16:00+01:00", "2026-12-04T16:59:00+01:00"])
def test_but_it_waits_for_a_better_one(life: Life, now: str) -> None:
    life.read()
    assert life.kinds(now) == ["quiet-patch"]


def test_not_within_a_day_of_a_meeting_that_did_not_take_place(life: Life) -> None:
    life.read(now="2026-11-23T13:20:00+01:00")
    assert life.kinds("2026-11-23T13:20:00+01:00") == []
    assert life.kinds("2026-11-24T11:59:00+01:00") == []
    assert life.kinds("2026-11-24T12:01:00+01:00") == ["quiet-patch"]


def test_not_within_a_day_of_seeing_a_meeting_called_off(life: Life) -> None:
    life.read()
    life.read(["2026-12-07"], now="2026-12-01T10:00:00+01:00")
    assert life.kinds("2026-12-01T10:00:00+01:00") == []
    assert life.kinds("2026-12-02T09:59:00+01:00") == []
    assert life.kinds("2026-12-02T10:01:00+01:00") == ["quiet-patch"]


def test_what_is_tidied_up_later_is_no_news(life: Life) -> None:
    life.read()
    life.read(["2026-11-16"], now="2026-12-01T10:00:00+01:00")
    assert life.kinds("2026-12-01T10:00:00+01:00") == ["quiet-patch"]


def test_not_on_a_day_off(life: Life) -> None:
    life.read()
    life.call("absence", "add", "--from", "2026-11-30", "--to", "2026-12-02")
    assert life.kinds() == []
    assert life.kinds("2026-12-02T10:00:00+01:00") == []
    assert life.kinds("2026-12-03T10:00:00+01:00") == ["quiet-patch"]


def test_not_on_a_public_holiday(life: Life) -> None:
    life.read(now="2026-12-22T10:00:00+01:00")
    life.read(EIGHT_OF_TWELVE[:3], now="2026-12-22T10:00:00+01:00")
    assert life.kinds("2026-12-25T10:00:00+01:00") != []
    assert life.kinds("2026-12-25T10:00:00+01:00", "--region", "NL") == []


def test_one_a_day_and_the_other_tomorrow(life: Life) -> None:
    life.read()
    life.read(uid="second", other="another@example.org")
    (first,) = life.due()
    life.show()
    assert life.kinds("2026-11-30T16:00:00+01:00") == []
    (second,) = life.due("2026-12-01T09:00:00+01:00")
    assert first["mentorships"] != second["mentorships"]
    life.show("2026-12-01T09:00:00+01:00")
    assert life.kinds("2026-12-02T09:00:00+01:00") == []


def test_the_same_event_in_two_calendars_is_said_once(life: Life) -> None:
    life.read()
    life.read()
    assert len(life.due()) == 1
    life.show()
    assert life.kinds("2026-12-01T09:00:00+01:00") == []


def test_an_import_that_finds_nothing_says_nothing(graduand: Graduand, journey: Journey) -> None:
    at = {"now": "2026-11-05T09:00:00+01:00", "zone": "Europe/Berlin"}
    graduand("import", journey("j05"), **at)
    assert graduand("reminders", **at).json["reminders"] == []


def test_j1_one_summary_after_an_import(graduand: Graduand, journey: Journey) -> None:
    at = {"now": "2025-11-20T09:00:00+00:00", "zone": "Europe/London"}
    graduand("import", journey("j01"), **at)
    (one,) = graduand("reminders", **at).json["reminders"]
    assert one["kind"] == "import-summary"
    assert "7 of the last 12 meetings are on the calendar as kept" in one["body"]
    graduand("reminders", "--shown", one["id"], **at)
    for day in range(21, 31):
        later = graduand("reminders", now=f"2025-11-{day}T09:30:00+00:00", zone="Europe/London")
        assert later.json["reminders"] == []


def test_j7_twice_before_the_last_meeting(graduand: Graduand, journey: Journey) -> None:
    def due(day: str) -> list[dict[str, Any]]:
        at = {"now": f"{day}T09:00:00+01:00", "zone": "Europe/Berlin"}
        found = graduand("reminders", "--region", "DE-BE", **at).json["reminders"]
        for one in found:
            graduand("reminders", "--region", "DE-BE", "--shown", one["id"], **at)
        return list(found)

    graduand("import", journey("j07"), now="2026-09-01T09:00:00+02:00", zone="Europe/Berlin")
    assert due("2026-11-05") == []
    (first,) = due("2026-11-06")
    assert "18 December" in first["body"]
    assert "25 December is a public holiday" in first["body"]
    assert [due(day) for day in ("2026-11-06", "2026-11-09", "2026-12-03")] == [[], [], []]
    (second,) = due("2026-12-04")
    assert (second["kind"], second["id"] == first["id"]) == ("natural-end", False)
    assert [due(day) for day in ("2026-12-04", "2026-12-07", "2026-12-17", "2026-12-21")] == [[], [], [], []]


def test_j3_twice_after_the_end_and_never_at_a_late_import(graduand: Graduand, journey: Journey) -> None:
    def due(day: str) -> list[str]:
        at = {"now": f"{day}T09:00:00+02:00", "zone": "Europe/Madrid"}
        found = graduand("reminders", **at).json["reminders"]
        for one in found:
            graduand("reminders", "--shown", one["id"], **at)
        return [one["kind"] for one in found]

    graduand("import", journey("j03"), now="2025-07-01T08:00:00+02:00", zone="Europe/Madrid")
    assert due("2025-07-11") == []
    assert due("2025-07-14") == ["ended-without-goodbye"]
    assert due("2025-07-15") == due("2025-08-13") == []
    assert due("2025-08-14") == ["ended-without-goodbye"]
    assert due("2025-08-15") == due("2025-09-15") == due("2026-08-11") == []


def test_j12_one_notification_for_four(graduand: Graduand, journey: Journey) -> None:
    at = {"now": "2026-04-17T09:00:00+01:00", "zone": "Europe/Lisbon"}
    graduand("import", journey("j12"), **at)
    (one,) = graduand("reminders", **at).json["reminders"]
    assert len(one["mentorships"]) == 4
    assert "21 May and 18 June" in one["body"]
    assert "4 good goodbyes" in one["body"]
    graduand("reminders", "--shown", one["id"], **at)
    for day in ("2026-04-17T15:00:00", "2026-04-20T09:00:00", "2026-06-03T09:00:00"):
        assert graduand("reminders", now=f"{day}+01:00", zone="Europe/Lisbon").json["reminders"] == []
    (again,) = graduand("reminders", now="2026-06-04T10:00:00+01:00", zone="Europe/Lisbon").json["reminders"]
    assert len(again["mentorships"]) == 4


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["reminders", "--shown", "nonsense"], 1),
        (["reminders", "--shown", "quiet-patch:nobody:0"], 1),
        (["reminders", "--shown", ""], 1),
        (["not-now", "nobody", "--for", "week"], 1),
        (["not-now", "j10@google.com", "--until", "2026-11-29"], 1),
        (["not-now", "j10@google.com"], 2),
        (["not-now", "j10@google.com", "--for", "ever"], 2),
        (["not-now", "j10@google.com", "--for", "week", "--until", "2027-01-01"], 2),
    ],
)
def test_what_makes_no_sense_is_said_in_one_line(life: Life, words: list[str], code: int) -> None:
    life.read()
    said = life.call(*words)
    assert said.code == code
    assert len(said.err.splitlines()) == 1
    assert (said.json is not None and "refused" in said.json) is (code == 1)
    assert life.kinds() == ["quiet-patch"]
