"""What the user may say about one past slot."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, tzinfo

from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from desktop.mentoring.mentorship import Slot, SlotState
from desktop.ui import phrases
from desktop.ui.style import named
from resources.texts import text

_SAID = (
    (SlotState.KEPT, "kept"),
    (SlotState.NOT_KEPT, "not-kept"),
    (SlotState.EXCUSED, "excused"),
)


def slot_menu(
    parent: QWidget, slot: Slot, zone: tzinfo, now: datetime, say: Callable[[SlotState | None], None]
) -> QMenu:
    """A menu that asks what happened and calls `say`; None: as the calendar says."""
    menu = named(QMenu(parent), "slot-menu")
    day = phrases.date_words(slot.start, zone, now)
    question = menu.addAction(text("pair.correct.title", day=day))
    question.setEnabled(False)
    menu.addSeparator()
    group = QActionGroup(menu)
    for state, key in _SAID:
        action = menu.addAction(text(f"pair.correct.{key}"))
        action.setObjectName(f"correct-{key}")
        action.setCheckable(True)
        action.setChecked(slot.corrected and slot.state is state)
        group.addAction(action)
        _on(action, state, say)
    menu.addSeparator()
    auto = menu.addAction(text("pair.correct.auto"))
    auto.setObjectName("correct-auto")
    auto.setCheckable(True)
    auto.setChecked(not slot.corrected)
    group.addAction(auto)
    _on(auto, None, say)
    menu.aboutToHide.connect(menu.deleteLater)
    return menu


def _on(action: QAction, state: SlotState | None, say: Callable[[SlotState | None], None]) -> None:
    action.triggered.connect(lambda: say(state))
