"""Reads everybody for a page that is about all of them, and writes what is told there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desktop.ui.bridge import Ticket
from desktop.ui.session import Session

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from desktop.services.circle import Circle
    from desktop.ui.people.half_year_page import HalfYearPage
    from desktop.ui.people.page import PeoplePage


class CircleDesk(QObject):
    """Between a session and one such page, which follows every new look while it is open."""

    def __init__(self, session: Session, window: QWidget, page: PeoplePage | HalfYearPage) -> None:
        super().__init__(window)
        self._session = session
        self._shows = page
        page.told.connect(session.write)
        session.reviewed.connect(lambda _: self.load() if page.isVisible() else None)

    def load(self) -> None:
        """Read everybody, and show them."""
        graduand, zone = self._session.graduand, self._session.zone
        self._shows.read_in(zone)

        def work(_: Ticket) -> Circle:
            found: Circle = graduand.stories.circle(zone)
            return found

        operation = self._session.bridge.start(work)
        operation.succeeded.connect(self._show)
        operation.troubled.connect(self._session.troubled)

    def _show(self, circle: Circle) -> None:
        if self._session.review is not None:
            self._shows.show_circle(circle, self._session.review)
