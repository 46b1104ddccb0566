"""Reads a test's file as the app does, with the mentoring words and a user in Berlin."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo

from desktop.mentoring.tagging import Looking
from integrations.calendars.icalendar.reading import read_files
from integrations.calendars.model import Batch, Moment, Series

BERLIN = ZoneInfo("Europe/Berlin")
DATA = Path(__file__).parents[2] / "data"


def read(path: Path, looking: Looking | None = None) -> Batch:
    return read_files([path], looking or Looking(), zone=BERLIN)


def trap(name: str) -> Batch:
    return read(DATA / "traps" / f"{name}.ics")


def good(name: str) -> Series:
    """The one series of a trap that must survive it."""
    return next(series for series in trap(name).series if series.uid == "good@example.com")


def shown(*moments: Moment) -> list[str]:
    return [moment.isoformat() for moment in moments]
