"""Keeping in step: what is kept, what stays when something goes wrong, and how little is asked for."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from desktop.composition import Graduand, build
from desktop.services.syncing import LOCK, SyncReport
from desktop.store import Row
from integrations.errors import Cancelled, Trouble
from integrations.files import locked
from tests.google.fixture import google
from tests.google.server import GoogleServer
from tests.journeys.conftest import graduand
from tests.journeys.connected import ACCOUNT, Life

__all__ = ["google", "graduand"]

ME, MENTOR = "mentee@example.org", "mentor@example.org"
TEAM, SHARED = "team@group.calendar.google.com", "shared@group.calendar.google.com"
NOW = datetime(2025, 11, 24, 9, tzinfo=UTC)
Body = dict[str, Any]


class Desk:
    """The program over one profile; the clock is the test's."""

    def __init__(self, life: Life) -> None:
        self.life = life
        self.google = life.google
        self.now = NOW
        self.program: Graduand = build(life.folder, clock=lambda: self.now, zone=UTC)

    def sync(self, **how: Any) -> SyncReport:
        self.google.forget_requests()
        return self.program.syncing.sync(**how)

    def rows(self) -> dict[str, Row]:
        return {row.uid.removesuffix("@google.com"): row for row in self.program.store.calendars.rows()}

    def held(self, calendar: str = ME) -> set[str]:
        return set(self.program.store.accounts.held(ACCOUNT, calendar))

    def health(self) -> tuple[str, dict[str, str]]:
        (account,) = self.program.accounts.all()
        code = account.trouble.code if account.trouble else ""
        return code, {one.id: one.trouble for one in account.calendars if one.trouble}

    def restart(self) -> None:
        self.program.close()
        self.program = build(self.life.folder, clock=lambda: self.now, zone=UTC)


@pytest.fixture
def desk(graduand: Any, google: GoogleServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    google.world.set_now(NOW)
    google.add_calendar(TEAM, summary="Team", owner=ME)
    life = Life(graduand, google, tmp_path, monkeypatch, "UTC")
    life.connect()
    one = Desk(life)
    yield one
    one.program.close()


def when(moment: str) -> Body:
    return {"dateTime": moment, "timeZone": "Europe/London"}


def weekly(google: GoogleServer, uid: str = "talk", title: str = "Mentoring", calendar: str = "", **more: Any) -> None:
    body = {
        "id": uid,
        "iCalUID": f"{uid}@google.com",
        "summary": title,
        "start": when("2025-09-02T16:00:00+01:00"),
        "end": when("2025-09-02T17:00:00+01:00"),
        "recurrence": ["RRULE:FREQ=WEEKLY;BYDAY=TU"],
        "organizer": {"email": calendar or ME},
        "attendees": [{"email": ME, "responseStatus": "accepted"}, {"email": MENTOR, "responseStatus": "accepted"}],
        **more,
    }
    google.put({key: value for key, value in body.items() if value is not None}, calendar)


def single(google: GoogleServer, uid: str, title: str, calendar: str = "", **more: Any) -> None:
    weekly(google, uid, title, calendar, **{"recurrence": None, **more})


def cancelled(google: GoogleServer, day: str, of: str = "talk", calendar: str = "") -> None:
    slot = {"originalStartTime": when(f"{day}T16:00:00+01:00")}
    google.put({"recurringEventId": of, "status": "cancelled", **slot}, calendar)


def test_only_mentoring_and_leave_reach_the_disk(desk: Desk) -> None:
    weekly(desk.google, description="<p>Salary talk</p>Our mentoring hour<br>Secret-of-Ben")
    weekly(desk.google, "review", "Appraisal with Zoltan", attendees=[{"email": "zoltan@example.org"}])
    weekly(desk.google, "chat", "1:1 Yolanda", attendees=[{"email": ME}, {"email": "yolanda@example.org"}])
    single(desk.google, "doctor", "Oncology", attendees=None)
    single(desk.google, "coffee", "Coffee", TEAM)
    day: Body = {"start": {"date": "2025-08-04"}, "end": {"date": "2025-08-16"}, "attendees": None}
    single(desk.google, "leave", "Annual leave", **day)
    single(desk.google, "focus", "Divorce papers", eventType="focusTime")
    report = desk.sync()
    assert {row.uid for row in desk.program.store.calendars.rows()} == {
        "talk@google.com",
        "coffee@google.com",
        "leave@google.com",
    }
    assert [one.uid for one in report.changed.suggested] == ["chat@google.com"], "it is offered, from memory"
    desk.program.close()
    stored = desk.life.stored()
    assert "Mentoring" in stored
    for word in ("Zoltan", "zoltan", "Yolanda", "yolanda", "Oncology", "Divorce", "Secret-of-Ben"):
        assert word not in stored, word


def test_what_was_suggested_can_be_taken_up_at_once_and_is_whole_after_the_next_read(desk: Desk) -> None:
    weekly(desk.google, "chat", "1:1 Yolanda")
    cancelled(desk.google, "2025-09-16", of="chat")
    desk.sync()
    desk.program.reviewing.mark("chat@google.com", True)
    (found,) = desk.program.reviewing.review().mentorships
    assert found.mentorship.current.title == "1:1 Yolanda"
    desk.sync()
    (found,) = desk.program.reviewing.review().mentorships
    assert found.ledger.all_time.not_kept == 1


def test_a_series_that_the_user_does_not_want_leaves_the_disk(desk: Desk) -> None:
    weekly(desk.google)
    cancelled(desk.google, "2025-09-16")
    desk.sync()
    assert len(desk.held()) == 2
    report = desk.sync(marks={"talk@google.com": False})
    assert desk.held() == set()
    assert report.changed.suggested == ()
    assert desk.program.reviewing.review().mentorships == ()
    desk.sync(marks={"talk@google.com": True})
    assert len(desk.held()) == 2
    assert len(desk.program.reviewing.review().mentorships) == 1


def test_the_same_meeting_on_two_calendars_is_one_and_the_users_own_is_shown(desk: Desk) -> None:
    weekly(desk.google, organizer={"email": MENTOR})
    weekly(desk.google, "copy", calendar=TEAM, iCalUID="talk@google.com")
    report = desk.sync()
    assert len(report.changed.new) == 1
    assert desk.rows()["talk"].origin == f"{ACCOUNT}/{TEAM}"
    (found,) = desk.program.reviewing.review().mentorships
    assert found.mentorship.role.value == "organizer"


def test_an_event_that_moves_to_another_calendar_is_no_news(desk: Desk) -> None:
    weekly(desk.google)
    cancelled(desk.google, "2025-09-16")
    desk.sync()
    (before,) = desk.program.reviewing.review().mentorships
    weekly(desk.google, status="cancelled")
    weekly(desk.google, "moved", calendar=TEAM, iCalUID="talk@google.com")
    cancelled(desk.google, "2025-09-16", "moved", TEAM)
    report = desk.sync()
    assert (desk.held(), len(desk.held(TEAM))) == (set(), 2)
    assert report.changed.new == ()
    assert all("gone" not in one.what for one in report.changed.changed)
    (after,) = desk.program.reviewing.review().mentorships
    assert after.mentorship.id == before.mentorship.id
    assert after.ledger.all_time == before.ledger.all_time
    assert not desk.program.store.shown.called_off()


def test_a_series_split_in_googles_window_is_one_mentorship(desk: Desk) -> None:
    weekly(desk.google)
    desk.sync()
    desk.google.split_series("talk", datetime(2025, 10, 14, 15, tzinfo=UTC), summary="Mentoring, later")
    desk.sync()
    (found,) = desk.program.reviewing.review().mentorships
    assert [piece.title for piece in found.mentorship.series] == ["Mentoring", "Mentoring, later"]
    assert found.ledger.all_time.due == 12


def test_a_deleted_series_keeps_its_past_and_has_nothing_ahead(desk: Desk) -> None:
    weekly(desk.google)
    cancelled(desk.google, "2025-09-16")
    desk.sync()
    (before,) = desk.program.reviewing.review().mentorships
    weekly(desk.google, status="cancelled")
    report = desk.sync()
    assert [one.what for one in report.changed.changed] == [("gone",)]
    (after,) = desk.program.reviewing.review().mentorships
    assert after.ledger.all_time == before.ledger.all_time
    assert (after.finished, after.ledger.upcoming) == (True, ())
    assert set(desk.program.store.shown.called_off()) == {NOW}
    desk.restart()
    assert desk.program.reviewing.review().mentorships[0].ledger.all_time == before.ledger.all_time


def test_a_pair_that_a_second_calendar_makes_known_brings_its_single_meetings_from_the_first(desk: Desk) -> None:
    single(desk.google, "coffee", "Coffee")
    weekly(desk.google, "talk", "Mentoring", TEAM)
    desk.sync()
    assert set(desk.rows()) == {"talk", "coffee"}
    assert desk.life.asked() == {"calendarList.list": 1, "events.list": 2}
    desk.restart()
    desk.sync()
    assert desk.life.asked() == {"events.list-sync": 2}, "and it is not looked for again"


def test_a_pair_that_becomes_known_later_is_looked_for_once_in_all_calendars(desk: Desk) -> None:
    single(desk.google, "coffee", "Coffee", TEAM)
    desk.sync()
    weekly(desk.google)
    desk.sync()
    assert set(desk.rows()) == {"talk", "coffee"}
    desk.sync()
    assert desk.life.asked() == {"events.list-sync": 2}


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


@pytest.mark.parametrize("fault", ["500", "503", "html", "html-302", "reset", "truncated", "403-quota", "403-rate"])
def test_the_last_good_state_stays_with_its_age_and_the_trouble_beside_it(desk: Desk, fault: Any) -> None:
    weekly(desk.google)
    desk.sync()
    desk.program.accounts.client(ACCOUNT)._sleep = lambda _: None
    desk.now += timedelta(hours=5)
    weekly(desk.google, "other", "Mentoring too")
    desk.google.fault(fault, kind="events.list*", times=None)
    report = desk.sync()
    (account,) = report.accounts
    assert account.trouble is not None
    expected = {"403-quota": "google-quota", "403-rate": "google-busy", "500": "google-unwell", "503": "google-unwell"}
    assert account.trouble.code == expected.get(fault, "google-no-connection")
    assert account.synced_at == NOW
    assert set(desk.rows()) == {"talk"}
    assert desk.health()[0] == account.trouble.code
    desk.google.faults.clear()
    assert desk.sync().accounts[0].trouble is None
    assert desk.health() == ("", {})
    assert set(desk.rows()) == {"talk", "other"}


def test_what_the_first_calendars_said_is_kept_when_the_network_goes(desk: Desk) -> None:
    weekly(desk.google)
    desk.google.fault("html", path="team", times=None)
    report = desk.sync()
    assert report.accounts[0].trouble is not None
    assert set(desk.rows()) == {"talk"}
    desk.google.faults.clear()
    desk.sync()
    assert desk.life.asked() == {"events.list-sync": 1, "events.list": 1}


def test_a_sign_in_that_is_over_is_said_and_nothing_is_lost(desk: Desk) -> None:
    weekly(desk.google)
    desk.sync()
    desk.google.oauth.revoke_account(None)
    desk.restart()
    (account,) = desk.sync().accounts
    assert account.trouble is not None
    assert account.trouble.code == "google-signed-out"
    assert set(desk.rows()) == {"talk"}


def test_never_two_at_once(desk: Desk) -> None:
    with locked(desk.life.folder / LOCK, patience=0.0) as held:
        assert held
        with pytest.raises(Trouble) as told:
            desk.sync()
    assert told.value.code == "sync-busy"
    assert desk.life.asked() == {}


def test_two_threads_take_turns_by_saying_so(desk: Desk) -> None:
    desk.google.fault("slow", kind="events.list", seconds=0.5)
    outcomes: list[str] = []

    def go() -> None:
        try:
            desk.program.syncing.sync()
            outcomes.append("done")
        except Trouble as trouble:
            outcomes.append(trouble.code)

    threads = [threading.Thread(target=go) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(outcomes) == ["done", "sync-busy"]


def test_it_can_be_stopped_and_then_nothing_has_changed(desk: Desk) -> None:
    weekly(desk.google)
    asked = iter([False] * 4)
    with pytest.raises(Cancelled):
        desk.sync(cancelled=lambda: next(asked, True))
    assert desk.rows() == {}
    desk.sync()
    assert set(desk.rows()) == {"talk"}


def test_progress_counts_calendars(desk: Desk) -> None:
    told: list[tuple[int, int]] = []
    desk.sync(progress=lambda done, total: told.append((done, total)))
    assert told[-1] == (2, 2)


def test_without_an_account_and_for_an_unknown_one(desk: Desk) -> None:
    with pytest.raises(Trouble) as told:
        desk.sync(account_id="nobody")
    assert told.value.code == "account-unknown"
    desk.program.store.accounts.remove(ACCOUNT)
    with pytest.raises(Trouble) as told:
        desk.sync()
    assert told.value.code == "sync-no-accounts"


def test_own_words_of_the_settings_are_looked_for_in_what_was_read_before(desk: Desk) -> None:
    weekly(desk.google, title="Buddy hour")
    desk.sync()
    assert desk.rows() == {}
    desk.program.settings.change({"words": ("buddy",)})
    desk.sync()
    assert set(desk.rows()) == {"talk"}
    desk.sync()
    assert desk.life.asked() == {"events.list-sync": 2}


def test_bad_events_are_named_and_do_not_stop_the_rest(desk: Desk) -> None:
    single(desk.google, "none", "Mentoring", start=None, end=None)
    weekly(desk.google, "often", recurrence=["RRULE:FREQ=MINUTELY"])
    weekly(desk.google, "half", title="Mentoring \\ud800 \\u0000", unheardOf={"a": [1]})
    weekly(desk.google, "guests", attendees=[{"email": f"g{n}@example.org"} for n in range(250)])
    weekly(desk.google, "markup", description="<p>mentoring</p>" + "<div>x</div>" * 9000)
    weekly(desk.google)
    report = desk.sync()
    assert {(one.uid, one.code) for one in report.changed.problems} == {
        ("none@google.com", "no-start"),
        ("often@google.com", "too-frequent"),
    }
    assert set(desk.rows()) == {"half", "guests", "markup", "talk"}
