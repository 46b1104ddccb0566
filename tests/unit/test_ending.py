"""Ends that once went wrong: RDATEs that an exception had called off, or that repeat a slot of the rule."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from integrations.calendars.ending import end_at
from integrations.calendars.model import Form, Override, Series

BERLIN = ZoneInfo("Europe/Berlin")
FIRST = datetime(2026, 1, 5, 10, tzinfo=BERLIN)
WEEK = timedelta(days=7)
HOUR = timedelta(hours=1)


def _series(**more: Any) -> Series:
    rules = ("FREQ=WEEKLY;BYDAY=MO",)
    return Series("u", "Mentoring", Form.ZONED, BERLIN, "Europe/Berlin", FIRST, HOUR, rules, **more)


def test_a_called_off_rdate_beyond_the_end_goes_with_what_called_it_off() -> None:
    extra = FIRST + 23 * WEEK
    off = Override(extra, extra, extra + HOUR, cancelled=True)
    ending = end_at(_series(rdates=(extra,), overrides=(off,)), date(2026, 1, 19), UTC)
    assert ending.dropped_rdates == (extra,)
    assert ending.dropped_overrides == (extra,)


def test_an_excluded_rdate_beyond_the_end_goes_with_its_exdate() -> None:
    extra = FIRST + 23 * WEEK + timedelta(days=1)
    ending = end_at(_series(rdates=(extra,), exdates=(extra,)), date(2026, 1, 19), UTC)
    assert (ending.dropped_rdates, ending.dropped_exdates) == ((extra,), (extra,))


def test_an_rdate_on_a_slot_of_the_rule_is_excluded_as_well() -> None:
    """The slot of 19 January was moved to before the end, so UNTIL reaches over the one of the 12th."""
    repeated, moved = FIRST + WEEK, FIRST + 2 * WEEK
    sooner = Override(moved, FIRST - timedelta(days=6), FIRST - timedelta(days=6) + HOUR)
    ending = end_at(_series(rdates=(repeated,), overrides=(sooner,)), FIRST.date(), UTC)
    assert ending.until == "20260119T090000Z"
    assert ending.excluded == (repeated,)
    assert ending.dropped_rdates == (repeated,)


def test_an_rdate_that_stands_alone_is_dropped_and_not_excluded() -> None:
    alone, moved = FIRST + timedelta(days=8), FIRST + 2 * WEEK
    sooner = Override(moved, FIRST - timedelta(days=6), FIRST - timedelta(days=6) + HOUR)
    ending = end_at(_series(rdates=(alone,), overrides=(sooner,)), FIRST.date(), UTC)
    assert ending.dropped_rdates == (alone,)
    assert ending.excluded == (FIRST + WEEK,)
