"""One thank-you: what was said, what was done with it, what changed since; and a kind hint where a part is open."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QObject, Signal

from desktop.mentoring.letters import Thanks
from desktop.mentoring.linters import Gap, Lacks
from desktop.ui import style
from desktop.ui.style import Card, Space, named
from desktop.ui.wizard.closing_fields import Field
from resources.texts import text

PARTS = ("said", "did", "changed")


class ThanksCard(Card):
    """Three fields. `changed` comes with every change by hand, `entered` with the part that the keyboard is in."""

    changed = Signal()
    entered = Signal(str)

    def __init__(self, number: int) -> None:
        super().__init__(gap=Space.SMALL)
        self._number = number
        named(self, f"thanks{number}")
        self.layout_.addWidget(style.strong(text("closing.thanks.card", n=number + 1)))
        self.fields = {part: Field(f"thanks{number}{part.title()}", "", lines=2) for part in PARTS}
        for field in self.fields.values():
            self.layout_.addWidget(field)
            field.changed.connect(self.changed)
            field.edit.installEventFilter(self)

    @property
    def thanks(self) -> Thanks:
        """What stands there."""
        return Thanks(**{part: field.words for part, field in self.fields.items()})

    def ask(self, prompts: dict[str, str]) -> None:
        """The words before each field; a screen reader hears which of the three it is."""
        card = text("closing.thanks.card", n=self._number + 1)
        for part, field in self.fields.items():
            field.question.setText(prompts[part])
            field.edit.setAccessibleName(text("closing.named", deed=card, what=prompts[part]))

    def fill(self, thanks: Thanks) -> None:
        """Show what was written before."""
        for part, field in self.fields.items():
            field.fill(getattr(thanks, part))

    def help_on(self, gaps: Iterable[Gap]) -> None:
        """Say beside each part what would make it theirs. A card that nobody began keeps quiet."""
        begun = any(field.words.strip() for field in self.fields.values())
        open_ = {gap.part: gap for gap in gaps if begun or gap.lacks is Lacks.DETAIL}
        for part, field in self.fields.items():
            field.help_on(text(open_[part].says) if part in open_ else "")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Notes which part the keyboard is in."""
        if event.type() is QEvent.Type.FocusIn:
            part = next((part for part, field in self.fields.items() if field.edit is watched), "")
            if part:
                self.entered.emit(part)
        return False
