"""Section 9: faults before and after the commit, resent requests, batches, captive portals, kills."""

from __future__ import annotations

import http.client
import json
import signal
import subprocess
import sys
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import httplib2
import pytest
from google.auth.exceptions import RefreshError
from googleapiclient.errors import HttpError

from tests.google.asking import ME, MENTOR, refused, single, weekly
from tests.google.client import calendar_api, renewing_api
from tests.google.faults import NAMES
from tests.google.process import ROOT
from tests.google.server import GoogleServer

ANSWERED = {
    "500": (500, "internalError"),
    "503": (503, "backendError"),
    "429": (429, "rateLimitExceeded"),
    "403-rate": (403, "rateLimitExceeded"),
    "403-user-rate": (403, "userRateLimitExceeded"),
    "403-quota": (403, "quotaExceeded"),
    "412": (412, "conditionNotMet"),
    "410-full-sync": (410, "fullSyncRequired"),
}


@pytest.fixture
def events(google_api: Any) -> Any:
    return google_api.events()


def _patch(events: Any) -> Any:
    return events.patch(calendarId=ME, eventId="series1", body={"summary": "New"}, sendUpdates="all")


def _series(google: GoogleServer, events: Any) -> None:
    events.insert(calendarId=ME, body=weekly(id="series1"), sendUpdates="none").execute()
    google.forget_requests()


@dataclass(frozen=True)
class Raw:
    """An answer as it came, read to its end."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes


def _raw(google: GoogleServer, timeout: float = 5.0) -> Raw:
    """A patch without any library, to see the bare answer."""
    connection = http.client.HTTPConnection(urlsplit(google.base_url).netloc, timeout=timeout)
    headers = {"Authorization": f"Bearer {google.sign_in()[0]}", "Content-Type": "application/json"}
    path = f"/calendar/v3/calendars/{ME}/events/series1?sendUpdates=all"
    try:
        connection.request("PATCH", path, json.dumps({"summary": "New"}), headers)
        answer = connection.getresponse()
        return Raw(answer.status, answer.headers, answer.read())
    finally:
        connection.close()


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("name", ANSWERED)
def test_errors_with_a_reason(google: GoogleServer, events: Any, name: Any, when: Any) -> None:
    _series(google, events)
    google.fault(name, kind="events.patch", when=when, retry_after=7)
    call = _patch(events)
    assert refused(call)[:2] == ANSWERED[name]
    committed = when == "after"
    assert [mail.to for mail in google.mails] == [MENTOR] * committed
    assert google.requests[0].committed is committed
    assert google.requests[0].fault == f"{name}-{when}"
    assert call.execute()["summary"] == "New"
    assert [mail.to for mail in google.mails] == [MENTOR]  # the same patch again is no change, and no mail


def test_retry_after(google: GoogleServer, events: Any) -> None:
    _series(google, events)
    google.fault("429", kind="events.patch", retry_after=7)
    assert _raw(google).headers["Retry-After"] == "7"


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize(
    ("name", "error"),
    [("time-out", TimeoutError), ("reset", ConnectionResetError), ("close", http.client.RemoteDisconnected)],
)
def test_no_answer_at_all(google: GoogleServer, events: Any, name: Any, error: Any, when: Any) -> None:
    _series(google, events)
    google.fault(name, kind="events.patch", when=when)
    with pytest.raises(error):
        _raw(google, timeout=0.3 if name == "time-out" else 10)
    google.settle()
    assert len(google.mails) == (when == "after")


def test_half_an_answer(google: GoogleServer, events: Any) -> None:
    _series(google, events)
    google.fault("truncated", kind="events.patch", when="after")
    with pytest.raises(http.client.IncompleteRead):
        _raw(google)
    google.fault("cut-json", kind="events.patch", when="after")
    with pytest.raises(json.JSONDecodeError):
        json.loads(_raw(google).body)


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("name", ["truncated", "cut-json", "slow"])
def test_spoilt_answers_keep_to_their_moment(google: GoogleServer, events: Any, name: Any, when: Any) -> None:
    _series(google, events)
    google.fault(name, kind="events.patch", when=when, seconds=0.05)
    try:
        _raw(google)
    except http.client.IncompleteRead:
        assert name == "truncated"
    assert len(google.mails) == (when == "after" or name == "slow")


@pytest.mark.parametrize(("name", "status"), [("html", 200), ("html-511", 511), ("html-302", 302)])
def test_a_captive_portal(google: GoogleServer, events: Any, name: Any, status: int) -> None:
    _series(google, events)
    google.fault(name, kind="events.patch")
    answer = _raw(google)
    assert (answer.status, answer.headers["Content-Type"][:9]) == (status, "text/html")
    google.fault("html-302", kind="events.list")
    http_client = httplib2.Http(timeout=5, proxy_info=None)
    _, text = http_client.request(f"{google.base_url}/calendar/v3/calendars/{ME}/events")
    http_client.close()
    assert b"Room number?" in text


def test_an_access_token_that_ends_in_between_is_renewed_and_the_call_repeated(
    google: GoogleServer, events: Any
) -> None:
    _series(google, events)
    api = renewing_api(google.base_url, *google.sign_in(), (google.oauth.client_id, google.oauth.client_secret))
    google.fault("token-expired", kind="events.patch")
    assert _patch(api.events()).execute()["summary"] == "New"
    assert google.counts == {"events.patch": 2, "token.refresh": 1}
    api.close()


def test_a_revoked_token_stays_revoked(google: GoogleServer, events: Any) -> None:
    _series(google, events)
    google.fault("token-revoked", kind="events.patch", when="after")
    assert _raw(google).status == 401
    assert len(google.mails) == 1
    assert not any(google.oauth.granted(ME))


def test_a_refresh_may_find_the_token_revoked(google: GoogleServer) -> None:
    google.fault("token-revoked", kind="token.refresh")
    client = (google.oauth.client_id, google.oauth.client_secret)
    api = renewing_api(google.base_url, "ya29.stale", google.sign_in()[1], client)
    with pytest.raises(RefreshError, match="invalid_grant: Token has been expired or revoked"):
        api.colors().get().execute()
    api.close()


def test_a_write_that_is_ignored_by_script(google: GoogleServer, events: Any) -> None:
    _series(google, events)
    google.fault("ignored", kind="events.patch")
    assert _patch(events).execute()["summary"] == "Mentoring"
    assert google.mails == []
    assert _patch(events).execute()["summary"] == "New"


def test_which_request_meets_the_fault(google: GoogleServer, events: Any) -> None:
    google.fault("503", method="POST", path="/events", body="number 2", times=1)
    google.fault("500", kind="events.list*", first=2, times=2)
    for number in (1, 2, 3):
        call = events.insert(
            calendarId=ME, body=single(id=f"event{number}", summary=f"number {number}"), sendUpdates="none"
        )
        assert (number == 2 and refused(call)[0] == 503) or call.execute()
    seen = []
    for _ in range(4):
        try:
            seen.append(len(events.list(calendarId=ME).execute()["items"]))
        except HttpError as error:
            seen.append(error.resp.status)
    assert seen == [2, 500, 500, 2]
    google.fault("503", times=None)
    assert [refused(events.list(calendarId=ME))[0] for _ in range(3)] == [503] * 3
    google.faults.clear()
    assert events.list(calendarId=ME).execute()
    with pytest.raises(ValueError, match="no such fault"):
        google.fault("dragon")  # type: ignore[arg-type] # that is the point


def test_google_own_library_sends_an_unanswered_insert_twice(google: GoogleServer, events: Any) -> None:
    google.fault("close", kind="events.insert", when="after")
    events.insert(calendarId=ME, body=single(), sendUpdates="all").execute()
    assert len(google.mails) == 2
    assert len(events.list(calendarId=ME).execute()["items"]) == 2
    google.world.outbox.clear()
    google.fault("close", kind="events.insert", when="after")
    call = events.insert(calendarId=ME, body=single(id="event1"), sendUpdates="all")
    assert refused(call)[:2] == (409, "duplicate")
    assert len(google.mails) == 1


def test_a_batch_is_counted_struck_and_committed_by_its_parts(
    google: GoogleServer, google_api: Any, events: Any
) -> None:
    _series(google, events)
    google.fault("503", kind="events.get", first=2)
    found: dict[str, Any] = {}

    def keep(name: str, answer: Any, error: Any) -> None:
        found[name] = answer or error.resp.status

    batch = google_api.new_batch_http_request(callback=keep)
    batch.add(events.get(calendarId=ME, eventId="series1"), request_id="one")
    batch.add(events.get(calendarId=ME, eventId="series1"), request_id="two")
    batch.add(events.insert(calendarId=ME, body=single(id="event1"), sendUpdates="all"), request_id="three")
    batch.add(events.get(calendarId=ME, eventId="nothere"), request_id="four")
    batch.execute()
    assert (found["one"]["id"], found["two"], found["three"]["id"], found["four"]) == ("series1", 503, "event1", 404)
    assert google.counts == {"batch": 1, "events.get": 3, "events.insert": 1}
    assert [mail.event_id for mail in google.mails] == ["event1"]


def test_a_quota_by_the_minute_counts_the_parts(google: GoogleServer, google_api: Any, events: Any) -> None:
    google.modes.requests_per_minute = 3
    found: list[int] = []
    batch = google_api.new_batch_http_request(
        callback=lambda _, answer, error: found.append(200 if answer else error.status_code)
    )
    for _ in range(4):
        batch.add(google_api.colors().get())
    batch.execute()
    assert sorted(found) == [200, 200, 200, 403]
    google.advance(seconds=61)
    assert google_api.colors().get().execute()


CLIENT = """
import sys
from tests.google.client import calendar_api
api = calendar_api(sys.argv[1], sys.argv[2])
api.events().patch(calendarId="primary", eventId="series1", body={"summary": "New"}, sendUpdates="all").execute()
print("done", flush=True)
sys.stdin.read()
"""


@pytest.mark.parametrize(
    ("fault", "mails", "said"),
    [
        ({"name": "kill", "when": "before"}, 0, ("",)),
        ({"name": "kill", "when": "after"}, 1, ("",)),
        ({"name": "slow", "when": "after", "kill": "then", "seconds": 0.05}, 1, ("", "done\n")),
        ({"name": "time-out", "when": "after", "kill": "then"}, 1, ("",)),
        ({"name": "503", "when": "before", "kill": "then"}, 0, ("",)),
    ],
)
def test_the_client_is_killed_at_that_moment(
    google: GoogleServer, events: Any, fault: Any, mails: int, said: tuple[str, ...]
) -> None:
    _series(google, events)
    google.fault(kind="events.patch", **fault)
    command = [sys.executable, "-c", CLIENT, google.base_url, google.sign_in()[0]]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT) as client:
        google.set_victim(client.pid)
        assert client.wait(30) == -signal.SIGKILL
        assert client.stdout
        assert client.stdout.read() in said
    google.settle()
    assert len(google.mails) == mails
    assert events.list(calendarId=ME).execute()["items"]


def test_every_fault_has_been_tried() -> None:
    tried = {*ANSWERED, "time-out", "reset", "close", "truncated", "cut-json", "html", "html-511", "html-302"}
    assert tried | {"token-expired", "token-revoked", "kill", "slow", "ignored"} == set(NAMES)


def test_without_a_token(google: GoogleServer) -> None:
    connection = http.client.HTTPConnection(urlsplit(google.base_url).netloc, timeout=5)
    connection.request("GET", f"/calendar/v3/calendars/{ME}/events")
    answer = connection.getresponse()
    assert (answer.status, json.load(answer)["error"]["status"]) == (401, "UNAUTHENTICATED")
    connection.close()


def test_a_connection_is_kept_open(google: GoogleServer) -> None:
    api = calendar_api(google.base_url, google.sign_in()[0])
    api.colors().get().execute()
    opened = len(google.connections)
    for _ in range(3):
        api.colors().get().execute()
    assert len(google.connections) == opened == 1
    api.close()
