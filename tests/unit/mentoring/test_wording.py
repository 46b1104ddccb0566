"""What is said of signs, slots, reasons and questions: every sentence can be made, and reads well."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest

from desktop.mentoring.mentorship import (
    Family,
    Level,
    Question,
    Reason,
    Sign,
    SignKind,
    SignLevel,
    Slot,
    SlotState,
)
from desktop.mentoring.pulses import FINE, Answer
from desktop.mentoring.signs import REGISTRY
from desktop.services import wording
from resources.texts import _area
from tests.unit.mentoring.making import NOW, ended_reviews, known, looked, pattern

ONE = looked(known(pattern("KKKK"))).mentorships[0]
EVIDENCE: dict[str, int | float | str] = {
    "not_kept": 5, "due": 12, "in_a_row": 3, "weeks": 13, "days": 21, "cadence_days": 7, "kept": 20, "half_years": 1,
    "years": 2, "months": 25, "moved": 6, "sent": 8, "of": 9, "minutes": 30, "minutes_before": 60, "unanswered": 4,
    "first": "2026-05-21", "last": "2026-06-18", "ahead": 2, "stage": 1, "blocked": "2026-06-25",
    "ended": "2026-05-01", "low": 3, "answers": 4, "reached": 2, "goals": 3, "since": "2026-04-01", "series": 2,
    "pairs": 5, "hours": 7.5,
}  # fmt: skip


def variants(kind: SignKind) -> list[str]:
    names = _area("signs")[kind]
    return ["", *(name.removeprefix("says-") for name in names if name.startswith("says-"))]


CASES = [(kind, variant) for kind in SignKind for variant in variants(kind)]


@pytest.mark.parametrize(("kind", "variant"), CASES)
def test_every_sign_says_what_why_and_what_ends_it(kind: SignKind, variant: str) -> None:
    sign = Sign(kind, SignLevel.LOOK, Family.RHYTHM, EVIDENCE, (NOW,), variant)
    for said in (
        wording.sign_says(sign, ONE),
        wording.sign_why(sign, ONE),
        wording.sign_away(sign, ONE),
    ):
        assert said
        assert not re.search(r"[{}]|\b\d{4}-\d\d-\d\d\b|\bcancelled\b|\bthey\b|\bfailed\b|\bshould\b|\bignored\b", said)


def test_every_variant_of_a_rule_that_has_words_is_known() -> None:
    asked = {rule.kind: set(variants(rule.kind)) for rule in REGISTRY}
    assert asked[SignKind.NATURAL_END] == {"", "one", "two", "holiday", "away"}
    assert asked[SignKind.QUIET_PATCH] == {"", "mentor", "other-steady"}
    assert asked[SignKind.TOLD_BY_YOU] == {"", *(answer.value for answer in Answer if answer not in FINE)}
    assert asked[SignKind.SILENCE] == {"", "young", "mentor"}


@pytest.mark.parametrize(
    ("half_years", "said"), [(1, "Half a year of meetings"), (2, "52 weeks of meetings"), (3, "78 weeks of meetings")]
)
def test_the_review_speaks_of_its_half_year(half_years: int, said: str) -> None:
    evidence = {"half_years": half_years, "weeks": 26 * half_years}
    sign = Sign(SignKind.OPEN_ENDED, SignLevel.NOTE, Family.OCCASION, evidence, variant="review")
    assert wording.sign_says(sign, ONE).startswith(said)


def test_a_short_rhythm_is_said_in_days() -> None:
    sign = Sign(SignKind.REAL_RHYTHM, SignLevel.LOOK, Family.RHYTHM, EVIDENCE | {"days": 4, "weeks": 1})
    assert wording.sign_says(sign, ONE).startswith("You meet about every 4 days.")


def test_a_finished_series_names_its_year() -> None:
    (one,) = ended_reviews()
    (sign,) = one.signs
    assert re.search(r"\b20\d\d\b", wording.sign_why(sign, one))


@pytest.mark.parametrize(
    ("slot", "said"),
    [
        ({"state": SlotState.KEPT}, "Wednesday 20 May 2026, 12:00: on the calendar as kept"),
        ({"state": SlotState.MOVED, "to": NOW + timedelta(hours=1)}, "12:00: moved to Wednesday 20 May 2026, 13:00"),
        ({"state": SlotState.MOVED}, "12:00: moved"),
        ({"state": SlotState.NOT_KEPT, "corrected": True}, "12:00: did not take place, as you said"),
        ({"state": SlotState.EXCUSED, "why": Reason("leave", "Annual\n leave")}, "Time off: Annual leave"),
        ({"state": SlotState.UNKNOWN}, "12:00: too long ago to count"),
    ],
)
def test_a_slot_in_a_line(slot: dict[str, Any], said: str) -> None:
    made = Slot(NOW, NOW + timedelta(hours=1), uid="one@example.org", **slot)
    assert wording.slot_says(made).endswith(said)


def test_an_all_day_slot_has_no_time() -> None:
    slot = Slot(date(2026, 5, 20), date(2026, 5, 21), SlotState.KEPT, "one@example.org")
    assert wording.slot_says(slot) == "Wednesday 20 May 2026: on the calendar as kept"


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        (Reason("holiday", "Christmas Day"), "Public holiday: Christmas Day"),
        (Reason("holiday"), "Public holiday"),
        (Reason("season", "{kept} exams"), "A break that you set: {kept} exams"),
        (Reason("illness"), "Illness or travel, as you said"),
        (Reason("corrected"), "As you said"),
        (Reason("something new"), "As you said"),
    ],
)
def test_a_reason(reason: Reason, said: str) -> None:
    assert wording.reason_says(reason) == said


@pytest.mark.parametrize(
    ("kind", "about", "said"),
    [
        ("who-are-you", (), "Which of these addresses is yours?"),
        ("same-person", ("a@x.org", "b@x.org"), "Is this the same person: a@x.org and b@x.org?"),
        ("programme", ("2026-06-18", "1", "2", "3"), "3 series end on 18 June. Do they belong to one programme?"),
        ("contact-after", ("1",), "May you stay in touch after the programme?"),
        ("was-this-a-break", ("2026-04-13", "2026-04-26"), "Were the days from 13 April to 26 April a break?"),
    ],
)
def test_a_question(kind: str, about: tuple[str, ...], said: str) -> None:
    assert wording.question_says(Question("id", kind, about, ("yes", "no"))) == said


def test_every_level_has_a_name() -> None:
    assert len({wording.level_says(level) for level in Level}) == len(Level)
