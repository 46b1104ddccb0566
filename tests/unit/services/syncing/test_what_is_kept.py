"""What an account's calendars bring into the store: mentoring and leave, each once."""

from __future__ import annotations

from datetime import UTC, datetime

from tests.journeys.connected import ACCOUNT
from tests.unit.services.syncing.conftest import (
    ME,
    MENTOR,
    NOW,
    TEAM,
    Body,
    Desk,
    cancelled,
    single,
    weekly,
)


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
