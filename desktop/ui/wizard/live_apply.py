"""From the press of the button to a change in a calendar that lives elsewhere: permission, the hold, the steps."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.mentoring.plan import Plan
from desktop.mentoring.transition import asks_first, later
from desktop.ui.accounts.sign_in_card import SignInCard
from desktop.ui.wizard.hold_card import HOLD_MS, HoldCard
from desktop.ui.wizard.session import Prepared, Session, Stopped, Written

_LOOK_MS = 400
"""So often the steps are looked at while they are carried out."""


class LiveApply(QWidget):
    """Shown in place of the plan while it has something to do; `busy` says when that begins and ends."""

    busy = Signal(bool)
    allowed = Signal()
    """Changes are allowed now. Nothing was changed; the button is to be pressed once more."""
    undone = Signal()
    """Stopped in time: nothing was changed."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._plan: Plan | None = None
        self._told: date | None = None
        self.hold_ms = HOLD_MS
        self.hold = HoldCard()
        self.sign_in = SignInCard()
        self.sign_in.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.sign_in)
        layout.addWidget(self.hold)
        self._looks = QTimer(self, interval=_LOOK_MS)
        self._looks.timeout.connect(self._look)
        self._connect()
        self.hide()

    def _connect(self) -> None:
        session = self._session
        self.hold.over.connect(self._carry_out)
        self.hold.undone.connect(self._end)
        self.hold.undone.connect(self.undone)
        self.sign_in.cancelled.connect(session.allowing.stop)
        session.browser_opened.connect(self.sign_in.opened)
        session.allowing.done.connect(self.allowed)
        session.allowing.busy.connect(self._allowing)
        session.watched.connect(lambda record: self.hold.show_records(record.steps))
        session.applying.done.connect(self._applied)
        session.applying.declined.connect(self._end)

    @property
    def active(self) -> bool:
        """Whether it stands in place of the plan."""
        return not self.isHidden()

    @property
    def stoppable(self) -> bool:
        """Whether it can be left without anything changed."""
        return self.hold.holding or self._session.allowing.running

    def begin(self, prepared: Prepared, told: date | None) -> None:
        """The button was pressed: ask for permission where that is missing, else hold."""
        self._plan, self._told = prepared.plan, told
        self.show()
        self.busy.emit(True)
        if prepared.asks_writing:
            self.hold.hide()
            self.sign_in.begin(writing=True)
            self.sign_in.show()
            self.sign_in.focus()
            self._session.allow_writing(prepared.asks_writing)
            return
        plan = prepared.plan
        now = tuple(step for step in plan.steps if not (asks_first(plan) and later(plan, step)))
        self.hold.hold(now, self._session.zone, self.hold_ms)

    def stop(self) -> None:
        """Leave it, nothing changed."""
        self._session.allowing.stop()
        self.hold.stop()

    def _allowing(self, running: bool) -> None:
        if not running:
            self.sign_in.hide()
            self._end()

    def _carry_out(self) -> None:
        if self._plan is not None:
            self._session.carry_out(self._plan, None, self._told)
            self._looks.start()

    def _look(self) -> None:
        if self._plan is not None:
            self._session.watch(self._plan.id)

    def _applied(self, _: Written | Stopped) -> None:
        self._end()

    def _end(self, _: object = None) -> None:
        self._looks.stop()
        self.hold.end()
        if self.active:
            self.hide()
            self.busy.emit(False)
