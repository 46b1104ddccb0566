"""Meetings that were made up: a slot that is gone and a one-off meeting of the same people close by (rule 0.1)."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from datetime import tzinfo

from desktop.mentoring.mentorship import By, Slot, SlotState
from integrations.calendars.model import Meeting
from integrations.calendars.moments import day_of, instant


def matched(
    slots: list[Slot], meetings: Sequence[Meeting], cadence: int | None, zone: tzinfo
) -> tuple[list[Slot], tuple[str, ...]]:
    """The slots with those moved that a one-off meeting stands for, and the UIDs of these meetings.

    A meeting stands for one slot that is at most half a cadence away, counted in dates of the user's zone; the
    nearest are matched first.
    """
    if not meetings or cadence is None:
        return slots, ()
    gone = [index for index, slot in enumerate(slots) if slot.state is SlotState.NOT_KEPT]
    ordered = sorted(meetings, key=lambda meeting: (instant(meeting.start, zone), meeting.uid))
    days = [day_of(meeting.start, zone).toordinal() for meeting in ordered]
    half = cadence // 2
    near = []
    for index in gone:
        slot = slots[index]
        day, at = day_of(slot.start, zone).toordinal(), instant(slot.start, zone)
        for number in range(bisect_left(days, day - half), bisect_right(days, day + half)):
            near.append((abs(instant(ordered[number].start, zone) - at), index, number))
    result = list(slots)
    taken: set[int] = set()
    used: set[int] = set()
    for _, index, number in sorted(near):
        if index in taken or number in used:
            continue
        taken.add(index)
        used.add(number)
        result[index] = slots[index]._replace(state=SlotState.MOVED, to=ordered[number].start, by=By.UNKNOWN, why=None)
    return result, tuple(ordered[number].uid for number in sorted(used))
