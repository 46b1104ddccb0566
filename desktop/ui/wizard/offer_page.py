"""Something in return: a name, a chance, or good words; or nothing now. One small thing that is named (A17)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QCheckBox, QComboBox, QVBoxLayout, QWidget

from desktop.mentoring.jottings import OfferKind
from desktop.mentoring.letters import LetterKind, Offer
from desktop.mentoring.linters import Checks, Code
from desktop.ui import style
from desktop.ui.style import Separator, Space, named
from desktop.ui.wizard.choice import Answer, Choice
from desktop.ui.wizard.closing_fields import Field
from desktop.ui.wizard.closing_page import LetterPage, Told
from resources.texts import text

WHERE = "recommend-where"
"""Where the sheet keeps the place of a recommendation; no letter has it, and nothing is posted anywhere (R33)."""
_PLACES = ("linkedin", "internal", "reference")
_LETTERS = {
    OfferKind.INTRODUCTION: LetterKind.INTRODUCTION,
    OfferKind.OPPORTUNITY: LetterKind.OPPORTUNITY,
    OfferKind.RECOMMENDATION: LetterKind.RECOMMENDATION,
}
_FIELDS = {
    OfferKind.INTRODUCTION: ("person", "works_on", "asked_about"),
    OfferKind.OPPORTUNITY: ("found", "because"),
    OfferKind.RECOMMENDATION: (),
}


class OfferPage(LetterPage):
    """W9. The sheet keeps the offer; when the wizard comes to its end it becomes a promise that can be kept."""

    def __init__(self, session: Told) -> None:
        super().__init__(session, "offer")
        self._showing = False
        answers: list[Answer[OfferKind | None]] = [
            Answer(kind, kind.value.title(), text(f"closing.offer.{kind}.title"), text(f"closing.offer.{kind}.says"))
            for kind in OfferKind
        ]
        answers.append(Answer(None, "None", text("closing.offer.none.title"), text("closing.offer.none.says")))
        self.offer = Choice("offer", text("closing.offer.which"), answers)
        self.fields = {
            part: Field(f"offer{part.title().replace('_', '')}", text(f"closing.offer.field.{part}"))
            for parts in _FIELDS.values()
            for part in parts
        }
        self.agreed = named(QCheckBox(text("closing.offer.agreed")), "offerAgreed")
        self.agreed.setAccessibleDescription(text("closing.offer.agreed-says"))
        self._agreed_says = style.caption(text("closing.offer.agreed-says"))
        self.where = named(QComboBox(), "offerWhere", text("closing.offer.where"))
        for place in _PLACES:
            self.where.addItem(text(f"closing.offer.place.{place}"), place)
        self._parts = {kind: QWidget() for kind in OfferKind}
        self._build()
        self._connect()

    def _build(self) -> None:
        self.body.addWidget(self.offer)
        for kind, part in self._parts.items():
            layout = QVBoxLayout(part)
            layout.setContentsMargins(0, 0, 0, 0)
            layout.setSpacing(Space.MEDIUM)
            for name in _FIELDS[kind]:
                layout.addWidget(self.fields[name])
            if kind is OfferKind.INTRODUCTION:
                layout.addLayout(style.column(self.agreed, self._agreed_says, gap=Space.TINY))
            if kind is OfferKind.RECOMMENDATION:
                label = style.label(text("closing.offer.where"))
                label.setBuddy(self.where)
                layout.addLayout(style.column(label, self.where, gap=Space.TINY))
                layout.addWidget(style.caption(text("closing.offer.from-thanks")))
            self.body.addWidget(part)
        self.body.addWidget(Separator())
        self.body.addWidget(self.editor)
        self.body.addStretch(1)

    def _connect(self) -> None:
        self.offer.picked.connect(self._offered)
        for part, field in self.fields.items():
            field.changed.connect(lambda words, part=part: self._typed(part, words))
        self.agreed.toggled.connect(self._agreed)
        self.where.activated.connect(lambda index: self.place(WHERE, self.where.itemData(index)))

    def kinds(self) -> tuple[LetterKind, ...]:
        """The letter that goes with the offer."""
        offer = self.session.sheet.offer
        return (_LETTERS[offer],) if offer is not None else ()

    def show_told(self) -> None:
        """As it was left."""
        sheet = self.session.sheet
        self._showing = True
        self.offer.pick(sheet.offer)
        for part, field in self.fields.items():
            field.fill(getattr(sheet.in_return, part))
            self._judge(part)
        with QSignalBlocker(self.agreed):
            self.agreed.setChecked(sheet.in_return.agreed)
        place = sheet.place_of(WHERE)
        self.where.setCurrentIndex(_PLACES.index(place) if place in _PLACES else 0)
        self._showing = False
        self._arrange()

    def show_letter(self) -> None:
        """The letter as things stand."""
        super().show_letter()
        self.editor.arrival = text("closing.offer.arrives", name=self.session.values.name or text("closing.them"))

    def enter(self) -> None:
        """The keyboard starts at what is offered."""
        self.offer.focus()

    def _arrange(self) -> None:
        for kind, part in self._parts.items():
            part.setVisible(kind is self.session.sheet.offer)

    def _offered(self, offer: OfferKind | None) -> None:
        if not self._showing:
            self.session.write(offer=offer)
            self._arrange()
            self.show_letter()

    def _typed(self, part: str, words: str) -> None:
        self.session.write(in_return=_with(self.session.sheet.in_return, part, words))
        self._judge(part)
        self.follow()

    def _agreed(self, agreed: bool) -> None:
        self.session.write(in_return=replace(self.session.sheet.in_return, agreed=agreed))
        self.show_letter()

    def _judge(self, part: str) -> None:
        """An offer that names nothing gets a hint (L5)."""
        letters, words = self.session.letters, self.fields[part].words
        found = [one for one in letters.findings(words, Checks()) if one.code is Code.VAGUE_OFFER]
        self.fields[part].help_on(letters.why(found[0]) if found else "")


def _with(offer: Offer, part: str, words: str) -> Offer:
    changes: dict[str, Any] = {part: words}
    return replace(offer, **changes)
