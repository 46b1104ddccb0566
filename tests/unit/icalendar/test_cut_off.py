"""A file that breaks off says so, wherever it does; a download that was interrupted must not look like a whole one."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from desktop.mentoring.tagging import Looking
from integrations.calendars.icalendar.reading import read_files
from integrations.errors import Trouble

BERLIN = ZoneInfo("Europe/Berlin")
WHOLE = next((Path(__file__).parents[2] / "data" / "journeys").glob("j12_*.ics")).read_bytes()
CODES = {"cut-off", "missing-end"}


def codes(path: Path) -> set[str]:
    return {problem.code for problem in read_files([path], Looking(), zone=BERLIN).problems} & CODES


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "cut.ics"


def test_between_two_events(path: Path) -> None:
    first = WHOLE.index(b"END:VEVENT") + len(b"END:VEVENT\r\n")
    path.write_bytes(WHOLE[:first])
    batch = read_files([path], Looking(), zone=BERLIN)
    assert len(batch.series) == 1
    (problem,) = batch.problems
    assert (problem.code, problem.component, problem.file) == ("cut-off", "VCALENDAR", str(path))
    assert problem.line == WHOLE[:first].count(b"\n") + 1


@pytest.mark.parametrize("share", [n / 20 for n in range(1, 20)])
def test_anywhere_is_told_once(path: Path, share: float) -> None:
    begin, end = WHOLE.index(b"BEGIN:VEVENT"), WHOLE.rindex(b"END:VCALENDAR")
    path.write_bytes(WHOLE[: begin + int((end - begin) * share)])
    found = codes(path)
    assert len(found) == 1, found


@pytest.mark.parametrize(
    "tail", [b"", b"\r\n" * 500, b"\0" * 20, b" \n\t"], ids=["plain", "blank lines", "zeros", "blanks"]
)
def test_what_is_whole_is_not_called_cut_off(path: Path, tail: bytes) -> None:
    path.write_bytes(WHOLE.rstrip() + tail)
    assert codes(path) == set()
    path.write_bytes(WHOLE.replace(b"END:VCALENDAR", b"end:vcalendar") + tail)
    assert codes(path) == set()


def test_the_last_of_two_calendars_in_one_file(path: Path) -> None:
    path.write_bytes(WHOLE + WHOLE)
    assert codes(path) == set()
    path.write_bytes(WHOLE + WHOLE[: WHOLE.rindex(b"END:VCALENDAR")])
    assert codes(path) == {"cut-off"}


def test_events_without_a_calendar_around_them(path: Path) -> None:
    path.write_bytes(WHOLE[WHOLE.index(b"BEGIN:VEVENT") : WHOLE.rindex(b"END:VCALENDAR")])
    assert codes(path) == set()


def test_contacts_are_no_calendar(path: Path) -> None:
    path.write_bytes(b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Somebody\r\nEND:VCARD\r\n")
    with pytest.raises(Trouble) as trouble:
        read_files([path], Looking(), zone=BERLIN)
    assert trouble.value.code == "file-not-a-calendar"
