from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from desktop.store import Account, Change, Kind, Row, Store, origin_of, revision_of
from desktop.store.migrations import known_migrations
from integrations.calendars.model import Batch, Form, Series
from integrations.calendars.port import Access, Calendar
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
def test_another_calendar_or_source_is_a_change(store: Store, changed: Series) -> None:
    store.calendars.put(Batch(series=(series(),)), at=NOW)
    (put,) = store.calendars.put(Batch(series=(changed,)), at=LATER)
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


HOME, WORK = origin_of("google-1", "home"), origin_of("google-1", "work")


def live(store: Store, *values: Series, origin: str = HOME, mine: bool = True) -> None:
    uids = [one.uid for one in values]
    store.calendars.settle(uids, Batch(series=values), at=LATER, origin=origin, mine=uids if mine else ())


def only(store: Store) -> Row:
    (row,) = store.calendars.rows()
    return row


def test_a_live_series_is_shown_in_place_of_the_same_one_from_a_file(store: Store) -> None:
    store.calendars.put(Batch(series=(series(text="file"),)), at=NOW)
    live(store, series(text="live", source="google"))
    assert (only(store).text, only(store).origin, only(store).rank) == ("live", HOME, 2)
    again = store.calendars.put(Batch(series=(series(text="file"),)), at=LATER)
    assert again[0].change is Change.UNCHANGED, "the file's own row is still there"


def test_of_two_calendars_the_one_that_may_be_changed_is_shown(store: Store) -> None:
    live(store, series(text="guest"), origin=HOME, mine=False)
    live(store, series(text="own"), origin=WORK)
    assert only(store).text == "own"
    row = store.calendars.series("weekly")
    assert row is not None
    assert row.text == "own"


def test_an_event_that_moved_to_another_calendar_is_shown_where_it_stands(store: Store) -> None:
    live(store, series(text="before"), origin=HOME)
    store.calendars.settle(["weekly"], Batch(), at=LATER, origin=HOME)
    live(store, series(text="after"), origin=WORK, mine=False)
    assert (only(store).text, only(store).removed_at) == ("after", None)


def test_what_is_gone_from_a_calendar_does_not_come_back_from_an_old_file(store: Store) -> None:
    store.calendars.put(Batch(series=(series(text="file"),)), at=NOW)
    live(store, series(text="live"))
    store.calendars.settle(["weekly"], Batch(), at=LATER, origin=HOME)
    assert (only(store).text, only(store).removed_at) == ("live", LATER)


def test_a_single_meeting_in_a_file_is_not_shown_beside_the_live_series_of_its_name(store: Store) -> None:
    store.calendars.put(Batch(meetings=(meeting("weekly"), meeting("weekly", slot=TUESDAY))), at=NOW)
    live(store, series(text="live"))
    assert only(store).kind is Kind.SERIES


def test_settling_takes_back_what_is_there_no_longer_and_leaves_other_names_alone(store: Store) -> None:
    batch = Batch(series=(series(),), meetings=(meeting(),), days_off=(day_off(), day_off(start=date(2025, 9, 1))))
    store.calendars.settle(["weekly", "coffee", "leave"], batch, at=NOW, origin=HOME)
    fewer = Batch(days_off=(day_off(),))
    store.calendars.settle(["coffee", "leave"], fewer, at=LATER, origin=HOME)
    found = {(row.kind, row.uid, row.removed_at) for row in store.calendars.rows()}
    assert found == {
        (Kind.SERIES, "weekly", None),
        (Kind.MEETING, "coffee", LATER),
        (Kind.DAY_OFF, "leave", None),
    }


def test_a_file_that_calls_off_a_series_does_not_touch_the_live_one(store: Store) -> None:
    live(store, series())
    assert store.calendars.remove(["weekly"], at=LATER) == ()
    assert only(store).removed_at is None


@pytest.fixture
def account(store: Store) -> str:
    store.accounts.add(Account("google-1", "google", "me@example.org", "", False, NOW))
    store.accounts.put_calendars(
        "google-1", [Calendar("home", "Home", Access.OWNER), Calendar("work", "", Access.OWNER)]
    )
    store.calendars.put(Batch(series=(series(text="file"),), days_off=(day_off(),)), at=NOW)
    live(store, series(text="live"), series("live-only"), origin=HOME)
    live(store, series(text="live"), origin=WORK)
    return "google-1"


def test_disconnecting_leaves_what_files_brought(store: Store, account: str) -> None:
    assert store.accounts.remove(account)
    assert [(row.uid, row.text) for row in store.calendars.rows() if row.kind is Kind.SERIES] == [("weekly", "file")]
    assert len(store.calendars.rows()) == 2


def test_a_calendar_that_is_no_longer_chosen_takes_its_own_rows_along(store: Store, account: str) -> None:
    store.accounts.choose(account, ["work"])
    assert [(row.uid, row.origin) for row in store.calendars.rows() if row.kind is Kind.SERIES] == [("weekly", WORK)]


def test_when_the_calendars_were_listed_is_known_until_the_account_goes(store: Store, account: str) -> None:
    assert store.accounts.listed_at(account) is None
    store.accounts.set_listed(account, at=LATER)
    assert store.accounts.listed_at(account) == LATER
    assert store.accounts.listed_at("nobody") is None


def test_dates_that_were_counted_again_are_remembered(store: Store) -> None:
    store.told.saw_recounted("pair", 2, at=NOW)
    store.told.saw_recounted("pair", 1, at=LATER)
    assert store.told.recounted() == {"pair": 1}


def test_what_was_read_before_calendars_had_origins_is_from_files(folder: Path) -> None:
    columns = "'Work', 'ics', 'text', 'revision', '2025-11-20T09:00:00.000000+00:00', NULL"
    with Store.open(folder, migrations=known_migrations()[:4]) as older, older.transaction():
        older._database.run(f"INSERT INTO series VALUES ('weekly', {columns})")
        older._database.run(f"INSERT INTO meetings VALUES ('coffee', '', {columns})")
        older._database.run(f"INSERT INTO days_off VALUES ('leave', '2025-08-04', {columns})")
    with Store.open(folder) as store:
        assert [(row.uid, row.origin, row.rank, row.text) for row in store.calendars.rows()] == [
            ("weekly", "", 0, "text"),
            ("coffee", "", 0, "text"),
            ("leave", "", 0, "text"),
        ]
