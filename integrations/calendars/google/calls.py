"""What can be asked of Google's calendars, by the names of its reference (developers.google.com/calendar/api/v3).

Google's own library is not used for this: it takes 32 MB and a third of a second to put an address together, and
brings a transport that sends a POST again by itself. `tests` hold this table to the description that comes with it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode

Parameter = str | int | bool | Iterable[str] | None


@dataclass(frozen=True, slots=True)
class Call:
    """One method of the API: its verb, its path with places in braces, and the parameters that may be given."""

    verb: str
    path: str
    parameters: frozenset[str]


@dataclass(frozen=True, slots=True)
class Request:
    """One request, ready to be sent. `path` stands behind the API's base and holds the query."""

    name: str
    verb: str
    path: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None


_EVENTS = "calendars/{calendarId}/events"
_EVENT = f"{_EVENTS}/{{eventId}}"
_GUESTS = "maxAttendees sendUpdates supportsAttachments conferenceDataVersion eventLabelVersion fields"


def _call(verb: str, path: str, parameters: str = "fields") -> Call:
    return Call(verb, path, frozenset(parameters.split()))


CALLS = {
    "calendarList.list": _call(
        "GET", "users/me/calendarList", "maxResults minAccessRole pageToken showDeleted showHidden syncToken fields"
    ),
    "calendarList.get": _call("GET", "users/me/calendarList/{calendarId}"),
    "calendars.get": _call("GET", "calendars/{calendarId}"),
    "colors.get": _call("GET", "colors"),
    "events.list": _call(
        "GET",
        _EVENTS,
        "alwaysIncludeEmail eventTypes iCalUID maxAttendees maxResults orderBy pageToken privateExtendedProperty q "
        "sharedExtendedProperty showDeleted showHiddenInvitations singleEvents syncToken timeMax timeMin timeZone "
        "updatedMin fields",
    ),
    "events.get": _call("GET", _EVENT, "alwaysIncludeEmail maxAttendees timeZone fields"),
    "events.instances": _call(
        "GET",
        f"{_EVENT}/instances",
        "alwaysIncludeEmail maxAttendees maxResults originalStart pageToken showDeleted timeMax timeMin timeZone "
        "fields",
    ),
    "events.insert": _call("POST", _EVENTS, _GUESTS),
    "events.patch": _call("PATCH", _EVENT, f"alwaysIncludeEmail {_GUESTS}"),
    "events.update": _call("PUT", _EVENT, f"alwaysIncludeEmail {_GUESTS}"),
    "events.delete": _call("DELETE", _EVENT, "sendUpdates"),
}


def request(name: str, *, etag: str = "", body: Mapping[str, Any] | None = None, **parameters: Parameter) -> Request:
    """The request `name`, as in `request("events.get", calendarId="primary", eventId="x")`.

    A parameter that is None is left out. `etag` becomes If-Match. Raises TypeError for a parameter that the call
    does not have, or a missing part of its path.
    """
    call = CALLS[name]
    given = {key: value for key, value in parameters.items() if value is not None}
    parts = {key: quote(str(given.pop(key)), safe="") for key in tuple(given) if f"{{{key}}}" in call.path}
    if unknown := given.keys() - call.parameters:
        raise TypeError(f"{name} has no {', '.join(sorted(unknown))}")
    try:
        path = call.path.format(**parts)
    except KeyError as error:
        raise TypeError(f"{name} needs {error}") from error
    query = urlencode([(key, text) for key, value in given.items() for text in _texts(value)])
    headers = {"If-Match": etag} if etag else {}
    content = None
    if body is not None:
        headers["Content-Type"] = "application/json; charset=UTF-8"
        content = json.dumps(body, ensure_ascii=False).encode()
    return Request(name, call.verb, f"{path}?{query}" if query else path, headers, content)


def _texts(value: Parameter) -> Iterable[str]:
    if isinstance(value, bool):
        return ("true" if value else "false",)
    if isinstance(value, str | int) or value is None:
        return (str(value),)
    return value
