"""Plans on calendars that live elsewhere, seen from the pair's page: taken back beside the looks, or left alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QDialog, QPushButton, QWidget

from desktop.mentoring.plan import CreateBigPicture, Draft, PlanState
from desktop.services.records import Entry, Version, Versions
from integrations.calendars.model import Form
from resources.texts import text
from tests.ui.conftest import Opening, Stage
from tests.ui.fakes import LONDON, FakeTransitions, graduand, look, pair

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # of the platform "offscreen"

START = datetime(2025, 12, 9, 16, tzinfo=LONDON)


def versions() -> Versions:
    """A series, and the same an hour later."""
    step = CreateBigPicture("t", "Talk", "FREQ=YEARLY", START, START, Form.ZONED, "Europe/London", (START,), ())
    sides = [
        Version("Mentoring", (), (Entry(at, at + timedelta(hours=1), "Mentoring", "meeting"),), ("kim@example.org",))
        for at in (START, START + timedelta(hours=1))
    ]
    return Versions(step, sides[0], sides[1], START)


def with_plan(
    stage: Opening, state: PlanState = PlanState.APPLIED, *, ends: datetime | None = None, asks: str = "", **more: Any
) -> Stage:
    plan = SimpleNamespace(
        id="plan1",
        mentorship="p1",
        uid="uid-p1",
        title="Mentoring",
        final=START,
        source=SimpleNamespace(live=True, account="g1"),
        steps=(),
        drafts=(Draft("request-to-organizer", "", asks),) if asks else (),
    )
    record = SimpleNamespace(plan=plan, state=state, out=None, files=(), steps=(), created=START, changed=START)
    one = pair()
    fake = graduand(look(replace(one, ledger=replace(one.ledger, ends=ends, open_ended=ends is None))))
    fake.transitions = FakeTransitions((record,), **more)
    on = stage(fake)
    on.window.show()
    on.window.open_pair("p1")
    return on


def undo(on: Stage) -> None:
    on.find(QPushButton, "undo-plan1").click()
    on.settle()
    on.window.findChild(QWidget, "question").findChild(QPushButton, "yes").click()
    on.settle()


def test_the_question_names_who_was_told_and_how_many_messages_go_out(stage: Opening) -> None:
    on = with_plan(stage, told=("kim@example.org", "kim@example.org"))
    on.find(QPushButton, "undo-plan1").click()
    on.settle()
    question = on.window.findChild(QWidget, "question")
    says = text("pair.undo.tells", n=2, who="kim@example.org")
    assert says in question.accessibleDescription()
    assert on.graduand.transitions.calls == []


def test_what_was_taken_back_needs_no_more_words(stage: Opening) -> None:
    on = with_plan(stage, told=("kim@example.org",))
    undo(on)
    assert on.graduand.transitions.calls == [("undo", "plan1")]
    assert on.window.findChild(QWidget, "versionsNotice") is None
    assert not on.window.message.isVisible()


class _Wizard(QDialog):
    """As much of the wizard as the window listens to."""

    left = Signal()


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """The wizards that were opened: the mentorship of each, and the account that is read first."""
    found: list[tuple[str, str]] = []

    def opens(_: object, mentorship: str, parent: QWidget, *, read: str) -> QDialog:
        found.append((mentorship, read))
        return _Wizard(parent)

    monkeypatch.setattr("desktop.ui.wizard.open_wizard", opens)
    return found


def test_what_was_left_alone_is_shown_in_both_versions_and_can_be_planned_again(
    stage: Opening, opened: list[tuple[str, str]]
) -> None:
    on = with_plan(stage, versions=versions())
    undo(on)
    notice = on.window.findChild(QDialog, "versionsNotice")
    assert notice is not None
    notice.findChild(QPushButton, "planAgain").click()
    assert opened == [("p1", "g1")], "with the calendar as it is now"


def test_an_invitation_that_waited_is_held_for_half_a_minute_and_can_be_let_be(stage: Opening) -> None:
    on = with_plan(stage)
    assert on.session.holding.length_ms == 30_000
    on.session.holding.length_ms = 60
    on.session.carry_on("plan1")
    on.settle()
    line = on.window.message
    assert line.isVisible() and on.find(QPushButton, "message-button").text() == text("home.hold.undo")
    on.find(QPushButton, "message-button").click()
    assert not line.isVisible()
    on.qtbot.wait(120)
    on.settle()
    assert on.graduand.transitions.calls == []

    on.session.carry_on("plan1")
    on.qtbot.waitUntil(lambda: on.graduand.transitions.calls == [("apply", "plan1")])
    on.settle()
    assert not line.isVisible()


def test_a_request_that_was_saved_can_be_copied_again_until_the_end_is_there(stage: Opening) -> None:
    on = with_plan(stage, PlanState.DRAFT, asks="Could you let it end?")
    assert on.words("plan-state")[0].startswith(text("pair.plan.state.asking"))
    on.find(QPushButton, "copy-request-plan1").click()
    assert QApplication.clipboard().text() == "Could you let it end?"
    assert on.window.findChild(QPushButton, "book-talk-plan1") is None


def test_once_their_calendar_shows_the_end_the_talk_is_offered(stage: Opening, opened: list[tuple[str, str]]) -> None:
    on = with_plan(stage, PlanState.DRAFT, asks="Could you let it end?", ends=START)
    assert on.words("plan-state")[0].startswith(text("pair.plan.state.agreed"))
    assert on.window.findChild(QPushButton, "copy-request-plan1") is None
    on.find(QPushButton, "book-talk-plan1").click()
    assert opened == [("p1", "")]


def test_other_drafts_are_nobodys_business(stage: Opening) -> None:
    on = with_plan(stage, PlanState.DRAFT)
    assert on.words("plan-state") == []
