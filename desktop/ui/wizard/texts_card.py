"""A text for someone else, shown whole and as it will read, with a button to copy it."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt

from desktop.mentoring.plan import Draft
from desktop.ui import style
from desktop.ui.style import Card, Space, named
from desktop.ui.wizard.parts import CopyButton
from resources.texts import text

LONGEST_RUN = 60
"""Characters without a place to break that still fit into the narrowest window."""


_RUN = re.compile(rf"\S{{{LONGEST_RUN}}}(?=\S)")


def breakable(words: str) -> str:
    """`words` with a place to break within what is too long for a line, so that a page never grows beyond its window.

    For the eye only; what is copied by the button is as it was.
    """
    return _RUN.sub("\\g<0>\u200b", words)


class TextCard(Card):
    """To whom and when, the subject, the body. Nothing in it is sent (product rule R2)."""

    def __init__(self, name: str) -> None:
        super().__init__(gap=Space.TINY)
        named(self, name)
        self._about = named(style.caption(), f"{name}About")
        self._subject = named(style.strong(), f"{name}Subject")
        self._body = named(style.body(), f"{name}Body")
        self._body.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.copy = CopyButton(f"{name}Copy", text("wizard.copy-text"))
        for part in (self._about, self._subject, self._body):
            self.layout_.addWidget(part)
        self.layout_.addSpacing(Space.TINY)
        self.layout_.addWidget(self.copy)

    def show_text(self, about: str, subject: str, body: str, *, copy: str = "") -> None:
        """Show one; `copy` is what the button is called, "" for no button."""
        for label, words in ((self._about, about), (self._subject, subject), (self._body, body)):
            label.setText(breakable(words))
            label.setVisible(bool(words))
        self._subject.setAccessibleName(subject)
        self.copy.setVisible(bool(copy))
        if copy:
            self.copy.rename(copy)
            self.copy.carry(body)
        self.show()

    def show_draft(self, draft: Draft) -> None:
        """Show a draft that the user may send."""
        about = text(f"wizard.draft.{draft.kind}.about")
        self.show_text(about, draft.subject, draft.body, copy=text(f"wizard.draft.{draft.kind}.copy"))
