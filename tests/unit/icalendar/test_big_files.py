"""The scan finds every mark and every override in a large export, and nothing else."""

from __future__ import annotations

import json
import subprocess
import sys
import tracemalloc
from pathlib import Path

import pytest

from desktop.mentoring.tagging import Looking, tagged_by
from integrations.calendars.icalendar import scan
from integrations.calendars.model import Batch
from tests.unit.icalendar.reader import read

MAKER = Path(__file__).parents[2] / "bench" / "make_big.py"


def made(folder: Path, *arguments: str) -> tuple[Path, dict]:
    path, truth = folder / "big.ics", folder / "truth.json"
    command = [sys.executable, str(MAKER), str(path), "--truth", str(truth), *arguments]
    subprocess.run(command, check=True, capture_output=True)
    return path, json.loads(truth.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def big(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict]:
    folder = tmp_path_factory.mktemp("big")
    sizes = "--events 3000 --series 80 --mentoring-series 20 --mentoring-singles 40 --decoys 60".split()
    return made(folder, *sizes)


def tagged(batch: Batch) -> tuple[set[str], set[str]]:
    series = {s.uid for s in batch.series if tagged_by(s.hints, s.title, s.calendar)}
    meetings = {m.uid for m in batch.meetings if tagged_by(m.hints, m.title, m.calendar)}
    return series, meetings


def check(batch: Batch, truth: dict) -> None:
    known = {one["uid"]: one for one in truth["series"]}
    assert tagged(batch) == (set(known), {one["uid"] for one in truth["singles"]})
    assert batch.problems == ()
    for series in batch.series:
        if series.uid in known:
            one = known[series.uid]
            assert series.rules == (one["rrule"],)
            assert len(series.overrides) == one["overrides"]
            assert sum(o.cancelled for o in series.overrides) == one["cancelled"]
            assert sum(o.start != o.slot and not o.cancelled for o in series.overrides) == one["moved"]
            assert len(series.exdates) == one["exdates"]


def test_exactly_the_marked_ones_are_found(big: tuple[Path, dict]) -> None:
    path, truth = big
    check(read(path), truth)


@pytest.mark.parametrize("size", [700, 5000, 65536])
def test_the_chunks_do_not_matter(big: tuple[Path, dict], monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    path, truth = big
    monkeypatch.setattr(scan, "CHUNK", size)
    check(read(path), truth)


@pytest.mark.parametrize("change", ["lf", "cr", "lower"])
def test_line_ends_and_letters_do_not_matter(big: tuple[Path, dict], tmp_path: Path, change: str) -> None:
    path, truth = big
    raw = path.read_bytes()
    if change == "lower":
        for name in (b"BEGIN:", b"END:", b"VEVENT", b"RRULE", b"RECURRENCE-ID", b"SUMMARY", b"UID:", b"DTSTART"):
            raw = raw.replace(name, name.lower())
    else:
        raw = raw.replace(b"\r\n", b"\n" if change == "lf" else b"\r")
    other = tmp_path / "other.ics"
    other.write_bytes(raw)
    check(read(other), truth)


def test_known_series_and_single_events_are_kept_whatever_they_say(big: tuple[Path, dict]) -> None:
    path, truth = big
    raw = path.read_bytes().replace(b"\r\n ", b"")
    marked = {one["uid"] for one in truth["series"] + truth["singles"]}
    blocks = [block for block in raw.split(b"BEGIN:VEVENT")[1:] if b"RECURRENCE-ID" not in block]
    uids = [(block.split(b"UID:")[1].split(b"\r\n")[0].decode(), b"RRULE" in block) for block in blocks]
    series = next(uid for uid, recurring in uids if recurring and uid not in marked)
    single = next(uid for uid, recurring in uids if not recurring and uid not in marked)
    batch = read(path, Looking(known=frozenset({series, single})))
    assert series in {s.uid for s in batch.series}
    assert single in {m.uid for m in batch.meetings}


def test_memory_stays_flat(tmp_path: Path) -> None:
    peaks = []
    for events in (3000, 12000):
        folder = tmp_path / str(events)
        folder.mkdir()
        sizes = f"--events {events} --series 20 --mentoring-series 5 --mentoring-singles 5 --decoys 5".split()
        path, _ = made(folder, *sizes)
        tracemalloc.start()
        read(path)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < peaks[0] + 1_500_000
