"""Events as Google gives them, and what becomes of them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from integrations.calendars.google.mapping import Whose, values
from integrations.calendars.google.trimming import held, labels_of, trimmed
from integrations.calendars.model import Batch, Series
from integrations.calendars.port import Access, Calendar, Held
from integrations.calendars.recurrence import occurrences
from resources.words import words

Body = dict[str, Any]
ME = "me@example.org"
LONDON = ZoneInfo("Europe/London")
BERLIN = ZoneInfo("Europe/Berlin")
HOME = Calendar(ME, "Home", Access.OWNER, main=True, zone=LONDON)
STEMS = words("mentoring.stems")


def at(moment: str, zone: str = "Europe/London") -> Body:
    return {"dateTime": moment, "timeZone": zone}


def event(**more: Any) -> Body:
    """A weekly meeting of two, Tuesdays at four."""
    return {
        "id": "abc",
        "iCalUID": "abc@google.com",
        "status": "confirmed",
        "summary": "Mentoring",
        "start": at("2025-09-02T16:00:00+01:00"),
        "end": at("2025-09-02T16:45:00+01:00"),
        "recurrence": ["RRULE:FREQ=WEEKLY;BYDAY=TU"],
        "organizer": {"email": ME, "self": True},
        "attendees": [
            {"email": ME, "self": True, "organizer": True, "responseStatus": "accepted"},
            {"email": "mentor@example.org", "displayName": "Mentor", "responseStatus": "needsAction"},
        ],
        "updated": "2025-08-01T08:00:00.000Z",
        **more,
    }


def exception(day: str, **more: Any) -> Body:
    """An exception of that series, as bare as a cancelled one may be."""
    slot = datetime.fromisoformat(f"{day}T16:00").replace(tzinfo=LONDON)
    return {
        "id": f"abc_{slot.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        "recurringEventId": "abc",
        "originalStartTime": at(slot.isoformat()),
        "status": "cancelled",
        **more,
    }


def kept(*events: Body, labels: Body | None = None) -> list[Held]:
    return [held(trimmed(one, STEMS, labels_of(labels or {}))) for one in events]


def read(*events: Body, calendar: Calendar = HOME, labels: Body | None = None) -> Batch:
    return values(Whose(calendar, ME, BERLIN), kept(*events, labels=labels))


def only(batch: Batch) -> Series:
    assert batch.problems == ()
    (series,) = batch.series
    return series


def starts(series: Series, before: datetime = datetime(2026, 1, 1, tzinfo=UTC)) -> list[str]:
    return [str(one.start)[:16] for one in occurrences(series, before) if not one.removed]
