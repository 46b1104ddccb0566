"""The journeys' calendars, read from their files and looked at: the stated counts, levels, dates and questions."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from desktop.mentoring.final_date import propose
from desktop.mentoring.judging import review
from desktop.mentoring.mentorship import (
    By,
    Counts,
    Known,
    Level,
    MentorshipReview,
    Reason,
    Review,
    Settings,
    SignKind,
    SignLevel,
    SlotState,
    Told,
)
from desktop.mentoring.tagging import Looking
from desktop.services import wording
from integrations.calendars.icalendar.reading import read_files
from tests.unit.mentoring.making import letters

JOURNEYS = Path(__file__).parents[2] / "data" / "journeys"
MENTEE = frozenset({"mentee@example.org"})
BOTH = frozenset({frozenset({"mentor@work.example", "mentor@home.example"})})


def at(file: str, now: str, zone: str, *, me: frozenset[str] = MENTEE, region: str = "", **words: Any) -> Review:
    """A look at a journey's file at a moment on the clock of `zone`."""
    here = ZoneInfo(zone)
    (path,) = JOURNEYS.glob(f"{file}_*.ics")
    batch = read_files([path], Looking(me=me), zone=here)
    facts = Known(batch.series, batch.meetings, batch.days_off, **words)
    return review(facts, Settings(here, me, region), datetime.fromisoformat(now).replace(tzinfo=here), propose)


def only(found: Review) -> MentorshipReview:
    (one,) = found.mentorships
    return one


def signs(one: MentorshipReview) -> dict[SignKind, SignLevel]:
    return {sign.kind: sign.level for sign in one.signs}


def says(one: MentorshipReview, kind: SignKind) -> str:
    (sign,) = [sign for sign in one.signs if sign.kind is kind]
    return wording.sign_says(sign, one)


def test_j1_weekly_open_ended() -> None:
    found = at("j01", "2025-11-20T09:00", "Europe/London")
    one = only(found)
    assert one.ledger.counts == one.ledger.all_time == Counts(kept=7, not_kept=5)
    assert {slot.by for slot in one.ledger.slots} == {By.UNKNOWN}
    assert one.level is Level.LOOK
    assert signs(one)[SignKind.QUIET_PATCH] is SignLevel.LOOK
    assert signs(one)[SignKind.OPEN_ENDED] is SignLevel.FACT
    assert SignLevel.NOTE not in signs(one).values()
    assert says(one, SignKind.QUIET_PATCH) == "7 of the last 12 meetings are on the calendar as kept."
    assert one.proposed_final == datetime(2025, 12, 9, 16, tzinfo=ZoneInfo("Europe/London"))
    assert found.questions == ()


@pytest.mark.parametrize("word", ["cancelled", "they", "failed", "should"])
def test_j1_the_card_holds_no_word_that_hurts(word: str) -> None:
    one = only(at("j01", "2025-11-20T09:00", "Europe/London"))
    texts = [
        text
        for sign in one.signs
        for text in (
            wording.sign_says(sign, one),
            wording.sign_why(sign, one),
            wording.sign_away(sign, one),
        )
    ]
    assert [text for text in texts if word in text.casefold().replace(",", " ").split()] == []


def test_j1_a_stranger_is_asked_who_they_are() -> None:
    (question,) = at("j01", "2025-11-20T09:00", "Europe/London", me=frozenset()).questions
    assert (question.kind, question.choices) == ("who-are-you", ("mentee@example.org", "mentor@example.org"))


def test_j2_the_mentor_organises() -> None:
    one = only(at("j02", "2026-04-20T09:00", "Europe/Dublin"))
    assert one.ledger.counts == Counts(kept=4, not_kept=4)
    assert one.level is Level.LOOK
    assert {slot.by for slot in one.ledger.slots} <= {By.UNKNOWN, By.ORGANISER_SIDE}
    assert one.mentorship.role == "attendee"


@pytest.mark.parametrize(
    ("now", "stage"),
    [("2025-07-13", None), ("2025-07-14", 1), ("2025-08-13", 1), ("2025-08-14", 2), ("2026-08-11", None)],
)
def test_j3_ended_without_goodbye(now: str, stage: int | None) -> None:
    one = only(at("j03", f"{now}T09:00", "Europe/Madrid"))
    assert letters(one.ledger).count("K") == 22
    assert one.finished
    assert one.ledger.ends == datetime(2025, 6, 16, 17, tzinfo=ZoneInfo("Europe/Madrid"))
    assert [sign.evidence["stage"] for sign in one.signs] == ([stage] if stage else [])
    assert set(signs(one)) <= {SignKind.ENDED_WITHOUT_GOODBYE}
    if stage:
        assert says(one, SignKind.ENDED_WITHOUT_GOODBYE) == "A thank-you is never too late. Two lines are enough."


def test_j3_we_talked_is_the_last_word() -> None:
    name = only(at("j03", "2025-07-14T09:00", "Europe/Madrid")).mentorship.id
    told = {name: Told(talked=True)}
    for now in ("2025-07-14T09:00", "2025-08-14T09:00"):
        assert signs(only(at("j03", now, "Europe/Madrid", told=told))) == {}


def test_j4_two_pairs_and_one_question() -> None:
    found = at("j04", "2026-04-13T09:00", "Europe/London", me=frozenset())
    assert found.me == MENTEE
    assert len(found.mentorships) == 2
    assert [(question.kind, set(question.about)) for question in found.questions] == [("same-person", *BOTH)]
    assert all(SignKind.TWO_SERIES not in signs(one) for one in found.mentorships)


def test_j4_one_person_two_series() -> None:
    found = at("j04", "2026-04-13T09:00", "Europe/London", same_person=BOTH)
    monthly, weekly = found.mentorships
    assert found.questions == ()
    assert (weekly.ledger.counts.not_kept, weekly.ledger.counts.due, weekly.level) == (8, 12, Level.NOTE)
    assert (monthly.ledger.counts.kept, monthly.level) == (6, Level.FINE)
    assert all(signs(one)[SignKind.TWO_SERIES] is SignLevel.CARD for one in found.mentorships)
    assert SignKind.SILENCE not in signs(weekly)
    assert says(weekly, SignKind.QUIET_PATCH).startswith("4 of the last 12 ")
    assert says(weekly, SignKind.QUIET_PATCH).endswith("Keep just that one?")


def test_j5_the_clock_change_moves_nothing() -> None:
    one = only(at("j05", "2026-11-05T09:00", "Europe/Berlin"))
    assert one.ledger.counts == Counts(kept=8)
    assert one.level is Level.FINE
    elsewhere = only(at("j05", "2026-11-05T09:00", "America/New_York"))
    assert elsewhere.ledger.counts == Counts(kept=8)


@pytest.mark.parametrize("zone", ["America/Los_Angeles", "Europe/London", "Asia/Tokyo"])
def test_j6_all_day_meetings_and_leave(zone: str) -> None:
    one = only(at("j06", "2026-05-20T10:00", zone))
    assert one.ledger.counts == Counts(kept=4, excused=1)
    assert one.ledger.slots[1].why == Reason("leave", "Annual leave")
    assert one.level is Level.TOO_EARLY
    assert one.proposed_final == date(2026, 6, 12)


@pytest.mark.parametrize(
    ("now", "stage"), [("2026-11-05", None), ("2026-11-06", 1), ("2026-12-03", 1), ("2026-12-04", 2)]
)
def test_j7_the_last_date_is_a_holiday(now: str, stage: int | None) -> None:
    one = only(at("j07", f"{now}T09:00", "Europe/Berlin", region="DE-BE"))
    assert one.ledger.upcoming[-1].blocked == Reason("holiday", "Christmas Day")
    assert SignKind.OPEN_ENDED not in signs(one)
    assert [sign.evidence["stage"] for sign in one.signs] == ([stage] if stage else [])
    if stage:
        said = says(one, SignKind.NATURAL_END)
        assert said == "The last meeting would be on 18 December: 25 December is a public holiday."


def test_j7_the_holiday_counts_in_no_statistic() -> None:
    one = only(at("j07", "2026-12-31T09:00", "Europe/Berlin", region="DE-BE"))
    assert letters(one.ledger) == "K" * 20 + "X"
    assert one.ledger.counts.not_kept == 0


def test_j8_nothing_stands_out() -> None:
    one = only(at("j08", "2028-02-07T09:00", "Europe/Zurich"))
    assert one.level is Level.FINE
    assert one.proposed_final == datetime(2028, 2, 22, 16, tzinfo=ZoneInfo("Europe/Zurich"))


def test_j10_more_than_half() -> None:
    one = only(at("j10", "2026-11-30T09:00", "Europe/Amsterdam"))
    assert (one.ledger.counts.not_kept, one.ledger.counts.due) == (7, 12)
    assert one.level is Level.NOTE


def test_j12_a_cohort() -> None:
    found = at("j12", "2026-04-17T09:00", "Europe/Lisbon", me=frozenset())
    assert found.me == {"mentor@example.org"}
    assert [question.kind for question in found.questions] == ["programme"]
    assert wording.question_says(found.questions[0]) == "4 series end on 18 June. Do they belong to one programme?"
    for one in found.mentorships:
        assert one.level is Level.TOO_EARLY
        assert signs(one) == {SignKind.NATURAL_END: SignLevel.NOTE}
        said = "Your last two meetings are ahead: 21 May and 18 June. Would you like to prepare a good close?"
        assert says(one, SignKind.NATURAL_END) == said
    third = next(m for m in found.mentorships if m.mentorship.others[0].email == "mentee3@example.org")
    assert [slot.state for slot in third.ledger.slots].count(SlotState.NOT_KEPT) == 2


def test_j12_contact_afterwards_is_asked_once() -> None:
    first = at("j12", "2026-04-17T09:00", "Europe/Lisbon", me=frozenset())
    yes = {first.questions[0].id: True}
    then = at("j12", "2026-04-17T09:00", "Europe/Lisbon", me=frozenset(), programmes=yes)
    (question,) = then.questions
    assert question.kind == "contact-after"
    assert set(question.about) == {one.mentorship.id for one in then.mentorships}
