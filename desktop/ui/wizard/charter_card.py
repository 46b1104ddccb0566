"""A peer charter in a few lines: what each of the two brings from now on (A86). For peers, and for who leads."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.mentoring.letters import LetterKind, Stage
from desktop.mentoring.mentorship import Side
from desktop.mentoring.sheet import Written
from desktop.ui.style import LinkButton, Space, named
from desktop.ui.wizard.closing_fields import Field
from desktop.ui.wizard.closing_page import FOLLOWS, Pair
from desktop.ui.wizard.letter_editor import LetterEditor, Wanted
from desktop.ui.wizard.session import Session
from resources.texts import text


class CharterCard(QWidget):
    """Opens on demand; its letter is made when it is first opened."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.editor: LetterEditor | None = None
        self.opener = named(LinkButton(text("wizard.talk.charter"), opens=True), "talkCharter")
        self._inner = QWidget()
        self._column = QVBoxLayout(self._inner)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(Space.MEDIUM)
        self.fields = {
            "brings_me": Field("talkBringsMe", text("wizard.talk.brings-me"), lines=3),
            "brings_them": Field("talkBringsThem", text("wizard.talk.brings-them"), lines=3),
        }
        for place, field in self.fields.items():
            self._column.addWidget(field)
            field.changed.connect(lambda words, place=place: self._typed(place, words))
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(FOLLOWS)
        self._soon.timeout.connect(self._show_letter)
        self._inner.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.SMALL)
        layout.addWidget(self.opener)
        layout.addWidget(self._inner)
        self.opener.toggled.connect(self._open)

    def show_told(self) -> None:
        """What was typed before; only where two meet as equals, or are about to."""
        session = self._session
        self.setVisible(session.side is Side.PEER or session.stage is Stage.LEADER)
        for place, field in self.fields.items():
            field.fill(session.sheet.place_of(place))
        if any(session.sheet.place_of(place) for place in self.fields):
            self.opener.setChecked(True)

    def _open(self, on: bool) -> None:
        if on and self.editor is None:
            session = self._session
            self.editor = LetterEditor("talkCharterLetter", session.letters, session.words, markdown=True)
            self.editor.changed.connect(self._written)
            self.editor.restored.connect(self._restored)
            self._column.addWidget(self.editor)
        self._inner.setVisible(on)
        if on:
            self._show_letter()

    def _show_letter(self) -> None:
        if self.editor is None:
            return
        session = self._session
        self.editor.to = Pair.of(session).addresses
        self.editor.show_letter(
            Wanted(
                (LetterKind.PEER_CHARTER,),
                session.values,
                lambda kind: session.sheet.letter_of(kind),  # noqa: PLW0108 - the sheet of that moment
            )
        )

    def _typed(self, place: str, words: str) -> None:
        self._session.write(places=self._session.sheet.with_place(place, words).places)
        self._soon.start()

    def _written(self, written: Written) -> None:
        self._session.write(written=self._session.sheet.with_letter(written).written)

    def _restored(self, kind: str) -> None:
        self._session.write(written=tuple(one for one in self._session.sheet.written if one.kind != kind))
