"""Reads everybody for the half-yearly look, writes what is answered, and notes when it was done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.ui.people.circle_desk import CircleDesk
from desktop.ui.people.half_year_page import HalfYearPage
from desktop.ui.session import Session

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


class HalfYearDesk(CircleDesk):
    """Between a session and the page."""

    def __init__(self, session: Session, window: QWidget) -> None:
        self.page = HalfYearPage(session.zone)
        super().__init__(session, window, self.page)
        self.page.finished.connect(self._finish)

    def _finish(self) -> None:
        self._session.write(lambda services: services.reminders.looked_over())
        self.page.back_wanted.emit()
