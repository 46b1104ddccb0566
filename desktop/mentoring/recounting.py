"""Dates that the calendar, or another one, shows in another light: what looked called off had been moved."""

from __future__ import annotations

from datetime import datetime

from desktop.mentoring.lineages import Tagged, mentorships
from desktop.mentoring.mentorship import Known, Ledger, Settings, SlotState
from desktop.mentoring.slots import ledger
from integrations.calendars.recurrence import BadRule, TooFrequent


def recounted(before: Known, after: Known, settings: Settings, now: datetime, tagged: Tagged) -> dict[str, int]:
    """Mentorship id -> how many of its past slots were not kept in `before`, and are moved in `after`."""
    old = {one.id: one for one in mentorships(before, settings, tagged)}
    found = {}
    for one in mentorships(after, settings, tagged):
        former = old.get(one.id)
        if former is None or (former.meetings, former.series) == (one.meetings, one.series):
            continue
        try:
            slots = _missing(ledger(former, before, settings, now)) & _moved(ledger(one, after, settings, now))
        except (BadRule, TooFrequent):
            continue
        if slots:
            found[one.id] = len(slots)
    return found


def _missing(of: Ledger) -> set[object]:
    return {slot.start for slot in of.slots if slot.state is SlotState.NOT_KEPT}


def _moved(of: Ledger) -> set[object]:
    return {slot.start for slot in of.slots if slot.state is SlotState.MOVED}
