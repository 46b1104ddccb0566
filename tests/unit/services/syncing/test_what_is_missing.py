"""What was there and is not any more, and calendars that come and go."""

from __future__ import annotations

from datetime import timedelta

from tests.journeys.connected import ACCOUNT
from tests.unit.services.syncing.conftest import (
    ME,
    NOW,
    SHARED,
    TEAM,
    Body,
    Desk,
    cancelled,
    single,
    weekly,
)


def test_a_lost_token_is_no_loss(desk: Desk) -> None:
    weekly(desk.google)
    cancelled(desk.google, "2025-09-16")
    desk.sync()
    desk.google.lose_sync_tokens()
    weekly(desk.google, "other", "Mentoring too")
    report = desk.sync()
    assert [one.uid for one in report.changed.new] == ["other@google.com"]
    assert report.changed.changed == ()
    (account,) = report.accounts
    assert [one.whole for one in account.calendars] == [True, True]


def emptied(desk: Desk) -> None:
    desk.google.lose_sync_tokens()
    desk.google.calendar().events.clear()


def test_a_calendar_that_is_suddenly_empty_is_not_believed_until_the_user_says_so(desk: Desk) -> None:
    weekly(desk.google)
    weekly(desk.google, "other", "Mentoring too", TEAM)
    desk.sync()
    emptied(desk)
    for _ in range(2):
        report = desk.sync()
        assert desk.health() == ("", {ME: "sync-emptied"})
        assert set(desk.rows()) == {"talk", "other"}
        assert all(row.removed_at is None for row in desk.rows().values())
    (account,) = report.accounts
    assert account.synced_at == NOW
    assert [one.trouble.code for one in account.calendars if one.trouble] == ["sync-emptied"]
    desk.sync(accept_empty=True)
    assert desk.health() == ("", {})
    assert desk.rows()["talk"].removed_at == NOW


def test_many_series_that_go_at_once_are_asked_about_and_one_is_not(desk: Desk) -> None:
    for number in range(3):
        weekly(desk.google, f"talk{number}", calendar=TEAM)
    weekly(desk.google)
    desk.sync()
    for number in range(3):
        weekly(desk.google, f"talk{number}", calendar=TEAM, status="cancelled")
    weekly(desk.google, status="cancelled")
    desk.sync()
    assert desk.health() == ("", {TEAM: "sync-emptied"})
    assert desk.rows()["talk"].removed_at == NOW
    assert desk.rows()["talk0"].removed_at is None


def test_a_calendar_that_is_gone_is_named_and_what_it_held_stays(desk: Desk) -> None:
    weekly(desk.google, calendar=TEAM)
    desk.sync()
    del desk.google.world.account(ME).roles[TEAM]
    desk.sync()
    assert desk.health() == ("", {TEAM: "google-calendar-gone"})
    desk.now += timedelta(days=2)
    desk.sync()
    assert desk.health() == ("", {TEAM: "google-calendar-gone"})
    assert desk.rows()["talk"].removed_at is None
    desk.program.accounts.choose(ACCOUNT, [ME])
    desk.now += timedelta(days=2)
    desk.sync()
    assert desk.health() == ("", {})
    assert desk.rows() == {}


def test_a_new_calendar_is_seen_the_next_day(desk: Desk) -> None:
    desk.sync()
    desk.google.add_calendar(SHARED, summary="Ours", owner=ME)
    weekly(desk.google, calendar=SHARED)
    desk.sync()
    assert desk.rows() == {}
    desk.now += timedelta(days=1)
    desk.sync()
    assert set(desk.rows()) == {"talk"}


def test_a_calendar_of_others_is_read_only_when_it_is_chosen(desk: Desk) -> None:
    desk.google.add_account("boss@example.org")
    desk.google.add_calendar(SHARED, summary="Boss", owner="boss@example.org", role="reader")
    weekly(desk.google, calendar=SHARED)
    away: Body = {"eventType": "outOfOffice", "attendees": None}
    single(desk.google, "away", "Away", SHARED, **away)
    desk.sync()
    assert desk.rows() == {}
    desk.program.accounts.choose(ACCOUNT, [ME, SHARED])
    desk.sync()
    assert [(uid, row.rank) for uid, row in desk.rows().items()] == [("talk", 1)]
