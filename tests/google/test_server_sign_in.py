"""Section 10: consent, codes with PKCE, refresh, the ends of tokens, scopes."""

from __future__ import annotations

import http.client
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from google.auth.exceptions import RefreshError

from tests.google.asking import ME, MENTOR, refused, single
from tests.google.client import DOCUMENT, calendar_api, renewing_api
from tests.google.consent import Consent
from tests.google.oauth import PREFIX, SCOPES, challenge_of
from tests.google.server import GoogleServer

VERIFIER = "a" * 64
EVENTS, LIST = f"{PREFIX}calendar.events", f"{PREFIX}calendar.calendarlist.readonly"


class _Waiting:
    """The program that waits for the answer on loopback."""

    def __init__(self) -> None:
        paths = self.paths = []

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                paths.append(self.path)
                self.send_response(200)
                self.end_headers()

            def log_message(self, *_: Any) -> None:
                """Quiet."""

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.uri = f"http://127.0.0.1:{self.server.server_address[1]}/done"
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()


@pytest.fixture
def waiting() -> Iterator[_Waiting]:
    program = _Waiting()
    yield program
    program.server.shutdown()
    program.server.server_close()


def _ask(google: GoogleServer, method: str, path: str, form: dict[str, str] | None = None) -> tuple[int, Any, str]:
    """Status, body and Location, redirects not followed."""
    connection = http.client.HTTPConnection(urlsplit(google.base_url).netloc, timeout=10)
    body = urlencode(form) if form is not None else None
    connection.request(method, path, body, {"Content-Type": "application/x-www-form-urlencoded"})
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    is_json = answer.headers.get("Content-Type", "").startswith("application/json")
    return answer.status, json.loads(text) if is_json else text, answer.headers.get("Location", "")


def _authorize(google: GoogleServer, uri: str, **more: str) -> tuple[int, Any, str]:
    query = {
        "client_id": google.oauth.client_id,
        "redirect_uri": uri,
        "response_type": "code",
        "scope": f"{EVENTS} {LIST}",
        "state": "my-state",
        "code_challenge": challenge_of(VERIFIER),
        "code_challenge_method": "S256",
    }
    return _ask(google, "GET", f"/o/oauth2/v2/auth?{urlencode(query | more)}")


def _result(location: str) -> dict[str, str]:
    return {key: values[0] for key, values in parse_qs(urlsplit(location).query).items()}


def _exchange(google: GoogleServer, code: str, uri: str, /, **more: str) -> tuple[int, Any, str]:
    form = {
        "client_id": google.oauth.client_id,
        "client_secret": google.oauth.client_secret,
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": uri,
        "code_verifier": VERIFIER,
    }
    return _ask(google, "POST", "/token", form | more)


def _refresh(google: GoogleServer, token: str, **more: str) -> tuple[int, Any, str]:
    form = {
        "client_id": google.oauth.client_id,
        "client_secret": google.oauth.client_secret,
        "grant_type": "refresh_token",
        "refresh_token": token,
    }
    return _ask(google, "POST", "/token", form | more)


def _colors(google: GoogleServer, token: str) -> tuple[int, str]:
    """Status and reason of a small call; google-auth itself would say nothing of the 401 but try to renew."""
    connection = http.client.HTTPConnection(urlsplit(google.base_url).netloc, timeout=10)
    connection.request("GET", "/calendar/v3/colors", headers={"Authorization": f"Bearer {token}"})
    answer = connection.getresponse()
    body = json.load(answer)
    connection.close()
    return answer.status, body["error"]["errors"][0]["reason"] if "error" in body else ""


def test_the_whole_way(google: GoogleServer, waiting: _Waiting) -> None:
    status, _, location = _authorize(google, waiting.uri)
    assert status == 302
    assert location.startswith(waiting.uri)
    result = _result(location)
    assert result["state"] == "my-state"
    assert set(result["scope"].split()) == {EVENTS, LIST}
    status, body, _ = _exchange(google, result["code"], waiting.uri)
    assert (status, body["token_type"], body["expires_in"]) == (200, "Bearer", 3599)
    api = calendar_api(google.base_url, body["access_token"])
    assert api.calendarList().list().execute()["items"][0]["id"] == ME
    api.close()
    assert _refresh(google, body["refresh_token"])[0] == 200
    again = _exchange(google, result["code"], waiting.uri)
    assert (again[0], again[1]["error"]) == (400, "invalid_grant")
    assert google.counts["token.code"] == 2
    assert google.oauth.sign_ins_spent() == 1
    assert google.world.remarks == []


@pytest.mark.parametrize(
    ("change", "status", "error"),
    [
        ({"code_verifier": "b" * 64}, 400, "invalid_grant"),
        ({"code_verifier": ""}, 400, "invalid_grant"),
        ({"redirect_uri": "http://127.0.0.1:1/other"}, 400, "redirect_uri_mismatch"),
        ({"client_secret": "wrong"}, 401, "invalid_client"),
        ({"client_id": "wrong"}, 401, "invalid_client"),
        ({"code": "4/0wrong"}, 400, "invalid_grant"),
        ({"grant_type": "password"}, 400, "unsupported_grant_type"),
    ],
)
def test_exchanges_that_are_refused(
    google: GoogleServer, waiting: _Waiting, change: dict[str, str], status: int, error: str
) -> None:
    code = _result(_authorize(google, waiting.uri)[2])["code"]
    answer = _exchange(google, code, waiting.uri, **change)
    assert (answer[0], answer[1]["error"]) == (status, error)


def test_a_code_lives_ten_minutes(google: GoogleServer, waiting: _Waiting) -> None:
    code = _result(_authorize(google, waiting.uri)[2])["code"]
    google.advance(minutes=11)
    assert _exchange(google, code, waiting.uri)[1]["error"] == "invalid_grant"


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"client_id": "wrong"}, 401),
        ({"redirect_uri": "urn:ietf:wg:oauth:2.0:oob"}, 400),
        ({"redirect_uri": "https://example.org/"}, 400),
        ({"response_type": "token"}, 400),
        ({"code_challenge_method": "plain"}, 400),
    ],
)
def test_requests_that_show_an_error_page(
    google: GoogleServer, waiting: _Waiting, change: dict[str, str], status: int
) -> None:
    answer = _authorize(google, waiting.uri, **change)
    assert (answer[0], answer[2]) == (status, "")


@pytest.mark.usefixtures("google_api")
def test_what_the_user_may_do(google: GoogleServer, waiting: _Waiting) -> None:
    google.add_account(MENTOR)
    google.next_consent(
        Consent("deny"),
        Consent(state="wrong"),
        Consent(state="missing"),
        Consent(leave_out=("calendar.events",)),
        Consent(account=MENTOR),
        Consent("never"),
        Consent("server-error"),
    )
    assert _result(_authorize(google, waiting.uri)[2]) == {"state": "my-state", "error": "access_denied"}
    assert _result(_authorize(google, waiting.uri)[2])["state"] != "my-state"
    assert "state" not in _result(_authorize(google, waiting.uri)[2])
    partly = _result(_authorize(google, waiting.uri)[2])
    body = _exchange(google, partly["code"], waiting.uri)[1]
    assert body["scope"] == LIST
    api = calendar_api(google.base_url, body["access_token"])
    assert refused(api.events().list(calendarId=ME))[:2] == (403, "insufficientPermissions")
    api.close()
    other = _exchange(google, _result(_authorize(google, waiting.uri)[2])["code"], waiting.uri)[1]
    assert google.oauth.accesses[other["access_token"]].account == MENTOR
    status, page, location = _authorize(google, waiting.uri)
    assert (status, location) == (200, "")
    assert page.startswith("<!doctype html>")
    assert _result(_authorize(google, waiting.uri)[2])["error"] == "server_error"
    assert waiting.paths == []


def test_strays_come_before_the_answer(google: GoogleServer, waiting: _Waiting) -> None:
    google.next_consent(Consent(strays=("/favicon.ico", "/.env")))
    assert _authorize(google, waiting.uri)[0] == 302
    assert waiting.paths == ["/favicon.ico", "/.env"]


def test_a_form_for_a_person(google: GoogleServer, waiting: _Waiting) -> None:
    google.next_consent(Consent("form"))
    page = _authorize(google, waiting.uri)[1]
    assert f'value="{EVENTS}" checked' in page
    request = page.partition('name="request" value="')[2].partition('"')[0].replace("&amp;", "&")
    form = {"request": request, "account": ME, "scope": LIST, "answer": "grant"}
    status, _, location = _ask(google, "POST", "/o/oauth2/v2/auth/decision", form)
    assert (status, _result(location)["scope"]) == (302, LIST)
    assert _exchange(google, _result(location)["code"], waiting.uri)[0] == 200
    denied = _ask(google, "POST", "/o/oauth2/v2/auth/decision", form | {"answer": "deny"})
    assert _result(denied[2])["error"] == "access_denied"


def test_earlier_scopes_may_be_taken_along(google: GoogleServer, waiting: _Waiting) -> None:
    google.sign_in(scopes=("calendar.calendarlist.readonly",))
    alone = _result(_authorize(google, waiting.uri, scope=EVENTS)[2])
    assert alone["scope"] == EVENTS
    both = _result(_authorize(google, waiting.uri, scope=EVENTS, include_granted_scopes="true", login_hint=ME)[2])
    assert set(both["scope"].split()) == {EVENTS, LIST}


def test_short_scope_names_come_back_long(google: GoogleServer, waiting: _Waiting) -> None:
    result = _result(_authorize(google, waiting.uri, scope=f"email {EVENTS}")[2])
    assert set(result["scope"].split()) == {EVENTS, f"{PREFIX}userinfo.email"}


def test_the_ends_of_a_refresh_token_all_look_the_same(google: GoogleServer) -> None:
    message = {"error": "invalid_grant", "error_description": "Token has been expired or revoked."}
    _, revoked = google.sign_in()
    google.oauth.revoke_account(ME)
    assert _refresh(google, revoked)[:2] == (400, message)
    google.modes.testing = True
    _, young = google.sign_in()
    google.advance(days=6.9)
    assert _refresh(google, young)[0] == 200
    google.advance(days=0.2)
    assert _refresh(google, young)[:2] == (400, message)
    google.modes.testing = False
    _, unused = google.sign_in()
    google.advance(days=184)
    assert _refresh(google, unused)[:2] == (400, message)
    assert _refresh(google, "1//0never")[:2] == (400, message)


def test_the_hundred_and_first_token_ends_the_first(google: GoogleServer) -> None:
    tokens = []
    for _ in range(101):
        tokens.append(google.sign_in()[1])
        google.advance(seconds=1)
    assert [_refresh(google, token)[0] for token in (tokens[0], tokens[1], tokens[100])] == [400, 200, 200]


def test_testing_mode_says_how_long_a_token_lives(google: GoogleServer, waiting: _Waiting) -> None:
    google.modes.testing = True
    body = _exchange(google, _result(_authorize(google, waiting.uri)[2])["code"], waiting.uri)[1]
    assert body["refresh_token_expires_in"] == 604800


def test_revoking_ends_both_tokens(google: GoogleServer) -> None:
    access, refresh = google.sign_in()
    assert _ask(google, "POST", "/revoke", {"token": refresh})[:2] == (200, {})
    assert _refresh(google, refresh)[0] == 400
    assert _ask(google, "POST", "/revoke", {"token": refresh})[1]["error"] == "invalid_token"
    assert _colors(google, access) == (401, "authError")


def test_google_auth_renews_an_access_token_that_has_ended(google: GoogleServer) -> None:
    access, refresh = google.sign_in()
    api = renewing_api(google.base_url, access, refresh, (google.oauth.client_id, google.oauth.client_secret))
    google.oauth.expire_access()
    assert api.colors().get().execute()["kind"] == "calendar#colors"
    assert google.counts == {"colors.get": 2, "token.refresh": 1}
    google.oauth.revoke_account()
    with pytest.raises(RefreshError, match="invalid_grant"):
        api.colors().get().execute()
    api.close()


def test_an_access_token_ends_after_an_hour(google: GoogleServer) -> None:
    access, _ = google.sign_in()
    google.advance(seconds=3598)
    assert _colors(google, access)[0] == 200
    google.advance(seconds=2)
    assert _colors(google, access) == (401, "authError")


def test_scopes_are_those_of_the_discovery_document() -> None:
    resources = json.loads(DOCUMENT.read_text("utf-8"))["resources"]
    left_out = {f"{PREFIX}calendar.{name}" for name in ("app.created", "events.freebusy", "events.public.readonly")}
    for method, names in SCOPES.items():
        resource, name = method.split(".")
        known = resources[resource[0].lower() + resource[1:]]["methods"][name.lower()]["scopes"]
        assert {PREFIX + one for one in names} == set(known) - left_out, method


@pytest.mark.parametrize(
    ("scope", "reading", "writing"),
    [
        ("calendar.events.readonly", 200, 403),
        ("calendar.readonly", 200, 403),
        ("calendar.events", 200, 200),
        ("calendar.events.owned", 200, 200),
        ("calendar.calendarlist.readonly", 403, 403),
    ],
)
def test_what_a_scope_allows(google: GoogleServer, google_api: Any, scope: str, reading: int, writing: int) -> None:
    api = calendar_api(google.base_url, google.sign_in(scopes=(scope,))[0])
    calls = (api.events().list(calendarId=ME), api.events().insert(calendarId=ME, body=single(), sendUpdates="none"))
    for call, status in zip(calls, (reading, writing), strict=True):
        if status == 200:
            call.execute()
        else:
            message = "Request had insufficient authentication scopes."
            assert refused(call) == (403, "insufficientPermissions", message)
    api.close()


def test_owned_scopes_end_at_other_peoples_calendars(google: GoogleServer, google_api: Any) -> None:
    google.add_calendar("team@group.calendar.google.com", owner=MENTOR, role="writer", primary=False)
    api = calendar_api(google.base_url, google.sign_in(scopes=("calendar.events.owned",))[0])
    assert refused(api.events().list(calendarId="team@group.calendar.google.com"))[0] == 403
    api.close()


def test_labels_cannot_be_read_with_the_smallest_scopes(google: GoogleServer, google_api: Any) -> None:
    assert refused(google_api.calendars().get(calendarId=ME))[:2] == (403, "insufficientPermissions")
    assert google_api.colors().get().execute()


def test_the_clients_file_and_what_must_stay_secret(google: GoogleServer, tmp_path: Path, waiting: _Waiting) -> None:
    kept = json.loads(google.client_file(tmp_path / "client.json").read_text("utf-8"))["installed"]
    assert kept["token_uri"] == "https://oauth2.googleapis.com/token"
    code = _result(_authorize(google, waiting.uri)[2])["code"]
    body = _exchange(google, code, waiting.uri)[1]
    secrets = {code, body["access_token"], body["refresh_token"], VERIFIER, kept["client_secret"]}
    assert secrets <= set(google.oauth.secrets())
    assert not any(secret.encode() in noted.body for noted in google.requests for secret in secrets)
