"""Series as calendar programs write them, generated: zones, clock changes, all-day, ends, exceptions, moved ones."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

ZONES = ("Europe/Berlin", "America/New_York", "Australia/Sydney", "Asia/Kolkata", "America/Sao_Paulo")
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True)
class Written:
    """The text of one calendar with one series, and the days on which a final date makes sense."""

    text: str
    kind: str
    zone: str
    start: date


def _value(at: datetime, kind: str, zone: str) -> tuple[str, str]:
    """Parameters and value of a date property at a wall time."""
    if kind == "date":
        return ";VALUE=DATE", f"{at:%Y%m%d}"
    if kind == "utc":
        return "", f"{at:%Y%m%dT%H%M%SZ}"
    if kind == "floating":
        return "", f"{at:%Y%m%dT%H%M%S}"
    return f";TZID={zone}", f"{at:%Y%m%dT%H%M%S}"


def _until(at: datetime, kind: str, zone: str) -> str:
    if kind == "date":
        return f"{at:%Y%m%d}"
    if kind == "floating":
        return f"{at:%Y%m%dT%H%M%S}"
    place = UTC if kind == "utc" else ZoneInfo(zone)
    return f"{at.replace(tzinfo=place).astimezone(UTC):%Y%m%dT%H%M%SZ}"


@st.composite
def series(draw: st.DrawFn) -> Written:
    """One weekly, fortnightly, monthly or daily series with everything that may hang on it."""
    kind = draw(st.sampled_from(["zoned", "zoned", "zoned", "utc", "floating", "date"]))
    zone = draw(st.sampled_from(ZONES))
    day = date(2026, 1, 5) + timedelta(days=draw(st.integers(0, 120)))
    # Not in the hours in which clocks change: libraries disagree there, and nobody meets then.
    hour = time() if kind == "date" else time(draw(st.integers(6, 21)), draw(st.sampled_from([0, 30])))
    begin = datetime.combine(day, hour)
    step, rule = draw(
        st.sampled_from(
            [
                (7, f"FREQ=WEEKLY;BYDAY={WEEKDAYS[day.weekday()]}"),
                (7, "FREQ=WEEKLY"),
                (14, f"FREQ=WEEKLY;INTERVAL=2;BYDAY={WEEKDAYS[day.weekday()]}"),
                (21, f"FREQ=WEEKLY;INTERVAL=3;WKST=SU;BYDAY={WEEKDAYS[day.weekday()]}"),
                (1, "FREQ=DAILY"),
                (3, "FREQ=DAILY;INTERVAL=3"),
            ]
        )
    )
    slots = [begin + timedelta(days=step * n) for n in range(40)]
    end = draw(st.sampled_from(["open", "open", "count", "until"]))
    last = draw(st.integers(12, 35))
    if end == "count":
        rule += f";COUNT={last + 1}"
        slots = slots[: last + 1]
    elif end == "until":
        rule += f";UNTIL={_until(slots[last], kind, zone)}"
        slots = slots[: last + 1]
    touched = draw(st.lists(st.integers(1, len(slots) - 2), unique=True, max_size=7))
    cut = draw(st.integers(0, len(touched)))
    exdates, moved = [slots[n] for n in touched[:cut]], [slots[n] for n in touched[cut:]]
    params, value = _value(begin, kind, zone)
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Example//property//EN",
        "BEGIN:VEVENT", "UID:p@example.com", "DTSTAMP:20260101T000000Z",
        f"DTSTART{params}:{value}", f"DURATION:{'P1D' if kind == 'date' else 'PT45M'}", f"RRULE:{rule}",
    ]  # fmt: skip
    lines += [f"EXDATE{p}:{v}" for p, v in (_value(at, kind, zone) for at in exdates)]
    if draw(st.booleans()):
        extra = draw(st.lists(st.sampled_from(slots), max_size=2, unique=True))
        lines += [f"RDATE{p}:{v}" for p, v in (_value(_aside(at, kind), kind, zone) for at in extra)]
    lines += ["SUMMARY:Mentoring", "CATEGORIES:Mentoring", "X-KEEP;X-P=1:as it was", "SEQUENCE:2", "END:VEVENT"]
    for at in moved:
        shift = draw(st.sampled_from([-20, -2, 1, 3, 20]))
        cancelled = draw(st.booleans())
        real = at if cancelled else at + timedelta(days=shift, hours=0 if kind == "date" else 1)
        (sp, sv), (rp, rv) = _value(at, kind, zone), _value(real, kind, zone)
        lines += [
            "BEGIN:VEVENT", "UID:p@example.com", "DTSTAMP:20260101T000000Z", f"RECURRENCE-ID{sp}:{sv}",
            f"DTSTART{rp}:{rv}", f"DURATION:{'P1D' if kind == 'date' else 'PT45M'}",
            *(["STATUS:CANCELLED"] if cancelled else []), "SUMMARY:Mentoring, another day", "SEQUENCE:2", "END:VEVENT",
        ]  # fmt: skip
    return Written("\r\n".join([*lines, "END:VCALENDAR", ""]), kind, zone, day)


def _aside(at: datetime, kind: str) -> datetime:
    """Beside a slot, never on one: half a day on for timed series."""
    return at if kind == "date" else at + timedelta(hours=2)
