"""The letters themselves: what is in them, what stays blank, what never gets in, and which one fits whom."""

from __future__ import annotations

import itertools
import re

import pytest

from desktop.mentoring.letters import (
    BLANK,
    CATALOGUE,
    Goal,
    LetterKind,
    Offer,
    Stage,
    Thanks,
    Tone,
    Values,
    Why,
    blanks,
    consent_is_missing,
    draft,
    faults,
    reasons,
    suitable,
    thanking,
)
from desktop.mentoring.mentorship import Side
from resources.letters import KINDS, template
from tests.house.scan import ROOT
from tests.unit.mentoring.letter_values import STORY, THANKS, filled, story

EVERY = tuple(LetterKind)
K = LetterKind


def test_every_kind_has_a_template_and_every_template_a_kind() -> None:
    there = {path.stem for path in (ROOT / "resources" / "letters" / "en").glob("*.txt")}
    assert there == {kind.value for kind in LetterKind} == {kind.value for kind in CATALOGUE}
    assert set(KINDS) <= there, "plans go by these names"


def test_every_number_of_the_catalogue_is_there() -> None:
    assert {f"T{number}" for number in range(22)} <= {entry.number for entry in CATALOGUE.values()}


@pytest.mark.parametrize("kind", EVERY)
def test_a_built_in_text_has_no_fault(kind: LetterKind) -> None:
    assert faults(kind, template(kind)) == ()


@pytest.mark.parametrize("kind", EVERY)
def test_a_letter_with_everything_has_no_blank_but_what_only_the_writer_knows(kind: LetterKind) -> None:
    letter = filled(kind)
    left = [letter.body[start:end] for start, end in blanks(letter.body)]
    assert left == (["[what they help with]"] if kind is K.RECOMMENDATION else [])
    assert blanks(letter.subject) == ()
    assert letter.subject
    assert "\n" not in letter.subject
    assert not re.search(r"\n{3}|[ \t]$|[{}%]", letter.body, re.MULTILINE)


@pytest.mark.parametrize("kind", EVERY)
def test_a_letter_with_nothing_has_blanks_instead_of_an_error(kind: LetterKind) -> None:
    letter = filled(kind, Values())
    assert letter.subject
    assert letter.body
    whole = {K.BIG_PICTURE_TALK, K.NEUTRAL_CLOSE}
    assert bool(blanks(letter.subject + letter.body)) is (kind not in whole)
    assert not re.search(r"\n{3}|[ \t]$|[{}%]", letter.body, re.MULTILINE)


@pytest.mark.parametrize(
    ("kind", "core"),
    [
        (K.ASK_TO_TALK, "Could we take fifteen minutes of 25 November for that?"),
        (K.GRADUATION, "graduate from our regular meetings: I'd like 9 December to be the last one."),
        (K.CHANGE_OF_DIRECTION, "My work is moving towards product safety, which is a different field"),
        (K.LESSONS_FINISHED, "the lessons I came for: budgets, hiring. The next challenge is leading leads."),
        (K.ORGANISATION_CHANGED, "The reason we started – the payments team – has changed with the reorganisation."),
        (K.PRIORITY, "From January I need to give the audit my full attention."),
        (K.LEADER, "Let's end the regular series on 9 December and meet when there is something big on the table."),
        (K.ROLE_SHIFT, "My job has moved from operations to research. You taught me the first; I'll keep using it."),
        (K.INTRODUCTION, "May I introduce you to Dana Ruiz? They work on battery recycling and asked about grants."),
        (K.OPPORTUNITY, "I saw the Berlin call for speakers and thought of you because you know grids."),
        (K.CHECK_IN, "It's been 12 months. What changed here: I lead a team of six."),
        (K.OCCASIONAL_ADVICE, "A quick one where your view would help: whether to take the Lisbon role."),
        (K.MENTOR_CLOSES, "9 December will be our last regular meeting. It is about my time, not about you."),
        (K.NEUTRAL_CLOSE, "Please consider 9 December our final meeting. I wish you well."),
        (K.RESET_TALK, "Could we use the next two meetings for my promotion case and then see?"),
        (K.PAUSE, "Could we pause until 2 February? I'll get back to you then; no need to hold the slot."),
        (K.OPENING_AGREEMENT, "Shall we meet every two weeks until 1 March and then look together at whether to go on"),
    ],
)
def test_the_core_of_a_letter(kind: LetterKind, core: str) -> None:
    assert core in filled(kind).body


def test_the_three_thanks_stand_in_full() -> None:
    body = filled(K.THANK_YOU).body
    said = (
        "1. You said to ask finance first; I met Priya in March; since then the round takes two days instead of nine."
    )
    assert said in body
    assert body.count("You said") == 3


@pytest.mark.parametrize("kind", [K.THANK_YOU, K.THANK_YOU_LATE, K.MENTORS_THANKS, K.RECOMMENDATION])
def test_what_is_missing_of_three_thanks_stays_to_be_written(kind: LetterKind) -> None:
    body = filled(kind, story(thanks=THANKS[:1])).body
    assert body.count(BLANK) == 6, "two of three, three parts each"


@pytest.mark.parametrize(
    ("typed", "reads"),
    [
        ("tried it in March", "I tried it in March"),
        ("I tried it in March", "I tried it in March"),
        ("i tried it", "I tried it"),
        ("Tried it in March", "I tried it in March"),
        ("I've tried it", "I've tried it"),
        ("I’ve tried it", "I’ve tried it"),
        ("We tried it", "we tried it"),
        ("My team tried it", "my team tried it"),
        ("NATO-style, asked everybody once", "I NATO-style, asked everybody once"),
        ("  ", "I did […]"),
    ],
)
def test_what_was_done_reads_well_however_it_was_typed(typed: str, reads: str) -> None:
    told = Values(thanks=(Thanks("to ask", typed, "it is easier"),))
    for kind in (K.THANK_YOU, K.THANK_YOU_SHORT, K.THANK_YOU_LATE, K.GROUP_THANKS, K.SUMMARY_SHAREABLE):
        assert reads in filled(kind, told).body
        assert "I I" not in filled(kind, told).body


def test_a_mentor_says_what_they_did() -> None:
    told = Values(thanks=(Thanks("no", "You asked the board", "it runs"), Thanks("yes", "wrote it down", "it runs")))
    body = filled(K.MENTORS_THANKS, told).body
    assert "You said no; you asked the board; since then it runs." in body
    assert "You said yes; you wrote it down; since then it runs." in body


@pytest.mark.parametrize("kind", [K.GRADUATION, K.GOALS_REACHED, K.PEERS, K.NOTE])
@pytest.mark.parametrize("goal", ["Lead a team", "lead a team", "SAP rollout in Łódź"])
def test_a_goal_stands_as_it_was_typed_in_a_sentence_that_takes_it(kind: LetterKind, goal: str) -> None:
    body = filled(kind, Values(goals=(Goal(goal, "A team of nine.", reached=True),))).body
    assert f"Our goal when we started: {goal}. " in body
    assert ": A team of nine. " in body


def test_a_slower_rhythm_names_its_steps_or_else_the_last_day_of_the_present_one() -> None:
    steps = filled(K.SLOWER_RHYTHM).body
    assert "slow down step by step:\n\n- " in steps
    assert "9 December" not in steps
    at_once = filled(K.SLOWER_RHYTHM, story(rungs=())).body
    assert "slow down: 9 December would be the last of the meetings as they are now." in at_once
    assert blanks(at_once) == ()


def test_a_short_note_has_room_for_one() -> None:
    assert filled(K.THANK_YOU_SHORT).body.casefold().count("you said") == 1


def test_the_yearly_invitation_holds_nothing_private() -> None:
    assert filled(K.BIG_PICTURE_TALK) == filled(K.BIG_PICTURE_TALK, Values())
    assert not CATALOGUE[K.BIG_PICTURE_TALK].places


def test_the_summary_to_share_holds_less() -> None:
    private, shared = filled(K.SUMMARY).body, filled(K.SUMMARY_SHAREABLE).body
    for kept_back in ("the hiring plan", "40,000", "hire two engineers", "14 October"):
        assert kept_back in private
        assert kept_back not in shared
    assert "days saved: 7" in shared
    assert "to ask finance first" in shared


def test_a_text_of_the_user_gets_no_more_into_the_summary_to_share() -> None:
    greedy = "Subject\n{{ open_points }}{{ wins }}{{ direction }}{% for one in open_points %}{{ one }}{% endfor %}."
    assert filled(K.SUMMARY_SHAREABLE, own=greedy).body.replace(BLANK, "") == "."


@pytest.mark.parametrize("kind", [K.NEUTRAL_CLOSE, K.LEADER_SHORT])
def test_short_letters_are_short(kind: LetterKind) -> None:
    assert len(filled(kind).body.split()) <= 120


def test_peers_hear_of_no_graduation_and_no_teacher() -> None:
    for kind in (K.PEERS, K.PEER_CHARTER):
        assert not re.search(r"graduat|teacher|student|taught|lesson", filled(kind).body, re.IGNORECASE)


@pytest.mark.parametrize("kind", EVERY)
def test_a_full_stop_of_a_value_does_not_stand_in_the_middle(kind: LetterKind) -> None:
    with_stops = story(
        goals=(Goal("learn to say no.", "I say it weekly. ", reached=True),),
        thanks=(Thanks("so.", "wrote it down.", "it is on the wall."),) * 3,
        more={name: f"{value}." for name, value in (STORY.more or {}).items() if isinstance(value, str)},
    )
    assert not re.search(r"(?<!\.)\.[.;,?]", filled(kind, with_stops).body)


def test_the_letters_of_plans_take_what_plans_have() -> None:
    words = {
        "first_day": "Tuesday 2 September 2025",
        "met": "7",
        "final_day": "Tuesday 9 December 2025",
        "final_time": "16:00",
        "talk": "Tuesday 8 December 2026",
        "title": "Mentoring",
    }
    note = draft("note", template("note"), words)
    assert note.kind == "note"
    assert "I'd like Tuesday 9 December 2025 to be the last one" in note.body
    assert "would a big-picture talk on Tuesday 8 December 2026 suit you?" in note.body
    request = draft("request-to-organizer", template("request-to-organizer"), {**words, "final_time": ""})
    assert request.subject == "Could our series end on Tuesday 9 December 2025?"
    assert "16:00" not in request.body
    assert "[what" not in draft("summary", template("summary"), words).body


def test_an_introduction_waits_for_the_other_side() -> None:
    assert consent_is_missing(K.INTRODUCTION, Values(offer=Offer("Dana")))
    assert not consent_is_missing(K.INTRODUCTION, STORY)
    assert not consent_is_missing(K.OPPORTUNITY, Values())


# --- which letter for whom --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("side", "stage", "why", "tone", "first"),
    [
        (Side.MENTEE, Stage.UNKNOWN, None, Tone.GRADUATION, K.GRADUATION),
        (Side.MENTEE, Stage.UNKNOWN, None, Tone.DIRECTION, K.CHANGE_OF_DIRECTION),
        (Side.MENTEE, Stage.UNKNOWN, None, Tone.PLAIN, K.GOALS_REACHED),
        (Side.MENTEE, Stage.EARLY, Why.GOALS_REACHED, Tone.GRADUATION, K.GRADUATION),
        (Side.MENTEE, Stage.EARLY, Why.DIRECTION_CHANGED, Tone.GRADUATION, K.CHANGE_OF_DIRECTION),
        (Side.MENTEE, Stage.MID, Why.PRIORITY, Tone.PLAIN, K.PRIORITY),
        (Side.MENTEE, Stage.MID, Why.LESSONS_FINISHED, Tone.PLAIN, K.LESSONS_FINISHED),
        (Side.MENTEE, Stage.MID, Why.ORGANISATION_CHANGED, Tone.GRADUATION, K.ORGANISATION_CHANGED),
        (Side.MENTEE, Stage.LEADER, Why.FEWER_AND_BIGGER, Tone.GRADUATION, K.LEADER),
        (Side.MENTEE, Stage.LEADER, Why.ROLE_SHIFT, Tone.GRADUATION, K.ROLE_SHIFT),
        (Side.PEER, Stage.UNKNOWN, None, Tone.GRADUATION, K.PEERS),
        (Side.PEER, Stage.LEADER, Why.GOALS_REACHED, Tone.PLAIN, K.PEERS),
        (Side.MENTOR, Stage.MID, Why.PRIORITY, Tone.GRADUATION, K.MENTOR_CLOSES),
        (Side.MENTOR, Stage.UNKNOWN, Why.BUSY_SEASON, Tone.PLAIN, K.PAUSE),
        (Side.MENTEE, Stage.UNKNOWN, Why.ROUGH_PATCH, Tone.PLAIN, K.RESET_TALK),
    ],
)
def test_the_best_letter(side: Side, stage: Stage, why: Why | None, tone: Tone, first: LetterKind) -> None:
    assert suitable(side, stage, why, tone)[0] is first


def test_every_choice_has_a_letter_and_none_twice() -> None:
    for side, stage, why, tone in itertools.product(Side, Stage, (None, *Why), Tone):
        found = suitable(side, stage, why, tone)
        assert found
        assert len(set(found)) == len(found)
        assert suitable(side, stage, why, tone, safe=True) == (K.NEUTRAL_CLOSE,)
        assert K.NEUTRAL_CLOSE not in found, "it says that something is wrong by what it leaves out"
        if side is Side.PEER:
            assert not {K.GRADUATION, K.LESSONS_FINISHED} & set(found)
        assert (K.MENTOR_CLOSES in found) is (side is Side.MENTOR)


def test_early_on_only_the_goals_are_a_reason() -> None:
    assert reasons(Stage.EARLY)[:2] == (Why.GOALS_REACHED, Why.DIRECTION_CHANGED)
    assert set(reasons(Stage.EARLY)[2:]) == {Why.ROUGH_PATCH, Why.BUSY_SEASON}
    assert set(reasons(Stage.UNKNOWN)) == set(Why)


def test_thank_yous_by_side() -> None:
    assert thanking(Side.MENTEE) is K.THANK_YOU
    assert thanking(Side.PEER, short=True) is K.THANK_YOU_SHORT
    assert thanking(Side.MENTOR) is K.MENTORS_THANKS
    assert thanking(Side.MENTEE, late=True) is K.THANK_YOU_LATE
    assert thanking(Side.MENTEE, group=True) is K.GROUP_THANKS
