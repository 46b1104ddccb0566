"""Events that no client could write and Google may hold all the same; `google.put(EVENTS["no start"])`."""

from __future__ import annotations

from typing import Any

Body = dict[str, Any]

_START = {"dateTime": "2026-01-05T10:00:00+01:00", "timeZone": "Europe/Berlin"}
_END = {"dateTime": "2026-01-05T11:00:00+01:00", "timeZone": "Europe/Berlin"}
_ME = "mentee@example.org"


def _event(name: str, **more: Any) -> Body:
    body = {"id": name, "status": "confirmed", "summary": "Mentoring", "iCalUID": f"{name}@google.com"}
    return body | {"start": _START, "end": _END, "organizer": {"email": _ME}, "creator": {"email": _ME}} | more


def _without(body: Body, *names: str) -> Body:
    return {key: value for key, value in body.items() if key not in names}


_CROWD = [{"email": f"guest{number}@example.net", "responseStatus": "needsAction"} for number in range(249)]
_MARKUP = "<p>Agenda <b>&amp; notes</b> <a href='javascript:alert(1)'>x</a><script>alert(2)</script></p>\n" * 1200

EVENTS: dict[str, Body] = {
    "no start": _without(_event("bad01"), "start", "end"),
    "no end": _without(_event("bad02"), "end"),
    "nothing but an id": {"id": "bad03"},
    "a start that is no time": _event("bad04", start={"dateTime": "tomorrow"}, end={"dateTime": 5}),
    "a start of the wrong type": _event("bad05", start="2026-01-05", end=None),
    "empty times": _event("bad06", start={}, end={}),
    "end before start": _event("bad07", start=_END, end=_START),
    "year 9999": _event("bad08", start={"date": "9999-12-31"}, end={"date": "9999-12-31"}),
    "unknown type and fields": _event("bad09", eventType="hologram", aFieldOfTomorrow={"deep": [1, None, "x"]}),
    "fields of other types": _event(
        "bad10", summary=7, attendees="everybody", organizer="me", extendedProperties=[], colorId=3, reminders=False
    ),
    "attendees of other types": _event("bad11", attendees=[None, "x", {"displayName": "No address"}, {"email": 5}]),
    "250 guests": _event("bad12", attendees=[{"email": _ME, "responseStatus": "accepted"}, *_CROWD]),
    "attendees omitted": _event("bad13", attendees=[{"email": _ME}], attendeesOmitted=True),
    "hidden guest list": _event(
        "bad14",
        organizer={"email": "mentor@example.org"},
        guestsCanSeeOtherGuests=False,
        attendees=[{"email": _ME}, {"email": "mentor@example.org"}],
    ),
    "100 KB of markup": _event("bad15", description=_MARKUP),
    "control characters": _event(
        "bad16",
        summary="Men\u0000tor\u202eing\r\n\u2028 #mentoring \ud83d\ude00".encode("utf-16", "surrogatepass").decode(
            "utf-16"
        ),
    ),
    "date-only UNTIL on a timed series": _event("bad17", recurrence=["RRULE:FREQ=WEEKLY;UNTIL=20260119"]),
    "floating UNTIL": _event("bad18", recurrence=["RRULE:FREQ=WEEKLY;UNTIL=20260119T100000"]),
    "UTC UNTIL on whole days": _event(
        "bad19",
        start={"date": "2026-01-05"},
        end={"date": "2026-01-06"},
        recurrence=["RRULE:FREQ=WEEKLY;UNTIL=20260119T000000Z"],
    ),
    "a rule nobody can read": _event("bad20", recurrence=["RRULE:FREQ=FORTNIGHTLY;BYDAY=XX"]),
    "recurrence of other types": _event("bad21", recurrence=[None, 3, {"rule": "x"}]),
    "two rules and a period": _event(
        "bad22",
        recurrence=[
            "RRULE:FREQ=WEEKLY;COUNT=2",
            "RRULE:FREQ=MONTHLY;COUNT=2",
            "RDATE;VALUE=PERIOD:20260110T090000Z/PT1H",
            "EXRULE:FREQ=YEARLY",
        ],
    ),
    "a zone of its own": _event(
        "bad23", start=_START | {"timeZone": "GMT+01:00/Custom"}, end=_END | {"timeZone": "GMT+01:00/Custom"}
    ),
    "a zone that is a path": _event("bad24", start=_START | {"timeZone": "../../etc/passwd"}),
    "an exception without its series": _event(
        "bad25_20260112T090000Z", recurringEventId="nowhere", originalStartTime=_START
    ),
    "zone of another kind": _event("bad26", start=_START | {"timeZone": 7}),
    "secondly": _event("bad27", recurrence=["RRULE:FREQ=SECONDLY"]),
}
"""By what is wrong with them."""
