"""An event as Google writes it, cut down to what is used, before any of it can reach a disk (R22).

All of it is somebody else's writing: what has another type than it should have is not there.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import unescape
from typing import Any

from integrations.calendars.port import Held

Body = dict[str, Any]

DEFAULT, AWAY = "default", "outOfOffice"
"""The event types that are read; all others (birthdays, focus time, working places, mail) say nothing of meetings."""

COLORS = {
    "1": "lavender", "2": "sage", "3": "grape", "4": "flamingo", "5": "banana", "6": "tangerine",
    "7": "peacock", "8": "graphite", "9": "blueberry", "10": "basil", "11": "tomato",
}  # fmt: skip
"""How Google Calendar's window calls the colours of events; the API has only their numbers."""

CONTROL = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]+")
"""What some reader might take for the end of a line, and other signs that nobody sees."""

_TAG = re.compile(r"<[^<>]{0,2000}>")
_BREAK = re.compile(r"<(?:br|/p|/li|/div)\b[^<>]{0,200}>", re.IGNORECASE)
_AROUND = 80
"""Characters kept on each side of a word that may be a mark."""
_MOST_NOTES, _MOST_SEARCHED = 1000, 200_000
_LONGEST_TITLE, _LONGEST_TAG, _LONGEST_NAME, _LONGEST_ID = 1000, 60, 200, 1024
_MOST_LINES = 2000
_YES = frozenset({"1", "true", "yes"})


@dataclass(frozen=True)
class Label:
    """An event label of a calendar (`Calendars.labelProperties`), which supersedes `colorId`."""

    name: str
    color: str
    """`#rrggbb`, in lower case."""


def labels_of(calendar: Mapping[str, Any]) -> dict[str, Label]:
    """The labels by id, of what `calendars.get` gives."""
    properties = calendar.get("labelProperties")
    listed = properties.get("eventLabels") if isinstance(properties, Mapping) else None
    found = {}
    for one in listed if isinstance(listed, list) else ():
        if isinstance(one, Mapping) and (id_ := _text(one.get("id"))):
            found[id_] = Label(_text(one.get("name"))[:_LONGEST_TAG], _text(one.get("backgroundColor")).lower())
    return found


def kind_of(event: Mapping[str, Any]) -> str:
    """The event's type; events from before there were types are of the usual one."""
    return _text(event.get("eventType")) or DEFAULT


def trimmed(event: Mapping[str, Any], words: Iterable[str], labels: Mapping[str, Label]) -> Body:
    """What is used of an event, in Google's own names where it has them; nothing that is empty.

    Of the description, and of extended properties, only what stands around one of `words` (in lower case) is kept:
    that is all that marks are looked for in.
    """
    label = labels.get(_text(event.get("eventLabelId")))
    color = label.color if label else COLORS.get(_text(event.get("colorId")), "")
    body: Body = {
        "id": one_line(_text(event.get("id")))[:_LONGEST_ID],
        "iCalUID": one_line(_text(event.get("iCalUID")))[:_LONGEST_ID],
        "status": _text(event.get("status")) if event.get("status") != "confirmed" else "",
        "recurringEventId": one_line(_text(event.get("recurringEventId")))[:_LONGEST_ID],
        "originalStartTime": _time(event.get("originalStartTime")),
        "summary": _text(event.get("summary"))[:_LONGEST_TITLE],
        "notes": _around(event.get("description"), words),
        "start": _time(event.get("start")),
        "end": _time(event.get("end")),
        "recurrence": _lines(event.get("recurrence")),
        "organizer": _person(event.get("organizer")),
        "attendees": _people(event.get("attendees")),
        "attendeesOmitted": event.get("attendeesOmitted") is True,
        "eventType": kind_of(event) if kind_of(event) != DEFAULT else "",
        "transparent": event.get("transparency") == "transparent",
        "color": color,
        "label": label.name if label else "",
        "properties": _properties(event.get("extendedProperties"), words),
        "sequence": event.get("sequence") if isinstance(event.get("sequence"), int) else 0,
        "created": _text(event.get("created"))[:40],
        "updated": _text(event.get("updated"))[:40],
    }
    return {key: value for key, value in body.items() if value}


def held(body: Body, uid: str = "") -> Held:
    """The trimmed event as it is kept. `uid` is the series', for exceptions that name none."""
    written = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    return Held(body["id"], body.get("recurringEventId", ""), body.get("iCalUID", "") or uid, written)


def body_of(one: Held) -> Body:
    """The trimmed event that was kept."""
    read = json.loads(one.body)
    return read if isinstance(read, dict) else {}


def plain_text(markup: str) -> str:
    """A description as a person reads it: tags taken out, line ends and entities resolved."""
    if "<" in markup:
        markup = _TAG.sub("", _BREAK.sub("\n", markup))
    return unescape(markup) if "&" in markup else markup


def one_line(value: str) -> str:
    """A value that can stand in one line, whatever is in it."""
    return CONTROL.sub(" ", value).strip() if CONTROL.search(value) else value.strip()


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _around(description: object, words: Iterable[str]) -> str:
    """The lines of a description that may hold a mark, cut to what stands around it."""
    if not isinstance(description, str) or not description:
        return ""
    text = plain_text(description[:_MOST_SEARCHED])
    low = text.lower()
    if not any(word in low for word in words):
        return ""
    found: dict[str, None] = {}
    for line in text.splitlines():
        small = line.lower()
        at = min((place for word in words if (place := small.find(word)) >= 0), default=-1)
        if at >= 0:
            found[line[max(0, at - _AROUND) : at + 2 * _AROUND].strip()] = None
    return "\n".join(found)[:_MOST_NOTES]


def _time(value: object) -> Body:
    """An `EventDateTime`: a `date`, or a `dateTime` with the name of its zone."""
    if not isinstance(value, Mapping):
        return {}
    return {key: text[:80] for key in ("date", "dateTime", "timeZone") if (text := _text(value.get(key)))}


def _lines(value: object) -> list[str]:
    """The lines of a recurrence, each one line and no more, whatever it holds."""
    if not isinstance(value, list):
        return []
    return [found[0].strip() for one in value[:_MOST_LINES] if isinstance(one, str) and (found := one.splitlines())]


def _person(value: object) -> Body:
    if not isinstance(value, Mapping):
        return {}
    person: Body = {
        "email": _text(value.get("email"))[:_LONGEST_NAME],
        "name": _text(value.get("displayName"))[:_LONGEST_NAME],
        "self": value.get("self") is True,
        "organizer": value.get("organizer") is True,
        "resource": value.get("resource") is True,
        "response": _text(value.get("responseStatus"))[:20],
    }
    return {key: one for key, one in person.items() if one}


def _people(value: object) -> list[Body]:
    if not isinstance(value, list):
        return []
    return [person for one in value if (person := _person(one)).get("email")]


def _properties(value: object, words: Iterable[str]) -> list[str]:
    """What extended properties hold that may be a mark: a value, or the name of one that is set to "yes"."""
    if not isinstance(value, Mapping):
        return []
    found: dict[str, None] = {}
    for scope in ("private", "shared"):
        own = value.get(scope)
        for name, said in own.items() if isinstance(own, Mapping) else ():
            tag = name if isinstance(said, str) and said.strip().lower() in _YES else said
            if isinstance(tag, str) and len(tag) <= _LONGEST_TAG and any(word in tag.lower() for word in words):
                found[tag] = None
    return list(found)
