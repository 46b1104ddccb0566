"""The planner as a function of values: identities, who is chosen, and what is said together."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from desktop.mentoring.absences import Away
from desktop.mentoring.judging import signs
from desktop.mentoring.manners import Manners
from desktop.mentoring.mentorship import (
    Family,
    Level,
    MentorshipReview,
    Review,
    Side,
    Sign,
    SignKind,
    SignLevel,
    Told,
)
from desktop.mentoring.notes import notes
from desktop.mentoring.reminders import Due, Past, Quiet, Shown, due, parts, settled
from tests.unit.mentoring.making import LONDON, NOW, case, known, looked, pattern, person, series

DAY = timedelta(days=1)
TUESDAY = NOW - DAY
AWAY = Away(LONDON)
REVIEW_DUE = {"weeks": 26, "half_years": 1, "kept": 20}


def one_review(**told: Any) -> MentorshipReview:
    (found,) = looked(known(pattern("KKKKKNKNKKKNK", now=NOW - 2 * DAY))).mentorships
    told_of = Told(**({"scanned_since": NOW - 30 * DAY} | told))
    return replace(found, mentorship=replace(found.mentorship, told=told_of))


def sign(kind: SignKind, level: SignLevel = SignLevel.NOTE, family: Family = Family.RHYTHM, **evidence: Any) -> Sign:
    return Sign(kind, level, family, evidence)


def with_signs(*signs: Sign, level: Level = Level.NOTE, name: str = "pair", **told: object) -> MentorshipReview:
    found = one_review(**told)
    return replace(found, signs=signs, level=level, mentorship=replace(found.mentorship, id=name))


def plan(*found: MentorshipReview, past: Past | None = None, now: datetime = NOW, sooner: bool = False) -> list[Due]:
    return list(due(found, past or Past(), Manners(sooner=sooner), AWAY, now=now, zone=LONDON))


def identities(*found: MentorshipReview, now: datetime = NOW, past: Past | None = None) -> list[str]:
    return [one.identity for one in plan(*found, now=now, past=past)]


def ending(stage: int = 1, last: str = "2026-06-30") -> Sign:
    return sign(SignKind.NATURAL_END, family=Family.OCCASION, last=last, first="2026-06-23", ahead=2, stage=stage)


QUIET = sign(SignKind.QUIET_PATCH, not_kept=7, due=12)


# --- identities -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "identity"),
    [
        (QUIET, "quiet-patch:pair:1"),
        (sign(SignKind.GAP_IN_A_ROW, in_a_row=4), "gap-in-a-row:pair:1"),
        (sign(SignKind.OPEN_ENDED, family=Family.OCCASION, **REVIEW_DUE), "open-ended:pair:1"),
        (ending(2), "natural-end:pair:2026-06-30:2"),
        (
            sign(SignKind.ENDED_WITHOUT_GOODBYE, family=Family.OCCASION, ended="2026-05-01", stage=1),
            "ended-without-goodbye:pair:2026-05-01:1",
        ),
        (sign(SignKind.DORMANT, family=Family.OCCASION, last="2025-05-01"), "dormant:pair:2025-05-01"),
        (sign(SignKind.GOALS_REACHED, family=Family.OCCASION, goals=3, reached=2), "goals-reached:pair:3"),
    ],
)
def test_an_identity_is_what_makes_the_saying_one(one: Sign, identity: str) -> None:
    assert identities(with_signs(one)) == [identity]


def test_a_rule_is_said_by_decision_point_whatever_the_zone() -> None:
    found = with_signs(QUIET)
    (here,) = notes(found, NOW, LONDON)
    assert here.identity == notes(found, NOW + 2 * DAY, LONDON)[0].identity
    assert notes(found, NOW + 26 * DAY, LONDON)[0].identity == "quiet-patch:pair:2"
    assert notes(found, NOW - 40 * DAY, LONDON)[0].identity == "quiet-patch:pair:0"
    anew = notes(found, NOW, LONDON, anew=NOW.date())
    assert anew[0].identity == f"quiet-patch:pair:after-{NOW.date()}"
    assert notes(found, NOW, LONDON, anew=NOW.date() - 3 * DAY)[0].identity == here.identity


def test_two_looks_of_different_families_are_said_as_one() -> None:
    looks = (
        sign(SignKind.QUIET_PATCH, SignLevel.LOOK, not_kept=5, due=12),
        sign(SignKind.GAP_IN_A_ROW, SignLevel.LOOK, in_a_row=3),
        sign(SignKind.OFTEN_MOVED, SignLevel.LOOK, Family.ARRANGING, moved=7, due=12),
    )
    (one,) = plan(with_signs(*looks))
    assert [found.kind for found in one.signs] == [SignKind.QUIET_PATCH, SignKind.OFTEN_MOVED]
    assert plan(with_signs(*looks, level=Level.LOOK)) == []
    (sooner,) = plan(with_signs(*looks, level=Level.LOOK), sooner=True)
    assert [found.kind for found in sooner.signs] == [SignKind.QUIET_PATCH]


def test_the_end_of_a_not_now_is_a_decision_point_of_its_own() -> None:
    """Six of twelve at the last point, seven since: the louder word waits for a point, and quiet's end is one."""
    weekly = pattern("KKKKKKKNKNKNKNKNNN", now=NOW)
    stands = case(weekly, told=Told(scanned_since=NOW - 30 * DAY))
    point = stands.point(NOW)
    assert point == NOW - 2 * DAY
    anew = replace(stands, looked_anew=NOW.date())
    assert anew.point(NOW) == NOW.replace(hour=0)
    assert replace(stands, looked_anew=NOW.date() + DAY).point(NOW) == point
    assert replace(stands, looked_anew=NOW.date() - 5 * DAY).point(NOW) == point
    assert signs(stands, NOW)[0].level is SignLevel.LOOK
    assert signs(anew, NOW)[0].level is SignLevel.NOTE


# --- one pair -------------------------------------------------------------------------------------


def test_what_has_a_date_comes_first() -> None:
    assert identities(with_signs(QUIET, ending())) == ["natural-end:pair:2026-06-30:1"]


def test_what_was_said_leaves_the_next_for_after_90_days() -> None:
    said = Past(shown=(Shown("natural-end:pair:2026-06-30:1", "pair", "natural-end", NOW - 89 * DAY),))
    assert identities(with_signs(QUIET, ending()), past=said) == []
    said = Past(shown=(Shown("natural-end:pair:2026-06-30:1", "pair", "natural-end", NOW - 90 * DAY),))
    assert identities(with_signs(QUIET, ending()), past=said) == ["quiet-patch:pair:1"]


def test_two_series_with_one_person_are_one_pair() -> None:
    said = (Shown("quiet-patch:weekly:0", "weekly", "quiet-patch", NOW - DAY),)
    assert identities(with_signs(QUIET), past=Past(said)) == ["quiet-patch:pair:1"]
    assert identities(with_signs(QUIET), past=Past(said, pairs={"pair": frozenset({"weekly", "pair"})})) == []


def test_the_second_of_one_ending_does_not_wait() -> None:
    first = Shown("natural-end:pair:2026-06-30:1", "pair", "natural-end", NOW - 28 * DAY)
    assert identities(with_signs(ending(2)), past=Past((first,))) == ["natural-end:pair:2026-06-30:2"]
    assert identities(with_signs(ending(2, "2026-07-07")), past=Past((first,))) == []
    other = replace(first, identity="quiet-patch:pair:0", kind="quiet-patch")
    assert identities(with_signs(ending(2)), past=Past((other,))) == []


def test_a_note_by_a_clock_that_was_ahead_counts_as_near() -> None:
    ahead = Shown("silence:pair:9", "pair", "silence", NOW + 60 * DAY)
    assert identities(with_signs(QUIET), past=Past((ahead,))) == []
    (right,) = settled((ahead, replace(ahead, at=NOW - DAY)), NOW)
    assert (right.at, right.settled) == (ahead.at, NOW)
    far = replace(ahead, at=NOW + 365 * DAY, settled=NOW - 10 * DAY)
    assert identities(with_signs(QUIET), past=Past((far,))) == []
    assert identities(with_signs(QUIET), past=Past((replace(far, settled=NOW - 90 * DAY),))) == ["quiet-patch:pair:1"]


def test_quiet_and_rest() -> None:
    today = NOW.date()
    review = with_signs(QUIET, ending())
    for until in (today, today + 30 * DAY):
        assert identities(review, past=Past(quiet={"pair": Quiet(until)})) == ["natural-end:pair:2026-06-30:1"]
        assert identities(with_signs(QUIET), past=Past(quiet={"pair": Quiet(until)})) == []
    assert identities(review, past=Past(quiet={"pair": Quiet(None)})) == []
    assert identities(with_signs(QUIET), past=Past(quiet={"pair": Quiet(today - DAY)})) != []
    assert identities(with_signs(QUIET, paused_until=today)) == []
    assert identities(with_signs(QUIET, paused_until=today - DAY)) != []


def test_never_of_a_pair_in_which_something_is_wrong() -> None:
    assert identities(with_signs(QUIET, ending(), safe=True)) == []


def test_a_look_never_pops_up() -> None:
    look = sign(SignKind.QUIET_PATCH, SignLevel.LOOK, not_kept=5, due=12)
    card = sign(SignKind.LONG_RUN, SignLevel.CARD, Family.OCCASION, years=2, months=24)
    assert plan(with_signs(look, card, level=Level.LOOK)) == []
    assert [one.kind for one in plan(with_signs(look, card, level=Level.LOOK), sooner=True)] == ["quiet-patch"]


# --- several pairs --------------------------------------------------------------------------------


def test_one_a_day_in_all() -> None:
    said = Past((Shown("quiet-patch:other:0", "other", "quiet-patch", NOW.replace(hour=9)),))
    assert identities(with_signs(QUIET), past=said) == []
    assert identities(with_signs(QUIET), past=Past((replace(said.shown[0], at=NOW - DAY),))) != []
    assert identities(with_signs(QUIET), with_signs(QUIET, name="another")) == ["quiet-patch:pair:1"]


def test_those_that_end_on_one_day_are_said_together() -> None:
    pairs = [with_signs(ending(), name=name) for name in ("a", "b", "c")]
    (one,) = plan(*pairs, with_signs(ending(last="2026-07-01"), name="d"))
    assert one.kind == "natural-end"
    assert [review.mentorship.id for review in one.reviews] == ["a", "b", "c"]
    assert parts(one.identity) == tuple(f"natural-end:{name}:2026-06-30:1" for name in "abc")
    said = Past(tuple(Shown(part, part.split(":")[1], "natural-end", NOW - DAY) for part in parts(one.identity)))
    assert identities(*pairs, past=said) == []


def mentor(name: str, *signs: Sign) -> MentorshipReview:
    found = with_signs(*signs, name=name)
    return replace(found, mentorship=replace(found.mentorship, side=Side.MENTOR))


def test_a_mentor_hears_of_all_once_a_week() -> None:
    (one,) = plan(mentor("a", QUIET), mentor("b", ending()), with_signs(QUIET, name="own"))
    assert one.kind == "digest"
    assert [review.mentorship.id for review in one.reviews] == ["a", "b"]
    said = Past((Shown("quiet-patch:a:1", "a", "quiet-patch", NOW - 6 * DAY),))
    assert identities(mentor("a", QUIET), mentor("b", QUIET), past=said) == []
    assert identities(mentor("a", QUIET), mentor("b", QUIET), with_signs(QUIET, name="own"), past=said) == [
        "quiet-patch:own:1"
    ]
    said = Past((replace(said.shown[0], at=NOW - 7 * DAY),))
    assert identities(mentor("a", QUIET), mentor("b", QUIET), past=said) == ["quiet-patch:b:1"]


def test_a_mentor_of_one_is_a_pair_like_any_other() -> None:
    assert identities(mentor("a", QUIET), with_signs(QUIET, name="own")) == ["quiet-patch:a:1"]


# --- after an import ------------------------------------------------------------------------------


def imported(*found: MentorshipReview, past: Past | None = None, now: datetime = NOW) -> list[str]:
    return [one.kind for one in plan(*found, past=past, now=now)]


LOOK = sign(SignKind.QUIET_PATCH, SignLevel.LOOK, not_kept=5, due=12)


def test_one_summary_after_an_import_that_found_something() -> None:
    fresh = with_signs(LOOK, level=Level.LOOK, scanned_since=NOW - DAY / 4)
    (one,) = plan(fresh, with_signs(level=Level.FINE, name="calm", scanned_since=NOW - DAY / 4))
    assert (one.kind, len(one.reviews)) == ("import-summary", 2)
    assert imported(fresh, past=Past((Shown(one.identity, "", one.kind, NOW - DAY / 8),)), now=NOW) == []
    assert imported(fresh, now=NOW + DAY) == []
    assert imported(with_signs(level=Level.FINE, scanned_since=NOW)) == []
    assert imported(replace(fresh, finished=True)) == []
    assert imported(fresh, past=Past(quiet={"pair": Quiet(None)})) == []


def test_a_note_says_it_and_the_summary_goes() -> None:
    scanned = NOW - DAY / 2
    fresh = [
        with_signs(QUIET, scanned_since=scanned),
        with_signs(LOOK, level=Level.LOOK, name="b", scanned_since=scanned),
    ]
    assert imported(*fresh) == ["quiet-patch"]
    said = Past((Shown("quiet-patch:pair:0", "pair", "quiet-patch", scanned + timedelta(hours=1)),))
    assert imported(*fresh, past=said, now=NOW) == []


# --- the whole way --------------------------------------------------------------------------------


def test_the_order_of_the_calendars_changes_nothing() -> None:
    pairs = [
        pattern("KKNNKNKNNKNNK", uid=f"{name}@example.org", people=(person("mentee@example.org"), person(name)))
        for name in ("a@example.org", "b@example.org")
    ]
    one = looked(known(*pairs))
    other = looked(known(*reversed(pairs)))
    assert _planned(one) == _planned(other) != []


def _planned(found: Review) -> list[str]:
    return [one.identity for one in due(found.mentorships, Past(), Manners(), AWAY, now=found.now, zone=LONDON)]


def test_a_yearly_talk_is_never_spoken_of() -> None:
    talk = series(NOW - 3 * 365 * DAY, "FREQ=YEARLY", removed=[NOW - 365 * DAY])
    for days in range(0, 400, 9):
        now = (NOW + days * DAY).replace(hour=10)
        kinds = {one.kind for one in looked(known(talk), now=now).mentorships[0].signs if one.level is SignLevel.NOTE}
        assert SignKind.OPEN_ENDED not in kinds


def test_the_days_of_this_file_are_what_it_thinks() -> None:
    assert (NOW.isoweekday(), NOW.date()) == (3, date(2026, 5, 20))
