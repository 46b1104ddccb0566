"""Each rule at, just under and just over its thresholds, and what guards it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from desktop.mentoring.mentorship import Family, Pulse, Side, SignKind, SignLevel, Told
from desktop.mentoring.signs import (
    REGISTRY,
    context_changed,
    dormant,
    ended_without_goodbye,
    gap_in_a_row,
    goals_reached,
    long_run,
    mentor_load,
    natural_end,
    nothing_booked,
    often_moved,
    one_sided,
    open_ended,
    quiet_patch,
    real_rhythm,
    shorter,
    silence,
    told_by_you,
    two_series,
    unanswered,
)
from desktop.mentoring.signs.case import Case, Load, Sibling
from integrations.calendars.model import Override, Response
from tests.unit.mentoring.making import (
    ME,
    NOW,
    OTHER,
    PAIR,
    THIRD,
    case,
    leave,
    meeting,
    pattern,
    person,
    series,
)

DAY, WEEK = timedelta(days=1), timedelta(weeks=1)
YESTERDAY = NOW - DAY
LOOK, NOTE, FACT, CARD = SignLevel.LOOK, SignLevel.NOTE, SignLevel.FACT, SignLevel.CARD
STEADY = (Sibling("0123456789ab", steady=True),)


def level(rule: object, looked: Case, now: datetime = NOW) -> SignLevel | None:
    found = rule.sign(looked, now)  # type: ignore[attr-defined]
    return None if found is None else found.level


def test_the_registry_holds_the_nineteen_in_order() -> None:
    assert [rule.kind for rule in REGISTRY] == list(SignKind)
    assert len(REGISTRY) == 19


# --- D1 ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("letters", "expected"),
    [
        ("KKKKKKKKNNNN", None),  # 33 %
        ("KKKKKKNNNNK", None),  # 4 of 11, 36 %
        ("KKKKKKNNNNNK", LOOK),  # 5 of 12, 41.7 %
        ("KKKKKKNNNN", LOOK),  # 4 of 10, exactly 40 %
        ("KKKKKNNNK", None),  # 3 of 9: fewer than 4
        ("KKKKKKNNNNNN", LOOK),  # half, for the first time
        ("KKKKKNNNNNNN", NOTE),  # 7 of 12, 58.3 %
        ("KKKKNNNNNN", NOTE),  # 6 of 10
        ("KKKKKNNNNNN", LOOK),  # 6 of 11, 54.5 %, for the first time
        ("KNKNNNKNKNKKNNNN", NOTE),  # half at both points
        ("KKKKNNNNN", LOOK),  # 5 of 9, 55.6 %
        ("KKKKKNNNNNK" + "KKKKKKKKKKKK", None),  # long ago
    ],
)
def test_quiet_patch(letters: str, expected: SignLevel | None) -> None:
    assert level(quiet_patch, case(pattern(letters))) is expected


def test_quiet_patch_at_two_points_running() -> None:
    now, before = "NKNKNKNKNKNK", "KKKK"
    assert level(quiet_patch, case(pattern("NKNKNKNK" + "NKNKNKNK"))) is NOTE
    assert level(quiet_patch, case(pattern("KKKKKKKKKK" + "NKNKNK"))) is None
    assert level(quiet_patch, case(pattern(before + before + before + now))) is LOOK


@pytest.mark.parametrize(("count", "expected"), [(7, None), (8, LOOK)])
def test_quiet_patch_needs_eight_due(count: int, expected: SignLevel | None) -> None:
    letters = ("KN" * 8)[-count:]
    assert level(quiet_patch, case(pattern(letters, weeks=2))) is expected


@pytest.mark.parametrize(("age", "expected"), [(55, None), (56, LOOK)])
def test_quiet_patch_needs_eight_weeks(age: int, expected: SignLevel | None) -> None:
    first = NOW - age * DAY
    removed = [first + 5 * index * DAY for index in (1, 3, 5, 7, 9)]
    assert level(quiet_patch, case(series(first, "FREQ=DAILY;INTERVAL=5", removed=removed))) is expected


@pytest.mark.parametrize(
    ("letters", "expected"),
    [("KKNNN", None), ("KKKNNN", None), ("KKNNNN", LOOK), ("KKKKNNNN", LOOK), ("KKNNNNNN", NOTE), ("NNNNKKKKN", NOTE)],
)
def test_quiet_patch_of_a_monthly_series(letters: str, expected: SignLevel | None) -> None:
    assert level(quiet_patch, case(pattern(letters, weeks=4))) is expected


def test_half_twice_is_enough_for_a_monthly_series() -> None:
    assert level(quiet_patch, case(pattern("KKNNNNKNK", weeks=4))) is NOTE


def test_quiet_patch_says_what_the_contract_promises() -> None:
    found = quiet_patch.sign(case(pattern("KKKKKKNNNNNK")), NOW)
    assert found is not None
    assert found.evidence == {"not_kept": 5, "due": 12}
    assert found.slots == tuple(YESTERDAY - weeks * WEEK for weeks in (5, 4, 3, 2, 1))
    assert not found.strong


def test_absences_make_a_quiet_patch_no_sign() -> None:
    gone = leave((YESTERDAY - 3 * WEEK).date(), (YESTERDAY - 2 * WEEK).date())
    assert level(quiet_patch, case(pattern("KKKKKKNNNNNK"))) is LOOK
    assert level(quiet_patch, case(pattern("KKKKKKNNNNNK"), gone)) is None


@pytest.mark.parametrize(
    "looked",
    [
        case(pattern("NNNNNNNNNNNN", rule_end=";COUNT=12")),
        case(pattern("NNNNNNNNNNNN"), told=Told(paused_until=NOW.date())),
        case(series(NOW - 3000 * DAY, "FREQ=YEARLY")),
    ],
    ids=["finished", "paused", "yearly"],
)
def test_no_sign_of_rhythm_where_there_is_none(looked: Case) -> None:
    rhythm = [rule for rule in REGISTRY if rule.family is Family.RHYTHM]
    assert [rule.kind for rule in rhythm if rule.sign(looked, NOW) is not None] == []


def test_a_pause_that_is_over_silences_nothing() -> None:
    over = case(pattern("NNNNNNNNNNNN"), told=Told(paused_until=YESTERDAY.date()))
    assert level(quiet_patch, over) is NOTE


@pytest.mark.parametrize(
    ("siblings", "side", "variant"),
    [
        ((), Side.UNKNOWN, ""),
        ((), Side.MENTOR, "mentor"),
        (STEADY, Side.MENTOR, "other-steady"),
        ((Sibling("0", steady=False),), Side.UNKNOWN, ""),
    ],
)
def test_the_variant_of_a_quiet_patch(siblings: tuple[Sibling, ...], side: Side, variant: str) -> None:
    found = quiet_patch.sign(case(pattern("KKKKKNNNNNNN"), siblings=siblings, side=side), NOW)
    assert found is not None
    assert found.variant == variant


# --- D2, D3 --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("letters", "expected"),
    [("KKKKKKNN", None), ("KKKKKNNN", LOOK), ("KKKKNNNN", NOTE), ("KKKKNNN", None), ("KKKKNNNNK", None)],
)
def test_gap_in_a_row(letters: str, expected: SignLevel | None) -> None:
    looked = case(pattern(letters))
    assert level(gap_in_a_row, looked) is expected
    found = gap_in_a_row.sign(looked, NOW)
    assert found is None or len(found.slots) == found.evidence["in_a_row"]


def test_leave_inside_a_gap_neither_counts_nor_breaks_it() -> None:
    gone = leave((YESTERDAY - WEEK).date(), (YESTERDAY - WEEK).date())
    assert level(gap_in_a_row, case(pattern("KKKKKKNNNN"), gone)) is LOOK


@pytest.mark.parametrize(
    ("weeks", "missed", "days", "expected"),
    [
        (1, 6, 43, None),
        (1, 6, 45, LOOK),
        (1, 12, 89, LOOK),
        (1, 12, 90, NOTE),
        (4, 2, 83, None),
        (4, 2, 84, LOOK),
        (4, 3, 111, LOOK),
        (4, 3, 112, NOTE),
    ],
)
def test_silence(weeks: int, missed: int, days: int, expected: SignLevel | None) -> None:
    last = NOW.replace(hour=9) - days * DAY
    slots = [last + timedelta(weeks=weeks) * index for index in range(1, 60 // weeks)]
    one = series(last - 20 * weeks * WEEK, f"FREQ=WEEKLY;INTERVAL={weeks}", removed=slots)
    assert level(silence, case(one)) is expected
    assert missed <= len(slots)


@pytest.mark.parametrize(("kept", "expected"), [(3, None), (4, LOOK)])
def test_silence_needs_four_kept(kept: int, expected: SignLevel | None) -> None:
    assert level(silence, case(pattern("K" * kept + "N" * 7))) is expected


def test_a_meeting_of_the_pair_breaks_the_silence() -> None:
    one = pattern("K" * 8 + "N" * 14)
    assert level(silence, case(one)) is NOTE
    assert level(silence, case(one, meeting(NOW - 44 * DAY))) is None
    assert level(silence, case(one, contacts=((NOW - 100 * DAY,), (NOW - 44 * DAY,)))) is None


def test_silence_that_leave_explains_is_none() -> None:
    one = pattern("K" * 8 + "N" * 8)
    assert level(silence, case(one)) is LOOK
    assert level(silence, case(one, leave((NOW - 57 * DAY).date(), NOW.date()))) is None


def test_a_young_pair_is_asked_for_a_date_only() -> None:
    young, grown = case(pattern("K" * 8 + "N" * 7)), case(pattern("K" * 20 + "N" * 7))
    assert [found.variant for looked in (young, grown) if (found := silence.sign(looked, NOW))] == ["young", ""]


# --- D4, D5 --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("age", "expected"),
    [(10, FACT), (181, FACT), (182, NOTE), (209, NOTE), (210, FACT), (363, FACT), (364, NOTE), (392, FACT)],
)
def test_open_ended_is_a_fact_and_a_review_every_half_year(age: int, expected: SignLevel) -> None:
    assert level(open_ended, case(series(NOW - age * DAY))) is expected


@pytest.mark.parametrize(("kept", "expected"), [(7, FACT), (8, NOTE)])
def test_a_review_needs_eight_kept(kept: int, expected: SignLevel) -> None:
    assert level(open_ended, case(pattern("N" * (27 - kept) + "K" * kept))) is expected


def test_no_review_of_what_has_an_end_of_a_programme_or_a_yearly_talk() -> None:
    assert level(open_ended, case(pattern("K" * 27, rule_end=";COUNT=40"))) is None
    assert level(open_ended, case(pattern("K" * 27), programme=True)) is FACT
    yearly = series(NOW - 182 * 9 * DAY, "FREQ=MONTHLY;INTERVAL=6")
    assert level(open_ended, case(yearly)) is FACT


@pytest.mark.parametrize(("months", "expected"), [(23, None), (24, CARD), (36, CARD)])
def test_long_run(months: int, expected: SignLevel | None) -> None:
    year, month = divmod(NOW.year * 12 + NOW.month - 1 - months, 12)
    first = NOW.replace(year=year, month=month + 1)
    assert level(long_run, case(series(first))) is expected
    assert level(long_run, case(series(first + DAY))) is (None if months == 24 else expected)


# --- D6 to D10 -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("letters", "expected"),
    [
        ("KKKMMMM", None),
        ("KKKKMMMM", None),
        ("KKKMMMMM", LOOK),
        ("KKKKMMMMMM", LOOK),
        ("KKKKKMMMMMM", None),
        ("KKKKKMMMMMMM", None),
        ("KKKKMMMMMMMM", LOOK),
    ],
)
def test_often_moved(letters: str, expected: SignLevel | None) -> None:
    assert level(often_moved, case(pattern(letters))) is expected


def invitations(mine: int, theirs: int) -> list[object]:
    by_other = (person(ME), person(OTHER, organizer=True))
    return [
        meeting(NOW - (60 - 2 * index) * DAY, uid=f"{index}@x.org", people=PAIR if index < mine else by_other)
        for index in range(mine + theirs)
    ]


@pytest.mark.parametrize(
    ("mine", "theirs", "variant"),
    [(7, 0, None), (8, 0, ""), (0, 8, "other"), (8, 2, ""), (7, 2, None), (2, 8, "other"), (4, 4, None)],
)
def test_one_sided(mine: int, theirs: int, variant: str | None) -> None:
    found = one_sided.sign(case(pattern("KKK"), *invitations(mine, theirs)), NOW)  # type: ignore[arg-type]
    assert (found.variant if found else None) == variant


def test_one_sided_leaves_groups_alone() -> None:
    group = (*PAIR, person(THIRD))
    calls = [meeting(NOW - index * DAY, uid=f"{index}@x.org", people=group) for index in range(1, 12)]
    assert level(one_sided, case(pattern("KKK", people=group), *calls)) is None


def booked(first: int, later: int, *, kept: int = 12) -> Case:
    start = YESTERDAY - (kept - 1) * WEEK
    short = [
        Override(slot, slot, slot + timedelta(minutes=later))
        for slot in (start + index * WEEK for index in range(kept - 6, kept))
    ]
    return case(series(start, minutes=first, overrides=short))


@pytest.mark.parametrize(
    ("first", "later", "expected"),
    [(60, 36, LOOK), (60, 37, None), (60, 30, LOOK), (60, 50, None), (60, 25, LOOK), (45, 25, None), (30, 25, None)],
)
def test_shorter(first: int, later: int, expected: SignLevel | None) -> None:
    assert level(shorter, booked(first, later)) is expected


@pytest.mark.parametrize(("kept", "expected"), [(11, None), (12, LOOK)])
def test_shorter_needs_twelve_kept(kept: int, expected: SignLevel | None) -> None:
    assert level(shorter, booked(60, 30, kept=kept)) is expected


def replies(answers: str, *, organizer: str = ME) -> Case:
    """A: accepted, ?: no answer yet, -: the file does not say."""
    names = {"A": Response.ACCEPTED, "?": Response.NEEDS_ACTION, "-": Response.UNKNOWN}
    start = YESTERDAY - (len(answers) - 1) * WEEK
    slots = [start + index * WEEK for index in range(len(answers))]
    own = [
        Override(slot, slot, slot + timedelta(hours=1), people=(person(ME), person(OTHER, names[answer])))
        for slot, answer in zip(slots, answers, strict=True)
    ]
    people = tuple(person(address, organizer=address == organizer) for address in (ME, OTHER))
    return case(series(start, people=people, overrides=own))


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ("AAAAAAAA????", LOOK),
        ("AAAAAAAA???", None),
        ("AAAAAAA????", None),
        ("AAAAAAAA???A", None),
        ("????????AAAAAAAA????", LOOK),
        ("?????????AAAAAAAA????", None),
        ("AAAAAAAA----", None),
        ("AAAAAAAA-?-?-?-?", LOOK),
    ],
)
def test_unanswered(answers: str, expected: SignLevel | None) -> None:
    assert level(unanswered, replies(answers)) is expected


def test_who_invites_needs_no_answer() -> None:
    assert level(unanswered, replies("AAAAAAAA????", organizer=OTHER)) is None


@pytest.mark.parametrize(
    ("letters", "expected"),
    [
        ("KNKNKNKNKNK", LOOK),
        ("KKNKKNKNKNK", LOOK),
        ("KKNKKNKKNKK", None),
        ("KKNKKNKKNKNK", LOOK),
        ("KNKNKNKNK", None),
        ("KKKKKK", None),
    ],
)
def test_real_rhythm(letters: str, expected: SignLevel | None) -> None:
    assert level(real_rhythm, case(pattern(letters))) is expected


def test_leave_widens_no_gap() -> None:
    letters = "KNKNKNKNKNK"
    away = [leave((YESTERDAY - weeks * WEEK).date(), (YESTERDAY - weeks * WEEK).date()) for weeks in (1, 3, 5)]
    assert level(real_rhythm, case(pattern(letters), *away)) is None


# --- D11 to D13 ----------------------------------------------------------------------------------------------------


def ending(days: int, *, weeks: int = 1, past: int = 30) -> Case:
    """A series whose last meeting lies so many days ahead."""
    last = NOW.replace(hour=15) + days * DAY
    first = last - weeks * WEEK * past
    return case(series(first, f"FREQ=WEEKLY;INTERVAL={weeks};COUNT={past + 1}"))


@pytest.mark.parametrize(("days", "stage"), [(43, None), (42, 1), (15, 1), (14, 2), (1, 2), (-1, None)])
def test_natural_end_from_six_weeks_before(days: int, stage: int | None) -> None:
    found = natural_end.sign(ending(days), NOW)
    assert (found.evidence["stage"] if found else None) == stage
    assert found is None or found.level is NOTE


@pytest.mark.parametrize(("days", "expected"), [(57, None), (56, None), (55, NOTE), (28, NOTE)])
def test_natural_end_from_two_meetings_before_if_that_is_earlier(days: int, expected: SignLevel | None) -> None:
    # Every four weeks: with 55 days the meetings ahead are those in 27 and 55 days; with 56 today's counts as well.
    assert level(natural_end, ending(days, weeks=4)) is expected


def test_a_last_date_on_leave_is_not_the_last_meeting() -> None:
    last = (NOW + 49 * DAY).date()
    one = series(NOW.replace(hour=15) - 8 * WEEK, "FREQ=WEEKLY;COUNT=16")
    assert level(natural_end, case(one)) is None
    found = natural_end.sign(case(one, leave(last, last)), NOW)
    assert found is not None
    assert (found.variant, found.evidence["last"]) == ("away", (last - WEEK).isoformat())
    assert found.evidence["blocked"] == last.isoformat()


def test_no_end_is_announced_that_is_none() -> None:
    assert level(natural_end, case(pattern("KKKK"))) is None
    talks = series(NOW - 720 * DAY, "FREQ=YEARLY;COUNT=3")
    assert level(natural_end, case(talks)) is None
    talked = replace(ending(20), mentorship=replace(ending(20).mentorship, told=Told(talked=True)))
    assert level(natural_end, talked) is None


def ended(days: int, letters: str = "KKKKNN", **more: object) -> Case:
    now = NOW - (days - 1) * DAY  # the last slot lies a day before
    return case(pattern(letters, now=now, rule_end=f";COUNT={len(letters)}"), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(("days", "stage"), [(13, None), (14, 1), (44, 1), (45, 2), (72, 2), (73, None), (400, None)])
def test_ended_without_goodbye_is_said_twice(days: int, stage: int | None) -> None:
    found = ended_without_goodbye.sign(ended(days), NOW)
    assert (found.evidence["stage"] if found else None) == stage


@pytest.mark.parametrize(
    ("letters", "expected"), [("KKKKNN", NOTE), ("KKKNN", None), ("KKKKN", None), ("KKKKK", None), ("KKKKNNK", None)]
)
def test_ended_without_goodbye_rests_on_its_last_dates(letters: str, expected: SignLevel | None) -> None:
    assert level(ended_without_goodbye, ended(20, letters)) is expected


def test_a_goodbye_a_talk_ahead_or_another_series_is_enough() -> None:
    assert level(ended_without_goodbye, ended(20, told=Told(talked=True))) is None
    assert level(ended_without_goodbye, ended(20, booked=(NOW + 300 * DAY,))) is None
    assert level(ended_without_goodbye, ended(20, siblings=STEADY)) is None
    assert level(ended_without_goodbye, ended(20, contacts=((NOW - 10 * DAY,),))) is None
    assert level(ended_without_goodbye, case(pattern("KKKKNN"))) is None


@pytest.mark.parametrize(
    ("days", "expected"), [(364, None), (365, NOTE), (392, NOTE), (393, LOOK), (729, LOOK), (730, None)]
)
def test_dormant_a_year_after_a_closing(days: int, expected: SignLevel | None) -> None:
    assert level(dormant, ended(days, "KKKK", told=Told(talked=True))) is expected
    assert level(dormant, ended(days, "KKKK")) is None
    assert level(dormant, ended(days, "KKKK", told=Told(talked=True), booked=(NOW + DAY,))) is None


def test_dormant_after_a_yearly_talk_that_did_not_take_place() -> None:
    first = NOW - 370 * DAY
    talks = series(first, "FREQ=YEARLY", removed=[first.replace(year=first.year + 1)])
    assert level(dormant, case(talks)) is NOTE
    assert level(dormant, case(series(first, "FREQ=YEARLY"))) is None


# --- D14 to D19 ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ("drained drained drained", None),
        ("drained drained drained neutral", LOOK),
        ("drained duty energised neutral", None),
        ("same-ground venting nothing-new energised", LOOK),
        ("drained drained drained neutral energised neutral", None),
    ],
)
def test_told_by_you(answers: str, expected: SignLevel | None) -> None:
    pulses = tuple(Pulse(NOW - (20 - index) * DAY, answer) for index, answer in enumerate(answers.split()))
    assert level(told_by_you, case(pattern("KKKK"), told=Told(pulses=pulses))) is expected


@pytest.mark.parametrize(("reached", "goals", "expected"), [(0, 0, None), (1, 1, NOTE), (1, 2, None), (2, 3, NOTE)])
def test_goals_reached(reached: int, goals: int, expected: SignLevel | None) -> None:
    told = Told(goals_reached=reached, goals_total=goals)
    assert level(goals_reached, case(pattern("KKKK"), told=told)) is expected
    assert level(goals_reached, case(pattern("KKKK"), told=replace(told, talked=True))) is None


def pieces(days: int, *, other: str = OTHER, organizer: str = ME) -> Case:
    """A series that was continued so many days ago."""
    cut = NOW - days * DAY
    people = (person(ME, organizer=organizer == ME), person(other, organizer=organizer != ME))
    old = series(cut - 10 * WEEK, f"FREQ=WEEKLY;UNTIL={cut - DAY:%Y%m%dT%H%M%SZ}", uid="a@google.com")
    return case(old, series(cut, uid=f"a_R{cut:%Y%m%dT%H%M%S}@google.com", people=people))


def test_context_changed_asks_while_it_is_news() -> None:
    assert level(context_changed, pieces(0, organizer=OTHER)) is CARD
    assert level(context_changed, pieces(89, organizer=OTHER)) is CARD
    assert level(context_changed, pieces(90, organizer=OTHER)) is None
    assert level(context_changed, pieces(10)) is None
    assert level(context_changed, pieces(10, other="mentor@new.example")) is CARD
    assert level(context_changed, pieces(10, other="mentor@gmail.com")) is None


def test_two_series() -> None:
    assert level(two_series, case(pattern("KKKK"), siblings=STEADY)) is CARD
    assert level(two_series, case(pattern("KKKK"))) is None
    assert level(two_series, ended(3, siblings=STEADY)) is None


@pytest.mark.parametrize(
    ("load", "expected"),
    [(None, None), (Load(4, 6.0), None), (Load(5, 2.0), CARD), (Load(1, 6.1), CARD)],
)
def test_mentor_load(load: Load | None, expected: SignLevel | None) -> None:
    assert level(mentor_load, case(pattern("KKKK"), load=load)) is expected


def unbooked(weeks: int, letters: str = "KKKKKKKK") -> Case:
    """An open-ended series whose next so many dates are removed."""
    one = pattern(letters)
    gone = [YESTERDAY + index * WEEK for index in range(1, weeks + 1)]
    return case(replace(one, exdates=(*one.exdates, *gone)))


@pytest.mark.parametrize(("weeks", "expected"), [(0, None), (1, None), (2, CARD), (3, CARD)])
def test_nothing_booked_within_two_cadences(weeks: int, expected: SignLevel | None) -> None:
    # The next date lies 6 days after the removed ones: with one removed 13 days ahead, with two 20.
    assert level(nothing_booked, unbooked(weeks)) is expected


def test_nothing_booked_needs_four_kept_and_looks_at_the_whole_pair() -> None:
    assert level(nothing_booked, unbooked(3, "KKK")) is None
    assert level(nothing_booked, replace(unbooked(3), booked=(NOW + 14 * DAY,))) is None
    assert level(nothing_booked, replace(unbooked(3), booked=(NOW + 15 * DAY,))) is CARD


def test_a_planned_end_is_not_nothing_booked() -> None:
    last = NOW + 30 * DAY
    rule = f"FREQ=WEEKLY;UNTIL={last:%Y%m%dT%H%M%SZ}"
    first = YESTERDAY - 8 * WEEK
    one = series(first, rule, removed=[YESTERDAY + index * WEEK for index in range(1, 4)])
    assert level(natural_end, case(one)) is NOTE
    assert level(nothing_booked, case(one)) is None


def test_an_all_day_series_is_judged_by_its_dates() -> None:
    first = date(2026, 3, 2)
    removed = [first + timedelta(weeks=week) for week in range(7, 12)]
    assert level(quiet_patch, case(series(first, removed=removed))) is LOOK
    assert level(shorter, case(series(first))) is None
