"""The hour that is free after the last meeting, held for whoever comes next: a file that the user may import.

It is never written into a calendar by itself. It names nobody, invites nobody, and ends by itself (product A14, X3).
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from integrations.calendars.icalendar.writing import event_text, folded
from integrations.calendars.model import Moment
from integrations.calendars.moments import wall
from resources.texts import text

if TYPE_CHECKING:
    from desktop.mentoring.mentorship import MentorshipReview

FILE = "hold.ics"
REST = timedelta(weeks=2)
"""From the last meeting to the first hold: those who begin at once have less room for somebody new."""
LONGEST = timedelta(weeks=6)
MOST = 6


def times(cadence_days: int | None) -> tuple[int, int]:
    """Weeks between two holds, and how many there are: six at most, and within six weeks."""
    weeks = max(round((cadence_days or 7) / 7), 1)
    return weeks, min(MOST, 1 + (LONGEST.days - 1) // (7 * weeks))


def first(final: Moment) -> Moment:
    """The start of the first hold: two weeks later on the same clock, and the same weekday."""
    return final + REST


def hold(found: MentorshipReview, final: Moment, now: datetime) -> bytes:
    """The file. `final` is the start of the last meeting on the clock of its series, `now` aware."""
    import secrets  # 5 ms that no look needs

    series = found.mentorship.current
    weeks, count = times(found.ledger.cadence_days)
    start = first(final)
    written = event_text(
        uid=f"{secrets.token_hex(12)}@graduand",
        title=text("story.hold.title"),
        description="",
        start=start,
        end=_end(start, series.duration),
        form=series.form,
        zone_name=series.zone_name,
        rule=f"FREQ=WEEKLY;INTERVAL={weeks};COUNT={count}" if weeks > 1 else f"FREQ=WEEKLY;COUNT={count}",
        organizer=None,
        attendees=(),
        related="",
        now=now,
        alarms=(),
    )
    # RFC 5545, 3.8.1.3: others who may see the calendar see that the hour is taken, and not for what.
    return folded(written.replace("STATUS:CONFIRMED", "STATUS:CONFIRMED\nCLASS:PRIVATE", 1))


def last_day(final: Moment, cadence_days: int | None) -> datetime:
    """The wall clock of the last hold."""
    weeks, count = times(cadence_days)
    return wall(first(final)) + timedelta(weeks=weeks * (count - 1))


def _end(start: Moment, length: timedelta) -> Moment:
    return start + length
