"""From a request to its answer: who asks, with which scope, for what."""

from __future__ import annotations

import base64
import json
from collections import deque
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from tests.google import catalogue
from tests.google.answers import Answer, Refusal, invalid, not_found, rate_limit
from tests.google.consent import Screen
from tests.google.faults import PORTAL
from tests.google.listing import Lists
from tests.google.oauth import OAuth
from tests.google.query import Query
from tests.google.requests import Request, Target
from tests.google.resources import View, find, shown
from tests.google.world import Account, World
from tests.google.writing import Call, Writes

_METHODS = {
    "calendarList.list": "CalendarList.List",
    "calendarList.get": "CalendarList.Get",
    "calendars.get": "Calendars.Get",
    "colors.get": "Colors.Get",
    "events.list": "Events.List",
    "events.list-sync": "Events.List",
    "events.get": "Events.Get",
    "events.instances": "Events.Instances",
    "events.insert": "Events.Insert",
    "events.patch": "Events.Patch",
    "events.update": "Events.Update",
    "events.delete": "Events.Delete",
    "events.move": "Events.Move",
}
_MINUTE = timedelta(minutes=1)


class Api:
    """Everything behind the socket; one request at a time."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.oauth = OAuth(world)
        self.screen = Screen(self.oauth)
        self.lists = Lists(world)
        self.writes = Writes(world)
        self._lately: deque[datetime] = deque()

    def answer(self, request: Request, target: Target) -> Answer:
        try:
            if target.kind in _METHODS:
                with self.world.lock:
                    return self._calendar(request, target)
            return self._sign_in(request, target)
        except Refusal as refusal:
            return refusal.answer()

    def _sign_in(self, request: Request, target: Target) -> Answer:
        form = Query.read(request.body.decode("utf-8", "replace"))
        if target.kind == "auth":
            return self.screen.show(request.query)
        if target.kind == "portal":
            return Answer(200, PORTAL, {}, "text/html; charset=utf-8")
        with self.world.lock:
            if target.kind == "auth.decision":
                return self.screen.decide(form)
            if target.kind.startswith("token."):
                return self.oauth.token(form, _basic(request.headers.get("authorization", "")))
            if target.kind == "revoke":
                return self.oauth.revoke(form if form.has("token") else request.query)
        self.world.remarks.append(f"not modelled: {request.method} {request.path}")
        raise not_found()

    def _calendar(self, request: Request, target: Target) -> Answer:
        method = _METHODS[target.kind]
        email, scopes = self.oauth.who(request.headers.get("authorization", ""), method)
        self._count()
        account = self.world.account(email)
        if target.calendar_id and self.oauth.owned_only(scopes, method):
            calendar, role = self.world.calendar(account, target.calendar_id)
            if role != "owner" or calendar.owner != email:
                raise Refusal(403, "insufficientPermissions", "Insufficient Permission")
        answer = self._dispatch(account, target, request)
        if answer.status == 200 and isinstance(answer.content, dict) and "etag" in answer.content:
            answer.headers.setdefault("ETag", str(answer.content["etag"]))
        return answer

    def _dispatch(self, account: Account, target: Target, request: Request) -> Answer:
        query, calendar_id = request.query, target.calendar_id
        readers: dict[str, Callable[[], Answer]] = {
            "events.list": lambda: self.lists.events(account, calendar_id, query),
            "events.list-sync": lambda: self.lists.events(account, calendar_id, query),
            "events.instances": lambda: self.lists.instances(account, calendar_id, target.event_id, query),
            "events.get": lambda: self._get(account, target, query),
            "calendarList.list": lambda: catalogue.entries(self.world, account, query),
            "calendarList.get": lambda: catalogue.one(self.world, account, calendar_id),
            "calendars.get": lambda: catalogue.calendar(self.world, account, calendar_id),
            "colors.get": catalogue.colors,
        }
        if target.kind in readers:
            return readers[target.kind]()
        return self._write(account, target, request)

    def _get(self, account: Account, target: Target, query: Query) -> Answer:
        calendar, role = self.world.calendar(account, target.calendar_id)
        row = find(calendar, target.event_id)
        if row is None:
            raise not_found()
        most = query.number("maxAttendees", -1)
        zone_name = query.text("timeZone") or calendar.zone_name
        return Answer(200, shown(row, calendar, View(account.email, role, zone_name, None if most < 0 else most)))

    def _write(self, account: Account, target: Target, request: Request) -> Answer:
        call = Call(
            account,
            target.calendar_id,
            request.query,
            _json(request) if target.kind in ("events.insert", "events.patch", "events.update") else {},
            request.headers.get("if-match", ""),
            target.event_id,
            whole_body=target.kind == "events.update",
        )
        if target.kind == "events.insert":
            return self.writes.insert(call)
        if target.kind == "events.delete":
            return self.writes.delete(call)
        if target.kind == "events.move":
            return self.writes.move(call)
        return self.writes.change(call)

    def _count(self) -> None:
        """600 a minute and user at Google; a batch counts by its parts."""
        most = self.world.modes.requests_per_minute
        now = self.world.now()
        while self._lately and self._lately[0] <= now - _MINUTE:
            self._lately.popleft()
        if most is not None and len(self._lately) >= most:
            raise rate_limit()
        self._lately.append(now)


def _json(request: Request) -> dict[str, Any]:
    try:
        body = json.loads(request.body or b"{}")
    except ValueError:
        raise Refusal(400, "parseError", "Parse Error") from None
    if not isinstance(body, dict):
        raise invalid("Invalid value.")
    return body


def _basic(header: str) -> tuple[str, str] | None:
    if not header.startswith("Basic "):
        return None
    client, _, secret = base64.b64decode(header.removeprefix("Basic ")).decode().partition(":")
    return client, secret
