"""The pages about everybody, each made when it is first wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.ui.session import Session

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from desktop.ui.people.desk import PeopleDesk
    from desktop.ui.people.half_year_desk import HalfYearDesk


class PeoplePages(QObject):
    """Between a session and a window that shows one page at a time."""

    back_wanted = Signal()
    pair_opened = Signal(str)
    shown = Signal(object)
    """The page that is to be shown; it is read anew."""

    def __init__(self, session: Session, window: QWidget) -> None:
        super().__init__(window)
        self._session = session
        self._window = window
        self.people: PeopleDesk | None = None
        self.half_year: HalfYearDesk | None = None

    def show_people(self) -> None:
        """Who helps with what, and the next touch."""
        from desktop.ui.people.desk import PeopleDesk

        if self.people is None:
            self.people = PeopleDesk(self._session, self._window)
            self.people.page.back_wanted.connect(self.back_wanted)
            self.people.page.pair_opened.connect(self.pair_opened)
            self.people.page.half_year_wanted.connect(self.show_half_year)
        self.people.load()
        self.shown.emit(self.people.page)

    def show_half_year(self) -> None:
        """The private look at everybody, with its three questions (A41)."""
        from desktop.ui.people.half_year_desk import HalfYearDesk

        if self.half_year is None:
            self.half_year = HalfYearDesk(self._session, self._window)
            self.half_year.page.back_wanted.connect(self.back_wanted)
            self.half_year.page.pair_opened.connect(self.pair_opened)
            self.half_year.page.people_wanted.connect(self.show_people)
        self.half_year.load()
        self.shown.emit(self.half_year.page)
