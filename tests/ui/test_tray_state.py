from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

import resources
from desktop.mentoring.mentorship import Level, Question, Told
from desktop.mentoring.reminders import Quiet
from desktop.ui.tray import Tray
from desktop.ui.tray_state import MOST_LINES, Face, Standing, tray_state
from resources.texts import text
from tests.ui.fakes import LONDON, look, pair


def test_nothing_known_is_calm() -> None:
    state = tray_state(look(), LONDON)
    assert state.face is Face.CALM
    assert not state.next.enabled
    assert state.looks == ()


def test_the_next_meeting_is_the_soonest_of_all_and_opens_its_pair() -> None:
    later = pair("late", "Late", "kkk", first=datetime(2025, 11, 10, 9, tzinfo=LONDON))
    soon = pair("soon", "Soon", "kkk", first=datetime(2025, 11, 3, 9, tzinfo=LONDON))
    state = tray_state(look(later, soon), LONDON)
    assert state.next.mentorship == "soon"
    assert state.next.words.startswith("Next: Monday 24 November at 09:00 – ")
    assert "24 November" in state.tip


def test_a_look_changes_the_face_and_gets_a_line() -> None:
    state = tray_state(look(pair(level=Level.LOOK), pair("p2", "Robin")), LONDON)
    assert state.face is Face.LOOK
    assert [line.mentorship for line in state.looks] == ["p1"]


def test_the_hint_names_nobody() -> None:
    """It shows on a shared screen (R25)."""
    for review in (look(pair(level=Level.NOTE)), look(pair())):
        assert "Alex" not in tray_state(review, LONDON).tip


def test_who_is_not_to_be_shown_is_nowhere() -> None:
    """R19."""
    state = tray_state(look(pair(level=Level.NOTE, told=Told(safe=True))), LONDON)
    assert state.face is Face.CALM
    assert state.looks == ()
    assert state.next.mentorship == ""


def test_many_looks_are_few_lines() -> None:
    state = tray_state(look(*(pair(f"p{n}", level=Level.LOOK) for n in range(9))), LONDON)
    assert len(state.looks) == MOST_LINES
    assert "6" in state.looks[-1].words
    assert state.looks[-1].mentorship == ""


def test_what_is_finished_asks_for_nothing() -> None:
    state = tray_state(look(pair(level=Level.LOOK, finished=True, ahead=False)), LONDON)
    assert state.face is Face.CALM


def test_a_question_is_a_line_that_opens_the_window() -> None:
    state = tray_state(
        look(pair(), questions=(Question("q", "same-person", ("a@x.org", "b@x.org"), ("yes",)),)), LONDON
    )
    assert state.face is Face.LOOK
    assert state.looks[-1].mentorship == ""


def test_quiet_is_a_line_with_its_day_and_asks_for_no_look() -> None:
    """J10: the look line gives way to "quiet until 28 February", which may be changed."""
    standing = Standing(quiet={"p1": Quiet(date(2027, 2, 28))})
    state = tray_state(look(pair(level=Level.NOTE), pair("p2", "Robin")), LONDON, standing)
    assert state.face is Face.CALM
    (line,) = state.looks
    assert "quiet until 28 February" in line.words
    assert (line.mentorship, line.asks) == ("p1", True)


def test_quiet_for_good_is_no_line_for_ever() -> None:
    state = tray_state(look(pair(level=Level.NOTE)), LONDON, Standing(quiet={"p1": Quiet(None)}))
    assert state.looks == ()


@pytest.mark.parametrize(
    ("standing", "face"),
    [
        (Standing(), Face.LOOK),
        (Standing(working=True), Face.WORKING),
        (Standing(interrupted=1), Face.TROUBLE),
        (Standing(troubled=True), Face.TROUBLE),
        (Standing(working=True, interrupted=1), Face.TROUBLE),
    ],
)
def test_the_face_says_what_matters_most(standing: Standing, face: Face) -> None:
    state = tray_state(look(pair(level=Level.LOOK)), LONDON, standing)
    assert state.face is face
    assert "Alex" not in state.tip


def test_a_broken_off_plan_is_the_first_line() -> None:
    state = tray_state(look(pair(level=Level.LOOK)), LONDON, Standing(interrupted=1))
    assert state.looks[0].words == text("tray.interrupted")


def test_a_day_that_was_agreed_on_has_a_quiet_line_without_a_dot() -> None:
    state = tray_state(look(pair()), LONDON, Standing(agreed=(("p1", "How did it go?"), ("gone", "Two lines"))))
    assert [(line.words, line.mentorship) for line in state.looks] == [("Alex Morgan: How did it go?", "p1")]
    assert state.face is Face.CALM


def test_what_is_about_nobody_in_particular_opens_the_window() -> None:
    state = tray_state(look(pair()), LONDON, Standing(agreed=(("", "Half a year"),)))
    assert [(line.words, line.mentorship) for line in state.looks] == [("Half a year", "")]
    assert state.face is Face.CALM


def test_after_a_meeting_there_is_one_quiet_line() -> None:
    state = tray_state(look(pair()), LONDON, Standing(after=("p1",)))
    assert state.face is Face.CALM
    assert [line.mentorship for line in state.looks] == [""]


def test_every_face_has_its_drawings() -> None:
    folder = Path(resources.__path__[0]) / "icons"
    drawn = {face: (folder / f"tray-{face}.svg").read_text(encoding="utf-8") for face in Face}
    symbolic = {face: (folder / f"tray-{face}-symbolic.svg").read_text(encoding="utf-8") for face in Face}
    assert len({*drawn.values()}) == len({*symbolic.values()}) == len(Face)


def test_something_can_be_noted_where_there_is_somebody() -> None:
    assert tray_state(look(pair()), LONDON).notes
    assert not tray_state(look(), LONDON).notes
    assert not tray_state(look(pair(told=Told(safe=True))), LONDON).notes


def test_the_menu_asks_what_is_to_be_noted(qtbot: object) -> None:
    tray = Tray()
    wanted: list[str] = []
    tray.note_wanted.connect(wanted.append)
    tray.show_state(tray_state(look(pair()), LONDON))
    entries = {action.text(): action for action in tray._menu.actions()}
    for what in ("spotted", "win"):
        entries[text(f"tray.note.{what}")].trigger()
    assert wanted == ["spotted", "win"]
    tray.show_state(tray_state(look(), LONDON))
    assert text("tray.note.win") not in {action.text() for action in tray._menu.actions()}
