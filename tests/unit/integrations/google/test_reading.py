"""Reading a calendar of Google's over real sockets: whole once, then what changed; and how little is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from desktop.mentoring.tagging import Looking
from integrations.calendars.google import mapping
from integrations.calendars.google.client import Client
from integrations.calendars.google.endpoints import endpoints_from
from integrations.calendars.google.reading import GoogleReading
from integrations.calendars.google.tokens import Access as Token
from integrations.calendars.model import Batch
from integrations.calendars.port import Access, Calendar, Changes, Held
from integrations.errors import Cancelled, Trouble
from tests.google import filling
from tests.google.fixture import google
from tests.google.server import READ_SCOPES, GoogleServer

__all__ = ["google"]

Body = dict[str, Any]
ME, MENTOR = "mentee@example.org", "mentor@example.org"
LONDON = ZoneInfo("Europe/London")
HOME = Calendar(ME, ME, Access.OWNER, main=True, zone=LONDON)
WORK = Calendar("work@group.calendar.google.com", "Work", Access.OWNER, zone=LONDON)
NOW = datetime(2025, 11, 20, 9, tzinfo=UTC)
SINCE = NOW - timedelta(days=760)
NOTHING = Looking()


class _Signed(Token):
    """The right to ask, without a token endpoint."""

    def __init__(self, token: str) -> None:
        self._one = token

    def token(self) -> str:
        return self._one

    def reject(self, token: str) -> None:
        raise AssertionError(token)


def client(google: GoogleServer, *scopes: str) -> Client:
    names = dict.fromkeys(("GRADUAND_GOOGLE_API_BASE_URL", "GRADUAND_GOOGLE_OAUTH_BASE_URL"), google.base_url)
    return Client(endpoints_from(names), _Signed(google.sign_in(scopes=scopes)[0]), sleep=lambda _: None)


class Reader:
    """One account's reader with what it holds, as a synchronisation would keep it."""

    def __init__(self, google: GoogleServer) -> None:
        self.google = google
        self.client = client(google, *READ_SCOPES)
        self.reading = GoogleReading(self.client, ME)
        self.held: dict[str, Held] = {}
        self.cursor = ""

    def read(self, wanted: Looking = NOTHING, calendar: Calendar = HOME) -> Changes:
        changes = self.reading.changes(calendar, self.cursor, wanted, self.held, since=SINCE)
        if changes.whole:
            self.held.clear()
        for id_ in changes.gone:
            self.held = {key: one for key, one in self.held.items() if id_ not in (key, one.parent)}
        self.held |= {one.id: one for one in changes.put}
        self.cursor = changes.cursor
        return changes

    def asked(self) -> dict[str, int]:
        """The requests since the last time."""
        counts = dict(self.google.counts)
        self.google.forget_requests()
        return counts

    def values(self, calendar: Calendar = HOME) -> Batch:
        return self.reading.values(calendar, self.held.values(), LONDON)

    @property
    def titles(self) -> list[str]:
        found = self.values()
        days = [day.title for day in found.days_off]
        return sorted([one.title for one in found.series] + [one.title for one in found.meetings] + days)

    def begin_anew(self) -> None:
        """What another run of the program starts with: all that is on the disk, and no memory."""
        self.reading = GoogleReading(self.client, ME)


@pytest.fixture
def reader(google: GoogleServer) -> Iterator[Reader]:
    google.world.set_now(NOW)
    one = Reader(google)
    yield one
    one.client.close()


def time(moment: str) -> Body:
    return {"dateTime": moment, "timeZone": "Europe/London"}


def put(google: GoogleServer, uid: str, title: str = "", calendar: str = "", **more: Any) -> str:
    """An event of an hour on Tuesday 2 September at four, with the mentor."""
    body = {
        "id": uid,
        "iCalUID": f"{uid}@google.com",
        "summary": title,
        "start": time("2025-09-02T16:00:00+01:00"),
        "end": time("2025-09-02T17:00:00+01:00"),
        "organizer": {"email": calendar or ME},
        "attendees": [{"email": ME, "responseStatus": "accepted"}, {"email": MENTOR, "responseStatus": "accepted"}],
        **more,
    }
    return google.put({key: value for key, value in body.items() if value is not None}, calendar)


def weekly(google: GoogleServer, uid: str = "talk", title: str = "Mentoring", **more: Any) -> str:
    return put(google, uid, title, **{"recurrence": ["RRULE:FREQ=WEEKLY;BYDAY=TU"], **more})


def exception(google: GoogleServer, day: str, of: str = "talk", calendar: str = "", **more: Any) -> str:
    hour = datetime.fromisoformat(f"{day}T16:00").replace(tzinfo=LONDON)
    body = {"recurringEventId": of, "originalStartTime": time(hour.isoformat())}
    return google.put(body | (more or {"status": "cancelled"}), calendar)


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


def test_a_series_that_becomes_mentoring_brings_its_exceptions(reader: Reader) -> None:
    weekly(reader.google, title="Tuesdays")
    exception(reader.google, "2025-09-16")
    exception(reader.google, "2025-10-07", summary="Elsewhere")
    reader.read()
    assert reader.held == {}
    weekly(reader.google, title="Mentoring")
    exception(reader.google, "2025-09-16")
    exception(reader.google, "2025-10-07", summary="Elsewhere")
    reader.begin_anew()
    reader.asked()
    reader.read()
    (series,) = reader.values().series
    assert [(str(one.slot)[:10], one.cancelled, one.title) for one in series.overrides] == [
        ("2025-09-16", True, ""),
        ("2025-10-07", False, "Elsewhere"),
    ]


def test_a_series_that_gets_an_end_is_asked_for_its_exceptions_once(reader: Reader) -> None:
    weekly(reader.google)
    exception(reader.google, "2025-09-16")
    exception(reader.google, "2025-12-30", start=time("2025-12-31T10:00:00Z"), end=time("2025-12-31T11:00:00Z"))
    reader.read()
    assert len(reader.held) == 3
    reader.asked()
    api = reader.google
    with api.world.lock:
        master = api.calendar().events["talk"]
        master.body["recurrence"] = ["RRULE:FREQ=WEEKLY;BYDAY=TU;UNTIL=20251209T160000Z"]
        beyond = next(id_ for id_ in api.calendar().events if id_.startswith("talk_20251230"))
        del api.calendar().events[beyond]
        master.exceptions = {slot: one for slot, one in master.exceptions.items() if one.id != beyond}
        api.world.touch(master)
    reader.read()
    assert beyond not in reader.held, "a meeting after the end would stand on the user's screen and nowhere else"
    assert len(reader.held) == 2
    assert reader.asked() == {"events.list-sync": 1, "events.get": 1, "events.instances": 1}


def test_a_mark_on_one_date_alone_marks_its_series(reader: Reader) -> None:
    weekly(reader.google, title="Tuesdays")
    exception(reader.google, "2025-10-07", summary="Mentoring review")
    reader.read()
    assert reader.titles == ["Tuesdays"]
    weekly(reader.google, "other", "Wednesdays")
    reader.read()
    exception(reader.google, "2025-10-14", of="other", summary="Mentoring review")
    reader.read()
    assert reader.titles == ["Tuesdays", "Wednesdays"]


def test_a_known_name_is_wanted_and_so_is_a_piece_that_was_split_from_it(reader: Reader) -> None:
    weekly(reader.google, title="Anna / Ben")
    piece = "talk_R20251007T150000"
    weekly(reader.google, piece, "Anna / Ben")
    assert reader.read().put == ()
    reader.cursor = ""
    reader.read(Looking(known=frozenset({"talk@google.com"})))
    assert sorted(one.uid for one in reader.values().series) == ["talk@google.com", f"{piece}@google.com"]


def test_what_could_be_suggested_is_given_and_not_kept(reader: Reader) -> None:
    weekly(reader.google, title="1:1 Anna")
    changes = reader.read()
    assert changes.put == ()
    assert [one.id for one in changes.likely] == ["talk"]


def test_a_pair_that_becomes_known_later_costs_no_request_in_the_same_run_and_one_read_in_another(
    reader: Reader,
) -> None:
    put(reader.google, "coffee", "Coffee")
    reader.read()
    assert reader.held == {}
    assert reader.asked() == {"events.list": 1}
    pair = Looking(pairs=frozenset({frozenset({ME, MENTOR})}))
    assert reader.read(pair).whole
    assert reader.titles == ["Coffee"]
    assert reader.asked() == {}
    other = Looking(pairs=pair.pairs | {frozenset({ME, "anna@example.org"})})
    reader.begin_anew()
    reader.read(other)
    assert reader.asked() == {"events.list": 1}
    reader.begin_anew()
    reader.read(pair)
    assert reader.asked() == {"events.list-sync": 1}, "a pair that is no longer looked for costs nothing"


def test_on_a_second_calendar_the_users_own_row_may_be_missing(reader: Reader) -> None:
    reader.google.add_calendar(WORK.id, summary="Work", owner=ME)
    row = [{"email": MENTOR, "responseStatus": "accepted"}]
    put(reader.google, "call", "Call with mentor", WORK.id, attendees=row)
    put(reader.google, "hers", "Her own", WORK.id, attendees=None, organizer={"email": MENTOR})
    put(reader.google, "ours", "Lunch", WORK.id, attendees=[*row, {"email": "anna@example.org"}])
    reader.read(Looking(pairs=frozenset({frozenset({ME, MENTOR})})), WORK)
    assert reader.titles == ["Call with mentor"]


def test_leave_is_the_users_own_and_absences_of_others_are_nobodys_business(reader: Reader) -> None:
    leave: Body = {"start": {"date": "2025-08-04"}, "end": {"date": "2025-08-16"}, "attendees": None}
    away: Body = {"eventType": "outOfOffice", "attendees": None}
    put(reader.google, "leave", "Annual leave", **leave)
    put(reader.google, "free", "Annual leave", transparency="transparent", **leave)
    put(reader.google, "away", "Away", **away)
    put(reader.google, "short", "Holiday planning", attendees=None)
    for kind in ("birthday", "focusTime", "workingLocation", "fromGmail", "somethingNew"):
        put(reader.google, kind.lower(), "Mentoring", eventType=kind)
    reader.read()
    assert reader.titles == ["Annual leave", "Away"]
    reader.held, reader.cursor = {}, ""
    reader.read(calendar=Calendar(ME, ME, Access.READER, zone=LONDON))
    assert reader.held == {}


def test_leave_that_becomes_something_else_is_forgotten(reader: Reader) -> None:
    days: Body = {"start": {"date": "2025-08-04"}, "end": {"date": "2025-08-16"}, "attendees": None}
    put(reader.google, "leave", "Annual leave", **days)
    reader.read()
    put(reader.google, "leave", "Surgery", **days)
    assert reader.read().gone == ("leave",)


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


def test_a_crowd_of_exceptions_reads_the_short_way_as_the_long(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    filling.crowd(reader.google.world, reader.google.calendar(), series=6, events=240, first=date(2024, 1, 1))
    reader.read()
    short = reader.values()
    monkeypatch.setattr(mapping, "_plainly", lambda *_: None)
    assert short == reader.values()
    assert sum(len(series.overrides) for series in short.series) == 234
