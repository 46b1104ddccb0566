"""The wizard over a store with 200 pairs of ten years: from the click to its first picture, and to its first choice.

It opens over the program's window, whose code is there by then. The first opening of a run imports the wizard's own as
well; the later ones are what a person meets who has opened it once. What can be chosen is looked up beside the window:
until then it says that it is looking.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from tests.bench.measuring import spread
from tests.bench.report import Part, Ratio, Row

if TYPE_CHECKING:
    from desktop.composition import Graduand

PAIRS = 200
YEARS = 10
OPENS = 0.150
"""Seconds from the click to the first picture."""
_ZONE = ZoneInfo("Europe/London")
_NOW = datetime(2026, 11, 20, 9, tzinfo=_ZONE)
_EVENT = """BEGIN:VEVENT\r
UID:pair-{number}@bench\r
DTSTAMP:20260101T000000Z\r
SUMMARY:Mentoring {number}\r
DTSTART;TZID=Europe/London:{first:%Y%m%dT%H%M%S}\r
DTEND;TZID=Europe/London:{last:%Y%m%dT%H%M%S}\r
RRULE:FREQ=WEEKLY\r
{exdates}ORGANIZER:mailto:me@example.org\r
ATTENDEE:mailto:me@example.org\r
ATTENDEE;CN=Pair {number}:mailto:pair{number}@example.org\r
END:VEVENT\r
"""


def calendar() -> str:
    """A weekly series a pair, every ninth date of it removed."""
    events = []
    for number in range(PAIRS):
        first = datetime(2016, 11, 21, 8) + timedelta(days=number % 5, minutes=30 * (number % 16))
        removed = [first + timedelta(weeks=week) for week in range(number % 9, YEARS * 52, 9)]
        exdates = "".join(f"EXDATE;TZID=Europe/London:{day:%Y%m%dT%H%M%S}\r\n" for day in removed)
        events.append(_EVENT.format(number=number, first=first, last=first + timedelta(minutes=45), exdates=exdates))
    return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//bench//\r\n" + "".join(events) + "END:VCALENDAR\r\n"


@contextmanager
def _store() -> Iterator[Graduand]:
    from desktop.composition import build

    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        (place / "pairs.ics").write_bytes(calendar().encode())
        made = build(place / "store", clock=lambda: _NOW.astimezone(UTC), zone=_ZONE, me=("me@example.org",))
        made.importing.import_files([place / "pairs.ics"])
        made.settings.change({"stage": "skip"})
        yield made
        made.close()


def _opened(made: Graduand, pair: str) -> tuple[float, float]:
    """Seconds until the first picture, and until the ways can be chosen."""
    from PySide6.QtWidgets import QApplication

    from desktop.ui.wizard import open_wizard  # its code belongs to the first opening

    start = perf_counter()
    wizard = open_wizard(made, pair, None)
    wizard.grab()
    drawn = perf_counter() - start
    while not wizard.begun:
        QApplication.processEvents()
    offered = perf_counter() - start
    wizard.close()
    QApplication.processEvents()
    return drawn, offered


def measure(runs: int) -> Part:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication, QWidget  # the other benches have no windows

    import desktop.ui.home.window  # noqa: F401 - it is on the screen when the wizard is asked for

    application = QApplication.instance() or QApplication([])
    behind = QWidget()
    behind.grab()
    with _store() as made:
        start = perf_counter()
        found = made.reviewing.review().mentorships
        look = perf_counter() - start
        pairs = [one.mentorship.id for one in found]
        slots = sum(len(one.ledger.slots) for one in found)
        openings = [_opened(made, pairs[turn % len(pairs)]) for turn in range(1 + 3 * runs)]
    del application
    drawn = spread([one for one, _ in openings[1:]])
    rows = (
        Row("the first opening, to its first picture", spread([openings[0][0]]), None),
        Row("later openings, to the first picture", drawn, None),
        Row("later openings, to the first choice", spread([both for _, both in openings[1:]]), None),
        Row("one look at the whole store, alone", spread([look]), None, f"{len(pairs)} pairs, {slots} dates"),
    )
    figures = {"the first opening": openings[0][0], "later openings": drawn.middle}
    ratios = tuple(
        Ratio(f"{which}, to the first picture", seconds * 1000, OPENS * 1000, at_least=False, unit="ms")
        for which, seconds in figures.items()
    )
    since = date(2016, 11, 21)
    return Part(f"Opening the wizard, {PAIRS} pairs since {since}", rows, ratios)
