"""Sign-in: codes with PKCE, access and refresh tokens, their ends, and the scopes that each call needs (section 10)."""

from __future__ import annotations

import base64
import hashlib
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from tests.google.answers import Answer, bad_credentials, scope_missing
from tests.google.query import Query
from tests.google.world import World

PREFIX = "https://www.googleapis.com/auth/"
ALIASES = {"email": f"{PREFIX}userinfo.email", "profile": f"{PREFIX}userinfo.profile"}
"""Short names come back long."""

READ_LIST = ("calendar", "calendar.calendarlist", "calendar.calendarlist.readonly", "calendar.readonly")
READ_EVENTS = (
    "calendar",
    "calendar.events",
    "calendar.events.readonly",
    "calendar.events.owned",
    "calendar.events.owned.readonly",
    "calendar.readonly",
)
WRITE_EVENTS = ("calendar", "calendar.events", "calendar.events.owned")
READ_CALENDAR = ("calendar", "calendar.calendars", "calendar.calendars.readonly", "calendar.readonly")
READ_COLORS = (*READ_LIST, "calendar.events.owned", "calendar.events.owned.readonly")

SCOPES = {
    "CalendarList.List": READ_LIST,
    "CalendarList.Get": READ_LIST,
    "Calendars.Get": READ_CALENDAR,
    "Colors.Get": READ_COLORS,
    "Events.List": READ_EVENTS,
    "Events.Get": READ_EVENTS,
    "Events.Instances": READ_EVENTS,
    "Events.Insert": WRITE_EVENTS,
    "Events.Patch": WRITE_EVENTS,
    "Events.Update": WRITE_EVENTS,
    "Events.Delete": WRITE_EVENTS,
    "Events.Move": ("calendar", "calendar.events", "calendar.events.owned"),
}
"""As the discovery document lists them; `events.freebusy`, `events.public.readonly` and `app.created` are left out."""

ACCESS_LIFE = timedelta(seconds=3599)
CODE_LIFE = timedelta(minutes=10)
TESTING_LIFE = timedelta(days=7)
UNUSED_LIFE = timedelta(days=183)
MOST_PER_ACCOUNT = 100


@dataclass
class Refresh:
    """A refresh token and what it stands for."""

    token: str
    account: str
    scopes: frozenset[str]
    issued: datetime
    used: datetime
    dead: bool = False


@dataclass
class Access:
    """An access token; it dies with its refresh token."""

    account: str
    scopes: frozenset[str]
    ends: datetime
    refresh: Refresh | None = None


@dataclass
class Code:
    """An authorization code, good for one exchange."""

    account: str
    scopes: frozenset[str]
    redirect: str
    challenge: str
    issued: datetime
    spent: bool = False


@dataclass
class OAuth:
    """All grants of one OAuth client."""

    world: World
    client_id: str = "1234567890-graduandtest.apps.googleusercontent.com"
    client_secret: str = "GOCSPX-not-a-secret-of-anybody"
    refreshes: dict[str, Refresh] = field(default_factory=dict)
    accesses: dict[str, Access] = field(default_factory=dict)
    codes: dict[str, Code] = field(default_factory=dict)
    verifiers: list[str] = field(default_factory=list)

    def grant(self, account: str, scopes: frozenset[str]) -> tuple[str, str]:
        """An access and a refresh token without a consent screen."""
        now = self.world.now()
        alive = [one for one in self.refreshes.values() if one.account == account and not one.dead]
        for oldest in sorted(alive, key=lambda one: one.issued)[: max(0, len(alive) - MOST_PER_ACCOUNT + 1)]:
            oldest.dead = True
        refresh = Refresh(f"1//0{secrets.token_urlsafe(48)}", account, scopes, now, now)
        self.refreshes[refresh.token] = refresh
        return self._access(refresh, scopes), refresh.token

    def _access(self, refresh: Refresh, scopes: frozenset[str]) -> str:
        token = f"ya29.{secrets.token_urlsafe(64)}"
        self.accesses[token] = Access(refresh.account, scopes, self.world.now() + ACCESS_LIFE, refresh)
        return token

    def issue_code(self, account: str, scopes: frozenset[str], redirect: str, challenge: str) -> str:
        code = f"4/0{secrets.token_urlsafe(32)}"
        self.codes[code] = Code(account, scopes, redirect, challenge, self.world.now())
        return code

    def granted(self, account: str) -> frozenset[str]:
        """Everything that the account has given this client, for `include_granted_scopes`."""
        alive = (one.scopes for one in self.refreshes.values() if one.account == account and self._alive(one))
        return frozenset().union(*alive)

    def who(self, header: str, method: str) -> tuple[str, frozenset[str]]:
        """The account behind a bearer token; 401 without a good one, 403 without the scope."""
        access = self.accesses.get(header.removeprefix("Bearer ").strip()) if header.startswith("Bearer ") else None
        if access is None or access.ends <= self.world.now() or (access.refresh and access.refresh.dead):
            raise bad_credentials()
        if not any(PREFIX + name in access.scopes for name in SCOPES[method]):
            raise scope_missing(method)
        return access.account, access.scopes

    def owned_only(self, scopes: frozenset[str], method: str) -> bool:
        """Whether only `….owned` scopes allow this call: they do not reach other people's calendars."""
        fit = [name for name in SCOPES[method] if PREFIX + name in scopes]
        return bool(fit) and all(".owned" in name for name in fit)

    def token(self, form: Query, basic: tuple[str, str] | None = None) -> Answer:
        """`POST /token`."""
        client, secret = basic or (form.text("client_id"), form.text("client_secret"))
        if client != self.client_id:
            return _refused(401, "invalid_client", "The OAuth client was not found.")
        if secret != self.client_secret:
            return _refused(401, "invalid_client", "Unauthorized")
        if form.text("grant_type") == "authorization_code":
            return self._exchange(form)
        if form.text("grant_type") == "refresh_token":
            return self._refresh(form)
        return _refused(400, "unsupported_grant_type", f"Invalid grant_type: {form.text('grant_type')}")

    def _exchange(self, form: Query) -> Answer:
        code = self.codes.get(form.text("code"))
        if code is None or code.spent or code.issued + CODE_LIFE < self.world.now():
            return _refused(400, "invalid_grant", "Malformed auth code." if code is None else "Bad Request")
        if form.text("redirect_uri") != code.redirect:
            return _refused(400, "redirect_uri_mismatch", "Bad Request")
        verifier = form.text("code_verifier")
        if code.challenge:
            self.verifiers.append(verifier)
            if not verifier:
                return _refused(400, "invalid_grant", "Missing code verifier.")
            if challenge_of(verifier) != code.challenge:
                return _refused(400, "invalid_grant", "Invalid code verifier.")
        code.spent = True
        access, refresh = self.grant(code.account, code.scopes)
        return Answer(200, self._body(access, code.scopes) | {"refresh_token": refresh} | self._testing())

    def _refresh(self, form: Query) -> Answer:
        refresh = self.refreshes.get(form.text("refresh_token"))
        if refresh is None or not self._alive(refresh):
            return _refused(400, "invalid_grant", "Token has been expired or revoked.")
        asked = frozenset(form.text("scope").split()) or refresh.scopes
        if not asked <= refresh.scopes:
            return _refused(400, "invalid_scope", "Bad Request")
        refresh.used = self.world.now()
        return Answer(200, self._body(self._access(refresh, asked), asked))

    def _alive(self, refresh: Refresh) -> bool:
        now = self.world.now()
        if refresh.dead or refresh.used + UNUSED_LIFE < now:
            return False
        return not (self.world.modes.testing and refresh.issued + TESTING_LIFE <= now)

    def _body(self, access: str, scopes: frozenset[str]) -> dict[str, object]:
        life = int(ACCESS_LIFE.total_seconds())
        return {"access_token": access, "expires_in": life, "scope": " ".join(sorted(scopes)), "token_type": "Bearer"}

    def _testing(self) -> dict[str, object]:
        life = int(TESTING_LIFE.total_seconds())
        return {"refresh_token_expires_in": life} if self.world.modes.testing else {}

    def revoke(self, form: Query) -> Answer:
        """`POST /revoke`: either token ends the whole grant."""
        token = form.text("token")
        access = self.accesses.get(token)
        refresh = self.refreshes.get(token) or (access.refresh if access else None)
        if refresh is None or not self._alive(refresh):
            return _refused(400, "invalid_token", "Token expired or revoked")
        self.revoke_account(refresh.account)
        return Answer(200, {})

    def revoke_account(self, account: str | None = None) -> None:
        """As if the user had taken the app off the account's list."""
        for refresh in self.refreshes.values():
            if account in (None, refresh.account):
                refresh.dead = True

    def expire_access(self) -> None:
        """Every access token given so far is stale; refresh tokens live on."""
        for access in self.accesses.values():
            access.ends = self.world.now()

    def secrets(self) -> tuple[str, ...]:
        """Everything that must be found in no log, file or argument list."""
        return (*self.refreshes, *self.accesses, *self.codes, *filter(None, self.verifiers), self.client_secret)

    def sign_ins_spent(self) -> int:
        return sum(code.spent for code in self.codes.values())


def challenge_of(verifier: str) -> str:
    """S256 of RFC 7636, 4.2."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode("ascii")).digest()).decode().rstrip("=")


def long_names(scopes: str) -> frozenset[str]:
    return frozenset(ALIASES.get(name, name) for name in scopes.split())


def is_loopback(uri: str) -> bool:
    parts = urlsplit(uri)
    return parts.scheme == "http" and parts.hostname in ("127.0.0.1", "::1", "localhost")


def _refused(status: int, error: str, description: str) -> Answer:
    return Answer(status, {"error": error, "error_description": description})
