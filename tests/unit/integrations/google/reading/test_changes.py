"""A first read, what comes after it, and a token that is lost."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.unit.integrations.google.reading.conftest import (
    HOME,
    NOTHING,
    SINCE,
    Reader,
    exception,
    put,
    time,
    weekly,
)


def test_a_first_read_keeps_what_is_mentoring_with_its_exceptions_and_nothing_else(reader: Reader) -> None:
    weekly(reader.google)
    exception(reader.google, "2025-09-16")
    exception(
        reader.google, "2025-09-23", start=time("2025-09-24T10:00:00+01:00"), end=time("2025-09-24T11:00:00+01:00")
    )
    weekly(reader.google, "team", "Team meeting", attendees=None)
    put(reader.google, "dentist", "Dentist", attendees=None)
    put(reader.google, "coffee", "Coffee")
    changes = reader.read()
    assert (changes.whole, changes.listed, changes.gone) == (True, 6, ())
    assert reader.titles == ["Coffee", "Mentoring"], "the coffee is with the mentor"
    (series,) = reader.values().series
    assert [(str(one.slot)[:10], one.cancelled) for one in series.overrides] == [
        ("2025-09-16", True),
        ("2025-09-23", False),
    ]
    assert reader.asked() == {"events.list": 1}
    assert not any(word in one.body for one in changes.put for word in ("Dentist", "Team"))


def test_an_idle_read_is_one_request_and_its_words_are_those_of_the_first(reader: Reader) -> None:
    weekly(reader.google)
    reader.read()
    (first,) = reader.google.requests
    reader.google.forget_requests()
    changes = reader.read()
    (second,) = reader.google.requests
    assert (changes.put, changes.gone, changes.whole, changes.listed) == ((), (), False, 0)
    names = [[pair for pair in one.query if pair[0] not in ("timeMin", "syncToken")] for one in (first, second)]
    assert names[0] == names[1]
    assert {"timeMin"} == {name for name, _ in first.query} - {name for name, _ in names[0]}
    assert {"syncToken"} == {name for name, _ in second.query} - {name for name, _ in names[0]}


def test_what_ended_before_the_bound_is_not_asked_for(reader: Reader) -> None:
    put(reader.google, "old", "Mentoring, once", start=time("2020-01-07T16:00:00Z"), end=time("2020-01-07T17:00:00Z"))
    assert reader.read().listed == 0


def test_pages_that_are_short_or_empty(reader: Reader) -> None:
    for number in range(7):
        weekly(reader.google, f"talk{number}")
    reader.google.modes.rows_per_page = 2
    reader.google.modes.leading_empty_pages = 3
    assert len(reader.read().put) == 7
    assert reader.asked() == {"events.list": 7}
    reader.google.modes.leading_empty_pages = 1
    weekly(reader.google, "talk8")
    assert "talk8" in {one.id for one in reader.read().put}


def test_a_cancelled_date_and_one_that_is_taken_back(reader: Reader) -> None:
    weekly(reader.google)
    reader.read()
    exception(reader.google, "2025-09-16")
    reader.begin_anew()
    (part,) = reader.read().put
    assert (part.parent, part.uid) == ("talk", "talk@google.com"), "a bare one is held under its series' name"
    exception(reader.google, "2025-09-16", status="confirmed")
    reader.read()
    (series,) = reader.values().series
    assert [one.cancelled for one in series.overrides] == [False]
    assert reader.asked() == {"events.list": 1, "events.list-sync": 2}


def test_a_series_that_is_deleted_goes_with_its_exceptions(reader: Reader) -> None:
    weekly(reader.google)
    exception(reader.google, "2025-09-16")
    reader.read()
    weekly(reader.google, status="cancelled")
    assert reader.read().gone == ("talk",)
    assert reader.held == {}


def test_what_others_delete_is_no_concern(reader: Reader) -> None:
    put(reader.google, "dentist", "Dentist", attendees=None)
    reader.read()
    put(reader.google, "dentist", "Dentist", status="cancelled")
    changes = reader.read()
    assert (changes.put, changes.gone, changes.listed) == ((), (), 1)


@pytest.mark.parametrize("new", [False, True])
def test_a_lost_token_is_a_whole_read(reader: Reader, new: bool) -> None:
    weekly(reader.google)
    weekly(reader.google, "other", "Mentoring too")
    reader.read()
    reader.google.lose_sync_tokens()
    weekly(reader.google, "other", status="cancelled")
    if new:
        reader.begin_anew()
    changes = reader.read()
    assert changes.whole
    assert set(reader.held) == {"talk"}
    assert reader.asked() == {"events.list": 2, "events.list-sync": 1}


def test_a_token_that_another_calendar_gave_is_lost_too(reader: Reader) -> None:
    weekly(reader.google)
    reader.read()
    reader.cursor = reader.cursor[:-4]
    assert reader.read().whole
    assert reader.titles == ["Mentoring"]


def test_after_a_lost_token_what_was_over_long_ago_is_still_held(reader: Reader) -> None:
    def over(uid: str, until: str, year: str) -> None:
        weekly(
            reader.google, uid, "Mentoring then",
            start=time(f"{year}-01-07T16:00:00Z"), end=time(f"{year}-01-07T17:00:00Z"),
            recurrence=[f"RRULE:FREQ=WEEKLY;UNTIL={until}"],
        )  # fmt: skip

    over("then", "20231201T160000Z", "2023")
    exception(reader.google, "2023-11-07", of="then")
    weekly(reader.google)
    reader.read()
    assert len(reader.held) == 3
    changes = reader.reading.changes(HOME, "", NOTHING, reader.held, since=SINCE + timedelta(days=365))
    assert {one.id.partition("_")[0] for one in changes.put} == {"then", "talk"}
    assert len(changes.put) == 3
