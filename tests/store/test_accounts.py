from __future__ import annotations

from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest

from desktop.store import Account, Store
from integrations.calendars.port import Access, Calendar, Changes, Held
from tests.store.values import LATER, NOW

ACCOUNT = Account("google-1", "google", "me@example.org", "", writing=False, added_at=NOW)
WORK = Calendar("me@example.org", "Me", Access.OWNER, main=True, color="#123456", zone=ZoneInfo("Europe/Berlin"))
TEAM = Calendar("team", "Team", Access.OWNER)
HOLIDAYS = Calendar("holidays", "Holidays", Access.READER)


@pytest.fixture
def connected(store: Store) -> Store:
    store.accounts.add(ACCOUNT)
    store.accounts.put_calendars(ACCOUNT.id, [HOLIDAYS, TEAM, WORK])
    return store


def held(id_: str, parent: str = "", body: str = "{}") -> Held:
    return Held(id_, parent, f"{parent or id_}@google.com", body)


def changes(*put: Held, gone: tuple[str, ...] = (), cursor: str = "c1", whole: bool = False) -> Changes:
    return Changes(put, gone, cursor, whole)


def reads(store: Store) -> set[str]:
    return {one.id for one in store.accounts.calendars(ACCOUNT.id) if one.reads}


def test_an_account_comes_back_as_it_was_kept(store: Store) -> None:
    other = replace(ACCOUNT, id="google-2", address="other@example.org", endpoint="http://127.0.0.1:9", writing=True)
    store.accounts.add(ACCOUNT)
    store.accounts.add(replace(other, added_at=LATER, trouble="google-signed-out", synced_at=LATER, ends_at=LATER))
    assert store.accounts.get("google-1") == ACCOUNT
    assert store.accounts.get("google-3") is None
    assert [one.id for one in store.accounts.all()] == ["google-1", "google-2"]
    assert store.accounts.all()[1] == replace(
        other, added_at=LATER, trouble="google-signed-out", synced_at=LATER, ends_at=LATER
    )


def test_keeping_a_known_account_again_changes_it_and_leaves_its_calendars(connected: Store) -> None:
    connected.accounts.add(replace(ACCOUNT, writing=True))
    assert connected.accounts.all() == (replace(ACCOUNT, writing=True),)
    assert len(connected.accounts.calendars(ACCOUNT.id)) == 3


def test_health_keeps_the_last_good_look(store: Store) -> None:
    store.accounts.add(ACCOUNT)
    store.accounts.set_health(ACCOUNT.id, "", at=NOW)
    store.accounts.set_health(ACCOUNT.id, "google-no-connection")
    assert store.accounts.get(ACCOUNT.id) == replace(ACCOUNT, trouble="google-no-connection", synced_at=NOW)


def test_calendars_come_back_the_main_one_first(connected: Store) -> None:
    assert [one.calendar for one in connected.accounts.calendars(ACCOUNT.id)] == [WORK, HOLIDAYS, TEAM]


def test_what_the_user_owns_is_read_until_they_choose(connected: Store) -> None:
    assert reads(connected) == {WORK.id, TEAM.id}
    connected.accounts.choose(ACCOUNT.id, [HOLIDAYS.id])
    assert reads(connected) == {HOLIDAYS.id}
    new = Calendar("new", "New", Access.OWNER)
    connected.accounts.put_calendars(ACCOUNT.id, [WORK, HOLIDAYS, new])
    assert reads(connected) == {HOLIDAYS.id, "new"}, "a new calendar of the user's own is read, a former choice stays"


def test_a_calendar_of_the_list_changes_its_name_and_keeps_what_was_read(connected: Store) -> None:
    connected.accounts.put(ACCOUNT.id, TEAM.id, changes(held("a")), at=NOW)
    connected.accounts.put_calendars(ACCOUNT.id, [WORK, replace(TEAM, name="All of us", access=Access.WRITER)])
    team = connected.accounts.calendars(ACCOUNT.id)[1]
    assert (team.calendar.name, team.calendar.access, team.cursor) == ("All of us", Access.WRITER, "c1")
    assert set(connected.accounts.held(ACCOUNT.id, TEAM.id)) == {"a"}


def test_a_calendar_that_left_the_list_goes_with_what_was_read(connected: Store) -> None:
    connected.accounts.put(ACCOUNT.id, TEAM.id, changes(held("a")), at=NOW)
    connected.accounts.put_calendars(ACCOUNT.id, [WORK])
    assert [one.id for one in connected.accounts.calendars(ACCOUNT.id)] == [WORK.id]
    assert connected.accounts.held(ACCOUNT.id, TEAM.id) == {}


def test_what_is_not_chosen_any_more_is_not_kept_and_is_read_whole_when_it_is_again(connected: Store) -> None:
    connected.accounts.put(ACCOUNT.id, TEAM.id, changes(held("a"), whole=True), at=NOW)
    connected.accounts.choose(ACCOUNT.id, [WORK.id])
    connected.accounts.choose(ACCOUNT.id, [WORK.id, TEAM.id])
    team = connected.accounts.calendars(ACCOUNT.id)[2]
    assert (team.cursor, team.read_at, team.synced_at, team.reads) == ("", None, None, True)
    assert connected.accounts.held(ACCOUNT.id, TEAM.id) == {}


def test_changes_are_put_beside_what_is_held(connected: Store) -> None:
    connected.accounts.put(ACCOUNT.id, WORK.id, changes(held("a"), held("a_1", "a"), held("b"), whole=True), at=NOW)
    connected.accounts.put(ACCOUNT.id, WORK.id, changes(held("b", body="new"), cursor="c2"), at=LATER)
    assert connected.accounts.held(ACCOUNT.id, WORK.id) == {
        "a": held("a"),
        "a_1": held("a_1", "a"),
        "b": held("b", body="new"),
    }
    work = connected.accounts.calendars(ACCOUNT.id)[0]
    assert (work.cursor, work.read_at, work.synced_at) == ("c2", NOW, LATER)


def test_exceptions_go_with_their_series_and_alone(connected: Store) -> None:
    everything = changes(held("a"), held("a_1", "a"), held("b"), held("b_1", "b"), held("b_2", "b"))
    connected.accounts.put(ACCOUNT.id, WORK.id, everything, at=NOW)
    connected.accounts.put(ACCOUNT.id, WORK.id, changes(gone=("a", "b_1")), at=NOW)
    assert set(connected.accounts.held(ACCOUNT.id, WORK.id)) == {"b", "b_2"}


def test_a_whole_read_replaces_what_was_held_of_this_calendar(connected: Store) -> None:
    connected.accounts.put(ACCOUNT.id, WORK.id, changes(held("a"), held("b")), at=NOW)
    connected.accounts.put(ACCOUNT.id, TEAM.id, changes(held("a")), at=NOW)
    connected.accounts.put(ACCOUNT.id, WORK.id, changes(held("b"), whole=True), at=NOW)
    assert set(connected.accounts.held(ACCOUNT.id, WORK.id)) == {"b"}
    assert set(connected.accounts.held(ACCOUNT.id, TEAM.id)) == {"a"}


def test_cursor_and_items_are_kept_together_or_not_at_all(connected: Store) -> None:
    connected.accounts.put(ACCOUNT.id, WORK.id, changes(held("a")), at=NOW)
    with pytest.raises(RuntimeError, match="pulled"), connected.transaction():
        connected.accounts.put(ACCOUNT.id, WORK.id, changes(held("b"), cursor="c2"), at=LATER)
        raise RuntimeError("the plug was pulled")
    assert set(connected.accounts.held(ACCOUNT.id, WORK.id)) == {"a"}
    assert connected.accounts.calendars(ACCOUNT.id)[0].cursor == "c1"


def test_a_whole_read_can_be_asked_for(connected: Store) -> None:
    connected.accounts.put(ACCOUNT.id, WORK.id, changes(held("a"), whole=True), at=NOW)
    connected.accounts.read_whole(ACCOUNT.id)
    assert connected.accounts.calendars(ACCOUNT.id)[0].cursor == ""
    assert set(connected.accounts.held(ACCOUNT.id, WORK.id)) == {"a"}, "until then there is something to show"


def test_a_calendar_is_well_again_after_a_good_look(connected: Store) -> None:
    connected.accounts.set_calendar_health(ACCOUNT.id, TEAM.id, "google-not-yours")
    assert [one.trouble for one in connected.accounts.calendars(ACCOUNT.id)] == ["", "", "google-not-yours"]
    connected.accounts.put(ACCOUNT.id, TEAM.id, changes(), at=NOW)
    assert {one.trouble for one in connected.accounts.calendars(ACCOUNT.id)} == {""}


def test_an_account_goes_with_all_that_was_read_of_it(connected: Store) -> None:
    other = replace(ACCOUNT, id="google-2", address="other@example.org")
    connected.accounts.add(other)
    connected.accounts.put_calendars(other.id, [WORK])
    for account in (ACCOUNT, other):
        connected.accounts.put(account.id, WORK.id, changes(held("a")), at=NOW)
    assert connected.accounts.remove(ACCOUNT.id) is True
    assert connected.accounts.remove(ACCOUNT.id) is False
    assert connected.accounts.all() == (other,)
    assert connected.accounts.calendars(ACCOUNT.id) == ()
    assert connected.accounts.held(ACCOUNT.id, WORK.id) == {}
    assert set(connected.accounts.held(other.id, WORK.id)) == {"a"}


def test_a_zone_that_this_machine_does_not_know_is_left_out(connected: Store) -> None:
    with connected.transaction():
        connected._database.run("UPDATE account_calendars SET zone = 'Mars/Olympus' WHERE main")
    assert connected.accounts.calendars(ACCOUNT.id)[0].calendar == replace(WORK, zone=None)


def test_a_client_is_kept_for_each_endpoint(store: Store) -> None:
    store.accounts.set_client("google", "", "real")
    store.accounts.set_client("google", "http://127.0.0.1:9", "test")
    store.accounts.set_client("google", "", "newer")
    assert store.accounts.client("google", "") == "newer"
    assert store.accounts.client("google", "http://127.0.0.1:9") == "test"
    assert store.accounts.client("google", "http://127.0.0.1:8") == ""
