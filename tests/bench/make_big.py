#!/usr/bin/env python3
"""Make one large, realistic iCalendar file for speed and memory tests.

The file looks like ten years of a busy person's exported calendar: single
meetings with attendees and long descriptions, recurring series with moved,
cancelled and deleted occurrences, reminders, several time zones (IANA and
Windows names, each with its VTIMEZONE), text in several scripts and folded
lines.  A few series and single events are *mentoring*; how each is marked
(category, title, hashtag in the text, a title folded inside the keyword, ...)
varies, and decoys hold the keyword where it does not count.

The output depends on the arguments alone (no clock, no locale, no hash
order): the same arguments give the same bytes on every machine.

    make_big.py big.ics --truth big.truth.json
    make_big.py small.ics --events 500 --series 20 --mentoring-series 4

The truth file lists, for every mentoring series, its UID, how it is marked,
its rule and the number of its overrides, cancellations and EXDATEs, so that a
test can check what an importer found.
"""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
import json
import random
import sys
from pathlib import Path

CRLF = b"\r\n"

# TZID -> (std offset, dst offset or None, dst rule, std rule); offsets as in iCalendar.
ZONES: dict[str, tuple[str, str | None, str, str]] = {
    "Europe/Berlin": (
        "+0100",
        "+0200",
        "19700329T020000|FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
        "19701025T030000|FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
    ),
    "Europe/London": (
        "+0000",
        "+0100",
        "19700329T010000|FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
        "19701025T020000|FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
    ),
    "America/New_York": (
        "-0500",
        "-0400",
        "20070311T020000|FREQ=YEARLY;BYMONTH=3;BYDAY=2SU",
        "20071104T020000|FREQ=YEARLY;BYMONTH=11;BYDAY=1SU",
    ),
    "America/Los_Angeles": (
        "-0800",
        "-0700",
        "20070311T020000|FREQ=YEARLY;BYMONTH=3;BYDAY=2SU",
        "20071104T020000|FREQ=YEARLY;BYMONTH=11;BYDAY=1SU",
    ),
    "Asia/Kolkata": ("+0530", None, "", ""),
    "Asia/Tokyo": ("+0900", None, "", ""),
    "W. Europe Standard Time": (
        "+0100",
        "+0200",
        "16010101T020000|FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
        "16010101T030000|FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
    ),
    "Eastern Standard Time": (
        "-0500",
        "-0400",
        "16010101T020000|FREQ=YEARLY;BYMONTH=3;BYDAY=2SU",
        "16010101T020000|FREQ=YEARLY;BYMONTH=11;BYDAY=1SU",
    ),
}
ZONE_WEIGHTS = [40, 10, 10, 5, 3, 2, 22, 8]

FIRST = (
    "Anna Björn Chidi Deepa Émile Fatima Grzegorz Hana Ivan Jürgen Keiko Lucía Mehmet Noor "
    "Olga Peter Quinn Rosa Søren Tomáš Uta Víctor Wanjiru Xin Yusuf Zoë"
).split()
LAST = (
    "Andersson Brown Chen Dvořák Evans Fischer García Haddad Ivanova Johnson Kowalski Lefèvre "
    "Müller Nguyen Okafor Park Quiroga Rossi Sato Tanaka Ueda Varga Weber Xu Yılmaz Zhang"
).split()
TOPICS = (
    "Quarterly roadmap|Budget review|Stand-up|Design critique|Customer call|Incident review|"
    "Hiring panel|Architecture forum|Release planning|Dentist|Lunch|School run|Yoga|"
    "Team retro|Vendor sync|Data quality|Security briefing|All hands|Travel to Zürich|会議 月次"
).split("|")
WORDS = (
    "agenda please review the attached notes before we meet and bring one open question each "
    "we will look at last month figures decide on owners and close the remaining actions "
    "dial in details below join from browser or phone Besprechung Übersicht réunion équipe "
    "propuesta revisión próximos pasos 日程 確認"
).split()
PLACES = (
    "Room 4.21|Zoom|https://meet.example.com/abc-defg-hij|Café Größenwahn\\, Frankfurt|HQ / Aula|"
    "Microsoft Teams Meeting||"
).split("|")
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
MARKS = (
    "category",
    "category-list",
    "summary",
    "summary-lower",
    "hashtag",
    "folded",
    "description",
    "language-param",
    "category-upper",
    "x-prop",
)
DECOYS = ("Documentation sprint", "Monumental tour", "Sentry mentions digest", "Torment: the play")


def fold(line: str) -> bytes:
    """Fold one content line at 75 octets, never inside a UTF-8 sequence."""
    raw = line.encode("utf-8")
    if len(raw) <= 75:
        return raw + CRLF
    out, limit = [], 75
    while len(raw) > limit:
        cut = limit
        while raw[cut] & 0xC0 == 0x80:
            cut -= 1
        out.append(raw[:cut])
        raw, limit = raw[cut:], 74
    out.append(raw)
    return (CRLF + b" ").join(out) + CRLF


def stamp(moment: dt.datetime) -> str:
    return moment.strftime("%Y%m%dT%H%M%S")


class Maker:
    def __init__(self, args: argparse.Namespace, out) -> None:
        self.rng = random.Random(args.seed)
        self.args = args
        self.out = out
        self.start = dt.datetime(args.first_year, 1, 4, 8, 0)
        self.end = dt.datetime(args.first_year + args.years, 1, 1)
        self.n_events = 0
        self.serial = 0
        self.truth: dict = {"series": [], "singles": [], "decoys": 0}
        people = [(f, s) for f in FIRST for s in LAST]
        self.rng.shuffle(people)
        self.people = people[:220]

    # -- small parts -----------------------------------------------------------
    def emit(self, *lines: str) -> None:
        self.out.write(b"".join(fold(line) for line in lines))

    def uid(self) -> str:
        self.serial += 1
        digest = hashlib.sha1(f"{self.args.seed}/{self.serial}".encode()).hexdigest()
        if self.serial % 3 == 0:  # Outlook's shape
            return ("040000008200E00074C5B7101A82E008" + digest + digest)[:112].upper()
        return digest[:26] + "@google.com"

    def text(self, lo: int, hi: int) -> str:
        rng, parts = self.rng, []
        for number in range(rng.randint(lo, hi)):
            parts.append(rng.choice(WORDS))
            if number % 13 == 12:
                parts.append("\\n" if rng.random() < 0.5 else "\\,")
        return " ".join(parts)

    def person(self) -> tuple[str, str]:
        first, last = self.rng.choice(self.people)
        local = (first[0] + last).encode("ascii", "ignore").decode().lower() or "guest"
        return f"{first} {last}", f"{local}@example.com"

    def when(self, name: str, moment: dt.datetime, zone: str | None) -> str:
        if zone is None:
            return f"{name}:{stamp(moment)}Z"
        return f"{name};TZID={zone}:{stamp(moment)}"

    def zone(self) -> str | None:
        if self.rng.random() < 0.25:
            return None
        return self.rng.choices(list(ZONES), ZONE_WEIGHTS)[0]

    def moment(self) -> dt.datetime:
        """A half-hour slot on a working day."""
        days = (self.end - self.start).days
        day = self.start + dt.timedelta(days=self.rng.randrange(days - 1))
        if day.weekday() > 4:
            day -= dt.timedelta(days=2)
        return day.replace(hour=self.rng.randint(8, 17), minute=self.rng.choice((0, 30)))

    # -- components ------------------------------------------------------------
    def head(self) -> None:
        self.emit(
            "BEGIN:VCALENDAR",
            "PRODID:-//Example//make_big 1.0//EN",
            "VERSION:2.0",
            "CALSCALE:GREGORIAN",
            "METHOD:PUBLISH",
            "X-WR-CALNAME:Work",
            "X-WR-TIMEZONE:Europe/Berlin",
        )
        for name, (std, dst, to_dst, to_std) in ZONES.items():
            self.emit("BEGIN:VTIMEZONE", f"TZID:{name}")
            if dst is None:
                self.emit(
                    "BEGIN:STANDARD",
                    "DTSTART:19700101T000000",
                    f"TZOFFSETFROM:{std}",
                    f"TZOFFSETTO:{std}",
                    "END:STANDARD",
                )
            else:
                for kind, rule, frm, to in (("DAYLIGHT", to_dst, std, dst), ("STANDARD", to_std, dst, std)):
                    begin, rrule = rule.split("|")
                    self.emit(
                        f"BEGIN:{kind}",
                        f"DTSTART:{begin}",
                        f"RRULE:{rrule}",
                        f"TZOFFSETFROM:{frm}",
                        f"TZOFFSETTO:{to}",
                        f"END:{kind}",
                    )
            self.emit("END:VTIMEZONE")

    def marks(self, mark: str | None, summary: str) -> tuple[list[str], str, str]:
        """Lines, summary line and description tail that carry the mentoring mark."""
        lines, tail = [], ""
        line = f"SUMMARY:{summary}"
        if mark == "category":
            lines.append("CATEGORIES:Mentoring")
        elif mark == "category-list":
            lines.append("CATEGORIES:Work,Mentoring,People")
        elif mark == "category-upper":
            lines.append("CATEGORIES:MENTORING")
        elif mark == "summary":
            line = f"SUMMARY:Mentoring: {summary}"
        elif mark == "summary-lower":
            line = f"SUMMARY:{summary} (mentoring 1:1)"
        elif mark == "language-param":
            line = f"SUMMARY;LANGUAGE=en-gb:Mentoring {summary}"
        elif mark == "hashtag":
            tail = "\\n#mentoring"
        elif mark == "description":
            tail = "\\nPart of the mentoring programme."
        elif mark == "x-prop":
            lines.append("X-EXAMPLE-TAG:mentoring")
        return lines, line, tail

    def event(
        self,
        *,
        uid: str,
        begin: dt.datetime,
        minutes: int,
        zone: str | None,
        summary: str,
        mark: str | None = None,
        extra: tuple[str, ...] = (),
        sequence: int = 0,
        status: str = "CONFIRMED",
        organizer: tuple[str, str] | None = None,
        guests: list[tuple[str, str]] | None = None,
        words: tuple[int, int] = (8, 90),
    ) -> None:
        rng = self.rng
        lines, summary_line, tail = self.marks(mark, summary)
        self.emit(
            "BEGIN:VEVENT",
            self.when("DTSTART", begin, zone),
            self.when("DTEND", begin + dt.timedelta(minutes=minutes), zone),
            *extra,
            f"DTSTAMP:{stamp(self.end)}Z",
        )
        for name, mail in [organizer] if organizer else []:
            self.emit(f"ORGANIZER;CN={name}:mailto:{mail}")
        self.emit(f"UID:{uid}")
        for name, mail in guests or []:
            answer = rng.choices(("ACCEPTED", "NEEDS-ACTION", "DECLINED", "TENTATIVE"), (70, 15, 8, 7))[0]
            self.emit(
                f"ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT={answer};CN={name};"
                f"X-NUM-GUESTS=0:mailto:{mail}"
            )
        self.emit(
            *lines,
            f"CREATED:{stamp(begin - dt.timedelta(days=9))}Z",
            f"DESCRIPTION:{self.text(*words)}{tail}",
            f"LAST-MODIFIED:{stamp(begin - dt.timedelta(days=2))}Z",
            f"LOCATION:{rng.choice(PLACES)}",
            f"SEQUENCE:{sequence}",
            f"STATUS:{status}",
        )
        if mark == "folded":  # a legal fold in the middle of the keyword
            self.out.write(f"SUMMARY:{summary} Ment".encode() + CRLF + b" oring" + CRLF)
        else:
            self.emit(summary_line)
        self.emit("TRANSP:OPAQUE")
        if rng.random() < 0.35:
            self.emit(
                "BEGIN:VALARM",
                "ACTION:DISPLAY",
                "DESCRIPTION:This is an event reminder",
                "TRIGGER:-P0DT0H10M0S",
                "END:VALARM",
            )
        self.emit("END:VEVENT")
        self.n_events += 1

    def series(self, mark: str | None, budget: int) -> None:
        """One recurring series with its overrides; at most `budget` overrides."""
        rng = self.rng
        zone = self.zone() if mark is None else rng.choice(("Europe/Berlin", "America/New_York"))
        begin, uid = self.moment(), self.uid()
        step, rule = rng.choices(
            (
                (7, f"FREQ=WEEKLY;BYDAY={WEEKDAYS[begin.weekday()]}"),
                (14, f"FREQ=WEEKLY;INTERVAL=2;BYDAY={WEEKDAYS[begin.weekday()]}"),
                (1, "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
                (28, f"FREQ=WEEKLY;INTERVAL=4;BYDAY={WEEKDAYS[begin.weekday()]}"),
                (0, f"FREQ=MONTHLY;BYDAY={(begin.day - 1) // 7 + 1}{WEEKDAYS[begin.weekday()]}"),
            ),
            (45, 25, 8, 12, 10),
        )[0]
        ending = rng.choices(("open", "until", "count"), (35, 45, 20))[0]
        length = rng.randint(8, 70)
        if ending == "count":
            rule += f";COUNT={length}"
        elif ending == "until":
            last = begin + dt.timedelta(days=(step or 30) * length)
            # The end of that day in UTC, as Google writes it: no zone arithmetic needed.
            rule += f";UNTIL={last:%Y%m%d}T235959Z"
        # Occurrences we may touch (weekday steps only, so that each is a real occurrence).
        slots: list[dt.datetime] = []
        if step >= 7:
            slots = [begin + dt.timedelta(days=step * n) for n in range(1, length)]
            slots = [s for s in slots if s < self.end]
        rng.shuffle(slots)
        n_exdate = min(len(slots), rng.randint(0, 5))
        exdates, slots = sorted(slots[:n_exdate]), slots[n_exdate:]
        n_over = min(len(slots), budget, rng.randint(0, 16))
        overrides = sorted(slots[:n_over])
        organizer, guests = self.person(), [self.person() for _ in range(rng.randint(1, 9))]
        if mark is not None:
            guests = guests[:2]
        minutes = rng.choice((25, 30, 45, 50, 60, 90))
        summary = rng.choice(TOPICS) if mark is None else f"{guests[0][0]} / {organizer[0]}"
        extra = [f"RRULE:{rule}"] + [self.when("EXDATE", e, zone) for e in exdates]
        common = dict(uid=uid, zone=zone, minutes=minutes, organizer=organizer, guests=guests)
        self.event(begin=begin, summary=summary, mark=mark, extra=tuple(extra), sequence=rng.randint(0, 3), **common)
        cancelled = moved = 0
        for slot in overrides:
            chance = rng.random()
            recid = (self.when("RECURRENCE-ID", slot, zone),)
            # Overrides carry the mark only half the time: an importer must go by UID too.
            sub = mark if rng.random() < 0.5 else None
            if chance < 0.35:
                cancelled += 1
                self.event(begin=slot, summary=summary, mark=sub, extra=recid, sequence=4, status="CANCELLED", **common)
            elif chance < 0.8:
                moved += 1
                shift = dt.timedelta(hours=rng.choice((-3, -1, 1, 2, 24, 48)))
                self.event(begin=slot + shift, summary=summary, mark=sub, extra=recid, sequence=4, **common)
            else:
                self.event(begin=slot, summary=summary + " (new agenda)", mark=sub, extra=recid, **common)
        if mark is not None:
            self.truth["series"].append(
                {
                    "uid": uid,
                    "mark": mark,
                    "rrule": rule,
                    "tzid": zone,
                    "dtstart": stamp(begin),
                    "overrides": n_over,
                    "cancelled": cancelled,
                    "moved": moved,
                    "exdates": n_exdate,
                }
            )

    def single(self, mark: str | None, decoy: bool = False) -> None:
        rng = self.rng
        begin, zone = self.moment(), self.zone()
        summary = rng.choice(DECOYS) if decoy else f"{rng.choice(TOPICS)} {self.person()[0]}"
        guests = [self.person() for _ in range(min(14, int(rng.expovariate(0.35))))]
        uid = self.uid()
        self.event(
            uid=uid,
            begin=begin,
            minutes=rng.choice((15, 30, 45, 60, 120)),
            zone=zone,
            summary=summary,
            mark=mark,
            organizer=self.person() if guests else None,
            guests=guests,
            words=(4, 130),
        )
        if mark is not None:
            self.truth["singles"].append({"uid": uid, "mark": mark})
        self.truth["decoys"] += decoy

    def run(self) -> None:
        args, rng = self.args, self.rng
        self.head()
        plan: list[tuple[str, str | None]] = []
        plan += [("series", MARKS[i % len(MARKS)]) for i in range(args.mentoring_series)]
        plan += [("series", None)] * (args.series - args.mentoring_series)
        plan += [("single", MARKS[i % len(MARKS)]) for i in range(args.mentoring_singles)]
        plan += [("decoy", None)] * args.decoys
        rng.shuffle(plan)
        # Spread the planned items evenly between the plain single events.
        budget = max(0, (args.events - len(plan)))
        stride = max(1, args.events // max(1, len(plan)))
        for kind, mark in plan:
            if kind == "series":
                self.series(mark, min(16, budget))
            else:
                self.single(mark, decoy=kind == "decoy")
            for _ in range(stride - 9 if stride > 10 else 1):
                if self.n_events + len(plan) * 2 < args.events:
                    self.single(None)
        while self.n_events < args.events:
            self.single(None)
        self.emit("END:VCALENDAR")


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("output", type=Path)
    parser.add_argument("--truth", type=Path, help="write the mentoring events' truth here as JSON")
    parser.add_argument("--events", type=int, default=30_000, help="VEVENTs in all, overrides included")
    parser.add_argument("--series", type=int, default=600, help="recurring series in all")
    parser.add_argument("--mentoring-series", type=int, default=30)
    parser.add_argument("--mentoring-singles", type=int, default=120)
    parser.add_argument("--decoys", type=int, default=200, help="events whose text only resembles the keyword")
    parser.add_argument("--years", type=int, default=10)
    parser.add_argument("--first-year", type=int, default=2017)
    parser.add_argument("--seed", type=int, default=5545)
    args = parser.parse_args(argv)
    if args.mentoring_series > args.series:
        parser.error("--mentoring-series is larger than --series")
    if args.series + args.mentoring_singles + args.decoys > args.events:
        parser.error("--events is too small for the series, singles and decoys asked for")
    with args.output.open("wb") as out:
        maker = Maker(args, out)
        maker.run()
        size = out.tell()
    if args.truth:
        maker.truth |= {"events": maker.n_events, "bytes": size}
        args.truth.write_text(json.dumps(maker.truth, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print(
        f"{args.output}: {size} bytes, {maker.n_events} VEVENTs, "
        f"{args.series} series, {len(maker.truth['series'])} of them mentoring",
        file=sys.stderr,
    )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
