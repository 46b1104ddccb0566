"""Components of one UID -> the one state that they tell: copies, cancellations and answers applied.

Rules: highest SEQUENCE, then newest DTSTAMP wins (RFC 5546, 2.1.5); a CANCEL applies to what it names
wherever it stands; a REPLY tells one attendee's answer and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from integrations.calendars.icalendar.lines import Component, Line, line
from integrations.calendars.icalendar.places import Found, Report
from integrations.calendars.icalendar.values import Stamp, Unreadable, bare, in_form, stamp, utc_stamp
from integrations.calendars.model import Form, Moment
from integrations.calendars.moments import wall

_OLD = datetime(1, 1, 1, tzinfo=UTC)
_NOT_IN_OVERRIDE = frozenset({"RRULE", "RDATE", "EXDATE", "EXRULE", "DTSTART", "DTEND", "DURATION", "RECURRENCE-ID"})


@dataclass(frozen=True)
class Slotted:
    """An override with its slot in the series' form."""

    found: Found
    slot: Moment


@dataclass(frozen=True)
class Group:
    """Everything that one UID stands for after merging."""

    uid: str
    master: Found | None
    start: Stamp | None
    overrides: tuple[Slotted, ...]
    cancelled: bool = False
    """A CANCEL named the UID whole while nothing else here holds it."""


def sequence(component: Component) -> int:
    """SEQUENCE, 0 where missing or unreadable."""
    raw = component.value("SEQUENCE")
    return int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 10 else 0


def _rank(component: Component) -> tuple[int, datetime]:
    made = utc_stamp(component.first("DTSTAMP")) or utc_stamp(component.first("LAST-MODIFIED"))
    return sequence(component), made or _OLD


def is_recurring(component: Component) -> bool:
    """Whether a rule or a list of dates makes it a series."""
    return any(one.value.strip() for name in ("RRULE", "RDATE") for one in component.all(name))


def merge(uid: str, all_found: Iterable[Found], report: Report) -> Group:
    """The state of one UID. `report` is told of components that cannot be read; they are left out."""
    found = [one for one in all_found if not one.place.ignored]
    calls = [one for one in found if one.place.method == "CANCEL"]
    replies = [one for one in found if one.place.method == "REPLY"]
    events = [one for one in found if one.place.method not in ("CANCEL", "REPLY")]
    master, start = _master(events, report)
    overrides = _overrides([one for one in events if one.component.first("RECURRENCE-ID")], master, start, report)
    gone = False
    for call in calls:
        if call.component.first("RECURRENCE-ID"):
            _call_off_one(call, overrides, start, report)
        elif master is not None:
            if sequence(call.component) >= sequence(master.component):
                master = master.with_component(_called_off(master.component))
        else:
            gone = True
    for reply in replies:
        master = _answer(reply, overrides, master, start, report)
    if gone:
        overrides = {
            key: replace(one, found=one.found.with_component(_called_off(one.found.component)))
            for key, one in overrides.items()
        }
    return Group(uid, master, start, tuple(overrides.values()), gone)


_Key = tuple[Moment, bool]
_Overrides = dict[_Key, Slotted]


def _master(events: list[Found], report: Report) -> tuple[Found | None, Stamp | None]:
    best: Found | None = None
    best_start: Stamp | None = None
    for one in events:
        if one.component.first("RECURRENCE-ID"):
            continue
        first = one.component.first("DTSTART")
        if first is None:
            report(one.problem("no-start"))
            continue
        try:
            start = stamp(first, one.clock(report))
        except Unreadable as trouble:
            report(one.problem(trouble.code, trouble.line, value=trouble.value))
            continue
        if best is None or _rank(one.component) >= _rank(best.component):
            best, best_start = one, start
    return best, best_start


def _slot(one: Found, start: Stamp | None, report: Report) -> Moment | None:
    named = one.component.first("RECURRENCE-ID")
    assert named is not None
    try:
        own = stamp(named, one.clock(report))
    except Unreadable as trouble:
        report(one.problem(trouble.code, trouble.line, value=trouble.value))
        return None
    return in_form(own, start.form, start.zone.tz, start.moment) if start is not None else own.moment


def key_of(slot: Moment, one: Component) -> _Key:
    """What tells overrides of one series apart: the slot, and whether it speaks of all that follow."""
    named = one.first("RECURRENCE-ID")
    following = named is not None and (named.param("RANGE") or "").upper() == "THISANDFUTURE"
    return slot.astimezone(UTC) if isinstance(slot, datetime) else slot, following


def _overrides(events: list[Found], master: Found | None, start: Stamp | None, report: Report) -> _Overrides:
    found: _Overrides = {}
    for one in events:
        slot = _slot(one, start, report)
        if slot is None:
            continue
        if one.component.first("DTSTART") is None:
            one = one.with_component(_dated(one.component))  # noqa: PLW2901 - the same one, completed
        key = key_of(slot, one.component)
        known = found.get(key)
        if known is None or _rank(one.component) >= _rank(known.found.component):
            found[key] = Slotted(one, slot)
    if master is not None and start is not None and not is_recurring(master.component):
        return {key: one for key, one in found.items() if start.form is not Form.DATE or one.slot != start.moment}
    return found


def _dated(component: Component) -> Component:
    """An override without DTSTART stands at its slot."""
    named = component.first("RECURRENCE-ID")
    assert named is not None
    params = "".join(f";{name}={value}" for name in ("VALUE", "TZID") if (value := named.param(name)))
    return component.with_parts((line(f"DTSTART{params}:{named.value}", named.number), *component.parts))


def _called_off(component: Component) -> Component:
    parts = [part for part in component.parts if not (isinstance(part, Line) and part.name == "STATUS")]
    return component.with_parts((*parts, line("STATUS:CANCELLED", component.number)))


def _call_off_one(call: Found, overrides: _Overrides, start: Stamp | None, report: Report) -> None:
    slot = _slot(call, start, report)
    if slot is None:
        return
    key = key_of(slot, call.component)
    known = overrides.get(key)
    if known is not None and sequence(known.found.component) > sequence(call.component):
        return
    component = _called_off(call.component)
    overrides[key] = Slotted(call.with_component(component if component.first("DTSTART") else _dated(component)), slot)


def _answer(
    reply: Found, overrides: _Overrides, master: Found | None, start: Stamp | None, report: Report
) -> Found | None:
    answers = {one.value.strip().lower(): one for one in reply.component.all("ATTENDEE")}
    if reply.component.first("RECURRENCE-ID") is None:
        return master.with_component(_answered(master.component, answers)) if master is not None else None
    slot = _slot(reply, start, report)
    if slot is None:
        return master
    key = key_of(slot, reply.component)
    known = overrides.get(key)
    if known is not None:
        found = known.found.with_component(_answered(known.found.component, answers))
        overrides[key] = Slotted(found, known.slot)
    elif master is not None and is_recurring(master.component):
        overrides[key] = Slotted(_standing(master, reply, answers), slot)
    return master


def _answered(component: Component, answers: dict[str, Line]) -> Component:
    """The component with the attendees' lines as the answers give them; nobody is added."""
    parts: list[Line | Component] = []
    for part in component.parts:
        own = isinstance(part, Line) and part.name == "ATTENDEE"
        reply = answers.get(part.value.strip().lower()) if own and isinstance(part, Line) else None
        if reply is not None and isinstance(part, Line):
            said = reply.param("PARTSTAT") or "NEEDS-ACTION"
            kept = ";".join(
                piece for piece in part.text[: part.colon].split(";") if not piece.upper().startswith("PARTSTAT=")
            )
            parts.append(line(f"{kept};PARTSTAT={said.upper()}:{part.value}", part.number))
        else:
            parts.append(part)
    return component.with_parts(parts)


def _standing(master: Found, reply: Found, answers: dict[str, Line]) -> Found:
    """An override at its own slot that differs from the series by an answer alone."""
    named = reply.component.first("RECURRENCE-ID")
    assert named is not None
    kept = [
        part
        for part in master.component.parts
        if not isinstance(part, Line) or part.name not in _NOT_IN_OVERRIDE or part.name == "DURATION"
    ]
    made = _dated(master.component.with_parts((named, *kept)))
    length = _length_line(master.component)
    made = made.with_parts((*made.parts, length)) if length is not None else made
    return master.with_component(_answered(made, answers))


def _length_line(component: Component) -> Line | None:
    """DTEND as DURATION, so that it can stand with another start."""
    first, last = component.first("DTSTART"), component.first("DTEND")
    if first is None or last is None or component.first("DURATION"):
        return None
    if first.param("TZID") != last.param("TZID"):
        return None
    try:
        begin, end = _plain(first), _plain(last)
    except Unreadable:
        return None
    seconds = int((end - begin).total_seconds())
    if seconds < 0:
        return None
    whole = f"P{seconds // 86400}D" if seconds % 86400 == 0 else f"PT{seconds // 60}M"
    return line(f"DURATION:{whole}", last.number)


def _plain(one: Line) -> datetime:
    return wall(bare(one.value, one)[0])
