"""What to know before a plan is carried out: about its day, its notice, and what it takes along or makes."""

from __future__ import annotations

from datetime import date, datetime, timedelta, tzinfo
from typing import TYPE_CHECKING

from desktop.mentoring import final_date
from desktop.mentoring.big_picture import TalkDates
from desktop.mentoring.plan import Answers, Caution
from integrations.calendars.ending import Ending
from integrations.calendars.model import Form, Moment, Series
from integrations.calendars.moments import day_of
from integrations.calendars.recurrence import ahead, everything

if TYPE_CHECKING:
    from desktop.mentoring.transition import Situation

_OFFERED = 2
"""So many days are named where several last meetings fall on one."""


def clock_of(series: Series, zone: tzinfo) -> tzinfo:
    """The clock on which days of the series are meant: its own, or the user's where it has none."""
    return zone if series.form is Form.UTC else series.zone


def of_the_day(at: Situation, chosen: date, ending: Ending) -> list[Caution]:
    """A day without a meeting, on a holiday, or on which other pairs meet for the last time too."""
    series = at.mentorship.current
    clock = clock_of(series, at.settings.zone)
    last = day_of(ending.last_start, clock)
    warnings = []
    if chosen != last:
        on_or_before = everything(series, chosen)
        if any(o.removed and day_of(o.slot, clock) == chosen for o in on_or_before):
            warnings.append(Caution("final-date-is-cancelled", (("date", at.day(chosen)),)))
        following = _following(series, chosen, clock)
        values = (("date", at.day(chosen)), ("before", at.day(last)))
        after = (("after", at.day(following)),) if following is not None else ()
        warnings.append(Caution("not-a-meeting-date", values + after))
    reason = at.blocked(last)
    if reason is not None:
        warnings.append(Caution("final-is-holiday", (("date", at.day(last)), ("why", reason.words))))
    if at.other_endings.get(last):
        apart = ", ".join(at.day(day) for day in days_apart(at, last))
        values = (("date", at.day(last)), ("n", str(at.other_endings[last])))
        warnings.append(Caution("several-endings", values + ((("apart", apart),) if apart else ())))
    return warnings


def days_apart(at: Situation, last: date) -> list[date]:
    """The nearest days of meetings on which no other pair meets for the last time, in their order (J12)."""
    earliest = day_of(at.now, at.settings.zone) + final_date.notice(at.mentorship, at.ledger)
    clock = clock_of(at.mentorship.current, at.settings.zone)
    free = {day_of(one.start, clock) for one in at.ledger.upcoming if one.blocked is None}
    open_ones = [day for day in free if day >= earliest and day != last and day not in at.other_endings]
    return sorted(sorted(open_ones, key=lambda day: (abs(day - last), day))[:_OFFERED])


def _following(series: Series, day: date, clock: tzinfo) -> date | None:
    after = datetime.combine(day, datetime.max.time(), tzinfo=clock)
    found = ahead(series, after, 1, after + timedelta(days=1500))
    return day_of(found[0].start, clock) if found else None


def of_the_notice(at: Situation, final: Moment) -> list[Caution]:
    """Too few days, or no meeting in which to say it."""
    warnings = []
    last = day_of(final, at.settings.zone)
    wanted = final_date.meetings_before(at.mentorship, at.ledger)
    if wanted and final_date.free_before(at.ledger.upcoming, last, at.settings) < 1:
        warnings.append(Caution("no-meeting-to-say-it"))
    days = (last - day_of(at.now, at.settings.zone)).days
    asked = final_date.notice(at.mentorship, at.ledger).days
    if days < asked and at.ledger.open_ended:
        warnings.append(Caution("short-notice", (("days", str(max(days, 0))), ("asked", str(asked)))))
    return warnings


def of_moved_meetings(at: Situation, ending: Ending) -> list[Caution]:
    """Meetings that were put off beyond the end, and go with it."""
    overrides = at.mentorship.current.overrides
    gone = [o for o in overrides if o.slot in ending.excluded and not o.cancelled]
    return [Caution("moved-past-final-date", (("date", at.day(o.start)), ("slot", at.day(o.slot)))) for o in gone]


def of_the_talk(at: Situation, talk: TalkDates | None) -> list[Caution]:
    """What is odd about the talk's dates."""
    if talk is None:
        return []
    warnings = []
    for code in talk.warnings:
        _, _, year = code.partition(":")
        warnings.append(Caution(code, (("year", year),) if year else ()))
    for day in talk.days:
        reason = at.blocked(day)
        if reason is not None:
            warnings.append(Caution("talk-on-holiday", (("date", at.day(day)), ("why", reason.words))))
    return warnings


def of_a_group(at: Situation, answers: Answers, final: Moment) -> list[Caution]:
    """A group that somebody else organises goes on, at its own pace: nothing of it is changed from here."""
    if not at.mentorship.others_group:
        return []
    found = [Caution("leaving-group", (("date", at.day(final)),))]
    return [*found, Caution("ladder-group")] if answers.ladder else found
