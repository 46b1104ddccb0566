"""A series that was deleted while it ran. Pure.

A calendar that deletes a series takes its past away as well. What had begun by then took place, as far as the calendar
had ever said; only what lay ahead is called off.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from integrations.calendars.model import Form, Override, Series
from integrations.calendars.moments import day_of, wall
from integrations.calendars.recurrence import occurrences, parse, reaches_past


def withdrawn(series: Series, at: datetime) -> Series:
    """The series as it was until `at` (aware), and with nothing after it; called off whole where nothing had begun.

    Its text stays as it was. Raises BadRule and TooFrequent.
    """
    clock = wall(at.astimezone(series.zone))
    if not any(not one.removed and wall(one.start) <= clock for one in occurrences(series, at)):
        return replace(series, cancelled=True)
    until = f"{day_of(at, series.zone):%Y%m%d}" if series.form is Form.DATE else f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    return replace(
        series,
        withdrawn=True,
        rules=tuple(_bounded(series, rule, until, clock) for rule in series.rules),
        rdates=tuple(moment for moment in series.rdates if wall(moment) <= clock),
        overrides=tuple(_until(one, clock) for one in series.overrides if _matters(one, clock)),
    )


def _bounded(series: Series, rule: str, until: str, clock: datetime) -> str:
    parsed = parse(rule)
    return parsed.bound(until) if not parsed.bounded or reaches_past(series, rule, clock) else rule


def _matters(override: Override, clock: datetime) -> bool:
    """Its slot had come, or it was brought forward and had begun."""
    return wall(override.slot) <= clock or (not override.cancelled and wall(override.start) <= clock)


def _until(override: Override, clock: datetime) -> Override:
    """A date that was put off beyond the deletion did not take place."""
    return replace(override, cancelled=True) if wall(override.start) > clock else override
