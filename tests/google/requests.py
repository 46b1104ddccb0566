"""One request as it came in, and the kind under which it is counted."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote

from tests.google.query import Query

API = "/calendar/v3/"
BATCH = "/batch/calendar/v3"

_EVENTS = re.compile(r"calendars/([^/]+)/events(?:/([^/]+))?(?:/(instances|move))?$")
_ONE = {"GET": "events.get", "PATCH": "events.patch", "PUT": "events.update", "DELETE": "events.delete"}


@dataclass(frozen=True)
class Request:
    """Method, path without the query, headers in lower case."""

    method: str
    path: str
    query: Query
    headers: dict[str, str]
    body: bytes = b""

    @property
    def target(self) -> str:
        return self.path + (
            "?" + "&".join(f"{key}={value}" for key, value in self.query.pairs) if self.query.pairs else ""
        )


@dataclass
class Noted:
    """A request in the server's log; no token is kept in it."""

    kind: str
    method: str
    path: str
    query: tuple[tuple[str, str], ...]
    body: bytes
    status: int = 0
    """0: no answer was given."""
    fault: str = ""
    committed: bool = False
    seconds: float = 0.0
    """The server's own time, without what a fault made it wait."""
    done: bool = False


@dataclass(frozen=True)
class Target:
    """What a path names."""

    kind: str
    calendar_id: str = ""
    event_id: str = ""


_FIXED = {
    ("GET", "/o/oauth2/v2/auth"): "auth",
    ("POST", "/o/oauth2/v2/auth/decision"): "auth.decision",
    ("POST", "/revoke"): "revoke",
    ("GET", "/portal"): "portal",
    ("POST", BATCH): "batch",
    ("GET", f"{API}users/me/calendarList"): "calendarList.list",
    ("GET", f"{API}colors"): "colors.get",
}


def target_of(request: Request) -> Target:
    """The kind of a request; `unknown` for what the app has no business to ask."""
    if kind := _FIXED.get((request.method, request.path)):
        return Target(kind)
    if request.path == "/token" and request.method == "POST":
        grant = Query.read(request.body.decode("utf-8", "replace")).text("grant_type")
        return Target({"authorization_code": "token.code", "refresh_token": "token.refresh"}.get(grant, "token.other"))
    return _calendar_target(request) if request.path.startswith(API) else Target("unknown")


def _calendar_target(request: Request) -> Target:
    rest = request.path.removeprefix(API)
    if match := _EVENTS.fullmatch(rest):
        return _event_target(request, unquote(match[1]), unquote(match[2] or ""), match[3] or "")
    parts = [unquote(part) for part in rest.split("/")]
    if request.method == "GET" and parts[0] == "calendars" and len(parts) == 2:
        return Target("calendars.get", parts[1])
    if request.method == "GET" and parts[:3] == ["users", "me", "calendarList"] and len(parts) == 4:
        return Target("calendarList.get", parts[3])
    return Target("unknown")


def _event_target(request: Request, calendar_id: str, event_id: str, action: str) -> Target:
    method = request.method
    if action == "instances" and method == "GET":
        return Target("events.instances", calendar_id, event_id)
    if action == "move" and method == "POST":
        return Target("events.move", calendar_id, event_id)
    if not event_id and method == "POST":
        return Target("events.insert", calendar_id)
    if not event_id and method == "GET":
        return Target("events.list-sync" if request.query.text("syncToken") else "events.list", calendar_id)
    if event_id and not action and method in _ONE:
        return Target(_ONE[method], calendar_id, event_id)
    return Target("unknown")
