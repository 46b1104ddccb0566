"""Two processes find what one finds."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

import pytest

from integrations.calendars.icalendar import halves
from integrations.calendars.icalendar.archive import opened
from tests.unit.icalendar.reader import read
from tests.unit.icalendar.test_big_files import made


@pytest.fixture(scope="module")
def big(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("halves")
    return made(folder, *"--events 1500 --series 60 --mentoring-series 15 --mentoring-singles 20".split())[0]


def middle(path: Path) -> int | None:
    with ExitStack() as stack:
        return halves._middle(opened([path], stack)[0])


@pytest.fixture
def two(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(halves, "WORTH_IT", 0)
    monkeypatch.setattr(halves.os, "sched_getaffinity", lambda _: {0, 1}, raising=False)
    monkeypatch.setattr(halves.threading, "active_count", lambda: 1)
    monkeypatch.setattr(halves.sys, "platform", "linux")


@pytest.mark.usefixtures("two")
@pytest.mark.parametrize(
    ("change", "by_two"),
    [
        ("none", True),
        ("second calendar", True),
        ("other calendar", False),
        ("late zone", True),
        ("late name", True),
        ("no calendar", False),
    ],
)
def test_two_find_what_one_finds(
    big: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: str, by_two: bool
) -> None:
    raw = big.read_bytes()
    begin = b"BEGIN:VEVENT\r\n"
    at = raw.index(begin, len(raw) * 4 // 5)
    early = raw.index(begin, len(raw) // 5)
    parts = {
        "none": raw,
        "second calendar": raw[:at] + b"END:VCALENDAR\r\nBEGIN:VCALENDAR\r\nX-WR-CALNAME:Mentoring\r\n" + raw[at:],
        "other calendar": raw[:early] + b"END:VCALENDAR\r\nBEGIN:VCALENDAR\r\nMETHOD:CANCEL\r\n" + raw[early:],
        "late zone": raw[:at] + raw[raw.index(b"BEGIN:VTIMEZONE") : raw.index(begin)] + raw[at:],
        "late name": raw[:at] + b"X-WR-CALNAME:Mentoring\r\n" + raw[at:],
        "no calendar": raw[raw.index(begin) :],
    }
    path = tmp_path / "big.ics"
    path.write_bytes(parts[change])
    assert middle(path) is not None
    joined, join = [], halves._join
    monkeypatch.setattr(halves, "_join", lambda *each: joined.append(join(*each)))
    found = read(path)
    assert bool(joined) is by_two
    monkeypatch.setattr(halves, "WORTH_IT", 1 << 40)
    assert middle(path) is None
    assert found == read(path)
    assert found.series


def test_a_second_process_that_fails_is_done_without(big: Path, two: None, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = read(big)

    def broken(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(halves, "_second", broken)
    assert read(big) == expected


def test_nothing_is_forked_beside_other_threads(big: Path, two: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(halves.threading, "active_count", lambda: 2)
    assert middle(big) is None
