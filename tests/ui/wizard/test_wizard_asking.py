"""M5 through the window: the tick that lets the last meeting ask first, what it shows, and the button for the rest."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from desktop.mentoring.plan import MarkFinal, PlanState
from desktop.mentoring.sheet import Way
from desktop.ui.pair.plans import PlansCard
from desktop.ui.wizard import open_wizard
from desktop.ui.wizard.wizard import At
from tests.ui.wizard.conftest import BUTTON, Walker
from tests.unit.services.living import MENTOR, TOLD, TORONTO, Living, answering


class Program:
    """The program over a calendar of its own."""

    def __init__(self, living: Living) -> None:
        self._living = living
        self.transitions = living.transitions

    def __getattr__(self, name: str) -> Any:
        return getattr(self._living.graduand, name)


@pytest.fixture
def living(tmp_path: Path) -> Iterator[Living]:
    made = Living(tmp_path)
    made.graduand.settings.change({"stage": "skip"})
    yield made
    made.graduand.close()


@pytest.fixture
def walker(living: Living, qtbot: QtBot) -> Iterator[Walker]:
    answering(living, "NEEDS-ACTION")
    (found,) = living.graduand.reviewing.review().mentorships
    wizard = open_wizard(cast(Any, Program(living)), found.mentorship.id, None)
    made = Walker(qtbot, wizard)
    made.until(lambda: wizard.session.choices is not None and wizard.begun)
    yield made
    if isValid(wizard):
        wizard.close()


def words(part: QWidget) -> list[str]:
    return [label.text() for label in part.findChildren(QLabel) if label.isVisible() and label.text()]


def test_it_is_off_until_it_is_ticked_and_then_says_what_waits(walker: Walker, living: Living) -> None:
    walker.to_check()
    wizard, check = walker.wizard, walker.wizard.check
    assert check.last.ask_first.isVisible() and not check.last.ask_first.isChecked()
    assert "for a yes" not in "".join(words(check._steps))
    check.last.ask_first.click()
    walker.until(lambda: "This waits for a yes" in "".join(words(check._steps)))
    steps = words(check._steps)
    assert "“Last meeting: Mentoring”. They can say yes or no to it." in steps[1]
    assert sum(line.startswith("This waits for a yes, and for your click.") for line in steps) == 2
    about = [line for line in words(check._messages) if line.startswith(f"To {MENTOR}.")]
    assert ["After their yes, once you click." in line for line in about] == [False, True, True], "as they arrive"
    assert wizard.button(BUTTON.CommitButton).text() == "Ask with the last meeting"
    assert living.memory.calls == []


def test_the_question_is_put_and_the_rest_has_a_button_of_its_own(walker: Walker, living: Living, qtbot: QtBot) -> None:
    walker.to_check()
    wizard, check = walker.wizard, walker.wizard.check
    check.last.ask_first.click()
    walker.until(lambda: "This waits for a yes" in "".join(words(check._steps)))
    assert not wizard.button(BUTTON.CommitButton).isEnabled(), "the calendar is never the first to say it (R1)"
    check.told.tick.click()
    check.live.hold_ms = 0
    wizard.button(BUTTON.CommitButton).click()
    walker.until(lambda: wizard.currentId() == At.DONE)
    done = wizard.done_page
    assert done._state.text() == "The last meeting asks them"
    walker.until(lambda: words(done._steps).count("waits for their yes, and for your click") == 2)
    assert not wizard.button(BUTTON.NextButton).isVisible() and not done._freed.isVisible()
    assert living.memory.calls == ["put-occurrence"]

    (record,) = living.transitions.history()
    assert record.state is PlanState.WAITING
    card = PlansCard([record], TORONTO, living.clock())
    qtbot.addWidget(card)
    assert "The last meeting asks them; the rest waits for your click" in card.findChild(QLabel, "plan-state").text()
    with qtbot.waitSignal(card.carry_on_wanted) as carried:
        card.findChild(QPushButton, f"go-on-{record.plan.id}").click()
    assert carried.args == [record.plan.id]


def test_who_said_yes_to_all_of_it_is_not_asked(living: Living, qtbot: QtBot) -> None:
    answering(living, "ACCEPTED")
    (found,) = living.graduand.reviewing.review().mentorships
    wizard = open_wizard(cast(Any, Program(living)), found.mentorship.id, None)
    walker = Walker(qtbot, wizard)
    walker.until(lambda: wizard.session.choices is not None and wizard.begun)
    wizard.session.write(told=TOLD)
    walker.to_check()
    assert not wizard.check.last.ask_first.isVisible()
    wizard.close()


def test_on_the_safe_branch_nothing_is_asked_and_no_place_is_named(walker: Walker, living: Living) -> None:
    wizard = walker.wizard
    wizard.session.write(in_person=True, place="Café")
    wizard.session.choose(ask_first=True, put_place=True)
    walker.choose(Way.WRONG)
    walker.next()
    for _ in range(3):
        if wizard.currentId() == At.CHECK:
            break
        walker.next()
    walker.until(lambda: wizard.session.prepared is not None)
    assert not wizard.check.last.isVisible()
    assert wizard.session.prepared is not None
    plan = wizard.session.prepared.plan
    assert not any(isinstance(step, MarkFinal) for step in plan.steps)
