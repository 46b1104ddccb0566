"""What may be done with the last meeting itself: its place put on it (B32), and a question put by it first (M5)."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from desktop.mentoring.plan import EndSeries, MarkFinal, Plan
from desktop.mentoring.second_key import can_ask
from desktop.mentoring.sheet import Way
from desktop.ui import style
from desktop.ui.style import Space, named
from desktop.ui.wizard.parts import indent
from desktop.ui.wizard.session import Session
from desktop.ui.wizard.texts_card import breakable
from resources.texts import text


class LastTicks(QWidget):
    """Both are off until they are ticked here, where what they do is shown (R3, R4). `chosen` asks for another plan."""

    chosen = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        ask = text("wizard.check.ask-first-says")
        self.put_place = named(QCheckBox(text("wizard.check.put-place")), "checkPutPlace")
        self.ask_first = named(QCheckBox(text("wizard.check.ask-first")), "checkAskFirst", described=ask)
        self._says = {self.put_place: style.caption(), self.ask_first: style.caption(ask)}
        parts = []
        for tick, says in self._says.items():
            says.setContentsMargins(indent(), 0, 0, 0)
            parts += [tick, says]
        column = style.column(*parts, gap=Space.TINY)
        column.setContentsMargins(0, 0, 0, 0)
        self.setLayout(column)
        self.put_place.toggled.connect(lambda on: self._took(put_place=on))
        self.ask_first.toggled.connect(lambda on: self._took(ask_first=on))

    def show_plan(self, plan: Plan) -> None:
        """Where the last meeting can be changed, and none slower comes after it."""
        session, place = self._session, self._session.place
        edits = any(isinstance(step, EndSeries | MarkFinal) for step in plan.steps) and not plan.rungs
        safe = session.chosen.way is Way.WRONG
        asks = edits and not safe and session.begun is not None and can_ask(session.begun.found.mentorship)
        shown = {self.put_place: edits and bool(place) and not plan.as_guest, self.ask_first: asks}
        on = {self.put_place: session.chosen.put_place, self.ask_first: session.chosen.ask_first}
        self._says[self.put_place].setText(breakable(text("wizard.check.put-place-says", place=place)))
        self.put_place.setAccessibleName(text("wizard.check.put-place-named", place=place))
        for tick, says in self._says.items():
            with QSignalBlocker(tick):
                tick.setChecked(on[tick])
            tick.setVisible(shown[tick])
            says.setVisible(shown[tick])
        self.setVisible(any(shown.values()))

    def _took(self, **changes: bool) -> None:
        self._session.choose(**changes)
        self.chosen.emit()
