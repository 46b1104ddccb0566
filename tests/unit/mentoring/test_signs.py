"""D1 to D10 at, just under and just over their thresholds, and what guards them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from desktop.mentoring.mentorship import Family, Side, SignKind, SignLevel, Told
from desktop.mentoring.signs import (
    REGISTRY,
    gap_in_a_row,
    long_run,
    often_moved,
    one_sided,
    open_ended,
    quiet_patch,
    real_rhythm,
    shorter,
    silence,
    unanswered,
)
from desktop.mentoring.signs.case import Case, Sibling
from integrations.calendars.model import Meeting, Override, Response
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
from tests.unit.mentoring.sign_levels import CARD, DAY, FACT, LOOK, NOTE, STEADY, WEEK, YESTERDAY, level


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


def invitations(mine: int, theirs: int) -> list[Meeting]:
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
    found = one_sided.sign(case(pattern("KKK"), *invitations(mine, theirs)), NOW)
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


def test_an_all_day_series_is_judged_by_its_dates() -> None:
    first = date(2026, 3, 2)
    removed = [first + timedelta(weeks=week) for week in range(7, 12)]
    assert level(quiet_patch, case(series(first, removed=removed))) is LOOK
    assert level(shorter, case(series(first))) is None
