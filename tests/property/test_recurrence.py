"""The rules that are stepped here against `dateutil`, and what writers get wrong about UNTIL."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import takewhile
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st

from integrations.calendars.model import Form, Moment, Occurrence, Override, Series
from integrations.calendars.moments import wall
from integrations.calendars.recurrence import (
    BadRule,
    TooFrequent,
    ahead,
    check,
    everything,
    is_open_ended,
    last_start,
    occurrences,
)

BERLIN = ZoneInfo("Europe/Berlin")
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
START = datetime(2026, 3, 2, 10, tzinfo=BERLIN)


def made(*rules: str, start: Moment = START, form: Form = Form.ZONED, **more: Any) -> Series:
    zone = BERLIN if form is not Form.UTC else UTC
    length = timedelta(days=1) if form is Form.DATE else timedelta(hours=1)
    name = "Europe/Berlin" if form is Form.ZONED else None
    return Series("u", "Mentoring", form, zone, name, start, length, rules, **more)


def starts(found: list[Occurrence]) -> list[Moment]:
    return [o.start for o in found if not o.removed]


@st.composite
def stepped_rules(draw: st.DrawFn) -> str:
    parts = [f"FREQ={draw(st.sampled_from(['DAILY', 'WEEKLY', 'MONTHLY']))}"]
    if draw(st.booleans()):
        parts.append(f"INTERVAL={draw(st.integers(1, 5))}")
    if "MONTHLY" in parts[0]:
        place = draw(st.sampled_from([1, 2, 3, 4, 5, -1, -2, -5]))
        parts.append(f"BYDAY={place}{draw(st.sampled_from(DAYS))}")
    elif draw(st.booleans()):
        parts.append("BYDAY=" + ",".join(draw(st.lists(st.sampled_from(DAYS), min_size=1, unique=True))))
    if draw(st.booleans()):
        parts.append(f"WKST={draw(st.sampled_from(DAYS))}")
    return ";".join(parts)


@given(stepped_rules(), st.dates(date(2024, 1, 1), date(2028, 12, 31)), st.integers(1, 900))
def test_like_dateutil(rule: str, day: date, span: int) -> None:
    begin = datetime(day.year, day.month, day.day, 10)  # noqa: DTZ001 - a wall time
    until = begin + timedelta(days=span)
    wanted = [begin] + [at for at in takewhile(lambda at: at <= until, rrulestr(rule, dtstart=begin)) if at != begin]
    found = everything(made(rule, start=begin.replace(tzinfo=BERLIN)), until.date())
    assert [wall(o.slot) for o in found if wall(o.slot) <= until] == wanted


@pytest.mark.parametrize(
    ("until", "last"),
    [
        ("20260330T080000Z", "2026-03-30"),
        ("20260330T075959Z", "2026-03-23"),
        ("20260330T090000Z", "2026-03-30"),
        ("20260330", "2026-03-30"),
        ("20260330T100000", "2026-03-30"),
        ("20260330T000000", "2026-03-23"),
        ("20260329", "2026-03-23"),
    ],
)
def test_until_in_every_type(until: str, last: str) -> None:
    found = last_start(made(f"FREQ=WEEKLY;UNTIL={until}"))
    assert found is not None
    assert found.isoformat()[:10] == last


@pytest.mark.parametrize(
    ("until", "last"), [("20260330", 30), ("20260330T000000Z", 30), ("20260329T220000Z", 30), ("20260329T215959Z", 23)]
)
def test_until_of_an_all_day_series(until: str, last: int) -> None:
    found = last_start(made(f"FREQ=WEEKLY;UNTIL={until}", start=date(2026, 3, 2), form=Form.DATE))
    assert found == date(2026, 3, last)


def test_count_counts_the_start_and_what_is_excluded() -> None:
    excluded = (START + timedelta(days=7),)
    found = made("FREQ=WEEKLY;COUNT=3", exdates=excluded)
    assert [o.removed for o in everything(found, date(2027, 1, 1))] == [False, True, False]
    unsynchronised = made("FREQ=WEEKLY;BYDAY=TU;COUNT=3")
    assert [o.slot.day for o in everything(unsynchronised, date(2027, 1, 1))] == [2, 3, 10]


def test_a_date_excludes_its_whole_day() -> None:
    found = made("FREQ=WEEKLY", exdates=(date(2026, 3, 9),))
    assert [o.removed for o in occurrences(found, datetime(2026, 3, 17, tzinfo=UTC))] == [False, True, False]


def test_past_and_ahead_share_out_what_was_moved() -> None:
    def moved(slot: datetime, start: datetime) -> Override:
        return Override(slot, start, start + timedelta(hours=1))

    later = moved(START + timedelta(days=7), START + timedelta(days=30))
    sooner = moved(START + timedelta(days=21), START + timedelta(days=8))
    found = made("FREQ=WEEKLY;COUNT=6", overrides=(later, sooner))
    now = START + timedelta(days=10)
    horizon = now + timedelta(days=365)
    begun = [o.start for o in occurrences(found, now) if o.start <= now]
    coming = [o.start for o in ahead(found, now, 10, horizon)]
    assert begun == [START, sooner.start]
    assert coming == [START + timedelta(days=14), START + timedelta(days=28), later.start, START + timedelta(days=35)]


def test_a_lasting_change_is_one_move() -> None:
    slot = START + timedelta(days=14)
    change = Override(slot, slot + timedelta(days=1), slot + timedelta(days=1, hours=2), this_and_future=True)
    found = everything(made("FREQ=WEEKLY;COUNT=5", overrides=(change,)), date(2026, 12, 31))
    assert [o.start == (o.planned or o.slot) for o in found] == [True, True, False, True, True]
    assert [o.start.day for o in found] == [2, 9, 17, 24, 31]
    assert found[-1].end - found[-1].start == timedelta(hours=2)


@pytest.mark.parametrize(
    "rule",
    ["FREQ=SECONDLY", "FREQ=MINUTELY;COUNT=3", "FREQ=HOURLY", "FREQ=DAILY;BYHOUR=8,9,10,11"],
)
def test_too_frequent(rule: str) -> None:
    with pytest.raises(TooFrequent):
        check(made(rule))


@pytest.mark.parametrize(
    "rule",
    [
        "", "FREQ=", "FREQ=NEVER", "INTERVAL=2", "FREQ=WEEKLY;INTERVAL=0", "FREQ=WEEKLY;COUNT=0", "FREQ=WEEKLY;UNTIL=x",
        "FREQ=WEEKLY;UNTIL=20261399", "RSCALE=HEBREW;FREQ=YEARLY", "FREQ=MONTHLY;SKIP=BACKWARD;RSCALE=GREGORIAN", "x",
    ],
)  # fmt: skip
def test_a_rule_that_cannot_be_followed(rule: str) -> None:
    with pytest.raises(BadRule):
        check(made(rule))


@pytest.mark.parametrize("year", [1, 1899, 2201, 9999])
def test_a_start_out_of_time(year: int) -> None:
    with pytest.raises(BadRule):
        check(made("FREQ=YEARLY", start=START.replace(year=year)))


@pytest.mark.parametrize("rule", ["FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=MONTHLY;BYMONTHDAY=32,31;COUNT=9999"])
@pytest.mark.timeout(10)
def test_rules_that_lead_nowhere_end(rule: str) -> None:
    try:
        assert last_start(made(rule)) is None or not is_open_ended(made(rule))
    except BadRule:
        return


@pytest.mark.timeout(10)
def test_an_end_in_the_year_9999() -> None:
    found = made("FREQ=WEEKLY;UNTIL=99991231T235959Z")
    check(found)
    assert not is_open_ended(found)
    assert len(ahead(found, START, 5, START + timedelta(days=400))) == 5


def test_a_cancelled_series_has_nothing_left() -> None:
    found = made("FREQ=WEEKLY", cancelled=True)
    assert not is_open_ended(found)
    assert last_start(found) is None
    assert ahead(found, START, 5, START + timedelta(days=100)) == []
    assert starts(occurrences(found, START + timedelta(days=100))) == []
