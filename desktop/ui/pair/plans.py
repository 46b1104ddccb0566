"""The changes that were planned for a mentorship, newest first, with a way back."""

from __future__ import annotations

from datetime import datetime, tzinfo
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QPushButton, QSizePolicy

from desktop.mentoring.plan import CreateBigPicture, Outcome, PlanState
from desktop.mentoring.transition import asks_first, waits
from desktop.services.outbox import is_past
from desktop.ui import phrases, style
from desktop.ui.style import Card, Separator, Space, named
from desktop.ui.wizard.parts import CopyButton
from desktop.ui.wizard.step_wording import is_request, request_of
from integrations.calendars.model import Moment
from integrations.calendars.moments import day_of
from resources.texts import text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.services.transition import PlanRecord

UNDOABLE = frozenset({PlanState.APPLIED, PlanState.WAITING})


class PlansCard(Card):
    """Emits which plan to take back, finish; the page asks before anything happens."""

    undo_wanted = Signal(str)
    finish_wanted = Signal(str)
    take_back_wanted = Signal(str)
    carry_on_wanted = Signal(str)
    """What waited for the last meeting is to be prepared."""
    talk_wanted = Signal()
    """The talk may be booked: the other person has set the end that was asked for, or the talk that was is gone."""

    def __init__(self, records: Sequence[PlanRecord], zone: tzinfo, now: datetime, ends: Moment | None = None) -> None:
        """`ends`: the start of the last meeting on the calendar, None while there is no end."""
        super().__init__(gap=Space.MEDIUM)
        self._ends = ends
        named(self, "plans-card", text("pair.plans"))
        self._zone, self._now = zone, now
        self.layout_.addWidget(style.heading(text("pair.plans")))
        for number, record in enumerate(records):
            if number:
                self.layout_.addWidget(Separator())
            self._add(record)

    def _add(self, record: PlanRecord) -> None:
        last = phrases.moment_words(record.plan.final, self._zone, self._now)
        made = phrases.date_words(record.created, self._zone, self._now)
        state = text(f"pair.plan.state.{self._state(record)}")
        says = named(style.body(text("pair.plan.says", day=last)), "plan-says")
        about = named(style.caption(text("pair.plan.made", state=state, day=made)), "plan-state")
        line = style.row(style.column(says, about, gap=Space.TINY), gap=Space.MEDIUM)
        line.setStretch(0, 1)
        for button in self._buttons(record):
            button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            line.addWidget(button)
        self.layout_.addLayout(line)

    def _state(self, record: PlanRecord) -> str:
        if is_request(record):
            return "agreed" if self._is_agreed(record) else "asking"
        if _asked(record):
            return "asked"
        if _talk_is_gone(record):
            return "talk-gone"
        if not _invitation_waits(record):
            return record.state.value
        return "invitation-ready" if self._is_over(record) else "invitation-waits"

    def _is_agreed(self, record: PlanRecord) -> bool:
        return self._ends is not None and day_of(self._ends, self._zone) == day_of(record.plan.final, self._zone)

    def _is_over(self, record: PlanRecord) -> bool:
        return is_past(record.plan.final, self._now.astimezone(self._zone))

    def _buttons(self, record: PlanRecord) -> list[QPushButton]:
        buttons: list[QPushButton] = []
        plan = record.plan.id
        if is_request(record) and not self._is_agreed(record):
            copy = CopyButton(f"copy-request-{plan}", text("pair.plan.copy-request"))
            copy.carry(request_of(record.plan))
            buttons.append(copy)
        elif is_request(record) or (_talk_is_gone(record) and not self._is_over(record)):
            key = "arrange-talk" if _talk_is_gone(record) else "book-talk"
            talk = named(QPushButton(text(f"pair.plan.{key}")), f"book-talk-{plan}")
            talk.clicked.connect(self.talk_wanted)
            buttons.append(talk)
        if record.out is not None and record.files:
            show = named(QPushButton(text("pair.plan.show-files")), f"show-files-{plan}")
            folder = QUrl.fromLocalFile(str(record.out))
            show.clicked.connect(lambda: QDesktopServices.openUrl(folder))
            buttons.append(show)
        if _asked(record):
            go_on = named(QPushButton(text("pair.plan.go-on")), f"go-on-{plan}")
            go_on.clicked.connect(lambda: self.carry_on_wanted.emit(plan))
            buttons.append(go_on)
        elif _invitation_waits(record) and self._is_over(record):
            prepare = named(QPushButton(text("pair.plan.prepare")), f"prepare-{plan}")
            prepare.clicked.connect(lambda: self.carry_on_wanted.emit(plan))
            buttons.append(prepare)
        if record.state is PlanState.INTERRUPTED:
            finish = named(QPushButton(text("home.interrupted.finish")), f"finish-{plan}")
            finish.clicked.connect(lambda: self.finish_wanted.emit(plan))
            back = named(QPushButton(text("home.interrupted.take-back")), f"take-back-{plan}")
            back.clicked.connect(lambda: self.take_back_wanted.emit(plan))
            buttons += [finish, back]
        if record.state in UNDOABLE:
            undo = named(QPushButton(text("pair.plan.undo")), f"undo-{plan}")
            undo.clicked.connect(lambda: self.undo_wanted.emit(plan))
            buttons.append(undo)
        return buttons


def _asked(record: PlanRecord) -> bool:
    """Whether the last meeting asks the others, and the rest waits for the user's click (M5)."""
    return record.plan.source.live and record.state is PlanState.WAITING and asks_first(record.plan)


def _talk_is_gone(record: PlanRecord) -> bool:
    """Whether the plan stands, and its talk was taken out of the calendar by another hand."""
    made = (step for step in record.steps if isinstance(step.step, CreateBigPicture))
    return record.state in UNDOABLE and any(step.outcome is Outcome.UNDONE for step in made)


def _invitation_waits(record: PlanRecord) -> bool:
    """Whether the talk's invitation was left for a click after the last meeting."""
    left = (step for step in record.steps if step.outcome is Outcome.WAITING)
    return record.state in UNDOABLE and any(waits(one.step) for one in left)
