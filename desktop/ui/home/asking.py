"""What is asked before something is taken back or forgotten, and said where it was left alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop.ui import dialogs, phrases
from desktop.ui.session import Conflicted, Session
from desktop.ui.style import one_line
from resources.texts import text

if TYPE_CHECKING:
    from desktop.services.records import Message


class Asking(QObject):
    """Over one window. A plan that was left alone may be made anew: `again` names its mentorship and its account."""

    again = Signal(str, str)

    def __init__(self, session: Session, window: QWidget) -> None:
        super().__init__(window)
        self._session = session
        self._window = window
        session.left_alone.connect(self._left_alone)

    def undo(self, plan: str) -> None:
        """Take a plan back, once the user knows who hears of that (R16)."""
        graduand = self._session.graduand
        operation = self._session.bridge.start(lambda _: graduand.transitions.undo_messages(plan))
        operation.succeeded.connect(lambda messages: self._confirm_undo(plan, messages))
        operation.troubled.connect(self._session.troubled)

    def forget(self, mentorship: str) -> None:
        """Delete what is kept about a mentorship, once the user knows what that means (R23)."""
        one = self._session.find(mentorship)
        if one is None:
            return
        dialogs.ask(
            self._window,
            text("pair.forget.title", who=one_line(phrases.who(one))),
            (text("pair.forget.says"),),
            text("pair.forget.yes"),
            lambda: self._session.forget(mentorship),
        )

    def _confirm_undo(self, plan: str, messages: tuple[Message, ...]) -> None:
        told = ", ".join(dict.fromkeys(one_line(message.to) for message in messages))
        says = text("pair.undo.tells", n=len(messages), who=told) if told else text("pair.undo.files")
        title, yes = text("pair.undo.title"), text("pair.undo.yes")
        dialogs.ask(self._window, title, (says,), yes, lambda: self._session.undo(plan))

    def _left_alone(self, conflicted: Conflicted) -> None:
        from desktop.ui.wizard.versions_notice import VersionsNotice  # only when it is wanted

        plan = conflicted.record.plan
        notice = VersionsNotice(self._window, conflicted.versions, self._session.zone)
        notice.again.connect(lambda: self.again.emit(plan.mentorship, plan.source.account))
        notice.open()
