from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAction, QColor, QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QListWidget, QMenu, QPushButton, QWidget

from desktop.mentoring.mentorship import Level, Side, SignKind, SignLevel, SlotState
from desktop.mentoring.plan import CreateBigPicture, Outcome, PlanState, SourceRef, TalkWhen
from desktop.services.records import StepRecord
from desktop.ui.dialogs import Notice
from desktop.ui.pair.marks import SIDE, paint_mark
from desktop.ui.pair.slots_card import AT_FIRST, counts_words
from desktop.ui.pair.timeline import CELL, ROW, Grid, Timeline, grid_for
from desktop.ui.style import Words, current_ink
from integrations.calendars.model import Form
from resources.texts import text
from tests.ui.conftest import Opening, Stage
from tests.ui.fakes import NOW, FakeTransitions, counts, graduand, look, pair, sign, slots

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # of the platform "offscreen"

PATTERN = "kknkmknekunk"


def opened(stage: Opening, **values: Any) -> Stage:
    one = pair(pattern=values.pop("pattern", PATTERN), **values)
    on = stage(graduand(look(one)))
    on.window.resize(800, 700)
    on.window.show()
    on.window.open_pair("p1")
    on.settle()
    return on


def timeline(on: Stage) -> Timeline:
    found: Timeline = on.find(Timeline, "timeline")
    return found


def _menu(on: Stage) -> QMenu:
    on.qtbot.waitUntil(lambda: bool(on.window.findChildren(QMenu, "slot-menu")))
    menus: list[QMenu] = on.window.findChildren(QMenu, "slot-menu")
    return menus[-1]


def _choose(on: Stage, name: str) -> None:
    menu = _menu(on)
    action = menu.findChild(QAction, name)
    assert action is not None
    action.trigger()
    menu.close()
    on.settle()


def test_the_grid_places_every_slot_once() -> None:
    grid = grid_for(10 * CELL + 5, 23)
    assert (grid.columns, grid.rows) == (10, 3)
    middles = [grid.cell(index).center() for index in range(23)]
    assert [grid.at(place.x(), place.y()) for place in middles] == list(range(23))
    assert grid.at(3 * CELL + 1, 2 * ROW + 1) is None
    assert grid.at(10 * CELL + 2, 5) is None


@pytest.mark.parametrize(
    ("key", "start", "end"),
    [
        (Qt.Key.Key_Left, 0, 0),
        (Qt.Key.Key_Right, 0, 1),
        (Qt.Key.Key_Down, 0, 10),
        (Qt.Key.Key_Down, 15, 15),
        (Qt.Key.Key_Up, 12, 2),
        (Qt.Key.Key_End, 3, 22),
        (Qt.Key.Key_Home, 3, 0),
    ],
)
def test_keys_lead_from_slot_to_slot(key: Qt.Key, start: int, end: int) -> None:
    assert Grid(10, 23).moved(start, key) == end


def test_the_drawing_has_five_shapes(stage: Opening) -> None:
    """Told apart without colour: drawn in one colour, no two are alike."""
    black = QColor("#000000")
    plain = replace(current_ink(), kept=black, moved=black, not_kept=black, excused=black, unknown=black)
    drawn = set()
    for state in SlotState:
        image = QImage(SIDE, SIDE, QImage.Format.Format_ARGB32)
        image.fill(QColor("#ffffff"))
        painter = QPainter(image)
        paint_mark(painter, state, QPointF(SIDE / 2, SIDE / 2), plain)
        painter.end()
        drawn.add(bytes(image.constBits()))
    assert len(drawn) == len(SlotState)


def test_the_keyboard_goes_through_the_slots_and_says_each(stage: Opening) -> None:
    on = opened(stage)
    drawing = timeline(on)
    drawing.setFocus()
    assert drawing.current == len(PATTERN) - 1
    QTest.keyClick(drawing, Qt.Key.Key_Home)
    assert "2 September 2025" in drawing.accessibleDescription()
    QTest.keyClick(drawing, Qt.Key.Key_Right)
    QTest.keyClick(drawing, Qt.Key.Key_Right)
    assert "did not take place" in drawing.accessibleDescription()
    assert on.words("slot-detail") == [drawing.accessibleDescription()]


def test_enter_opens_the_menu_and_a_word_redraws_at_once(stage: Opening) -> None:
    on = opened(stage)
    drawing = timeline(on)
    drawing.setFocus()
    for key in (Qt.Key.Key_Home, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Return):
        QTest.keyClick(drawing, key)
    before = drawing.grab().toImage()
    _choose(on, "correct-kept")
    at = slots(PATTERN, NOW)[2]
    call = on.graduand.reviewing.calls[0]
    assert call[0] == "correct"
    assert call[3:] == (SlotState.KEPT, "corrected")
    assert at.state is SlotState.NOT_KEPT
    assert timeline(on) is drawing, "the drawing stays, with its place and focus"
    assert drawing.current == 2
    assert "as you said" in drawing.accessibleDescription()
    assert drawing.grab().toImage() != before


def test_a_click_on_a_slot_offers_the_same(stage: Opening) -> None:
    on = opened(stage)
    drawing = timeline(on)
    QTest.mouseClick(drawing, Qt.MouseButton.LeftButton, pos=QPoint(2 * CELL + 20, 30))
    menu = _menu(on)
    assert [action.text() for action in menu.actions() if not action.isSeparator()] == [
        text("pair.correct.title", day="Tuesday 16 September"),
        text("pair.correct.kept"),
        text("pair.correct.not-kept"),
        text("pair.correct.excused"),
        text("pair.correct.auto"),
    ]
    _choose(on, "correct-excused")
    assert on.graduand.reviewing.calls[0][3:] == (SlotState.EXCUSED, "illness")


def test_a_word_can_be_taken_back(stage: Opening) -> None:
    on = opened(stage)
    drawing = timeline(on)
    for name in ("correct-not-kept", "correct-auto"):
        drawing.chosen.emit(0, QPoint(0, 0))
        _choose(on, name)
    assert [call[3] for call in on.graduand.reviewing.calls] == [SlotState.NOT_KEPT, None]


def test_the_list_holds_the_same_in_words(stage: Opening) -> None:
    on = opened(stage)
    on.find(QPushButton, "list-toggle").click()
    rows = on.find(QListWidget, "slot-list")
    assert rows.isVisible()
    assert not timeline(on).isVisible()
    says = [rows.item(row).text() for row in range(rows.count())]
    assert len(says) == len(PATTERN)
    assert "18 November 2025" in says[0]
    assert "moved to" in says[7]
    assert "Annual leave" in says[4]
    rows.itemActivated.emit(rows.item(0))
    _choose(on, "correct-not-kept")
    assert on.graduand.reviewing.calls[0][2] == slots(PATTERN, pair().ledger.slots[0].start)[-1].start


def test_many_slots_come_in_two_steps(stage: Opening) -> None:
    on = opened(stage, pattern="k" * (AT_FIRST + 20), first=NOW - timedelta(days=7 * (AT_FIRST + 21)))
    card = on.window._pair._slots
    assert card is not None
    assert len(card._slots) == AT_FIRST
    on.find(QPushButton, "earlier").click()
    assert len(card._slots) == AT_FIRST + 20


def test_a_sign_says_why_and_what_would_make_it_go_away(stage: Opening) -> None:
    resting = [slot for slot in slots(PATTERN, pair().ledger.slots[0].start) if slot.state is SlotState.NOT_KEPT]
    quiet = sign(SignKind.QUIET_PATCH, SignLevel.LOOK, resting, not_kept=3, due=10)
    on = opened(stage, level=Level.LOOK, signs=(quiet, sign(SignKind.OPEN_ENDED, SignLevel.FACT)))
    assert on.words("sign-says-quiet-patch") == ["7 of the last 10 meetings are on the calendar as kept."]
    assert on.words("sign-says-open-ended") == [], "a fact is a fact, not a card"
    away = on.find(QPushButton, "away-quiet-patch")
    away.click()
    assert on.find(QWidget, "away-fold").isVisible()
    why = on.find(QPushButton, "why-quiet-patch")
    assert not on.find(QWidget, "why-fold").isVisible()
    why.click()
    fold = on.find(QWidget, "why-fold")
    assert fold.isVisible()
    buttons = fold.findChildren(QPushButton)
    assert [button.text() for button in buttons] == [
        "Tuesday 16 September",
        "Tuesday 14 October",
        "Tuesday 11 November",
    ]
    assert timeline(on)._marked == {slot.start for slot in resting}
    buttons[1].click()
    assert timeline(on).current == 6
    why.click()
    assert timeline(on)._marked == frozenset()


@pytest.mark.parametrize("kind", [SignKind.QUIET_PATCH, SignKind.LONG_RUN, SignKind.TOLD_BY_YOU])
def test_under_every_sign_stands_that_it_speaks_against_nobody(stage: Opening, kind: SignKind) -> None:
    evidence = {"not_kept": 3, "due": 10, "years": 2, "months": 25, "low": 3, "answers": 4}
    on = opened(stage, level=Level.LOOK, signs=(sign(kind, SignLevel.LOOK, **evidence),))
    on.find(QPushButton, f"why-{kind}").click()
    said = on.find(Words, "sign-purpose")
    assert said.isVisible()
    assert said.text().startswith("A sign speaks against nobody.")


def test_we_have_talked(stage: Opening) -> None:
    goodbye = sign(SignKind.ENDED_WITHOUT_GOODBYE, SignLevel.NOTE, days=20, stage=1, ended="2025-10-31")
    on = opened(stage, signs=(goodbye,), finished=True, ahead=False)
    on.find(QPushButton, "talked").click()
    on.settle()
    assert on.graduand.reviewing.calls == [("set_talked", "p1")]


def test_facts_and_the_side(stage: Opening) -> None:
    on = opened(stage)
    assert on.words("fact-with") == ["Alex Morgan (p1@example.org)"]
    assert on.words("fact-ends") == [text("common.ends.open")]
    assert on.words("fact-marked") == ["a word in its title, its category"]
    sides = on.find(QComboBox, "side")
    assert sides.accessibleName() == text("pair.fact.side")
    sides.setCurrentIndex(2)
    sides.activated.emit(2)
    on.settle()
    assert on.graduand.reviewing.calls == [("set_side", "p1", Side.MENTEE)]


def test_counts_leave_out_what_is_none() -> None:
    assert counts_words(counts(slots("kkkn", NOW))) == (
        "Of the last 4 meetings: 3 on the calendar as kept, 1 did not take place."
    )
    assert counts_words(counts(slots("kmee", NOW))).endswith(text("pair.counts.excused", n=2))
    assert counts_words(counts(slots("u", NOW))) == text("pair.counts.none")


def test_forgetting_asks_first(stage: Opening) -> None:
    on = opened(stage)
    on.find(QPushButton, "forget").click()
    notice = on.window.findChild(Notice, "question")
    notice.findChild(QPushButton, "not-now").click()
    on.settle()
    assert on.graduand.reviewing.calls == []
    on.find(QPushButton, "forget").click()
    on.window.findChildren(Notice, "question")[-1].findChild(QPushButton, "yes").click()
    on.settle()
    assert on.graduand.reviewing.calls == [("forget", "p1")]


def test_what_is_not_mentoring_leaves(stage: Opening) -> None:
    on = opened(stage)
    on.find(QPushButton, "untag").click()
    on.settle()
    assert on.graduand.reviewing.calls == [("mark", "uid-p1", False)]
    assert on.window._pages.currentWidget() is on.window._home


FILE = SourceRef("ics", "calendar.ics", "")


@dataclass(frozen=True)
class FakePlan:
    id: str
    mentorship: str
    uid: str
    title: str
    final: Any
    source: SourceRef = FILE


@dataclass(frozen=True)
class FakeRecord:
    plan: FakePlan
    state: PlanState
    out: Path | None
    files: tuple[Path, ...]
    created: Any
    steps: tuple[StepRecord, ...] = ()


def record(state: PlanState, id: str = "plan1", days: int = 19, steps: tuple[StepRecord, ...] = ()) -> FakeRecord:
    plan = FakePlan(id, "p1", "uid-p1", "Mentoring", NOW + timedelta(days=days))
    return FakeRecord(plan, state, Path("/nowhere"), (Path("/nowhere/series.ics"),), NOW, steps)


def invitation(outcome: Outcome) -> StepRecord:
    """The talk's, which was to go out after the last meeting."""
    talk = CreateBigPicture("talk", "Talk", "", NOW, NOW, Form.ZONED, None, (NOW,), (), TalkWhen.AFTER_FINAL)
    return StepRecord(talk, outcome, NOW, "")


def with_plans(stage: Opening, *records: FakeRecord, told: tuple[str, ...] = ()) -> Stage:
    fake = graduand(look(pair()))
    fake.transitions = FakeTransitions(records, told)
    on = stage(fake)
    on.window.show()
    return on


def test_a_plan_is_undone_after_a_question(stage: Opening) -> None:
    on = with_plans(stage, record(PlanState.WAITING))
    on.window.open_pair("p1")
    assert on.words("plan-says") == [text("pair.plan.says", day="Tuesday 9 December, 09:00")]
    on.find(QPushButton, "undo-plan1").click()
    on.settle()
    notice = on.window.findChild(Notice, "question")
    assert text("pair.undo.files") in notice.accessibleDescription()
    notice.findChild(QPushButton, "yes").click()
    on.settle()
    assert on.graduand.transitions.calls == [("undo", "plan1")]


def test_an_undo_that_tells_somebody_names_them(stage: Opening) -> None:
    """R16."""
    on = with_plans(stage, record(PlanState.APPLIED), told=("mentor@example.org",))
    on.window.open_pair("p1")
    on.find(QPushButton, "undo-plan1").click()
    on.settle()
    assert "mentor@example.org" in on.window.findChild(Notice, "question").accessibleDescription()


def test_a_change_that_was_cut_short_is_offered_at_home(stage: Opening) -> None:
    on = with_plans(stage, record(PlanState.INTERRUPTED))
    assert on.window._pages.currentWidget() is on.window._home
    on.find(QPushButton, "finish-plan1").click()
    on.settle()
    on.find(QPushButton, "take-back-plan1").click()
    on.settle()
    assert on.graduand.transitions.calls == [("finish", "plan1"), ("take_back", "plan1")]


@pytest.mark.parametrize(
    ("days", "outcome", "state", "offers"),
    [
        (19, Outcome.WAITING, "invitation-waits", False),
        (-1, Outcome.WAITING, "invitation-ready", True),
        (-1, Outcome.DONE, "applied", False),
    ],
)
def test_an_invitation_that_waited_is_offered_once_its_time_has_come(
    stage: Opening, days: int, outcome: Outcome, state: str, offers: bool
) -> None:
    on = with_plans(stage, record(PlanState.APPLIED, days=days, steps=(invitation(outcome),)))
    on.window.open_pair("p1")
    assert on.words("plan-state")[0].startswith(text(f"pair.plan.state.{state}"))
    button = on.window.findChild(QPushButton, "prepare-plan1")
    assert (button is not None) is offers
    if button is not None:
        button.click()
        on.settle()
        assert on.graduand.transitions.calls == [("apply", "plan1")]


def test_drafts_are_no_history(stage: Opening) -> None:
    on = with_plans(stage, record(PlanState.DRAFT))
    on.window.open_pair("p1")
    assert on.words("plan-says") == []


def test_dates_that_had_been_moved_are_said_to_count_again(stage: Opening) -> None:
    fake = graduand(look(pair(), pair("p2", "Robin Lee")))
    fake.reviewing.again = {"p1": 2}
    on = stage(fake)
    on.window.open_pair("p1")
    assert on.words("recounted") == [text("pair.recounted", n=2)]
    on.window.open_pair("p2")
    assert on.words("recounted") == []
