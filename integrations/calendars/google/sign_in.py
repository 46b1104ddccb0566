"""Signing in with Google, in the user's own browser (RFC 8252), with PKCE (RFC 7636) and a state.

No password passes through here, and no library: one address is opened, one answer comes back to 127.0.0.1, one request
exchanges it. oauthlib would need environment variables that weaken every other use of it in the process.
"""

from __future__ import annotations

import base64
import hashlib
import logging
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import urlencode

from integrations.calendars.google.endpoints import Endpoints
from integrations.calendars.google.page import good_page, stopped_page, trouble_page
from integrations.calendars.google.receiver import PATIENCE, Receiver
from integrations.calendars.google.tokens import SIGN_IN_BROKEN, Granted, OAuthClient, TokenEndpoint
from integrations.calendars.google.troubles import SCOPE_LEFT_OUT, WRITING_LEFT_OUT
from integrations.errors import Cancelled, Trouble

T = TypeVar("T")

_PREFIX = "https://www.googleapis.com/auth/"
LIST = f"{_PREFIX}calendar.calendarlist.readonly"
READ_EVENTS = f"{_PREFIX}calendar.events.readonly"
WRITE_EVENTS = f"{_PREFIX}calendar.events"
READING = frozenset({LIST, READ_EVENTS})
"""The least that reads."""
WRITING = frozenset({LIST, WRITE_EVENTS})
"""The least that changes meetings; it reads them as well."""

_COVERED_BY = {
    LIST: {LIST, f"{_PREFIX}calendar.calendarlist", f"{_PREFIX}calendar.readonly", f"{_PREFIX}calendar"},
    READ_EVENTS: {READ_EVENTS, WRITE_EVENTS, f"{_PREFIX}calendar.readonly", f"{_PREFIX}calendar"},
    WRITE_EVENTS: {WRITE_EVENTS, f"{_PREFIX}calendar"},
}
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for. `address` is the account that is meant, "" where the user is to choose one."""

    scopes: frozenset[str] = READING
    address: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class _Proof:
    """What shows that the answer, and the one who exchanges it, belong to this sign-in."""

    state: str
    verifier: str

    @property
    def challenge(self) -> str:
        """S256 (RFC 7636, 4.2)."""
        return base64.urlsafe_b64encode(hashlib.sha256(self.verifier.encode()).digest()).decode().rstrip("=")


def may_write(scopes: frozenset[str]) -> bool:
    """Whether these scopes let meetings be changed."""
    return bool(scopes & _COVERED_BY[WRITE_EVENTS])


def sign_in(
    endpoints: Endpoints,
    client: OAuthClient,
    tokens: TokenEndpoint,
    wish: Wish,
    accept: Callable[[Granted], T],
    *,
    browse: Callable[[str], None] | None = None,
    opened: Callable[[str], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
    patience: float = PATIENCE,
) -> T:
    """Open the browser, wait, and give what `accept` makes of the tokens; the browser's page says how it ended.

    `opened` is told the address, for somebody whose browser did not open. Blocks: never on the GUI's thread. Raises
    Cancelled and `Trouble` (`google-…`), also those of `accept`.
    """
    proof = _Proof(secrets.token_urlsafe(24), secrets.token_urlsafe(64))
    with Receiver(proof.state) as receiver:
        address = _address(endpoints, client, wish, receiver.redirect, proof)
        (browse or open_browser)(address)
        if opened:
            opened(address)
        answer = receiver.wait(patience=patience, cancelled=cancelled)
        try:
            granted = tokens.exchange(_code(answer), proof.verifier, receiver.redirect, wish.scopes)
            _check(granted, wish)
            done = accept(granted)
        except Trouble as trouble:
            receiver.finish(trouble_page(trouble))
            raise
        except Cancelled:
            receiver.finish(stopped_page())
            raise
        receiver.finish(good_page())
        return done


def open_browser(address: str) -> None:
    """Open the user's browser, as Python's `webbrowser` finds it (BROWSER is honoured). Returns at once.

    On a thread of its own: some browsers return only when the page is there, and the page waits for us.
    """
    threading.Thread(target=_browse, args=(address,), name="graduand-browser", daemon=True).start()


def _browse(address: str) -> None:
    import webbrowser  # only where somebody signs in

    try:
        found = webbrowser.open(address)
    except (webbrowser.Error, OSError):
        found = False
    if not found:
        _log.info("no browser opened; the address is shown instead")


def _address(endpoints: Endpoints, client: OAuthClient, wish: Wish, redirect: str, proof: _Proof) -> str:
    asked = {
        "response_type": "code",
        "client_id": client.id,
        "redirect_uri": redirect,
        "scope": " ".join(sorted(wish.scopes)),
        "state": proof.state,
        "code_challenge": proof.challenge,
        "code_challenge_method": "S256",
        "access_type": "offline",
        "prompt": "consent" if wish.address else "select_account consent",
    }
    if wish.address:
        asked["login_hint"] = wish.address
    if may_write(wish.scopes):
        asked["include_granted_scopes"] = "true"
    return f"{endpoints.authorize}?{urlencode(asked)}"


def _code(answer: dict[str, str]) -> str:
    if "code" in answer:
        return answer["code"]
    denied = {"access_denied": "google-denied", "admin_policy_enforced": "google-admin", "org_internal": "google-admin"}
    raise Trouble(denied.get(answer["error"], SIGN_IN_BROKEN))


def _check(granted: Granted, wish: Wish) -> None:
    """Google's page lets every permission be left out."""
    missing = {scope for scope in wish.scopes if not granted.scopes & _COVERED_BY[scope]}
    if missing == {WRITE_EVENTS}:
        raise Trouble(WRITING_LEFT_OUT)
    if missing:
        raise Trouble(SCOPE_LEFT_OUT)
    if not granted.refresh:
        raise Trouble(SIGN_IN_BROKEN)
