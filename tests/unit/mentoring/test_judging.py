"""The pair's level, decision points, and what is asked of the user."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from desktop.mentoring import judging
from desktop.mentoring.mentorship import (
    Absence,
    Family,
    Level,
    Pulse,
    Review,
    Side,
    SignKind,
    SignLevel,
    Told,
)
from desktop.mentoring.signs.case import decision_point
from integrations.calendars.model import Series, TagHints
from tests.unit.mentoring.making import (
    LONDON,
    ME,
    NOW,
    OTHER,
    THIRD,
    case,
    known,
    looked,
    mentorship,
    pattern,
    person,
    series,
    settings,
    tagged,
)

DAY, WEEK = timedelta(days=1), timedelta(weeks=1)
LOW = tuple(Pulse(NOW - days * DAY, "drained") for days in (60, 50, 40, 30))


def level_of(letters: str, told: Told | None = None, **more: Any) -> Level:
    one = case(pattern(letters), told=told, **more)
    return judging.level(one, NOW, judging.signs(one, NOW))


@pytest.mark.parametrize(
    ("letters", "level"),
    [
        ("KKKK", Level.TOO_EARLY),
        ("NNNN", Level.TOO_EARLY),
        ("KKKKKKKKKKKK", Level.FINE),
        ("KKKKKKNNNNNK", Level.LOOK),
        ("KKKKKNNNNNNN", Level.NOTE),
        ("KKKMMMMMKKK", Level.FINE),
        ("KKKMMMMM", Level.LOOK),
    ],
)
def test_the_level_is_the_highest_of_the_families(letters: str, level: Level) -> None:
    assert level_of(letters) is level


def test_an_occasion_never_raises_the_level() -> None:
    one = case(pattern("K" * 27), told=Told(goals_total=1, goals_reached=1))
    found = judging.signs(one, NOW)
    assert {sign.level for sign in found if sign.family is Family.OCCASION} == {SignLevel.NOTE}
    assert judging.level(one, NOW, found) is Level.FINE


def test_two_families_at_two_points_running_make_a_note() -> None:
    assert level_of("KKKKKKNNNNNK", Told(pulses=LOW)) is Level.LOOK  # the rhythm was fine four weeks ago
    both = "NKKNKKNKNKKNKKNKNKKNKN"
    assert level_of(both) is Level.LOOK
    assert level_of(both, Told(pulses=LOW)) is Level.NOTE
    lately = tuple(replace(pulse, at=NOW - DAY) for pulse in LOW)
    assert level_of(both, Told(pulses=lately)) is Level.LOOK


@pytest.mark.parametrize(("since", "point"), [(0, 0), (1, 1), (27, 27), (28, 0), (30, 2), (56, 0), (400, 8)])
def test_a_decision_point_is_every_four_weeks_from_the_first_scan(since: int, point: int) -> None:
    assert decision_point(NOW, NOW - since * DAY, LONDON) == NOW - point * DAY


def test_without_a_first_scan_every_look_is_a_decision_point() -> None:
    assert decision_point(NOW, None, LONDON) == NOW


def test_a_decision_point_keeps_the_wall_clock() -> None:
    scanned = datetime(2026, 3, 10, 9, tzinfo=LONDON)
    assert decision_point(datetime(2026, 4, 20, 9, tzinfo=LONDON), scanned, LONDON).hour == 9


def kinds(told: Told, letters: str) -> dict[SignKind, SignLevel]:
    one = case(pattern(letters), told=told)
    return {sign.kind: sign.level for sign in judging.signs(one, NOW)}


def test_between_decision_points_a_sign_may_fade_but_not_begin() -> None:
    quiet, better = "KKKKKKKNNNNN", "KKKKKNNNNNKK"
    fresh = Told(scanned_since=NOW - 15 * DAY)  # two meetings ago
    assert kinds(Told(), quiet)[SignKind.QUIET_PATCH] is SignLevel.LOOK
    assert SignKind.QUIET_PATCH not in kinds(fresh, quiet)
    assert kinds(fresh, better)[SignKind.QUIET_PATCH] is SignLevel.LOOK
    assert SignKind.GAP_IN_A_ROW not in kinds(fresh, better)


def test_a_sign_speaks_no_louder_before_its_point() -> None:
    letters = "KKKKKNNNNNNN"
    assert kinds(Told(), letters)[SignKind.QUIET_PATCH] is SignLevel.NOTE
    assert kinds(Told(scanned_since=NOW - 15 * DAY), letters)[SignKind.QUIET_PATCH] is SignLevel.LOOK


def test_a_pair_in_which_something_is_wrong_is_nowhere() -> None:
    one = pattern("NNNNNNNNNNNN")
    name = mentorship(known(one)).id
    found = looked(known(one, told={name: Told(safe=True)}), settings(me=()))
    assert (found.mentorships, found.questions) == ((), ())


def test_a_series_that_cannot_be_followed_is_a_problem() -> None:
    found = looked(known(series(NOW, "FREQ=SECONDLY"), pattern("KK", uid="good@example.org", people=())))
    assert [m.mentorship.current.uid for m in found.mentorships] == ["good@example.org"]
    assert [(problem.uid, problem.code) for problem in found.problems] == [("one@example.org", "too-frequent")]


def test_the_load_is_said_once() -> None:
    others = [f"{number}@x.org" for number in range(5)]
    pairs = [series(NOW - 3 * WEEK, uid=one, people=(person(ME, organizer=True), person(one))) for one in others]
    told = {judging.gather(known(pair), settings(), tagged).mentorships[0].id: Told(side=Side.MENTOR) for pair in pairs}
    found = [sign for m in looked(known(*pairs, told=told)).mentorships for sign in m.signs]
    (load,) = [sign for sign in found if sign.kind is SignKind.MENTOR_LOAD]
    assert load.evidence == {"pairs": 5, "hours": 21.7}


@pytest.mark.parametrize("rule", ["FREQ=YEARLY;COUNT=1", "FREQ=YEARLY;COUNT=3", "FREQ=MONTHLY;INTERVAL=6;COUNT=3"])
def test_a_yearly_talk_is_a_contact_of_the_pair_and_never_nags(rule: str) -> None:
    ended = pattern("KKKKNN", now=NOW - 3 * WEEK, rule_end=";COUNT=6")
    talk = series(NOW + 200 * DAY, rule, uid="talk@example.org", related=("one@example.org",))
    found = {m.mentorship.current.uid: m for m in looked(known(ended, talk)).mentorships}
    assert found["one@example.org"].finished
    assert [m.signs for m in found.values()] == [(), ()]
    alone = looked(known(ended)).mentorships[0]
    assert [sign.kind for sign in alone.signs] == [SignKind.ENDED_WITHOUT_GOODBYE]


def test_a_meeting_moved_forward_is_in_the_rules_view_as_in_the_counts() -> None:
    ahead = NOW + 2 * DAY
    one = series(ahead - 11 * WEEK, moved={ahead: NOW - DAY})
    looked_at = case(one)
    assert len(looked_at.view(NOW).due) == looked_at.ledger.counts.due == 12


# --- suggestions ---------------------------------------------------------------------------------------------------


def suggested(*found: Series, marks: dict[str, bool] | None = None) -> list[str]:
    review = judging.review(
        known(*found, marks=marks or {}),
        settings(),
        NOW,
        lambda *_: None,
        tagged=tagged,
        suggest=lambda series, _: "coffee" if "Coffee" in series.title else None,
    )
    return [one.uid for one in review.suggested]


def test_what_may_be_mentoring_is_suggested_unless_the_user_said_no() -> None:
    coffee = series(NOW - 4 * WEEK, title="Coffee", hints=TagHints())
    assert suggested(coffee, replace(coffee, uid="b", title="Budget")) == [coffee.uid]
    assert suggested(coffee, marks={coffee.uid: False}) == []
    assert suggested(replace(coffee, rules=("FREQ=WEEKLY;COUNT=2",))) == [coffee.uid]
    assert suggested(replace(coffee, start=NOW - 100 * WEEK, rules=("FREQ=WEEKLY;COUNT=2",))) == []


# --- questions -----------------------------------------------------------------------------------------------------


def asked(review: Review, kind: str) -> list[tuple[str, ...]]:
    return [question.about for question in review.questions if question.kind == kind]


def test_an_unknown_user_is_asked_for() -> None:
    review = looked(known(pattern("KK")), settings(me=()))
    assert [(q.kind, q.choices) for q in review.questions] == [("who-are-you", (ME, OTHER))]
    assert looked(known(pattern("KK"))).questions == ()
    assert looked(known(pattern("KK", people=())), settings(me=())).questions == ()


def two(one: str, other: str, first_name: str = "", second_name: str = "") -> Review:
    return looked(
        known(
            pattern("KK", uid="a", people=(person(ME, organizer=True), person(one, name=first_name))),
            pattern("KK", uid="b", people=(person(ME, organizer=True), person(other, name=second_name))),
        )
    )


@pytest.mark.parametrize(
    ("one", "other", "names", "same"),
    [
        ("mentor@home.example", "mentor@work.example", ("", ""), True),
        ("anna.smith@a.org", "annasmith@b.org", ("", ""), True),
        ("anna.smith+x@a.org", "anna_smith@b.org", ("", ""), True),
        ("asmith@a.org", "anna.smith@b.org", ("", ""), True),
        ("x1@a.org", "y2@b.org", ("Anna Smith", "Smith, Anna"), True),
        ("x1@a.org", "anna.smith@b.org", ("Anna Smith", ""), True),
        ("mentee1@a.org", "mentee2@a.org", ("mentee1", "mentee2"), False),
        ("anna.smith@a.org", "adam.smith@b.org", ("", ""), False),
        ("x1@a.org", "y2@b.org", ("Anna", "Anna"), False),
        ("info@a.org", "info@b.org", ("", ""), False),
        ("anna@a.org", "anna@b.org", ("Anna Smith", "Anna Jones"), False),
        ("jo@a.org", "jo@b.org", ("", ""), False),
    ],
)
def test_who_may_be_one_person_is_asked(one: str, other: str, names: tuple[str, str], same: bool) -> None:
    assert asked(two(one, other, *names), "same-person") == ([tuple(sorted((one, other)))] if same else [])
    assert two(one, other, *names) == two(one, other, *names)


def test_an_answer_ends_the_question() -> None:
    pair = frozenset({"mentor@home.example", "mentor@work.example"})
    events = [
        pattern("KK", uid=address, people=(person(ME, organizer=True), person(address))) for address in sorted(pair)
    ]
    assert asked(looked(known(*events)), "same-person")
    for answer in ({"same_person": frozenset({pair})}, {"different_people": frozenset({pair})}):
        assert looked(known(*events, **answer)).questions == ()


def test_two_people_at_one_table_are_two() -> None:
    group = pattern("KK", uid="c", people=(person(ME), person("jan.m@home.example"), person("jan.m@work.example")))
    review = looked(
        known(
            group,
            pattern("KK", uid="a", people=(person(ME), person("jan.m@home.example"))),
            pattern("KK", uid="b", people=(person(ME), person("jan.m@work.example"))),
        )
    )
    assert asked(review, "same-person") == []


def cohort(count: int) -> list[Series]:
    mentees = [f"{number}@x.org" for number in range(count)]
    rule = "FREQ=WEEKLY;COUNT=30"
    return [
        series(NOW - 8 * WEEK, rule, uid=mentee, people=(person(ME, organizer=True), person(mentee)))
        for mentee in mentees
    ]


def test_three_series_that_end_on_one_day_may_be_a_programme() -> None:
    assert asked(looked(known(*cohort(2))), "programme") == []
    ((last, *members),) = asked(looked(known(*cohort(3))), "programme")
    assert last == (NOW + 21 * WEEK).date().isoformat()
    assert len(members) == 3
    other_end = replace(cohort(3)[2], rules=("FREQ=WEEKLY;COUNT=29",))
    assert asked(looked(known(*cohort(2), other_end)), "programme") == []


def test_a_programme_asks_whether_contact_is_welcome_afterwards() -> None:
    first = looked(known(*cohort(3)))
    (question,) = [q for q in first.questions if q.kind == "programme"]
    yes = looked(known(*cohort(3), programmes={question.id: True}))
    ((about),) = asked(yes, "contact-after")
    assert set(about) == {m.mentorship.id for m in yes.mentorships}
    told = dict.fromkeys(about, Told(contact_after=False))
    assert looked(known(*cohort(3), programmes={question.id: True}, told=told)).questions == ()
    assert looked(known(*cohort(3), programmes={question.id: False})).questions == ()


def test_two_pairs_quiet_in_one_fortnight_may_have_been_on_a_break() -> None:
    quiet = "KKKKKNNKKK"
    pairs = [pattern(quiet, uid=uid, people=(person(ME), person(uid))) for uid in (OTHER, THIRD)]
    ((first, last),) = asked(looked(known(*pairs)), "was-this-a-break")
    missed = [NOW.date() - DAY - weeks * WEEK for weeks in (4, 3)]
    assert all(date.fromisoformat(first) <= day <= date.fromisoformat(last) for day in missed)
    assert date.fromisoformat(last) - date.fromisoformat(first) == 13 * DAY
    assert asked(looked(known(pairs[0])), "was-this-a-break") == []
    (question,) = looked(known(*pairs)).questions
    assert looked(known(*pairs, programmes={question.id: False})).questions == ()
    season = Absence("1", date.fromisoformat(first), date.fromisoformat(last) + DAY, "Exams")
    assert looked(known(*pairs, absences=(season,))).questions == ()


def test_the_same_weeks_as_last_year_may_be_a_break() -> None:
    letters = "K" * 10 + "NN" + "K" * 50 + "NN" + "K" * 4
    assert asked(looked(known(pattern(letters))), "was-this-a-break") == [("2026-04-13", "2026-04-26")]
    assert asked(looked(known(pattern("K" * 62 + "NN" + "K" * 4))), "was-this-a-break") == []
