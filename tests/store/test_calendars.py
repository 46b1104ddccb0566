from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from desktop.store import Change, Kind, Store, revision_of
from integrations.calendars.model import Batch, Form
from tests.store.values import LATER, LONDON, NOW, TUESDAY, day_off, dump, meeting, series

BATCH = Batch(series=(series(), series("other")), meetings=(meeting(),), days_off=(day_off(),))


def test_importing_twice_changes_nothing(store: Store, folder: Path) -> None:
    assert [put.change for put in store.calendars.put(BATCH, at=NOW)] == [Change.NEW] * 4
    before = dump(folder)
    assert [put.change for put in store.calendars.put(BATCH, at=LATER)] == [Change.UNCHANGED] * 4
    assert dump(folder) == before


def test_answers_come_in_the_order_of_the_batch(store: Store) -> None:
    puts = store.calendars.put(BATCH, at=NOW)
    assert [(put.kind, put.uid) for put in puts] == [
        (Kind.SERIES, "weekly"),
        (Kind.SERIES, "other"),
        (Kind.MEETING, "coffee"),
        (Kind.DAY_OFF, "leave"),
    ]


def test_a_newer_export_updates_and_says_what_was_before(store: Store) -> None:
    store.calendars.put(Batch(series=(series(text="old"),)), at=NOW)
    (put,) = store.calendars.put(Batch(series=(series(text="new"),)), at=LATER)
    assert (put.change, put.before) == (Change.CHANGED, "old")
    row = store.calendars.series("weekly")
    assert row is not None
    assert (row.text, row.revision, row.read_at) == ("new", revision_of("new"), LATER)


def test_the_time_of_an_export_is_no_change(store: Store, folder: Path) -> None:
    store.calendars.put(Batch(series=(series(text="UID:u\nDTSTAMP:20251120T090000Z\nSUMMARY:DTSTAMP:1"),)), at=NOW)
    before = dump(folder)
    (put,) = store.calendars.put(
        Batch(series=(series(text="UID:u\ndtstamp;X=1:20251127T090000Z\nSUMMARY:DTSTAMP:1"),)), at=LATER
    )
    assert put.change is Change.UNCHANGED
    assert dump(folder) == before
    (put,) = store.calendars.put(
        Batch(series=(series(text="UID:u\nDTSTAMP:20251120T090000Z\nSUMMARY:DTSTAMP:2"),)), at=LATER
    )
    assert put.change is Change.CHANGED


@pytest.mark.parametrize("changed", [series(calendar="Private"), series(source="google")])
def test_another_calendar_or_source_is_a_change(store: Store, changed: object) -> None:
    store.calendars.put(Batch(series=(series(),)), at=NOW)
    (put,) = store.calendars.put(Batch(series=(changed,)), at=LATER)  # type: ignore[arg-type]
    assert put.change is Change.CHANGED


def test_what_a_file_does_not_hold_stays(store: Store) -> None:
    store.calendars.put(BATCH, at=NOW)
    store.calendars.put(Batch(series=(series("third"),)), at=LATER)
    assert store.calendars.series_uids() == {"weekly", "other", "coffee", "third"}


def test_only_what_was_given_is_kept(store: Store, folder: Path) -> None:
    store.calendars.put(Batch(series=(series(),)), at=NOW)
    rows = [line for line in dump(folder) if line.startswith("INSERT")]
    assert len(rows) == 1
    assert "Mentoring" not in rows[0], "a title stands in the text alone"


def test_a_removed_series_stays_as_evidence_and_comes_back(store: Store) -> None:
    store.calendars.put(BATCH, at=NOW)
    assert store.calendars.remove(["weekly", "nowhere"], at=LATER) == ("weekly",)
    assert store.calendars.remove(["weekly"], at=LATER) == ()
    removed = {row.uid: row.removed_at for row in store.calendars.rows()}
    assert removed == {"weekly": LATER, "other": None, "coffee": None, "leave": None}
    (put, *_rest) = store.calendars.put(BATCH, at=LATER)
    assert put.change is Change.CHANGED
    assert all(row.removed_at is None for row in store.calendars.rows())


def test_a_single_meeting_that_became_a_series_is_one_thing(store: Store) -> None:
    store.calendars.put(Batch(meetings=(meeting("it", "single"), meeting("it", slot=TUESDAY))), at=NOW)
    (put,) = store.calendars.put(Batch(series=(series("it"),)), at=LATER)
    assert (put.change, bool(put.before)) == (Change.CHANGED, True)
    assert [row.kind for row in store.calendars.rows()] == [Kind.SERIES]


def test_a_series_that_became_a_single_meeting_is_one_thing(store: Store) -> None:
    store.calendars.put(Batch(series=(series("it", "repeating"),)), at=NOW)
    (put,) = store.calendars.put(Batch(meetings=(meeting("it"),)), at=LATER)
    assert (put.change, put.before) == (Change.CHANGED, "repeating")
    assert [row.kind for row in store.calendars.rows()] == [Kind.MEETING]


def test_a_lone_override_leaves_its_series_alone(store: Store) -> None:
    store.calendars.put(Batch(series=(series("it"),)), at=NOW)
    store.calendars.put(Batch(meetings=(meeting("it", slot=TUESDAY),)), at=LATER)
    assert [row.kind for row in store.calendars.rows()] == [Kind.SERIES, Kind.MEETING]


def test_overrides_of_one_series_are_told_apart_by_their_slot(store: Store) -> None:
    in_utc = TUESDAY.astimezone(UTC)
    batch = Batch(meetings=(meeting("it", "a", TUESDAY), meeting("it", "b", date(2025, 12, 9))))
    store.calendars.put(batch, at=NOW)
    (put,) = store.calendars.put(Batch(meetings=(meeting("it", "a", in_utc),)), at=LATER)
    assert put.change is Change.UNCHANGED, "one instant is one slot, whatever its zone"
    assert len(store.calendars.rows()) == 2


def test_a_floating_slot_is_the_same_in_every_zone(store: Store) -> None:
    for zone in (LONDON, ZoneInfo("Asia/Tokyo")):
        slot = datetime(2025, 12, 9, 16, tzinfo=zone)
        store.calendars.put(Batch(meetings=(meeting("it", "same", slot, Form.FLOATING),)), at=NOW)
    assert len(store.calendars.rows()) == 1


def test_the_first_and_last_year_can_be_kept(store: Store) -> None:
    edges = (
        datetime(1, 1, 1, tzinfo=ZoneInfo("Asia/Tokyo")),
        datetime(9999, 12, 31, 23, tzinfo=ZoneInfo("US/Pacific")),
    )
    store.calendars.put(Batch(days_off=tuple(day_off(start=edge) for edge in edges)), at=NOW)
    assert len(store.calendars.rows()) == 2


def test_hostile_text_is_only_text(store: Store) -> None:
    text = "'; DROP TABLE series; --\x00\U0001f600 {0} %s"
    store.calendars.put(Batch(series=(series("u'id", text),)), at=NOW)
    row = store.calendars.series("u'id")
    assert row is not None
    assert row.text == text
