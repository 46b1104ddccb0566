"""Reads everybody for the half-yearly look, writes what is answered, and notes when it was done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desktop.ui.bridge import Ticket
from desktop.ui.people.half_year_page import HalfYearPage
from desktop.ui.session import Session

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from desktop.services.circle import Circle


class HalfYearDesk(QObject):
    """Between a session and the page."""

    def __init__(self, session: Session, window: QWidget) -> None:
        super().__init__(window)
        self._session = session
        self.page = HalfYearPage(session.zone)
        self.page.told.connect(session.write)
        self.page.finished.connect(self._finish)
        session.reviewed.connect(lambda _: self.load() if self.page.isVisible() else None)

    def load(self) -> None:
        """Read everybody, and show them."""
        graduand, zone = self._session.graduand, self._session.zone
        self.page.read_in(zone)

        def work(_: Ticket) -> Circle:
            found: Circle = graduand.stories.circle(zone)
            return found

        operation = self._session.bridge.start(work)
        operation.succeeded.connect(self._show)
        operation.troubled.connect(self._session.troubled)

    def _show(self, circle: Circle) -> None:
        if self._session.review is not None:
            self.page.show_circle(circle, self._session.review)

    def _finish(self) -> None:
        self._session.write(lambda services: services.reminders.looked_over())
        self.page.back_wanted.emit()
