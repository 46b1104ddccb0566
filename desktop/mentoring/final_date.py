"""The proposed final date (rule FD): early enough to be kept, late enough to be said in person first."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from desktop.mentoring.mentorship import Ledger, Mentorship, Settings, Side, Upcoming
from integrations.calendars.model import Moment
from integrations.calendars.moments import day_of

LONG_CADENCE_DAYS = 26
"""From here on a series counts as monthly: its own notice, and no other meeting is asked for before the last."""

_NOTICE = timedelta(days=14)
_NOTICE_MONTHLY = timedelta(days=21)
_NOTICE_FROM_MENTOR = timedelta(days=28)


def propose(mentorship: Mentorship, ledger: Ledger, settings: Settings, now: datetime) -> Moment | None:
    """Start of the proposed last meeting; None where nothing lies ahead.

    Where the series has an end already, it is the last meeting that falls on no holiday or leave. Else the first
    with the notice that the rule asks for; days are calendar dates in the user's zone.
    """
    free = [meeting for meeting in ledger.upcoming if meeting.blocked is None]
    if not free:
        return None
    if not ledger.open_ended:
        return free[-1].start
    earliest = day_of(now, settings.zone) + notice(mentorship, ledger)
    before = meetings_before(mentorship, ledger)
    for number, meeting in enumerate(free):
        if number >= before and day_of(meeting.start, settings.zone) >= earliest:
            return meeting.start
    return free[-1].start


def notice(mentorship: Mentorship, ledger: Ledger) -> timedelta:
    """How far ahead the last meeting should lie: 14 days, 21 for a monthly series, 28 from a mentor."""
    if mentorship.side is Side.MENTOR:
        return _NOTICE_FROM_MENTOR
    return _NOTICE_MONTHLY if is_monthly(ledger) else _NOTICE


def meetings_before(mentorship: Mentorship, ledger: Ledger) -> int:
    """How many meetings should lie between now and the last one: one to say it, two from a mentor."""
    if is_monthly(ledger):
        return 0
    return 2 if mentorship.side is Side.MENTOR else 1


def is_monthly(ledger: Ledger) -> bool:
    """Whether the cadence is that of a monthly series, or slower."""
    return ledger.cadence_days is not None and ledger.cadence_days >= LONG_CADENCE_DAYS


def free_before(upcoming: tuple[Upcoming, ...], final: date, settings: Settings) -> int:
    """How many meetings on no holiday or leave lie ahead before the day `final`."""
    return sum(1 for m in upcoming if m.blocked is None and day_of(m.start, settings.zone) < final)
