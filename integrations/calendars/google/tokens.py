"""The token endpoint (RFC 6749): a code becomes tokens, a refresh token becomes access tokens, a token is revoked.

Values that hold a secret never show it: their `repr` names the type alone. Only the refresh token is ever kept, and
that by the caller; access tokens live here, in memory.
"""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from integrations.calendars.google.endpoints import Endpoints
from integrations.calendars.google.transport import Answer, Transport, Unreachable
from integrations.calendars.google.troubles import (
    NO_CONNECTION,
    NOT_SECURE,
    SIGNED_OUT,
    UNWELL,
    Expired,
    Passing,
    Refused,
    content_of,
)
from integrations.errors import Trouble

CLIENT_REFUSED = "google-client-refused"
SIGN_IN_BROKEN = "google-sign-in-broken"
EARLY = 120.0
"""Seconds before its end from which on an access token is not used any more."""
_ATTEMPTS = 3
_FORM = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
_CLIENT_ERRORS = frozenset({"invalid_client", "unauthorized_client", "deleted_client", "disabled_client"})


@dataclass(frozen=True, slots=True, repr=False)
class OAuthClient:
    """What names this program at Google: for a desktop program not confidential, and still nobody's business."""

    id: str
    secret: str


@dataclass(frozen=True, slots=True, repr=False)
class Granted:
    """Tokens as the endpoint gave them. `refresh` is "" where it gave none, `seconds` how long `access` lasts.

    `refresh_seconds` is how long the sign-in itself lasts, None where the endpoint named no end: Google names one while
    an OAuth client is in testing.
    """

    access: str
    refresh: str
    seconds: float
    scopes: frozenset[str]
    refresh_seconds: float | None = None


class TokenEndpoint:
    """Asks for tokens. Every call may raise `Trouble` (`google-…`)."""

    def __init__(
        self,
        endpoints: Endpoints,
        client: OAuthClient,
        transport: Transport,
        *,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._endpoints = endpoints
        self._client = client
        self._transport = transport
        self._sleep = sleep

    def exchange(self, code: str, verifier: str, redirect: str, scopes: frozenset[str]) -> Granted:
        """Tokens for a code, which is good for one attempt. `scopes` are those that were asked for."""
        asked = {
            "grant_type": "authorization_code",
            "code": code,
            "code_verifier": verifier,
            "redirect_uri": redirect,
            "client_id": self._client.id,
            "client_secret": self._client.secret,
        }
        try:
            return _granted(content_of(self._sent(self._endpoints.token, asked)), scopes)
        except Passing as passing:
            raise passing.trouble from passing
        except (Refused, Expired) as error:
            raise Trouble(_code(error, SIGN_IN_BROKEN)) from error

    def refresh(self, refresh_token: str) -> Granted:
        """A new access token. Raises `Trouble("google-signed-out")` where the refresh token is no longer good."""
        asked = {
            "grant_type": "refresh_token",
            "refresh_token": refresh_token,
            "client_id": self._client.id,
            "client_secret": self._client.secret,
        }
        for attempt in range(_ATTEMPTS):
            try:
                return _granted(content_of(self._sent(self._endpoints.token, asked)), frozenset())
            except Passing as passing:
                if attempt + 1 == _ATTEMPTS:
                    raise passing.trouble from passing
                self._sleep(min(passing.wait, 30.0) or 2**attempt * random.uniform(0.5, 1.0))
            except (Refused, Expired) as error:
                raise Trouble(_code(error, SIGNED_OUT)) from error
        raise AssertionError("the loop ends by an answer or an exception")

    def revoke(self, token: str) -> bool:
        """Take a token back at Google, as well as that goes: whether Google said that it is no longer good."""
        try:
            answer = self._sent(self._endpoints.revoke, {"token": token})
            if answer.status == 200 and not answer.content:
                return True
            content_of(answer)
        except Refused as refused:
            return refused.reason == "invalid_token"
        except (Trouble, Passing, Expired):
            return False
        return True

    def _sent(self, url: str, form: dict[str, str]) -> Answer:
        """One answer. Raises Passing where there was none."""
        try:
            return self._transport.send("POST", url, _FORM, urlencode(form).encode())
        except Unreachable as error:
            raise Passing(Trouble(NOT_SECURE if error.insecure else NO_CONNECTION)) from error


class Access:
    """The right to ask, for one account: an access token that is renewed when it must be. Any thread may call.

    `rotated` is given a refresh token that takes the place of the former; `ended` says by which code of a `Trouble` it
    is told that the sign-in is over.
    """

    def __init__(
        self,
        endpoint: TokenEndpoint,
        refresh_token: str,
        *,
        rotated: Callable[[str], None],
        monotonic: Callable[[], float] = time.monotonic,
        ended: Callable[[], str] = lambda: SIGNED_OUT,
        granted: Granted | None = None,
    ) -> None:
        self._endpoint = endpoint
        self._refresh_token = refresh_token
        self._rotated = rotated
        self._ended = ended
        self._monotonic = monotonic
        self._turn = threading.Lock()
        self._token, self._until = "", 0.0
        if granted is not None:
            self._take(granted)

    def token(self) -> str:
        """An access token that is good for some minutes yet. Raises `Trouble`, also what `rotated` raises."""
        with self._turn:
            if not self._token or self._monotonic() >= self._until:
                self._renew()
            return self._token

    def reject(self, token: str) -> None:
        """Google did not accept this token: the next is a new one."""
        with self._turn:
            if token == self._token:
                self._token = ""

    def _renew(self) -> None:
        try:
            granted = self._endpoint.refresh(self._refresh_token)
        except Trouble as trouble:
            if trouble.code == SIGNED_OUT:
                raise Trouble(self._ended()) from trouble
            raise
        if granted.refresh and granted.refresh != self._refresh_token:
            self._rotated(granted.refresh)
            self._refresh_token = granted.refresh
        self._take(granted)

    def _take(self, granted: Granted) -> None:
        self._token, self._until = granted.access, self._monotonic() + granted.seconds - EARLY


def _granted(content: dict[str, object], asked: frozenset[str]) -> Granted:
    access, refresh, scope = (content.get(name) for name in ("access_token", "refresh_token", "scope"))
    if not isinstance(access, str) or not access or not access.isascii() or not access.isprintable():
        raise Passing(Trouble(UNWELL))
    seconds = _seconds(content.get("expires_in"))
    return Granted(
        access,
        refresh if isinstance(refresh, str) else "",
        3600.0 if seconds is None else seconds,
        frozenset(scope.split()) if isinstance(scope, str) else asked,  # RFC 6749, 5.1: left out where it is the same
        _seconds(content.get("refresh_token_expires_in")),
    )


def _seconds(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) and 0 <= value < 1e10 else None


def _code(error: Refused | Expired, otherwise: str) -> str:
    reason = error.reason if isinstance(error, Refused) else "invalid_client"
    return CLIENT_REFUSED if reason in _CLIENT_ERRORS else otherwise
