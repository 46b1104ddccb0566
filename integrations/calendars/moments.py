"""Moments: an aware date-time or a date, and arithmetic on them that never guesses a zone."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, tzinfo

from integrations.calendars.model import Form, Moment


def instant(moment: Moment, zone: tzinfo) -> datetime:
    """The moment in UTC; a date begins at midnight in `zone`.

    A wall time that a zone skips is read with the offset before the gap (RFC 5545, 3.3.5).
    """
    if isinstance(moment, datetime):
        return moment.astimezone(UTC)
    return datetime.combine(moment, time(), tzinfo=zone).astimezone(UTC)


def day_of(moment: Moment, zone: tzinfo) -> date:
    """The calendar date of a moment for a reader in `zone`; an all-day value is its own date."""
    if isinstance(moment, datetime):
        return moment.astimezone(zone).date()
    return moment


def wall(moment: Moment) -> datetime:
    """The moment as its own clock shows it, without zone: a key for slots of one series."""
    if isinstance(moment, datetime):
        return moment.replace(tzinfo=None, fold=0)
    return datetime(moment.year, moment.month, moment.day)  # noqa: DTZ001 - naive on purpose


def written(moment: Moment, form: Form) -> str:
    """ISO 8601 as Graduand prints it: a date for all-day, no offset for floating, else the offset."""
    if not isinstance(moment, datetime):
        return moment.isoformat()
    if form is Form.FLOATING:
        return moment.replace(tzinfo=None).isoformat()
    return moment.astimezone(UTC).astimezone(moment.tzinfo).isoformat()


def plus(moment: Moment, length: timedelta) -> Moment:
    """`length` of real time later: over a clock change the wall clock shows it (RFC 5545, 3.3.6).

    A date counts whole days.
    """
    if isinstance(moment, datetime):
        return (moment.astimezone(UTC) + length).astimezone(moment.tzinfo)
    return moment + timedelta(days=length.days)
