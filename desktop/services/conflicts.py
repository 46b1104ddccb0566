"""Both versions of what changed meanwhile, side by side (R14): what a plan expected, and what the calendar holds."""

from __future__ import annotations

import json
from datetime import UTC, datetime, tzinfo

from desktop.mentoring.people import addresses
from desktop.mentoring.plan import CreateBigPicture, Creating, EndSeries, Outcome, Plan
from desktop.mentoring.tagging import Looking
from desktop.services.outbox import ending_of, series_of
from desktop.services.records import Entry, Version, Versions
from desktop.store.plans import Direction, StoredPlan
from integrations.calendars.icalendar.reading import read_text
from integrations.calendars.icalendar.writing import series_text_ended
from integrations.calendars.model import Series
from integrations.calendars.moments import plus, wall
from integrations.calendars.recurrence import ahead

_SHOWN = 14
_YEARS_SHOWN = 4


def versions(stored: StoredPlan, now: datetime) -> Versions | None:
    """What the last walk of the plan stopped at; None where it did not stop because of a difference."""
    last = next(
        (e for e in reversed(stored.journal) if e.done_at is not None and e.step < len(stored.plan.steps)), None
    )
    if last is None or last.outcome not in (Outcome.CONFLICT, Outcome.NOT_CHANGED) or not last.payload:
        return None
    assert last.done_at is not None
    plan, step = stored.plan, stored.plan.steps[last.step]
    found = json.loads(last.payload).get("found", "")
    zone = plan.final.tzinfo if isinstance(plan.final, datetime) and plan.final.tzinfo else UTC
    return Versions(
        step=step,
        expected=_expected(plan, last.step, last.direction, now, zone),
        found=_version(_read(found, step.uid, zone), now) if found else None,
        at=last.done_at,
    )


def _expected(plan: Plan, number: int, direction: Direction, now: datetime, zone: tzinfo) -> Version:
    """An apply expects the series as it was planned against, an undo as the plan left it."""
    step = plan.steps[number]
    if isinstance(step, Creating):
        length, kind = wall(step.end) - wall(step.start), "talk" if isinstance(step, CreateBigPicture) else "meeting"
        dates = tuple(Entry(start, plus(start, length), step.title, kind) for start in step.first_dates)
        return Version(step.title, (step.rule,), dates, step.tells)
    series = series_of(plan)
    end = next((one for one in plan.steps if isinstance(one, EndSeries)), None)
    if direction is Direction.UNDO and end is not None:
        series = _read(series_text_ended(plan.series_text, ending_of(end), plan.created), plan.uid, zone)
    return _version(series, now)


def _version(series: Series, now: datetime) -> Version:
    horizon = now.replace(year=now.year + _YEARS_SHOWN, day=min(now.day, 28))
    meetings = tuple(
        Entry(o.start, o.end, o.override.title if o.override is not None else series.title, "meeting")
        for o in ahead(series, now, _SHOWN, horizon)
    )
    return Version(series.title, series.rules, meetings, tuple(sorted(addresses(series))))


def _read(text: str, uid: str, zone: tzinfo) -> Series:
    return read_text(text, Looking(marks={uid: True}), zone=zone).series[0]
