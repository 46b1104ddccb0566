"""The yearly talk's dates with known answers (rule AR)."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

import pytest

from desktop.mentoring.big_picture import talk_dates
from desktop.mentoring.plan import Rhythm, TalkBy
from tests.journeys.conftest import DATA

_CASES = {case["name"]: case for case in json.loads((DATA / "cases" / "annual.json").read_text())["cases"]}


@pytest.mark.parametrize("case", _CASES.values(), ids=_CASES)
def test_talk_dates(case: dict[str, Any]) -> None:
    final = datetime.fromisoformat(case["final"]).date()
    found = talk_dates(final, Rhythm.YEARLY, by=TalkBy(case["mode"]), months=case["months_on"], times=0)
    assert found.rule == case["rrule"]
    assert [day.isoformat() for day in found.days] == case["next"]
    assert {code.replace("-", "_") for code in found.warnings} == set(case["warnings"])
    booked = talk_dates(final, Rhythm.YEARLY, by=TalkBy(case["mode"]), months=case["months_on"])
    assert booked.rule == f"{case['rrule']};COUNT=3"
    assert [day.isoformat() for day in booked.days] == case["next"][:3]


@pytest.mark.parametrize("months", [5, 13])
def test_months_out_of_range(months: int) -> None:
    with pytest.raises(ValueError, match="months"):
        talk_dates(date(2026, 1, 1), Rhythm.YEARLY, months=months)


def test_a_day_before_the_last_meeting() -> None:
    with pytest.raises(ValueError, match="on"):
        talk_dates(date(2026, 1, 1), Rhythm.YEARLY, on=date(2026, 1, 1))
