"""What a deleted series leaves behind: its past, and nothing ahead."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from integrations.calendars.model import Form, Moment, Override, Series
from integrations.calendars.recurrence import everything, is_open_ended
from integrations.calendars.withdrawing import withdrawn

BERLIN = ZoneInfo("Europe/Berlin")
FIRST = datetime(2026, 1, 5, 10, tzinfo=BERLIN)
WEEK = timedelta(days=7)
HOUR = timedelta(hours=1)
AT = datetime(2026, 1, 20, 12, tzinfo=UTC)


def series(rule: str = "FREQ=WEEKLY", **more: Any) -> Series:
    return Series("u", "Mentoring", Form.ZONED, BERLIN, "Europe/Berlin", FIRST, HOUR, (rule,), **more)


def days(one: Series) -> list[str]:
    return [str(o.start)[5:10] for o in everything(one, date(2026, 12, 31)) if not o.removed]


def test_what_had_taken_place_stands_and_nothing_comes() -> None:
    left = withdrawn(series(), AT)
    assert days(left) == ["01-05", "01-12", "01-19"]
    assert (left.withdrawn, left.cancelled, is_open_ended(left)) == (True, False, False)


@pytest.mark.parametrize("rule", ["FREQ=WEEKLY;COUNT=2", "FREQ=WEEKLY;UNTIL=20260112T090000Z"])
def test_an_end_that_was_reached_before_stays(rule: str) -> None:
    assert withdrawn(series(rule), AT).rules == (rule,)


def test_a_count_that_reached_further_does_not() -> None:
    assert days(withdrawn(series("FREQ=WEEKLY;COUNT=20"), AT)) == ["01-05", "01-12", "01-19"]


def test_dates_that_were_moved_count_by_when_they_really_were() -> None:
    def moved(slot: Moment, to: Moment) -> Override:
        return Override(slot, to, to + HOUR)

    overrides = (
        moved(FIRST + WEEK, AT.astimezone(BERLIN) + WEEK),
        moved(FIRST + 4 * WEEK, FIRST + timedelta(days=8)),
        moved(FIRST + 5 * WEEK, FIRST + 6 * WEEK),
    )
    assert days(withdrawn(series(overrides=overrides), AT)) == ["01-05", "01-19", "01-13"]


def test_extra_dates_ahead_go() -> None:
    rdates = (FIRST + timedelta(days=2), FIRST + timedelta(days=60))
    assert days(withdrawn(series(rdates=rdates), AT)) == ["01-05", "01-07", "01-12", "01-19"]


def test_whole_days() -> None:
    start = date(2026, 1, 5)
    one = Series("u", "", Form.DATE, BERLIN, None, start, timedelta(days=1), ("FREQ=WEEKLY",))
    assert days(withdrawn(one, AT)) == ["01-05", "01-12", "01-19"]


def test_one_that_had_not_begun_is_called_off() -> None:
    assert withdrawn(series(), FIRST - WEEK).cancelled
    assert not withdrawn(series(), FIRST - WEEK).withdrawn
