from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st

from desktop.mentoring.ladder import Pace, rungs

FINAL = date(2025, 12, 9)
"""The second Tuesday of December."""


def test_weekly_meetings_go_on_fortnightly_and_then_monthly() -> None:
    fortnightly, monthly = rungs(FINAL, 7)
    assert (fortnightly.pace, monthly.pace) == (Pace.FORTNIGHTLY, Pace.MONTHLY)
    assert fortnightly.rule == "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;COUNT=4"
    assert fortnightly.days == (date(2025, 12, 23), date(2026, 1, 6), date(2026, 1, 20), date(2026, 2, 3))
    assert monthly.rule == "FREQ=MONTHLY;BYDAY=1TU;COUNT=3"
    assert monthly.days == (date(2026, 3, 3), date(2026, 4, 7), date(2026, 5, 5))


def test_fortnightly_meetings_go_on_monthly() -> None:
    (monthly,) = rungs(FINAL, 14)
    assert monthly.days == (date(2026, 1, 13), date(2026, 2, 10), date(2026, 3, 10))


def test_monthly_meetings_go_on_once_a_quarter_for_half_a_year() -> None:
    (quarterly,) = rungs(FINAL, 30)
    assert (quarterly.pace, quarterly.rule) == (Pace.QUARTERLY, "FREQ=MONTHLY;INTERVAL=3;BYDAY=2TU;COUNT=2")
    assert quarterly.days == (date(2026, 3, 10), date(2026, 6, 9))


@pytest.mark.parametrize("cadence", [None, 46, 91, 365])
def test_what_is_rare_already_has_no_rung(cadence: int | None) -> None:
    assert rungs(FINAL, cadence) == ()


def test_a_fifth_weekday_becomes_the_last_of_the_month() -> None:
    (monthly,) = rungs(date(2026, 1, 29), 14)
    assert monthly.rule == "FREQ=MONTHLY;BYDAY=-1TH;COUNT=3"
    assert monthly.days == (date(2026, 2, 26), date(2026, 3, 26), date(2026, 4, 30))


@given(st.dates(date(2020, 1, 1), date(2060, 1, 1)), st.integers(1, 45))
def test_each_rule_gives_its_days_and_each_rung_is_slower_than_the_one_before(final: date, cadence: int) -> None:
    before = final
    for rung in rungs(final, cadence):
        first = datetime.combine(rung.days[0], datetime.min.time())
        assert tuple(day.date() for day in rrulestr(rung.rule, dtstart=first)) == rung.days
        least = timedelta(days=14 if rung.pace is Pace.FORTNIGHTLY else 21)
        for day in rung.days:
            assert day - before >= least
            before = day
