"""What became different is said of what did, and of nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from desktop.services.differences import changes
from integrations.calendars.model import Batch, Form, Meeting, Override, Series

LONDON = ZoneInfo("Europe/London")
START = datetime(2025, 9, 2, 16, tzinfo=LONDON)
WEEK, HOUR = timedelta(weeks=1), timedelta(hours=1)
SLOT = START + 5 * WEEK
CALLED_OFF = Override(SLOT, SLOT, SLOT + HOUR, cancelled=True)
MOVED = Override(SLOT, SLOT + 2 * HOUR, SLOT + 3 * HOUR)
NOTED = Override(SLOT, SLOT, SLOT + HOUR, title="With a note")

SERIES = Series(
    uid="u1",
    title="Mentoring",
    form=Form.ZONED,
    zone=LONDON,
    zone_name="Europe/London",
    start=START,
    duration=HOUR,
    rules=("FREQ=WEEKLY",),
    text="before",
)
MEETING = Meeting(
    "m1", "Mentoring", datetime(2025, 9, 3, 9, tzinfo=UTC), datetime(2025, 9, 3, 10, tzinfo=UTC), text="a"
)


def of_series(before: tuple[Override, ...], after: tuple[Override, ...]) -> tuple[str, ...]:
    old, new = replace(SERIES, overrides=before), replace(SERIES, overrides=after, text="after")
    (change,) = changes(Batch(series=(old,)), Batch(series=(new,)))
    return change.what


@pytest.mark.parametrize(
    ("before", "after", "what"),
    [
        ((), (CALLED_OFF,), ("cancelled",)),
        ((MOVED,), (CALLED_OFF,), ("cancelled",)),
        ((), (MOVED,), ("moved",)),
        ((CALLED_OFF,), (MOVED,), ("moved",)),
        ((), (NOTED,), ("details",)),
        ((MOVED,), (replace(MOVED, title="With a note"),), ("details",)),
        ((), (CALLED_OFF, replace(MOVED, slot=SLOT + WEEK)), ("cancelled", "moved")),
    ],
)
def test_a_meeting_of_a_series(
    before: tuple[Override, ...], after: tuple[Override, ...], what: tuple[str, ...]
) -> None:
    assert of_series(before, after) == what


def test_a_meeting_by_itself() -> None:
    def what(after: Meeting) -> tuple[str, ...]:
        (change,) = changes(Batch(meetings=(MEETING,)), Batch(meetings=(replace(after, text="b"),)))
        return change.what

    later = replace(MEETING, start=MEETING.start + HOUR)
    assert what(later) == ("moved",)
    assert what(replace(MEETING, cancelled=True)) == ("cancelled",)
    assert what(replace(later, cancelled=True)) == ("cancelled",)
    assert what(replace(MEETING, title="Mentoring, at last")) == ("details",)
