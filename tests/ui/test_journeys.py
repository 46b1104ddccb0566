"""The journeys of the product through the windows, over the real services and a real store."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QPushButton
from pytestqt.qtbot import QtBot

from desktop.composition import Graduand, build
from desktop.mentoring.mentorship import SlotState
from desktop.ui.pair.timeline import Timeline
from resources.texts import text
from tests.ui.conftest import Stage

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # of the platform "offscreen"

JOURNEYS = Path(__file__).parents[1] / "data" / "journeys"
At = Callable[..., Stage]


@pytest.fixture
def at(qtbot: QtBot, tmp_path: Path) -> Iterator[At]:
    """A window over an empty store, at a moment in a zone."""
    opened: list[tuple[Stage, Graduand]] = []

    def open_at(now: str, zone: str, region: str = "", me: str = "") -> Stage:
        moment = datetime.fromisoformat(now).replace(tzinfo=ZoneInfo(zone))
        graduand = build(
            tmp_path / "store", clock=lambda: moment, zone=ZoneInfo(zone), region=region, me=(me,) if me else ()
        )
        stage = Stage(qtbot, graduand, tmp_path)
        stage.window.show()
        opened.append((stage, graduand))
        return stage

    yield open_at
    for stage, graduand in opened:
        stage.bridge.close()
        graduand.close()


def read(on: Stage, name: str) -> None:
    on.window.import_files([JOURNEYS / name])
    on.settle()


def say(on: Stage, index: int, name: str) -> None:
    drawing: Timeline = on.find(Timeline, "timeline")
    drawing.chosen.emit(index, QPoint(0, 0))
    on.qtbot.waitUntil(lambda: bool(on.window.findChildren(QMenu, "slot-menu")))
    menu: QMenu = on.window.findChildren(QMenu, "slot-menu")[-1]
    action = menu.findChild(QAction, name)
    assert action is not None
    action.trigger()
    menu.close()
    on.settle()


def test_j1_a_dropped_file_becomes_a_card_and_two_words_calm_it(at: At) -> None:
    on = at("2025-11-20T09:00:00", "Europe/London")
    assert on.window._pages.currentWidget() is on.window._welcome
    read(on, "j01_weekly_open_5_of_12.ics")
    assert on.window._pages.currentWidget() is on.window._home
    assert on.words("pair-line") == ["7 of the last 12 meetings are on the calendar as kept."]
    assert on.words("level-words") == [text("signs.levels.look")]
    assert text("home.summary.look") in on.words("message-words")[0]
    for words in on.words("pair-line") + on.words("message-words"):
        assert not any(word in words.lower() for word in ("cancelled", "they", "failed", "should"))

    (one,) = on.session.review.mentorships if on.session.review else ()
    on.window.open_pair(one.mentorship.id)
    states = [slot.state for slot in one.ledger.slots]
    missed = [index for index, state in enumerate(states) if state is SlotState.NOT_KEPT]
    assert len(missed) == 5
    assert on.words("counts") == [
        "Of the last 12 meetings: 7 on the calendar as kept, 5 did not take place.",
    ]
    for index in missed[:2]:
        say(on, index, "correct-kept")
    assert "9 on the calendar as kept" in on.words("counts")[0]
    assert on.words("level-words")[-1] == text("signs.levels.fine")
    assert on.words("sign-says-quiet-patch") == []
    say(on, missed[0], "correct-auto")
    say(on, missed[1], "correct-auto")
    assert on.words("sign-says-quiet-patch")


def test_j1_the_same_file_again_changes_nothing(at: At) -> None:
    on = at("2025-11-20T09:00:00", "Europe/London")
    read(on, "j01_weekly_open_5_of_12.ics")
    read(on, "j01_weekly_open_5_of_12.ics")
    assert on.words("message-words")[0].startswith(text("home.summary.nothing"))


def test_j3_what_has_ended_is_listed_as_finished_and_a_tick_ends_the_reminder(at: At) -> None:
    on = at("2025-07-14T09:00:00", "Europe/Madrid")
    read(on, "j03_already_ended.ics")
    assert on.words("finished-heading") == [text("home.finished")]
    (one,) = on.session.review.mentorships if on.session.review else ()
    on.window.open_pair(one.mentorship.id)
    on.find(QPushButton, "talked").click()
    on.settle()
    assert on.words("sign-says-ended-without-goodbye") == []


def test_j4_two_addresses_are_one_person_only_when_the_user_says_so(at: At) -> None:
    on = at("2026-04-13T09:00:00", "Europe/London")
    read(on, "j04_two_series_same_mentor.ics")
    assert len(on.words("pair-who")) == 2
    assert any("mentor@work.example" in says and "mentor@home.example" in says for says in on.words("question-says"))
    review = on.session.review
    assert review is not None
    asked = next(question for question in review.questions if question.kind == "same-person")
    on.find(QPushButton, f"answer-{asked.id}-yes").click()
    on.settle()
    review = on.session.review
    assert review is not None
    assert asked.id not in [question.id for question in review.questions]
    kinds = {sign.kind for one in review.mentorships for sign in one.signs}
    assert "two-series" in kinds


def test_j5_a_clock_change_is_no_move(at: At) -> None:
    on = at("2026-11-05T09:00:00", "Europe/Berlin")
    read(on, "j05_biweekly_across_dst.ics")
    (one,) = on.session.review.mentorships if on.session.review else ()
    on.window.open_pair(one.mentorship.id)
    assert on.words("counts") == ["Of the last 8 meetings: 8 on the calendar as kept."]


def test_j6_leave_excuses_and_all_day_has_no_hour(at: At) -> None:
    on = at("2026-05-20T10:00:00", "America/Los_Angeles")
    read(on, "j06_all_day.ics")
    (one,) = on.session.review.mentorships if on.session.review else ()
    on.window.open_pair(one.mentorship.id)
    assert on.words("counts") == [
        f"Of the last 4 meetings: 4 on the calendar as kept. {text('pair.counts.excused', n=1)}"
    ]
    assert ":" not in on.words("fact-next")[0].removeprefix("Next:")


def test_j7_a_holiday_is_said_where_the_date_stands(at: At) -> None:
    on = at("2026-12-19T09:00:00", "Europe/Berlin", region="DE-BE")
    read(on, "j07_last_occurrence_on_holiday.ics")
    (one,) = on.session.review.mentorships if on.session.review else ()
    on.window.open_pair(one.mentorship.id)
    assert "25 December" in on.words("fact-next")[0]
    assert text("signs.reasons.holiday") in on.words("fact-next")[0]


def test_j12_a_cohort_is_four_cards_and_one_question(at: At) -> None:
    on = at("2026-04-17T09:00:00", "Europe/Lisbon")
    read(on, "j12_cohort_fixed_end.ics")
    assert len(on.words("pair-who")) == 4
    review = on.session.review
    assert review is not None
    assert [question.kind for question in review.questions].count("programme") == 1
