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
_WRITER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
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
    get = event.get
    body: Body = {}
    for key in ("id", "iCalUID", "recurringEventId"):
        if found := get(key):
            body[key] = one_line(_text(found))[:_LONGEST_ID]
    for key in ("start", "end", "originalStartTime"):
        if found := get(key):
            body[key] = _time(found)
    exception = "recurringEventId" in body
    if (status := _text(get("status"))) != "confirmed":
        body["status"] = status
    body["summary"] = _text(get("summary"))[:_LONGEST_TITLE]
    if found := get("description"):
        body["notes"] = _around(found, words)
    if not exception:
        body["recurrence"] = _lines(get("recurrence"))
        body["created"] = _text(get("created"))[:40]
    body["organizer"] = _person(get("organizer"))
    body["attendees"] = _people(get("attendees"))
    body["updated"] = _text(get("updated"))[:40]
    _rare(event, words, labels, body)
    return {key: value for key, value in body.items() if value}


def _rare(event: Mapping[str, Any], words: Iterable[str], labels: Mapping[str, Label], body: Body) -> None:
    """What most events do not have."""
    get = event.get
    body["attendeesOmitted"] = get("attendeesOmitted") is True
    body["eventType"] = kind if (kind := kind_of(event)) != DEFAULT else ""
    body["transparent"] = get("transparency") == "transparent"
    if isinstance(found := get("sequence"), int):
        body["sequence"] = int(found)
    if "extendedProperties" in event:
        body["properties"] = _properties(get("extendedProperties"), words)
    if "colorId" in event or "eventLabelId" in event:
        label = labels.get(_text(get("eventLabelId")))
        body["color"] = label.color if label else COLORS.get(_text(get("colorId")), "")
        body["label"] = label.name if label else ""


def held(body: Body, uid: str = "") -> Held:
    """The trimmed event as it is kept. `uid` is the series', for exceptions that name none."""
    written = _WRITER.encode(body)
    return Held(body["id"], body.get("recurringEventId", ""), body.get("iCalUID", "") or uid, written)


def body_of(one: Held) -> Body:
    """The trimmed event that was kept."""
    read = json.loads(one.body)
    return read if isinstance(read, dict) else {}


def bodies_of(kept: Iterable[Held]) -> list[Body]:
    """The trimmed events of many; all at once is faster than one by one, and their names are one in memory."""
    read = json.loads(f"[{','.join(one.body for one in kept)}]")
    return [body if isinstance(body, dict) else {} for body in read]


def plain_text(markup: str) -> str:
    """A description as a person reads it: tags taken out, line ends and entities resolved."""
    if "<" in markup:
        markup = _TAG.sub("", _BREAK.sub("\n", markup))
    return unescape(markup) if "&" in markup else markup


def one_line(value: str) -> str:
    """A value that can stand in one line, whatever is in it."""
    if value.isprintable():
        return value.strip()
    return CONTROL.sub(" ", value).strip() if CONTROL.search(value) else value.strip()


def _text(value: object) -> str:
    """A text, without halves of characters, which JSON can hold and nothing else."""
    if not isinstance(value, str):
        return ""
    return value if value.isascii() else value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _around(description: object, words: Iterable[str]) -> str:
    """The lines of a description that may hold a mark, cut to what stands around it."""
    text = plain_text(_text(description)[:_MOST_SEARCHED])
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
    if not isinstance(value, dict):
        return {}
    return {key: text[:80] for key in ("date", "dateTime", "timeZone") if (text := _text(value.get(key)))}


def _lines(value: object) -> list[str]:
    """The lines of a recurrence, each one line and no more, whatever it holds."""
    if not isinstance(value, list):
        return []
    return [found[0].strip() for one in value[:_MOST_LINES] if (found := _text(one).splitlines())]


def _person(value: object) -> Body:
    if not isinstance(value, dict):
        return {}
    get = value.get
    person: Body = {}
    if email := _text(get("email")):
        person["email"] = email[:_LONGEST_NAME]
    if name := _text(get("displayName")):
        person["name"] = name[:_LONGEST_NAME]
    if response := _text(get("responseStatus")):
        person["response"] = response[:20]
    for key in ("self", "organizer", "resource"):
        if get(key) is True:
            person[key] = True
    return person


_last_people: tuple[object, list[Body]] = ((), [])
"""Instances of one series stand together, and mostly have the same people."""


def _people(value: object) -> list[Body]:
    global _last_people  # noqa: PLW0603 - the last answer, given again for an equal question
    asked, answer = _last_people
    if asked == value:
        return answer
    found = [person for one in value if (person := _person(one)).get("email")] if isinstance(value, list) else []
    _last_people = (value, found)
    return found


def _properties(value: object, words: Iterable[str]) -> list[str]:
    """What extended properties hold that may be a mark: a value, or the name of one that is set to "yes"."""
    if not isinstance(value, Mapping):
        return []
    found: dict[str, None] = {}
    for scope in ("private", "shared"):
        own = value.get(scope)
        for name, said in own.items() if isinstance(own, Mapping) else ():
            tag = _text(name) if _text(said).strip().lower() in _YES else _text(said)
            if len(tag) <= _LONGEST_TAG and any(word in tag.lower() for word in words):
                found[tag] = None
    return list(found)
