"""What is read without asking the library is what the library says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar.prop import vRecur
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from integrations.calendars.icalendar import zones
from integrations.calendars.icalendar.lines import line
from integrations.calendars.icalendar.values import _COMMON_RULE, Unreadable, rule


def test_common_windows_names_are_those_of_the_library() -> None:
    assert {name: WINDOWS_TO_OLSON.get(name) for name in zones._WINDOWS} == zones._WINDOWS


@given(st.from_regex(_COMMON_RULE, fullmatch=True))
def test_a_common_rule_is_one_to_the_library(text: str) -> None:
    assert vRecur.from_ical(text)["FREQ"]


@pytest.mark.parametrize(
    "text", ["FREQ=WEEKLY;INTERVAL=0", "FREQ=WEEKLY;COUNT=0", "FREQ=WEEKLY;BYDAY=XX", "FREQ=SOMETIMES", "INTERVAL=2"]
)
def test_what_is_no_rule_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        rule(line(f"RRULE:{text}"))


@pytest.mark.parametrize("text", ["FREQ=SECONDLY", "FREQ=WEEKLY;BYDAY=+1MO", "FREQ=MONTHLY;BYMONTHDAY=-1,15"])
def test_uncommon_rules_are_rules(text: str) -> None:
    assert rule(line(f"RRULE:{text.lower()}")) == text
