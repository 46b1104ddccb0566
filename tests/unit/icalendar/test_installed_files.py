"""Every calendar file of the installed packages: no crash, no hang, each loss named."""

from __future__ import annotations

import sysconfig
from pathlib import Path

import pytest

from desktop.mentoring.tagging import Looking
from integrations.calendars.icalendar.reading import read_text
from integrations.calendars.model import TagHints
from integrations.errors import Trouble
from tests.unit.icalendar.reader import BERLIN, read

FOUND = sorted(Path(sysconfig.get_paths()["purelib"]).rglob("*.ics"))


class Everything(Looking):
    """Takes every event for mentoring."""

    @property
    def words(self) -> tuple[str, ...]:
        return ("begin",)

    def marked(self, uid: str, hints: TagHints, calendar: str) -> bool:  # noqa: ARG002 - the reader's question
        return True


@pytest.mark.timeout(5)
@pytest.mark.parametrize("path", FOUND, ids=lambda path: path.name)
def test_an_installed_calendar_is_read(path: Path) -> None:
    raw = path.read_bytes()
    try:
        batch = read(path, Everything())
    except Trouble as trouble:
        assert trouble.code in ("file-not-a-calendar", "file-empty")
        assert b"BEGIN:VEVENT" not in raw
        return
    events = batch.series + batch.meetings + batch.days_off
    assert bool(events or batch.problems or batch.cancelled) is (b"BEGIN:VEVENT" in raw)
    for series in batch.series:
        again = read_text(series.text, zone=BERLIN).series
        assert [(s.uid, s.rules, s.start, s.overrides) for s in again] == [
            (series.uid, series.rules, series.start, series.overrides)
        ]


@pytest.mark.skipif(not FOUND, reason="no package with calendar files is installed")
def test_there_are_some() -> None:
    assert len(FOUND) > 100
