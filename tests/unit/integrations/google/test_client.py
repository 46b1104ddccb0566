"""The client against the test server, over real sockets: reads again, writes once, and names what happened."""

from __future__ import annotations

import logging
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from integrations.calendars.google.calendar_list import address_of, read_calendars
from integrations.calendars.google.calls import request
from integrations.calendars.google.client import ATTEMPTS, LONGEST, Client
from integrations.calendars.google.endpoints import API_VARIABLE, OAUTH_VARIABLE, Endpoints, endpoints_from
from integrations.calendars.google.tokens import Access, Granted, OAuthClient, TokenEndpoint
from integrations.calendars.google.transport import Transport
from integrations.calendars.google.troubles import Refused, wait_of
from integrations.calendars.port import Access as Right
from integrations.calendars.port import Conflict, OutcomeUnknown
from integrations.errors import Cancelled, Trouble
from tests.google.fixture import google
from tests.google.server import GoogleServer

__all__ = ["google"]

LIST = request("calendarList.list")


@dataclass
class Asking:
    """A client, and how it spent its time."""

    google: GoogleServer
    scopes: tuple[str, ...] = ("calendar.events", "calendar.calendarlist.readonly")
    slept: list[float] = field(default_factory=list)
    rotated: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.endpoints = endpoints_from({API_VARIABLE: self.google.base_url, OAUTH_VARIABLE: self.google.base_url})
        self.transport = Transport(timeout=1.0)
        oauth = OAuthClient(self.google.oauth.client_id, self.google.oauth.client_secret)
        self.tokens = TokenEndpoint(self.endpoints, oauth, self.transport, sleep=self.slept.append)
        self.refresh_token = self.google.sign_in(scopes=self.scopes)[1]
        self.access = Access(self.tokens, self.refresh_token, rotated=self.rotated.append)
        self.client = Client(self.endpoints, self.access, transport=self.transport, sleep=self.slept.append)

    def insert(self, id_: str = "", **more: Any) -> dict[str, Any]:
        body = {
            "summary": "Big picture talk",
            "start": {"dateTime": "2026-12-08T16:00:00Z"},
            "end": {"dateTime": "2026-12-08T17:00:00Z"},
            **({"id": id_} if id_ else {}),
            **more,
        }
        return self.client.write(request("events.insert", calendarId="primary", sendUpdates="all", body=body))


@pytest.fixture
def asking(google: GoogleServer) -> Iterator[Asking]:
    made = Asking(google)
    yield made
    made.transport.close()


def code_of(ask: Callable[[], object]) -> str:
    with pytest.raises(Trouble) as caught:
        ask()
    assert str(caught.value)
    return caught.value.code


def test_calendars_come_with_their_rights_the_main_one_first(google: GoogleServer, asking: Asking) -> None:
    google.add_calendar("team", summary="Team", zone="Europe/Berlin", backgroundColor="#112233")
    google.add_calendar("holidays", summary="Holidays", owner="other@example.org", role="reader")
    found = read_calendars(asking.client)
    assert [one.name for one in found] == ["mentee@example.org", "Holidays", "Team"]
    assert [one.access for one in found] == [Right.OWNER, Right.READER, Right.OWNER]
    assert (found[2].color, str(found[2].zone), found[2].main) == ("#112233", "Europe/Berlin", False)
    assert address_of(found) == "mentee@example.org"


def test_a_list_of_many_pages_is_read_to_its_end(google: GoogleServer, asking: Asking) -> None:
    for number in range(260):
        google.add_calendar(f"c{number:03}")
    assert len(read_calendars(asking.client)) == 261
    assert asking.client.sent["calendarList.list"] == 2


def test_one_token_serves_many_requests(google: GoogleServer, asking: Asking) -> None:
    for _ in range(3):
        asking.client.read(LIST)
    assert google.counts["token.refresh"] == 1


def test_a_stale_token_is_renewed_once(google: GoogleServer, asking: Asking) -> None:
    asking.client.read(LIST)
    google.oauth.expire_access()
    asking.client.read(LIST)
    assert google.counts["token.refresh"] == 2
    google.fault("token-expired", kind="calendarList.list", times=2)
    assert code_of(lambda: asking.client.read(LIST)) == "google-signed-out"


@pytest.mark.parametrize("name", ["500", "503", "429", "403-rate", "403-user-rate"])
def test_what_passes_is_asked_again_with_longer_and_longer_pauses(
    google: GoogleServer, asking: Asking, name: Any
) -> None:
    google.fault(name, kind="calendarList.list", times=3, retry_after=0)
    assert asking.client.read(LIST)["items"]
    assert asking.client.sent["calendarList.list"] == 4
    assert len(asking.slept) == 3
    assert all(0.5 * 2**n <= pause <= 2**n for n, pause in enumerate(asking.slept))


@pytest.mark.parametrize(
    ("name", "code"), [("500", "google-unwell"), ("503", "google-unwell"), ("403-rate", "google-busy")]
)
def test_and_is_given_up_in_the_end(google: GoogleServer, asking: Asking, name: Any, code: str) -> None:
    google.fault(name, kind="calendarList.list", times=None)
    assert code_of(lambda: asking.client.read(LIST)) == code
    assert google.counts["calendarList.list"] == ATTEMPTS
    assert sum(asking.slept) < 16


def test_a_pause_that_google_names_is_kept_unless_it_is_long(google: GoogleServer, asking: Asking) -> None:
    google.fault("429", kind="calendarList.list", retry_after=7)
    asking.client.read(LIST)
    assert asking.slept == [7.0]
    google.fault("429", kind="calendarList.list", retry_after=int(LONGEST) + 1, times=None)
    assert code_of(lambda: asking.client.read(LIST)) == "google-busy"
    assert asking.slept == [7.0]


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, 0),
        ({"retry-after": "12"}, 12),
        ({"retry-after": "-3"}, 0),
        ({"retry-after": "soon"}, 0),
        ({"retry-after": "Sun, 22 Nov 2026 02:00:30 GMT", "date": "Sun, 22 Nov 2026 02:00:00 GMT"}, 30),
        ({"retry-after": "Sun, 22 Nov 2026 02:00:00 GMT", "date": "Sun, 22 Nov 2026 02:00:30 GMT"}, 0),
        ({"retry-after": "Sun, 22 Nov 2026 02:00:30 GMT"}, 0),
    ],
)
def test_retry_after_is_read_by_the_servers_clock(headers: dict[str, str], seconds: float) -> None:
    assert wait_of(headers) == seconds


@pytest.mark.parametrize("name", ["reset", "close", "truncated", "cut-json"])
def test_a_connection_that_breaks_is_tried_again(google: GoogleServer, asking: Asking, name: Any) -> None:
    asking.client.read(LIST)
    google.fault(name, kind="calendarList.list")
    assert asking.client.read(LIST)["items"]
    google.fault(name, kind="calendarList.list", times=None)
    assert code_of(lambda: asking.client.read(LIST)) == "google-no-connection"


def test_silence_ends(google: GoogleServer, asking: Asking) -> None:
    google.fault("time-out", kind="calendarList.list", times=None, seconds=3)
    assert code_of(lambda: asking.client.read(LIST)) == "google-no-connection"
    assert asking.client.sent["calendarList.list"] == 3


@pytest.mark.parametrize("name", ["html", "html-511", "html-302"])
def test_a_hotels_page_is_no_connection_and_is_asked_once(google: GoogleServer, asking: Asking, name: Any) -> None:
    google.fault(name, kind="calendarList.list", times=None)
    assert code_of(lambda: asking.client.read(LIST)) == "google-no-connection"
    assert google.counts["calendarList.list"] == 1
    assert not [noted for noted in google.requests if "portal" in noted.path], "a token went where it was not meant to"


def test_no_server_at_all_is_no_connection_and_takes_no_time(asking: Asking, google: GoogleServer) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        port = nobody.getsockname()[1]
    endpoints = Endpoints(api=f"http://127.0.0.1:{port}", token=asking.endpoints.token)
    client = Client(endpoints, asking.access, sleep=asking.slept.append)
    assert code_of(lambda: client.read(LIST)) == "google-no-connection"
    assert sum(asking.slept) <= 1
    assert code_of(lambda: client.write(request("events.delete", calendarId="primary", eventId="x"))) == (
        "google-no-connection"
    ), "it was never sent, and that is known"


def test_quota_and_rights_have_their_own_words(google: GoogleServer, asking: Asking) -> None:
    google.fault("403-quota", kind="calendarList.list")
    assert code_of(lambda: asking.client.read(LIST)) == "google-quota"
    google.add_calendar("theirs", owner="other@example.org", role="reader")
    body = {"start": {"date": "2026-01-01"}, "end": {"date": "2026-01-02"}}
    assert code_of(lambda: asking.client.write(request("events.insert", calendarId="theirs", body=body))) == (
        "google-not-yours"
    )


def test_a_token_that_may_only_read_says_what_is_missing(google: GoogleServer) -> None:
    reading = Asking(google, ("calendar.events.readonly", "calendar.calendarlist.readonly"))
    assert code_of(reading.insert) == "google-writing-left-out"
    listing = Asking(google, ("calendar.calendarlist.readonly",))
    assert code_of(lambda: listing.client.read(request("events.list", calendarId="primary"))) == "google-scope-left-out"
    for one in (reading, listing):
        one.transport.close()


def test_what_a_caller_may_expect_carries_status_and_reason(google: GoogleServer, asking: Asking) -> None:
    with pytest.raises(Refused) as caught:
        asking.client.read(request("events.get", calendarId="primary", eventId="nothere"))
    assert (caught.value.status, caught.value.reason) == (404, "notFound")
    google.fault("410-full-sync", kind="events.list*")
    with pytest.raises(Refused) as caught:
        asking.client.read(request("events.list", calendarId="primary"))
    assert (caught.value.status, caught.value.reason) == (410, "fullSyncRequired")


UNKNOWN = ["500", "503", "429", "403-rate", "reset", "close", "truncated", "cut-json", "html", "html-302", "html-511"]


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("name", [*UNKNOWN, "token-expired", "time-out"])
def test_a_write_is_sent_once_whatever_happens(google: GoogleServer, asking: Asking, name: Any, when: Any) -> None:
    google.fault(name, when=when, kind="events.insert", times=None, seconds=2)
    with pytest.raises(OutcomeUnknown):
        asking.insert("a" * 32)
    assert google.counts["events.insert"] == 1
    assert google.counts["events.insert"] == asking.client.sent["events.insert"]
    assert asking.slept == []


def test_a_server_that_closes_without_an_answer_gets_one_insert(google: GoogleServer, asking: Asking) -> None:
    """httplib2 would send it twice here, and two events and two mails would be made."""
    asking.client.read(LIST)  # there is a kept connection
    google.fault("close", when="after", kind="events.insert", times=None)
    with pytest.raises(OutcomeUnknown):
        asking.insert(attendees=[{"email": "mentor@example.org"}])
    google.settle()
    assert google.counts["events.insert"] == 1
    assert len(google.mails) == 1


def test_a_write_never_goes_over_a_connection_that_may_be_stale(google: GoogleServer, asking: Asking) -> None:
    asking.client.read(LIST)
    google._listener.hang_up()
    assert asking.insert("b" * 32)["id"] == "b" * 32
    assert google.counts["events.insert"] == 1


def test_a_pause_that_a_write_is_asked_for_is_passed_on(google: GoogleServer, asking: Asking) -> None:
    google.fault("429", kind="events.insert", retry_after=9)
    with pytest.raises(OutcomeUnknown) as caught:
        asking.insert()
    assert caught.value.wait == 9


def test_another_state_than_expected_is_a_conflict(google: GoogleServer, asking: Asking) -> None:
    made = asking.insert("c" * 32)
    with pytest.raises(Conflict):
        asking.insert("c" * 32)
    patch = {"calendarId": "primary", "eventId": made["id"], "sendUpdates": "none"}
    changed = asking.client.write(request("events.patch", **patch, etag=made["etag"], body={"summary": "New"}))
    assert changed["summary"] == "New"
    with pytest.raises(Conflict):
        asking.client.write(request("events.patch", **patch, etag=made["etag"], body={"summary": "Newer"}))
    delete = request("events.delete", **patch, etag=changed["etag"])
    assert asking.client.write(delete) == {}
    with pytest.raises(Conflict):
        asking.client.write(delete)
    with pytest.raises(Conflict):
        asking.client.write(request("events.patch", calendarId="primary", eventId="unknown", body={}))


def test_a_revoked_sign_in_stops_at_once(google: GoogleServer, asking: Asking) -> None:
    google.oauth.revoke_account()
    assert code_of(lambda: asking.client.read(LIST)) == "google-signed-out"
    assert code_of(asking.insert) == "google-signed-out"
    assert google.counts["calendarList.list"] == google.counts["events.insert"] == 0


def test_who_keeps_the_sign_in_says_how_its_end_is_told(google: GoogleServer, asking: Asking) -> None:
    google.oauth.revoke_account()
    access = Access(
        asking.tokens, asking.refresh_token, rotated=asking.rotated.append, ended=lambda: "google-signed-out-testing"
    )
    assert code_of(access.token) == "google-signed-out-testing"


def test_a_new_refresh_token_is_given_to_whoever_keeps_it(
    google: GoogleServer, asking: Asking, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = google.oauth._refresh

    def rotating(form: Any) -> Any:
        answer = usual(form)
        answer.content["refresh_token"] = "1//0new"
        return answer

    monkeypatch.setattr(google.oauth, "_refresh", rotating)
    asking.client.read(LIST)
    assert asking.rotated == ["1//0new"]


def test_an_unknown_client_is_told_apart(google: GoogleServer, asking: Asking) -> None:
    google.oauth.client_secret = "another"
    assert code_of(lambda: asking.client.read(LIST)) == "google-client-refused"


def test_refreshing_waits_for_a_server_that_is_unwell(google: GoogleServer, asking: Asking) -> None:
    google.fault("503", kind="token.*", times=2)
    assert asking.client.read(LIST)["items"]
    assert len(asking.slept) == 2
    google.oauth.expire_access()
    google.fault("html", kind="token.*")
    assert code_of(lambda: asking.client.read(LIST)) == "google-no-connection"


def test_a_read_can_be_stopped_between_two_attempts(google: GoogleServer, asking: Asking) -> None:
    google.fault("503", kind="calendarList.list", times=None)
    with pytest.raises(Cancelled):
        asking.client.read(LIST, cancelled=lambda: len(asking.slept) > 2)
    assert google.counts["calendarList.list"] < ATTEMPTS
    assert max(asking.slept) <= 0.25, "the end of the pause is not waited for"


def test_one_client_serves_two_threads(google: GoogleServer, asking: Asking) -> None:
    found: list[int] = []
    threads = [threading.Thread(target=lambda: found.append(len(asking.client.read(LIST)["items"]))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert found == [1] * 8
    assert google.counts["token.refresh"] == 1


def test_no_secret_shows_in_what_is_printed_or_logged(
    google: GoogleServer, asking: Asking, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    google.fault("503", kind="calendarList.list")
    asking.client.read(LIST)
    google.fault("html", kind="events.insert")
    with pytest.raises(OutcomeUnknown) as caught:
        asking.insert()
    secrets = google.oauth.secrets()
    assert len(secrets) > 2
    shown = f"{caplog.text} {asking.client!r} {asking.access!r} {asking.tokens!r} {caught.value!r}"
    assert not [secret for secret in secrets if secret in shown]


def test_values_with_secrets_do_not_show_them() -> None:
    shown = f"{OAuthClient('id', 'hidden')!r} {Granted('hidden', 'hidden', 1.0, frozenset())!r}"
    assert "hidden" not in shown
