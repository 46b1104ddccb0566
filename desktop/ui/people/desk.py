"""Reads everybody for the page of all people, and writes what is done there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.mentoring.letters.kinds import LetterKind
from desktop.ui.people.circle_desk import CircleDesk
from desktop.ui.people.page import PeoplePage
from desktop.ui.session import Session

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from desktop.ui.people.guide_dialog import GuideDialog
    from desktop.ui.people.kit_dialog import KitDialog
    from desktop.ui.story.letter_dialog import LetterDialog


class PeopleDesk(CircleDesk):
    """Between a session and the page."""

    def __init__(self, session: Session, window: QWidget) -> None:
        self.page = PeoplePage(session.zone)
        super().__init__(session, window, self.page)
        self._window = window
        self.letter: LetterDialog | None = None
        """The letter that is open, or was last."""
        self.guide: GuideDialog | None = None
        """The guide that is open, or was last."""
        self.kit: KitDialog | None = None
        """The closing kit that is open, or was last."""
        self.page.coffee_wanted.connect(self._thank)
        self.page.guide_wanted.connect(self._read)
        self.page.kit_wanted.connect(self._open_kit)

    def _open_kit(self) -> None:
        from desktop.ui.people.kit_dialog import KitDialog  # only when it is wanted

        session = self._session
        shown = session.review.mentorships if session.review is not None else ()
        self.kit = KitDialog(self._window, session.bridge, session.graduand.kits, shown)
        self.kit.changed.connect(session.refresh)
        self.kit.open()

    def _read(self, name: str) -> None:
        from desktop.ui.people.guide_dialog import GuideDialog  # only when it is wanted
        from resources.guides import guide

        self.guide = GuideDialog(self._window, self._session.bridge, guide(name))
        self.guide.open()

    def _thank(self) -> None:
        from desktop.mentoring.letters import Values  # only when it is wanted
        from desktop.services.letters import Letters
        from desktop.ui.story.letter_dialog import LetterDialog

        letters = Letters(self._session.graduand.folder)
        self.letter = LetterDialog(self._window, letters, self._session.bridge, LetterKind.COFFEE_THANKS, Values())
        self.letter.open()
