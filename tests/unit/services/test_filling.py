"""What letters are filled with: the meetings, the story and the wizard; never a meeting that did not take place."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from desktop.mentoring.jottings import Jotting, JottingKind, JottingState
from desktop.mentoring.letters.values import Thanks, Values
from desktop.mentoring.mentorship import MentorshipReview
from desktop.mentoring.sheet import Chosen, Sheet
from desktop.services.filling import values
from desktop.services.stories import Story
from desktop.store.shown import Takeaway
from integrations.calendars.model import Person
from tests.store.values import plan
from tests.unit.mentoring.making import LONDON, ME, NOW, OTHER, known, looked, pattern

AT = datetime(2026, 5, 1, tzinfo=UTC)


def review(letters: str = "KKNKMK", name: str = "Ann Doe") -> MentorshipReview:
    people = (Person(ME, "Ben Roe", organizer=True), Person(OTHER, name))
    (found,) = looked(known(pattern(letters, people=people))).mentorships
    return found


def jotting(kind: JottingKind, words: str, **more: Any) -> Jotting:
    return replace(Jotting(f"{kind}{words}", "m", kind, words, AT), **more)


def filled(story: Story | None = None, sheet: Sheet | None = None, **more: Any) -> Values:
    found = more.pop("found", None) or review()
    return values(
        found,
        story or Story(),
        sheet or Sheet(),
        now=NOW,
        zone=LONDON,
        me=frozenset({ME}),
        **more,
    )


def test_who_and_how_often_as_the_calendar_has_it() -> None:
    found = filled()
    assert (found.name, found.me, found.title) == ("Ann", "Ben", "Mentoring")
    assert found.met == 5, "kept and moved; what did not take place is no number anywhere"


@pytest.mark.parametrize(
    ("on_the_calendar", "called"),
    [
        ("Doe, Ann", "Ann"),
        ("", ""),
        ("ann@example.org", ""),
        ("Ann", "Ann"),
        ("Dr,", "Dr"),
        ("Dr. Ann Doe", "Ann"),
        ("Doe, Prof. Dr. Ann", "Ann"),
    ],
)
def test_how_the_other_person_is_called(on_the_calendar: str, called: str) -> None:
    assert filled(found=review(name=on_the_calendar)).name == called


def test_the_last_meeting_is_the_plans_or_else_what_was_chosen_so_far() -> None:
    chosen = Sheet(chosen=Chosen(final=date(2026, 6, 2)))
    assert filled(sheet=chosen).dates.final == date(2026, 6, 2)
    made = filled(sheet=chosen, plan=plan())
    assert made.dates.final == plan().final
    assert made.dates.talk == date(2026, 12, 8)
    assert filled().dates.final is None


def test_months_are_whole_ones_up_to_the_last_meeting() -> None:
    first = NOW - timedelta(days=1) - timedelta(weeks=5)
    assert filled(sheet=Sheet(chosen=Chosen(final=first.date() + timedelta(days=29)))).months == 0
    assert filled(sheet=Sheet(chosen=Chosen(final=date(2027, 4, 15)))).months == 12
    assert filled().months_since == 0


def test_goals_but_for_those_that_were_let_go() -> None:
    goals = (
        jotting(JottingKind.GOAL, "Speak", state=JottingState.MOSTLY, about="gave two talks"),
        jotting(JottingKind.GOAL, "Lead", state=JottingState.OPEN),
        jotting(JottingKind.GOAL, "Write", state=JottingState.DROPPED),
    )
    found = filled(Story(goals)).goals
    assert [(goal.words, goal.result, goal.reached) for goal in found] == [
        ("Speak", "gave two talks", True),
        ("Lead", "", False),
    ]


def test_wins_are_of_the_day_of_their_meeting() -> None:
    late = datetime(2026, 1, 5, 23, 30, tzinfo=UTC)
    win = Takeaway("m", late, AT, "Ask earlier")
    assert [(one.words, one.on) for one in filled(Story((), (win,))).wins] == [("Ask earlier", date(2026, 1, 5))]


def test_thanks_are_the_wizards_and_once_it_is_over_those_it_left() -> None:
    written = Story((jotting(JottingKind.THANKS, "Ask earlier\nI asked\n"),))
    assert filled(written).thanks == (Thanks("Ask earlier", "I asked", ""),)
    typed = Sheet(thanks=(Thanks("Wait", "", ""), Thanks(" ", "", "")))
    assert filled(written, typed).thanks == (Thanks("Wait", "", ""),)


def test_days_and_lists_that_were_typed() -> None:
    sheet = Sheet().with_place("review_day", "2026-09-01").with_place("pause_until", "soon")
    sheet = sheet.with_place("lessons", " one \n\n two ").with_place("direction", "my own firm")
    found = filled(sheet=sheet)
    assert (found.dates.review, found.dates.pause_until) == (date(2026, 9, 1), None)
    assert found.more == {"lessons": ("one", "two"), "direction": "my own firm"}
    agreed = Story((jotting(JottingKind.REVIEW, "", due=date(2026, 10, 1)),))
    assert filled(agreed).dates.review == date(2026, 10, 1)
    assert filled(agreed, sheet).dates.review == date(2026, 9, 1)


def test_what_the_story_knows_fills_what_was_not_typed() -> None:
    story = Story(
        (
            jotting(JottingKind.LESSON, "Sleep on it"),
            jotting(JottingKind.HELPS_WITH, "old"),
            jotting(JottingKind.HELPS_WITH, "hard talks"),
            jotting(JottingKind.CHALLENGE, "a team of ten"),
        )
    )
    found = filled(story).more
    assert found == {"passing_on": ("Sleep on it",), "keep_for": "hard talks", "next_challenge": "a team of ten"}
    typed = filled(story, Sheet().with_place("keep_for", "budgets")).more
    assert typed is not None
    assert typed["keep_for"] == "budgets"


def test_private_words_fill_nothing() -> None:
    sheet = Sheet(private="I am afraid of him", hard=("rude",))
    private = (JottingKind.JOURNAL, JottingKind.WENT, JottingKind.ASK, JottingKind.GIVEN, JottingKind.RECEIVED)
    story = Story(tuple(jotting(kind, "private words") for kind in private))
    written = repr(filled(story, sheet))
    assert "private words" not in written
    assert "afraid" not in written
