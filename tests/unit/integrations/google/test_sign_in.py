"""Signing in against the test server, the browser being one that follows where it is sent."""

from __future__ import annotations

import os
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from integrations.calendars.google import sign_in as module
from integrations.calendars.google.endpoints import API_VARIABLE, OAUTH_VARIABLE, endpoints_from
from integrations.calendars.google.sign_in import READING, WRITING, Wish, may_write, sign_in
from integrations.calendars.google.tokens import Granted, OAuthClient, TokenEndpoint
from integrations.calendars.google.transport import Transport
from integrations.errors import Cancelled, Trouble
from tests.google.consent import Consent
from tests.google.fixture import google
from tests.google.server import GoogleServer

__all__ = ["google"]


@dataclass
class Signing:
    """Somebody at a browser."""

    google: GoogleServer
    pages: list[str] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)
    threads: list[threading.Thread] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.endpoints = endpoints_from({API_VARIABLE: self.google.base_url, OAUTH_VARIABLE: self.google.base_url})
        self.client = OAuthClient(self.google.oauth.client_id, self.google.oauth.client_secret)
        self.transport = Transport(timeout=5)
        self.tokens = TokenEndpoint(self.endpoints, self.client, self.transport, sleep=lambda _: None)

    def browse(self, address: str) -> None:
        self.threads.append(threading.Thread(target=self._follow, args=(address,), daemon=True))
        self.threads[-1].start()

    def _follow(self, address: str) -> None:
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(address, timeout=10) as answer:
                self.pages.append(answer.read().decode())
        except urllib.error.HTTPError as error:
            with error:
                self.pages.append(error.read().decode())
        except OSError:
            self.pages.append("")

    def sign_in(self, wish: Wish | None = None, **more: Any) -> Granted:
        def accept(granted: Granted) -> Granted:
            return granted

        return self.with_accept(accept, wish, **more)

    def with_accept(self, accept: Callable[[Granted], Granted], wish: Wish | None = None, **more: Any) -> Granted:
        more = {"browse": self.browse, "opened": self.addresses.append, "patience": 10, **more}
        try:
            return sign_in(self.endpoints, self.client, self.tokens, wish or Wish(), accept, **more)
        finally:
            for thread in self.threads:
                thread.join(10)

    def asked(self) -> dict[str, str]:
        """The query of the last authorization request."""
        return {name: values[0] for name, values in parse_qs(urlsplit(self.addresses[-1]).query).items()}


@pytest.fixture
def signing(google: GoogleServer) -> Iterator[Signing]:
    made = Signing(google)
    yield made
    made.transport.close()


def trouble_of(ask: Callable[[], object]) -> Trouble:
    with pytest.raises(Trouble) as caught:
        ask()
    return caught.value


def test_it_asks_for_the_least_that_reads(google: GoogleServer, signing: Signing) -> None:
    granted = signing.sign_in()
    assert granted.scopes == READING
    assert not may_write(granted.scopes)
    assert {scope.rpartition("/")[2] for scope in READING} == {
        "calendar.calendarlist.readonly",
        "calendar.events.readonly",
    }
    assert granted.refresh in google.oauth.refreshes
    assert granted.access in google.oauth.accesses
    assert google.world.remarks == []


def test_the_request_carries_what_keeps_it_safe(signing: Signing) -> None:
    signing.sign_in()
    asked = signing.asked()
    assert asked["code_challenge_method"] == "S256"
    assert len(asked["code_challenge"]) == 43
    assert len(asked["state"]) >= 32
    assert urlsplit(asked["redirect_uri"]).hostname == "127.0.0.1"
    assert (asked["access_type"], asked["prompt"]) == ("offline", "select_account consent")
    assert "include_granted_scopes" not in asked
    signing.sign_in()
    again = signing.asked()
    assert all(again[name] != asked[name] for name in ("state", "code_challenge"))


def test_writing_is_asked_for_by_itself_and_for_the_account_that_is_meant(signing: Signing) -> None:
    granted = signing.sign_in(Wish(WRITING, "mentee@example.org"))
    assert may_write(granted.scopes)
    asked = signing.asked()
    assert (asked["login_hint"], asked["include_granted_scopes"]) == ("mentee@example.org", "true")
    assert asked["prompt"] == "consent"


def test_the_page_says_that_it_is_done(signing: Signing) -> None:
    signing.sign_in()
    assert "Your calendar is connected" in signing.pages[0]


def test_whoever_waits_for_the_tokens_decides_what_the_page_says(signing: Signing) -> None:
    def refuse(_: Granted) -> Granted:
        raise Trouble("keyring-locked")

    trouble = trouble_of(lambda: signing.with_accept(refuse))
    assert trouble.code == "keyring-locked"
    assert trouble.title in signing.pages[0]


@pytest.mark.parametrize(
    "strays",
    [("/favicon.ico",), ("/", "/robots.txt", "/?code=guess", "/?state=x&code=y&error=z"), ("/favicon.ico",) * 9],
)
def test_strays_do_not_end_it(google: GoogleServer, signing: Signing, strays: tuple[str, ...]) -> None:
    google.next_consent(Consent(strays=strays))
    assert signing.sign_in().refresh


@pytest.mark.parametrize("state", ["wrong", "missing"])
def test_an_answer_with_another_state_is_not_used(google: GoogleServer, signing: Signing, state: Any) -> None:
    google.next_consent(Consent(state=state))
    assert trouble_of(lambda: signing.sign_in(patience=1)).code == "google-timed-out"
    assert google.counts["token.code"] == 0
    assert "This answer belongs to another sign-in" in signing.pages[0]


@pytest.mark.parametrize(
    ("consent", "wish", "code"),
    [
        (Consent("deny"), Wish(), "google-denied"),
        (Consent("server-error"), Wish(), "google-sign-in-broken"),
        (Consent(leave_out=("calendar.events.readonly",)), Wish(), "google-scope-left-out"),
        (Consent(leave_out=("calendar.calendarlist.readonly",)), Wish(), "google-scope-left-out"),
        (Consent(leave_out=("calendar.events",)), Wish(WRITING), "google-writing-left-out"),
        (
            Consent(leave_out=("calendar.events", "calendar.calendarlist.readonly")),
            Wish(WRITING),
            "google-scope-left-out",
        ),
    ],
)
def test_each_way_to_say_no_has_its_own_words(
    google: GoogleServer, signing: Signing, consent: Consent, wish: Wish, code: str
) -> None:
    google.next_consent(consent)
    trouble = trouble_of(lambda: signing.sign_in(wish))
    assert trouble.code == code
    assert trouble.title in signing.pages[0]


def test_nobody_answers(google: GoogleServer, signing: Signing) -> None:
    google.next_consent(Consent("never"))
    assert trouble_of(lambda: signing.sign_in(patience=0.5)).code == "google-timed-out"


def test_it_can_be_stopped_while_it_waits(google: GoogleServer, signing: Signing) -> None:
    google.next_consent(Consent("never"))
    began = time.monotonic()
    with pytest.raises(Cancelled):
        signing.sign_in(cancelled=lambda: time.monotonic() - began > 0.3)
    assert time.monotonic() - began < 2


def test_it_can_be_stopped_while_the_tokens_are_looked_at(signing: Signing) -> None:
    def stop(_: Granted) -> Granted:
        raise Cancelled

    with pytest.raises(Cancelled):
        signing.with_accept(stop)
    assert "The sign-in was stopped" in signing.pages[0]


def test_the_program_is_told_where_to_go_if_no_browser_opens(signing: Signing) -> None:
    """The address reaches somebody who opens it by hand."""
    granted = signing.sign_in(browse=lambda _: None, opened=signing.browse)
    assert granted.refresh


@pytest.mark.parametrize(
    ("fault", "code"),
    [("html", "google-no-connection"), ("reset", "google-no-connection"), ("503", "google-unwell")],
)
def test_trouble_while_the_code_is_exchanged_is_told(
    google: GoogleServer, signing: Signing, fault: Any, code: str
) -> None:
    google.fault(fault, kind="token.code")
    assert trouble_of(signing.sign_in).code == code
    assert google.counts["token.code"] == 1, "a code is good for one attempt"


def test_a_client_that_google_does_not_know(google: GoogleServer, signing: Signing) -> None:
    google.oauth.client_secret = "another"
    assert trouble_of(signing.sign_in).code == "google-client-refused"


def test_google_says_when_a_sign_in_in_testing_ends(google: GoogleServer, signing: Signing) -> None:
    assert signing.sign_in().refresh_seconds is None
    google.modes.testing = True
    assert signing.sign_in().refresh_seconds == 7 * 24 * 3600


def test_a_sign_in_without_a_lasting_token_is_told(
    google: GoogleServer, signing: Signing, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = google.oauth._exchange

    def short(form: Any) -> Any:
        answer = usual(form)
        del answer.content["refresh_token"]
        return answer

    monkeypatch.setattr(google.oauth, "_exchange", short)
    assert trouble_of(signing.sign_in).code == "google-sign-in-broken"


def test_the_environment_stays_as_it_was(signing: Signing) -> None:
    before = dict(os.environ)
    signing.sign_in()
    assert dict(os.environ) == before


def test_a_browser_that_waits_for_the_page_does_not_stop_the_page(
    signing: Signing, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`BROWSER='curl … %s'` without `&` returns only when the page is there (google's own flow hangs on it)."""
    seen = threading.Event()

    def blocking(address: str) -> bool:
        signing._follow(address)
        seen.set()
        return True

    monkeypatch.setattr("webbrowser.open", blocking)
    assert signing.sign_in(browse=module.open_browser).refresh
    assert seen.wait(5)
    assert signing.pages


@pytest.mark.parametrize("says", [False, OSError("no such program")])
def test_a_machine_without_a_browser_still_waits_for_one(
    google: GoogleServer, signing: Signing, monkeypatch: pytest.MonkeyPatch, says: Any
) -> None:
    def open_(_: str) -> bool:
        if isinstance(says, OSError):
            raise says
        return False

    monkeypatch.setattr("webbrowser.open", open_)
    assert signing.sign_in(browse=module.open_browser, opened=signing.browse).refresh
