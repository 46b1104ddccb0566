"""Values to keep, as short as they can be."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from desktop.mentoring.mentorship import Role
from desktop.mentoring.plan import CreateBigPicture, Dropped, EndSeries, Plan, SourceRef
from desktop.store import Store
from integrations.calendars.model import DayOff, Form, Meeting, Moment, Series

NOW = datetime(2025, 11, 20, 9, tzinfo=UTC)
LATER = NOW + timedelta(days=7)
LONDON = ZoneInfo("Europe/London")
TUESDAY = datetime(2025, 12, 9, 16, tzinfo=LONDON)


def series(uid: str = "weekly", text: str = "", calendar: str = "Work", source: str = "ics") -> Series:
    return Series(
        uid=uid,
        title="Mentoring",
        form=Form.ZONED,
        zone=LONDON,
        zone_name="Europe/London",
        start=TUESDAY,
        duration=timedelta(hours=1),
        rules=("FREQ=WEEKLY",),
        calendar=calendar,
        source=source,
        text=text or f"BEGIN:VCALENDAR\nUID:{uid}\n",
    )


def meeting(
    uid: str = "coffee", text: str = "", slot: Moment | None = None, form: Form = Form.ZONED, calendar: str = "Work"
) -> Meeting:
    return Meeting(
        uid,
        "Coffee",
        TUESDAY,
        TUESDAY + timedelta(hours=1),
        slot=slot,
        form=form,
        calendar=calendar,
        text=text or f"BEGIN:VCALENDAR\nUID:{uid}\nX:{slot}\n",
    )


def day_off(uid: str = "leave", start: Moment = date(2025, 8, 4)) -> DayOff:
    return DayOff(uid, "Annual leave", start, date(2025, 8, 16), "Work", text=f"BEGIN:VCALENDAR\nUID:{uid}\n")


def plan(id_: str = "p1", mentorship: str = "pair", uid: str = "weekly") -> Plan:
    year_on = datetime(2026, 12, 8, 16, tzinfo=LONDON)
    return Plan(
        id=id_,
        mentorship=mentorship,
        uid=uid,
        title="Mentoring",
        people=("mentor@example.org",),
        final=TUESDAY,
        last_start=TUESDAY,
        role=Role.ORGANIZER,
        form=Form.ZONED,
        source=SourceRef("ics", "work.ics", "0" * 64),
        steps=(
            CreateBigPicture(
                "talk",
                "Big picture talk",
                "FREQ=YEARLY;COUNT=3",
                year_on,
                year_on + timedelta(hours=1),
                Form.ZONED,
                "Europe/London",
                (year_on,),
                (),
            ),
            EndSeries(
                uid, ("FREQ=WEEKLY",), ("FREQ=WEEKLY;UNTIL=20251209T160000Z",), TUESDAY, TUESDAY, Dropped(), (), ()
            ),
        ),
        messages_to_others=0,
        told=None,
        needs_telling=False,
        drafts=(),
        warnings=(),
        created=NOW,
        series_text="BEGIN:VCALENDAR\n",
    )


def keep_former(store: Store, **values: object) -> None:
    """Settings as stores held them before there was a file for them."""
    with store.transaction():
        for key, value in values.items():
            store._database.run("INSERT INTO preferences VALUES (?, ?)", (key, json.dumps(value)))


def dump(folder: Path) -> list[str]:
    """All that the store in `folder` holds, as SQL."""
    with closing(sqlite3.connect(folder / "graduand.db")) as connection:
        return list(connection.iterdump())
