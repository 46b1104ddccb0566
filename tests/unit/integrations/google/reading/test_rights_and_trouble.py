"""Labels, rights, nonsense, and a read that ends early."""

from __future__ import annotations

import pytest

from integrations.calendars.port import Access, Calendar
from integrations.errors import Cancelled, Trouble
from tests.google.server import READ_SCOPES, GoogleServer
from tests.unit.integrations.google.reading.conftest import (
    HOME,
    ME,
    MENTOR,
    NOTHING,
    SINCE,
    WORK,
    Reader,
    client,
    put,
    weekly,
)


def labelled(google: GoogleServer) -> None:
    google.calendar().labels.append({"id": "l-1", "name": "Mentoring", "backgroundColor": "#039be5"})
    weekly(google, title="Anna / Ben", eventLabelId="l-1")
    weekly(google, "other", "Anna / Carla", eventLabelId="l-1")


def test_labels_are_asked_for_where_there_are_any(google: GoogleServer, reader: Reader) -> None:
    labelled(google)
    reader.client = client(google, *READ_SCOPES, "calendar.calendars.readonly")
    reader.begin_anew()
    assert len(reader.read().put) == 2
    assert reader.asked() == {"events.list": 1, "calendars.get": 1}


def test_without_the_right_to_see_labels_the_rest_is_read(reader: Reader) -> None:
    labelled(reader.google)
    weekly(reader.google)
    assert {one.id for one in reader.read().put} == {"talk"}
    assert reader.asked() == {"events.list": 1, "calendars.get": 1}


def test_events_that_hold_nonsense_are_named_and_the_rest_is_read(reader: Reader) -> None:
    put(reader.google, "none", "Mentoring", start=None, end=None)
    put(
        reader.google, "hidden", "Mentoring", attendees=None, guestsCanSeeOtherGuests=False, organizer={"email": MENTOR}
    )
    put(reader.google, "huge", "Mentoring", description="<b>x</b>" * 15_000, unheardOf={"a": [1]})
    weekly(reader.google, "odd", recurrence=["RRULE:FREQ=SOMETIMES", "NONSENSE"])
    weekly(reader.google)
    changes = reader.read()
    assert [(one.uid, one.code) for one in changes.problems] == [("none@google.com", "no-start")]
    batch = reader.values()
    assert [one.uid for one in batch.series] == ["talk@google.com"]
    assert {one.code for one in batch.problems} == {"no-start", "bad-rule"}


def test_a_calendar_that_is_gone(reader: Reader) -> None:
    with pytest.raises(Trouble) as told:
        reader.read(calendar=Calendar("nowhere@group.calendar.google.com", "Old team", Access.OWNER))
    assert told.value.code == "google-calendar-gone"
    assert "Old team" in told.value.message


def test_a_hotels_page_is_no_connection_and_changes_nothing(reader: Reader) -> None:
    weekly(reader.google)
    reader.read()
    reader.google.fault("html", times=None)
    with pytest.raises(Trouble) as told:
        reader.read()
    assert told.value.code == "google-no-connection"


def test_a_read_can_be_stopped_between_pages(reader: Reader) -> None:
    for number in range(5):
        weekly(reader.google, f"talk{number}")
    reader.google.modes.rows_per_page = 1
    told: list[int] = []
    with pytest.raises(Cancelled):
        reader.reading.changes(
            HOME, "", NOTHING, {}, since=SINCE,
            progress=lambda done, _: told.append(done), cancelled=lambda: len(told) == 2,
        )  # fmt: skip
    assert told == [1, 2]


def test_the_calendars_of_the_account(reader: Reader) -> None:
    reader.google.add_calendar(WORK.id, summary="Work", owner=ME)
    found = reader.reading.calendars()
    assert [(one.id, one.access, one.main) for one in found] == [
        (ME, Access.OWNER, True),
        (WORK.id, Access.OWNER, False),
    ]
