from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from desktop.mentoring.mentorship import Reason, Upcoming
from desktop.ui.wizard.days import MeetingDays
from tests.ui.wizard.fakes import LONDON, Series

AWAY = Reason("leave", "Annual leave")


def offered(series: Series, proposed: date | None, zone: ZoneInfo = LONDON) -> MeetingDays:
    start = None if proposed is None else series.at(proposed)
    return MeetingDays.of(series.upcoming(), start, date(2025, 12, 4), zone)


def test_only_days_without_an_absence_are_open():
    days = offered(Series(count=4, blocked={date(2025, 12, 2): AWAY}), date(2025, 12, 9))

    assert days.open == (date(2025, 11, 25), date(2025, 12, 9), date(2025, 12, 16))
    assert not days.is_open(date(2025, 12, 2))
    assert not days.is_open(date(2025, 12, 3))


def test_a_blocked_proposal_gives_way_to_the_first_day_that_leaves_time():
    days = offered(Series(count=4, blocked={date(2025, 12, 9): AWAY}), date(2025, 12, 9))

    assert days.default() == date(2025, 12, 16)


def test_steps_stop_at_both_ends_and_pass_over_blocked_days():
    days = offered(Series(count=4, blocked={date(2025, 12, 2): AWAY}), None)

    assert days.step(date(2025, 11, 25), 1) == date(2025, 12, 9)
    assert days.step(date(2025, 12, 9), -1) == date(2025, 11, 25)
    assert days.step(date(2025, 11, 25), -1) == date(2025, 11, 25)
    assert days.step(date(2025, 12, 16), 1) == date(2025, 12, 16)
    assert days.step(date(2025, 12, 2), 1) == date(2025, 12, 9)
    assert days.step(date(2025, 12, 2), -1) == date(2025, 11, 25)


def test_far_zones_show_the_readers_day_and_answer_with_the_series_own():
    tokyo = Series(first=date(2025, 11, 26), hour=time(8), zone=ZoneInfo("Asia/Tokyo"), count=2)

    days = offered(tokyo, date(2025, 12, 3), ZoneInfo("America/Los_Angeles"))

    assert [each.day for each in days.days] == [date(2025, 11, 25), date(2025, 12, 2)]
    assert [each.final for each in days.days] == [date(2025, 11, 26), date(2025, 12, 3)]
    assert days.proposed == date(2025, 12, 2)


def test_a_series_in_utc_is_answered_on_the_readers_calendar():
    start = datetime(2025, 11, 26, 2, tzinfo=UTC)
    upcoming = Upcoming(start, start, start + timedelta(hours=1), "uid-1")

    days = MeetingDays.of([upcoming], start, date(2025, 11, 20), ZoneInfo("America/Los_Angeles"))

    assert days.days[0].day == days.days[0].final == date(2025, 11, 25)


def test_two_meetings_on_a_day_are_one_choice_open_where_either_is():
    first, second = Series(count=1, hour=time(9)), Series(count=1, hour=time(16))
    blocked = Series(count=1, hour=time(18), blocked={date(2025, 11, 25): AWAY})

    days = MeetingDays.of(
        (*first.upcoming(), *second.upcoming(), *blocked.upcoming()), None, date(2025, 11, 20), LONDON
    )

    assert len(days.days) == 1
    assert days.days[0].start == second.at(date(2025, 11, 25))


def test_all_day_meetings_keep_their_date_in_every_zone():
    series = Series(hour=None, count=1)

    for zone in ("Asia/Tokyo", "America/Los_Angeles"):
        assert offered(series, None, ZoneInfo(zone)).days[0].day == date(2025, 11, 25)


def test_pages_go_to_the_meeting_nearest_to_a_month_away():
    days = offered(Series(), None)

    assert days.turn(date(2025, 12, 9), 1) == date(2026, 1, 6)
    assert days.turn(date(2025, 11, 25), -1) == date(2025, 11, 25)
