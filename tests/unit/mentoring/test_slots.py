"""The ledger: every past slot accounted for."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.mentoring.mentorship import Absence, By, Correction, Reason, SlotState
from desktop.mentoring.slots import DUE
from integrations.calendars.model import Override, Person, Response
from tests.unit.mentoring.making import (
    BERLIN,
    LONDON,
    ME,
    NOW,
    OTHER,
    PAIR,
    THIRD,
    known,
    leave,
    ledger_of,
    letters,
    looked,
    meeting,
    mentorship,
    pattern,
    person,
    series,
    utc,
)

WEEK = timedelta(weeks=1)
YESTERDAY = NOW - timedelta(days=1)


def answered(slot: datetime, *people: Person, start: datetime | None = None) -> Override:
    begin = start or slot
    return Override(slot, begin, begin + timedelta(hours=1), people=people)


def test_what_the_calendar_shows_is_kept_and_what_it_lost_is_not() -> None:
    account = ledger_of(pattern("KKNKMKN"))
    assert letters(account) == "KKNKMKN"
    assert (account.counts.kept, account.counts.moved, account.counts.not_kept) == (4, 1, 2)
    assert account.counts.due == 7


def test_a_slot_is_past_from_its_start_on() -> None:
    one = pattern("KK", now=NOW + timedelta(days=1))
    assert letters(ledger_of(one, now=NOW)) == "KK"
    assert letters(ledger_of(one, now=NOW - timedelta(seconds=1))) == "K"


def test_nothing_says_who_took_an_excluded_date_out() -> None:
    by_other = (person(ME), person(OTHER, organizer=True))
    (slot,) = ledger_of(pattern("N", people=by_other)).slots
    assert slot.by is By.UNKNOWN


def test_a_cancelled_exception_of_the_other_sides_series_came_from_there() -> None:
    gone = Override(YESTERDAY, YESTERDAY, YESTERDAY + timedelta(hours=1), cancelled=True)
    theirs = series(YESTERDAY, people=(person(ME), person(OTHER, organizer=True)), overrides=[gone])
    mine = series(YESTERDAY, overrides=[gone])
    assert ledger_of(theirs).slots[0].by is By.ORGANISER_SIDE
    assert ledger_of(mine).slots[0].by is By.UNKNOWN


@pytest.mark.parametrize(
    ("people", "state", "by"),
    [
        ((person(ME), person(OTHER, Response.DECLINED)), SlotState.NOT_KEPT, By.OTHER_DECLINED),
        ((person(ME, Response.DECLINED), person(OTHER)), SlotState.NOT_KEPT, By.USER_DECLINED),
        ((person(ME, Response.DECLINED), person(OTHER, Response.DECLINED)), SlotState.NOT_KEPT, By.USER_DECLINED),
        ((person(ME), person(OTHER, Response.TENTATIVE)), SlotState.KEPT, By.UNKNOWN),
        ((), SlotState.KEPT, By.UNKNOWN),
    ],
)
def test_in_a_pair_either_side_can_decline(people: tuple[Person, ...], state: SlotState, by: By) -> None:
    (slot,) = ledger_of(series(YESTERDAY, overrides=[answered(YESTERDAY, *people)])).slots
    assert (slot.state, slot.by) == (state, by)


def test_in_a_group_only_the_users_own_answer_counts() -> None:
    group = (*PAIR, person(THIRD))
    away_one = answered(YESTERDAY, person(ME), person(OTHER, Response.DECLINED), person(THIRD))
    away_me = answered(YESTERDAY, person(ME, Response.DECLINED), person(OTHER), person(THIRD))
    assert letters(ledger_of(series(YESTERDAY, people=group, overrides=[away_one]))) == "K"
    assert letters(ledger_of(series(YESTERDAY, people=group, overrides=[away_me]))) == "N"


def test_declining_the_whole_series_counts_from_when_it_was_seen() -> None:
    one = pattern("KKKK", people=(person(ME, organizer=True), person(OTHER, Response.DECLINED)))
    assert letters(ledger_of(one)) == "KKKK"
    seen = {(one.uid, OTHER): NOW - timedelta(days=10)}
    account = ledger_of(one, declined_since=seen)
    assert letters(account) == "KKNN"
    assert account.slots[-1].by is By.OTHER_DECLINED


def test_an_exception_that_repeats_the_no_to_the_series_unmakes_no_past() -> None:
    no = person(OTHER, Response.DECLINED)
    one = series(YESTERDAY, people=(person(ME, organizer=True), no), overrides=[answered(YESTERDAY, person(ME), no)])
    assert letters(ledger_of(one)) == "K"


def test_a_clock_change_is_no_move() -> None:
    autumn = datetime(2026, 11, 5, 12, tzinfo=LONDON)
    account = ledger_of(series(datetime(2026, 7, 29, 16, tzinfo=BERLIN), "FREQ=WEEKLY;INTERVAL=2"), now=autumn)
    assert letters(account) == "KKKKKKKK"
    assert {utc(slot.start).hour for slot in account.slots} == {14, 15}


def test_a_lasting_change_is_one_move() -> None:
    first = YESTERDAY - 5 * WEEK
    change = Override(
        first + 2 * WEEK,
        first + 2 * WEEK + timedelta(hours=3),
        first + 2 * WEEK + timedelta(hours=4),
        this_and_future=True,
    )
    account = ledger_of(series(first, overrides=[change]))
    assert letters(account) == "KKMKKK"
    assert account.slots[-1].start == YESTERDAY + timedelta(hours=3)


def test_a_meeting_moved_forward_into_the_past_is_accounted_for() -> None:
    ahead = NOW + timedelta(days=2)
    account = ledger_of(series(ahead - WEEK, moved={ahead: NOW - timedelta(hours=3)}))
    assert letters(account) == "KM"
    assert account.slots[-1].to == NOW - timedelta(hours=3)
    assert account.next is not None
    assert account.next.start == ahead + WEEK


# --- made up -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("days", "found"), [(0, "M"), (3, "M"), (-3, "M"), (4, "N"), (-4, "N")])
def test_a_one_off_within_half_a_cadence_stands_for_a_removed_date(days: int, found: str) -> None:
    gone = YESTERDAY - 3 * WEEK
    account = ledger_of(pattern("KNKKK"), meeting(gone + timedelta(days=days)))
    assert letters(account) == f"K{found}KKK"
    assert account.makeups == (("extra@example.org",) if found == "M" else ())


def test_a_one_off_stands_for_one_date_the_nearest() -> None:
    account = ledger_of(pattern("KNNK", weeks=2), meeting(YESTERDAY - 4 * WEEK + timedelta(days=6)))
    assert letters(account) == "KMNK"


def test_two_one_offs_stand_for_two_dates() -> None:
    first = YESTERDAY - 2 * WEEK
    account = ledger_of(
        pattern("KNNK"), meeting(first, uid="b@x.org"), meeting(first + timedelta(days=1), uid="a@x.org")
    )
    assert letters(account) == "KMNK"
    both = ledger_of(pattern("KNNK"), meeting(first, uid="b@x.org"), meeting(first + WEEK, uid="a@x.org"))
    assert letters(both) == "KMMK"


@pytest.mark.parametrize(
    "change",
    [
        {"cancelled": True},
        {"people": (person(ME), person(OTHER, Response.DECLINED))},
        {"people": (person(ME), person(THIRD))},
        {"people": (*PAIR, person(THIRD))},
    ],
)
def test_what_did_not_take_place_or_had_other_people_stands_for_nothing(change: dict[str, object]) -> None:
    assert letters(ledger_of(pattern("KNKKK"), meeting(YESTERDAY - 3 * WEEK, **change))) == "KNKKK"


# --- absences ------------------------------------------------------------------------------------------------------


def test_leave_excuses_a_date_whether_or_not_it_was_removed() -> None:
    kept, gone = YESTERDAY - 2 * WEEK, YESTERDAY - WEEK
    account = ledger_of(pattern("KKKN" + "K"), leave(kept.date() - timedelta(days=1), gone.date() + timedelta(days=1)))
    assert letters(account) == "KKXXK"
    assert account.slots[2].why == Reason("leave", "Annual leave")


def test_a_moved_meeting_on_leave_took_place() -> None:
    day = (YESTERDAY - WEEK).date()
    assert letters(ledger_of(pattern("KMK"), leave(day, day))) == "KMK"


def test_a_title_that_speaks_of_no_leave_excuses_nothing() -> None:
    day = YESTERDAY.date()
    assert letters(ledger_of(pattern("KN"), leave(day, day, "Conference"))) == "KN"
    office = replace(leave(day, day, "Conference"), out_of_office=True)
    assert letters(ledger_of(pattern("KN"), office)) == "KX"


def test_a_public_holiday_of_the_region_excuses() -> None:
    christmas = datetime(2025, 12, 25, 15, tzinfo=BERLIN)
    one = series(christmas - WEEK)
    now = datetime(2026, 1, 9, 12, tzinfo=BERLIN)
    assert letters(ledger_of(one, now=now, region="DE-BE")) == "KXXK"
    assert letters(ledger_of(one, now=now, region="de-xx")) == "KXXK"
    assert letters(ledger_of(one, now=now, region="ZZ")) == "KKKK"


def test_the_others_season_excuses_in_that_pair_alone() -> None:
    one = pattern("KN")
    name = mentorship(known(one)).id
    span = (YESTERDAY.date(), NOW.date())
    mine = Absence("1", *span, "Exams", "me", "season")
    theirs = replace(mine, whose=name)
    elses = replace(mine, whose="0123456789ab")
    assert letters(ledger_of(one, absences=(mine,))) == "KX"
    assert letters(ledger_of(one, absences=(theirs,))) == "KX"
    assert letters(ledger_of(one, absences=(elses,))) == "KN"


def test_a_meeting_ahead_on_leave_is_blocked_and_stays_on_the_calendar() -> None:
    day = (YESTERDAY + WEEK).date()
    account = ledger_of(pattern("KK"), leave(day, day))
    assert account.upcoming[0].blocked == Reason("leave", "Annual leave")
    assert account.upcoming[1].blocked is None


def test_leave_is_read_in_the_users_zone() -> None:
    tokyo = datetime(2026, 5, 12, 7, tzinfo=ZoneInfo("Asia/Tokyo"))  # the evening of 11 May in London
    assert letters(ledger_of(series(tokyo, "FREQ=WEEKLY;COUNT=1"), leave(date(2026, 5, 11), date(2026, 5, 11)))) == "X"
    assert letters(ledger_of(series(tokyo, "FREQ=WEEKLY;COUNT=1"), leave(date(2026, 5, 12), date(2026, 5, 12)))) == "K"


# --- the user's word, age, window ----------------------------------------------------------------------------------


@pytest.mark.parametrize("state", [SlotState.KEPT, SlotState.NOT_KEPT, SlotState.EXCUSED])
def test_the_users_word_wins(state: SlotState) -> None:
    one = pattern("KNK")
    day = (YESTERDAY - WEEK).date()
    word = Correction(one.uid, (YESTERDAY - WEEK).astimezone(BERLIN), state, "illness")
    slot = ledger_of(one, leave(day, day), corrections=(word,)).slots[1]
    assert (slot.state, slot.corrected, slot.why) == (state, True, Reason("illness"))


def test_what_is_older_than_two_years_is_unknown_unless_the_user_says() -> None:
    one = series(datetime(2024, 5, 18, 10, tzinfo=LONDON), "FREQ=DAILY")
    account = ledger_of(one)
    assert letters(account)[:4] == "UUKK"
    assert account.all_time.unknown == 2
    word = Correction(one.uid, one.start, SlotState.KEPT)
    assert letters(ledger_of(one, corrections=(word,)))[:4] == "KUKK"


def test_the_window_holds_the_last_twelve_due() -> None:
    account = ledger_of(pattern("KKKKK" + "KNKNKNKNKNKN"))
    assert len(account.slots) == 17
    assert account.counts.due == 12
    assert account.all_time.due == 17


def test_the_window_of_a_monthly_series_holds_eight_due() -> None:
    account = ledger_of(pattern("K" * 11, weeks=4))
    assert account.cadence_days == 28
    assert account.counts.due == 8


def test_excused_dates_inside_the_window_are_counted_beside_it() -> None:
    day = (YESTERDAY - WEEK).date()
    account = ledger_of(pattern("K" * 14), leave(day, day))
    assert (account.counts.due, account.counts.excused) == (12, 1)


@pytest.mark.parametrize(("rule", "days"), [("FREQ=DAILY", 1), ("FREQ=WEEKLY;INTERVAL=2", 14), ("FREQ=YEARLY", 365)])
def test_the_cadence_is_the_days_between_slots(rule: str, days: int) -> None:
    assert ledger_of(series(NOW - timedelta(days=800), rule)).cadence_days == days


def test_a_series_that_begins_is_known_by_what_is_ahead() -> None:
    account = ledger_of(series(NOW + timedelta(days=2)))
    assert (account.slots, account.cadence_days) == ((), 7)
    assert account.first == NOW + timedelta(days=2)


def test_an_ended_series_ends_with_its_last_real_meeting() -> None:
    account = ledger_of(pattern("KKKNN", rule_end=";COUNT=5"))
    assert (account.open_ended, account.next) == (False, None)
    assert account.ends == YESTERDAY - 2 * WEEK


def test_a_cancelled_series_is_over() -> None:
    account = ledger_of(replace(pattern("KKK"), cancelled=True))
    assert (letters(account), account.open_ended, account.upcoming, account.ends) == ("NNN", False, (), None)


@pytest.mark.parametrize("rule", ["FREQ=YEARLY", "FREQ=YEARLY;COUNT=2"])
def test_the_next_of_a_rare_series_is_found_years_ahead(rule: str) -> None:
    account = ledger_of(series(date(2024, 2, 29), rule), now=datetime(2024, 3, 5, 12, tzinfo=LONDON))
    assert account.next is not None
    assert account.next.start == date(2028, 2, 29)


def test_what_the_user_declined_is_not_next() -> None:
    ahead = NOW + timedelta(days=2)
    no = answered(ahead, person(ME, Response.DECLINED), person(OTHER))
    account = ledger_of(series(ahead, overrides=[no]))
    assert account.next is not None
    assert account.next.start == ahead + WEEK


def test_contacts_are_all_that_took_place() -> None:
    extra = YESTERDAY - timedelta(days=3)
    account = ledger_of(pattern("KNM"), meeting(extra), meeting(NOW + WEEK, uid="later@x.org"))
    assert account.contacts == (YESTERDAY - 2 * WEEK, extra, YESTERDAY + timedelta(hours=1))


def test_a_date_excused_by_the_user_is_no_contact() -> None:
    one = pattern("KK")
    word = Correction(one.uid, YESTERDAY, SlotState.EXCUSED)
    assert ledger_of(one, corrections=(word,)).contacts == (YESTERDAY - WEEK,)


# --- laws ----------------------------------------------------------------------------------------------------------

LETTERS = st.text("KNM", min_size=1, max_size=20)


@given(LETTERS, st.integers(1, 5))
def test_counts_are_sums_over_the_slots(found: str, weeks: int) -> None:
    account = ledger_of(pattern(found, weeks=weeks))
    assert account.all_time.due == sum(slot.state in DUE for slot in account.slots)
    assert account.counts.not_kept == sum(slot.state is SlotState.NOT_KEPT for slot in account.window)
    assert account.counts.kept == sum(slot.state is SlotState.KEPT for slot in account.window)
    assert account.slots[len(account.slots) - len(account.window) :] == account.window
    assert account.all_time.kept + account.all_time.moved == found.count("K") + found.count("M")


@given(LETTERS, st.integers(0, 60))
def test_time_alone_changes_no_past_slot(found: str, days: int) -> None:
    one = pattern(found)
    before, after = ledger_of(one), ledger_of(one, now=NOW + timedelta(days=days))
    assert after.slots[: len(before.slots)] == before.slots
    assert set(letters(after)[len(before.slots) :]) <= {"K"}


@given(
    st.sampled_from(["Europe/Berlin", "America/New_York", "Asia/Tokyo", "Australia/Lord_Howe", "Africa/Casablanca"]),
    st.dates(date(2024, 8, 1), date(2026, 4, 1)),
    st.integers(0, 23),
)
def test_no_clock_of_the_world_moves_a_meeting(zone: str, day: date, hour: int) -> None:
    account = ledger_of(series(datetime.combine(day, time(hour), tzinfo=ZoneInfo(zone))))
    assert set(letters(account)) == {"K"}


@given(LETTERS, st.lists(st.integers(1, 200), unique=True, max_size=6), st.randoms(use_true_random=False))
def test_the_order_of_the_input_says_nothing(found: str, days: list[int], shuffled: random.Random) -> None:
    events = [
        pattern(found),
        pattern("KKN", uid="other@example.org", people=(person(ME, organizer=True), person(THIRD))),
        *(meeting(NOW - timedelta(days=day), uid=f"{day}@example.org") for day in days),
    ]
    first = looked(known(*events))
    shuffled.shuffle(events)
    assert looked(known(*events)) == first


@given(LETTERS)
def test_a_mirrored_event_counts_once(found: str) -> None:
    one = pattern(found, calendar="Work")
    mirror = replace(one, calendar="Home")
    elsewhere = replace(mirror, uid="copy@example.org")
    alone = looked(known(one)).mentorships
    assert [m.ledger for m in looked(known(one, mirror)).mentorships] == [m.ledger for m in alone]
    assert len(looked(known(one, elsewhere)).mentorships) == 1
