"""The short way for plain exceptions ends where the long one does."""

from __future__ import annotations

import pytest

from integrations.calendars.google import mapping
from integrations.calendars.icalendar.lines import Component
from integrations.calendars.icalendar.places import Place
from integrations.calendars.icalendar.reading import read_events, read_text
from integrations.calendars.model import Batch
from tests.unit.integrations.google.mapped import (
    BERLIN,
    Body,
    at,
    event,
    exception,
    only,
    read,
)


def exceptions() -> list[Body]:
    """Plain ones of every kind."""
    moved = {"start": at("2025-10-08T10:00:00+01:00"), "end": at("2025-10-08T11:00:00+01:00"), "status": "confirmed"}
    elsewhere = {"start": at("2026-01-07T09:00:00-05:00", "America/New_York"), "end": at("2026-01-07T09:30:00-05:00")}
    return [
        event(),
        exception("2025-09-16"),
        exception("2025-10-07", summary="Mentoring, later", updated="2025-09-01T08:00:00.000Z", sequence=3, **moved),
        exception("2026-01-06", attendees=event()["attendees"], organizer=event()["organizer"], **elsewhere),
        exception("2025-10-28", status="tentative", start=at("2025-10-28T16:00:00Z"), end=at("2025-10-28T16:45:30Z")),
        exception("2025-11-04", status="confirmed", start={"dateTime": "2025-11-04T16:00:00Z"}),
    ]


def both(monkeypatch: pytest.MonkeyPatch, *events: Body) -> tuple[Batch, Batch]:
    """The short way, and the way of every calendar file."""
    short = read(*events)
    with monkeypatch.context() as longer:
        longer.setattr(mapping, "_plainly", lambda *_: None)
        return short, read(*events)


def test_the_short_way_for_plain_exceptions_ends_where_the_long_one_does(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    def counted(made: list[Component], place: Place) -> Batch:
        asked.append(len(made))
        return read_events(made, place)

    monkeypatch.setattr(mapping, "read_events", counted)
    short, long = both(monkeypatch, *exceptions())
    assert asked == [1, 6], "the series alone, and everything"
    assert len(only(short).overrides) == 5
    assert short == long
    (again,) = read_text(only(short).text, None, zone=BERLIN).series
    assert again.overrides == only(short).overrides


@pytest.mark.parametrize(
    "odd",
    [
        exception("2025-12-02", status="confirmed", summary="Caf\u00e9 \u2028 x"),
        exception("2025-12-02", status="confirmed", transparency="transparent", summary="Canceled: Mentoring"),
        exception("2025-12-02", originalStartTime={"date": "2025-12-02"}),
        exception("2025-12-02", originalStartTime={"dateTime": "2025-12-02T16:00:00"}),
        exception("2025-12-02", originalStartTime={}),
        exception("2025-12-02", status="confirmed", start={"date": "2025-12-02"}, end={"date": "2025-12-03"}),
        exception("2025-12-02", status="confirmed", start=at("later")),
        exception("2025-12-02", status="confirmed", start=at("2025-12-02T16:00:00Z"), end=at("2025-12-01T16:00:00Z")),
        exception("2025-12-02", start=at("2025-12-02T16:00:00+03:00", "Mars/Olympus")),
        exception("2025-12-02", start=at("9999-12-31T23:59:59-12:00"), end=at("9999-12-31T23:59:59-12:00")),
        exception("2025-12-02", sequence=10**12),
        exception("2025-09-16", id="twin", status="confirmed", start=at("2025-09-16T18:00:00+01:00")),
    ],
)
def test_an_odd_exception_goes_the_long_way(monkeypatch: pytest.MonkeyPatch, odd: Body) -> None:
    short, long = both(monkeypatch, *exceptions(), odd)
    assert short == long


def test_whole_days_and_two_series_of_one_name_go_the_long_way(monkeypatch: pytest.MonkeyPatch) -> None:
    days = event(start={"date": "2026-01-09"}, end={"date": "2026-01-10"})
    gone = [exception(day, originalStartTime={"date": day}) for day in ("2026-01-16", "2026-01-23")]
    assert len(only(both(monkeypatch, days, *gone)[0]).overrides) == 2
    short, long = both(monkeypatch, *exceptions(), event(id="abd", summary="Mentoring again"))
    assert short == long
