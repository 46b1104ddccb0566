"""Which series are one mentorship, whose meetings they are, and who the user is."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from desktop.mentoring.lineages import gather, mentorship_id
from desktop.mentoring.mentorship import Role, TaggedBy, Told
from desktop.mentoring.people import one_person
from integrations.calendars.model import Person, Series, TagHints
from tests.unit.mentoring.making import (
    LONDON,
    ME,
    NOW,
    OTHER,
    PAIR,
    THIRD,
    known,
    letters,
    looked,
    meeting,
    pattern,
    person,
    series,
    settings,
    tagged,
)

WEEK, DAY = timedelta(weeks=1), timedelta(days=1)
CUT = datetime(2026, 4, 1, 12, tzinfo=LONDON)


def uids(*found: Any, **more: Any) -> list[list[str]]:
    facts = known(*found, **more)
    return [[one.uid for one in m.series] for m in gather(facts, settings(), tagged).mentorships]


def until(moment: datetime) -> str:
    return f"FREQ=WEEKLY;UNTIL={moment:%Y%m%dT%H%M%SZ}"


def old(**more: Any) -> Series:
    """Weekly meetings whose last slot is on 1 April."""
    return series(CUT - 8 * WEEK, until(CUT), uid="old@example.org", **more)


@pytest.mark.parametrize(
    "uid", ["base_R20260408T110000@google.com", "base_R20260408@google.com", "base_R20260408T110000Z@google.com"]
)
def test_googles_pieces_are_one(uid: str) -> None:
    pieces = [
        replace(old(), uid="base@google.com"),
        series(CUT + 20 * WEEK, uid=uid, people=(person(ME), person(THIRD))),
    ]
    (found,) = looked(known(*pieces)).mentorships
    assert found.mentorship.id == mentorship_id("base@google.com")
    assert found.mentorship.current.uid == uid


def test_a_lone_piece_has_the_id_of_its_base() -> None:
    (found,) = looked(known(series(CUT, uid="base_R20260401T110000@google.com"))).mentorships
    assert found.mentorship.id == mentorship_id("base@google.com")


@pytest.mark.parametrize(("days", "one"), [(7, True), (10, True), (11, False), (21, False)])
def test_a_new_series_within_one_and_a_half_cadences_continues_the_old(days: int, one: bool) -> None:
    found = uids(old(), series(CUT + days * DAY, uid="new@example.org"))
    assert found == ([["old@example.org", "new@example.org"]] if one else [["old@example.org"], ["new@example.org"]])


def test_the_last_slot_counts_even_where_it_was_removed() -> None:
    assert len(uids(old(removed=[CUT, CUT - WEEK]), series(CUT + WEEK, uid="new@example.org"))) == 1


def test_a_slower_series_continues_within_its_own_cadence() -> None:
    assert len(uids(old(), series(CUT + 28 * DAY, "FREQ=WEEKLY;INTERVAL=4", uid="new@example.org"))) == 1


@pytest.mark.parametrize(
    "other",
    [
        series(CUT + WEEK, uid="new@example.org", people=(person(ME, organizer=True), person(THIRD))),
        series(CUT - WEEK, uid="new@example.org"),
        series(CUT + WEEK, "FREQ=YEARLY", uid="new@example.org"),
    ],
    ids=["other people", "while it runs", "yearly talk"],
)
def test_what_continues_nothing(other: Series) -> None:
    assert len(uids(old(), other)) == 2


def test_an_open_series_is_not_continued() -> None:
    assert len(uids(series(CUT - 8 * WEEK), series(CUT + WEEK, uid="new@example.org"))) == 2


def test_one_series_is_continued_once() -> None:
    first = series(CUT + WEEK, uid="new@example.org")
    second = series(CUT + WEEK + DAY, uid="second@example.org", title="Mentoring, the other one")
    assert uids(old(), first, second) == [["old@example.org", "new@example.org"], ["second@example.org"]]


def test_an_untagged_series_continues_by_its_title_alone() -> None:
    plain = series(CUT + WEEK, uid="new@example.org", hints=TagHints())
    assert len(uids(old(), plain)[0]) == 2
    assert uids(old(), replace(plain, title="Budget")) == [["old@example.org"]]


def test_related_series_of_the_same_people_are_one() -> None:
    later = series(CUT + 20 * WEEK, uid="new@example.org", related=("old@example.org",))
    assert len(uids(old(), later)) == 1
    assert len(uids(old(), replace(later, people=(person(ME), person(THIRD))))) == 2
    assert len(uids(old(), replace(later, rules=("FREQ=YEARLY",)))) == 2


def test_a_tag_on_one_piece_counts_for_the_whole() -> None:
    pieces = [
        replace(old(), uid="base@google.com", hints=TagHints()),
        series(CUT + WEEK, uid="base_R20260408T110000@google.com"),
    ]
    (found,) = gather(known(*pieces), settings(), tagged).mentorships
    assert len(found.series) == 2
    assert found.tagged_by == (TaggedBy.CATEGORY,)


def test_the_users_mark_outweighs_the_tags() -> None:
    one = series(CUT)
    assert uids(one, marks={one.uid: False}) == []
    plain = replace(one, hints=TagHints())
    assert uids(plain) == []
    assert uids(plain, marks={one.uid: True}) == [[one.uid]]


def test_two_pieces_tell_one_history() -> None:
    (found,) = looked(known(old(removed=[CUT]), series(CUT + WEEK, uid="new@example.org"))).mentorships
    assert letters(found.ledger) == "KKKKKKKKN" + "K" * 7
    assert found.ledger.open_ended
    assert len({slot.uid for slot in found.ledger.slots}) == 2


def test_a_slot_of_two_pieces_counts_once() -> None:
    pieces = [
        replace(old(), uid="base@google.com", rules=("FREQ=WEEKLY",), exdates=(CUT,)),
        series(CUT, uid="base_R20260401T110000@google.com"),
    ]
    (found,) = looked(known(*pieces)).mentorships
    assert letters(found.ledger) == "K" * 16


# --- mirrors, meetings ---------------------------------------------------------------------------------------------


def test_the_newest_copy_stands() -> None:
    stale = series(CUT, calendar="A", sequence=1)
    fresh = replace(stale, calendar="B", sequence=2, rules=("FREQ=WEEKLY;COUNT=2",))
    for order in ((stale, fresh), (fresh, stale)):
        (found,) = gather(known(*order), settings(), tagged).mentorships
        assert found.current.rules == fresh.rules


def test_two_meetings_of_one_pair_at_one_time_in_one_calendar_are_no_mirror() -> None:
    assert len(uids(series(CUT), series(CUT, uid="two@example.org"))) == 2


def test_single_meetings_go_with_their_people() -> None:
    facts = known(
        series(CUT),
        series(CUT, uid="two@example.org", people=(person(ME), person(THIRD))),
        meeting(CUT + DAY),
        meeting(CUT + DAY, uid="third@x.org", people=(person(ME), person(THIRD))),
        meeting(CUT + DAY, uid="nobody@x.org", people=(person(ME), person("else@example.org"))),
    )
    found = {m.others[0].email: [one.uid for one in m.meetings] for m in gather(facts, settings(), tagged).mentorships}
    assert found == {OTHER: ["extra@example.org"], THIRD: ["third@x.org"]}


def test_a_single_meeting_goes_to_one_lineage() -> None:
    weekly, monthly = series(CUT), series(CUT, "FREQ=WEEKLY;INTERVAL=4", uid="two@example.org")
    found = gather(known(weekly, monthly, meeting(CUT + DAY)), settings(), tagged).mentorships
    assert {m.current.uid: len(m.meetings) for m in found} == {"one@example.org": 1, "two@example.org": 0}


def test_an_exception_whose_series_is_known_is_no_single_meeting() -> None:
    one = series(CUT)
    (found,) = gather(known(one, meeting(CUT + DAY, uid=one.uid, slot=CUT)), settings(), tagged).mentorships
    assert found.meetings == ()


# --- who is who ----------------------------------------------------------------------------------------------------


def with_other(other: str, uid: str) -> Series:
    return series(CUT, uid=uid, people=(person(ME, organizer=True), person(other)))


def test_the_one_address_on_every_pairs_meetings_is_the_users() -> None:
    nobody = settings(me=())
    assert looked(known(with_other(OTHER, "a"), with_other(THIRD, "b")), nobody).me == {ME}
    assert looked(known(with_other(OTHER, "a"), with_other(OTHER, "b")), nobody).me == frozenset()
    assert looked(known(with_other(OTHER, "a")), nobody).me == frozenset()


@pytest.mark.parametrize(
    ("people", "me", "role"),
    [
        (PAIR, ME, Role.ORGANIZER),
        ((person(ME), person(OTHER, organizer=True)), ME, Role.ATTENDEE),
        ((person(ME), person(OTHER)), ME, Role.ORGANIZER),
        ((), ME, Role.ALONE),
        ((), "", Role.ALONE),
        ((person(ME, organizer=True),), ME, Role.ALONE),
        ((person(OTHER, organizer=True),), ME, Role.ATTENDEE),
        (PAIR, "", Role.UNKNOWN),
        ((person(ME, organizer=True), Person("room@example.org", individual=False)), ME, Role.ALONE),
    ],
)
def test_what_the_user_may_do(people: tuple[Person, ...], me: str, role: Role) -> None:
    wanted = settings(me=(me,) if me else ())
    (found,) = gather(known(series(CUT, people=people)), wanted, tagged).mentorships
    assert found.role is role


def test_organizer_and_attendee_of_one_address_are_one_person() -> None:
    twice = (*PAIR, person(OTHER, organizer=True), Person("room@example.org", individual=False))
    (found,) = gather(known(series(CUT, people=twice)), settings(), tagged).mentorships
    assert [one.email for one in found.others] == [OTHER]
    assert not found.group


def test_three_people_are_a_group_also_where_the_user_is_unknown() -> None:
    three = (*PAIR, person(THIRD))
    for wanted in (settings(), settings(me=())):
        (found,) = gather(known(series(CUT, people=three)), wanted, tagged).mentorships
        assert found.group
    (pair,) = gather(known(series(CUT)), settings(me=()), tagged).mentorships
    assert not pair.group


def test_one_person_may_have_more_than_two_addresses() -> None:
    same = one_person([frozenset("ab"), frozenset("cd"), frozenset("bc")])
    assert same == dict.fromkeys("abcd", "a")


def test_what_the_user_told_goes_with_the_lineage() -> None:
    one = pattern("KKKK", now=NOW)
    told = Told(goals_total=2)
    (found,) = gather(known(one, told={mentorship_id(one.uid): told}), settings(), tagged).mentorships
    assert found.told == told
