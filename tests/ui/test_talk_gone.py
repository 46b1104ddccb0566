"""The page of a pair whose talk was taken out of the calendar: it says so, and another one can be arranged."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QPushButton

from desktop.mentoring.plan import CreateBigPicture, Outcome, PlanState
from desktop.services.records import StepRecord
from desktop.ui.home.window import Window
from integrations.calendars.model import Form
from resources.texts import text
from tests.ui.conftest import Stage
from tests.ui.fakes import NOW, FakeGraduand
from tests.ui.test_pair import record, with_plans

Opening = Callable[[FakeGraduand], Stage]


def talk(outcome: Outcome) -> StepRecord:
    return StepRecord(CreateBigPicture("talk", "Talk", "", NOW, NOW, Form.ZONED, None, (NOW,), ()), outcome, NOW, "")


@pytest.mark.parametrize(
    ("state", "outcome", "days", "says"),
    [
        (PlanState.APPLIED, Outcome.UNDONE, 19, "talk-gone"),
        (PlanState.APPLIED, Outcome.UNDONE, -1, "talk-gone"),
        (PlanState.APPLIED, Outcome.DONE, 19, "applied"),
        (PlanState.APPLIED, Outcome.ALREADY_DONE, 19, "applied"),
        (PlanState.UNDONE, Outcome.UNDONE, 19, "undone"),
    ],
)
def test_what_the_page_says_of_the_talk(
    stage: Opening, state: PlanState, outcome: Outcome, days: int, says: str
) -> None:
    on = with_plans(stage, record(state, days=days, steps=(talk(outcome),)))
    on.window.open_pair("p1")
    assert on.words("plan-state")[0].startswith(text(f"pair.plan.state.{says}"))
    button = on.window.findChild(QPushButton, "book-talk-plan1")
    assert (button is not None) is (says == "talk-gone" and days > 0)


def test_another_one_is_arranged_in_the_wizard(stage: Opening, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr(Window, "_open_wizard", lambda _, pair: opened.append(pair))
    on = with_plans(stage, record(PlanState.APPLIED, steps=(talk(Outcome.UNDONE),)))
    on.window.open_pair("p1")
    on.find(QPushButton, "book-talk-plan1").click()
    assert opened == ["p1"]
