"""A letter on its way out, by the user's own hand: copied, saved, or handed to the mail program. Never sent (R2)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QPushButton, QVBoxLayout, QWidget

from desktop.mentoring.letters import presentable
from desktop.mentoring.plan import Draft
from desktop.services.letter_output import MAIL_FILE, TEXT_FILE, as_mailto
from desktop.services.letters import Letters
from desktop.ui import style
from desktop.ui.bridge import Bridge
from desktop.ui.style import Space, named
from desktop.ui.wizard.folder_field import documents
from desktop.ui.wizard.job import Job
from desktop.ui.wizard.letter_markdown import MARKDOWN_FILE, as_markdown
from desktop.ui.wizard.parts import CopyButton, announce
from integrations.errors import Trouble
from integrations.files import write_atomically
from resources.texts import text

Outgoing = Callable[[], Draft]


class LetterActions(QWidget):
    """Three buttons and a line that says what became of it. `out` comes with each of them that worked."""

    out = Signal()

    def __init__(
        self,
        name: str,
        letters: Letters,
        bridge: Bridge,
        letter: Outgoing,
        to: Callable[[], tuple[str, ...]],
        *,
        markdown: bool = False,
    ) -> None:
        """`markdown`: it can be saved as that as well."""
        super().__init__()
        self._markdown = markdown
        self._letters = letters
        self._letter = letter
        self._to = to
        self._saving = Job(bridge, self)
        self.copy = CopyButton(f"{name}Copy", text("wizard.copy-text"))
        self.save = named(QPushButton(text("closing.letter.save")), f"{name}Save")
        self.mail = named(
            QPushButton(text("closing.letter.mail")), f"{name}Mail", described=text("closing.letter.unsent")
        )
        self._says = named(style.caption(), f"{name}ActionsSays")
        self._says.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.TINY)
        layout.addLayout(style.row(self.copy, self.save, self.mail, push=True))
        layout.addWidget(self._says)
        self.copy.clicked.connect(self.out)
        self.save.clicked.connect(self._choose)
        self.mail.clicked.connect(self._open_mail)
        self._saving.done.connect(self._saved)
        self._saving.declined.connect(self._not_saved)

    @property
    def says(self) -> str:
        """What became of the last click, or why nothing may leave; "" for nothing to say."""
        return self._says.text()

    def refresh(self) -> None:
        """The letter is another one: what a click copies follows, and what was said is over."""
        self.copy.carry(presentable(self._letter().body))
        self._say("")

    def allow(self, allowed: bool, why: str = "") -> None:
        """Whether it may leave yet; `why` says what is missing."""
        for button in (self.copy, self.save, self.mail):
            button.setEnabled(allowed)
        self._say("" if allowed else why)

    def save_to(self, path: Path) -> None:
        """Write the letter: `.eml` makes it a draft for a mail program, `.md` Markdown, all else text."""
        letter, to = self._letter(), self._to()
        if path.suffix.lower() == ".md":
            self._saving.run(lambda: write_atomically(path, as_markdown(letter), private=True))
        else:
            self._saving.run(lambda: self._letters.write(letter, path, to))

    def _choose(self) -> None:
        names = {text("closing.letter.as-text"): TEXT_FILE, text("closing.letter.as-mail"): MAIL_FILE}
        if self._markdown:
            names = {text("closing.letter.as-markdown"): MARKDOWN_FILE, **names}
        dialog = QFileDialog(self.window(), text("closing.letter.save-title"))
        named(dialog, "letterSave")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDirectory(str(documents()))

        def named_as(chosen: str) -> None:
            name = names.get(chosen, TEXT_FILE)
            dialog.setDefaultSuffix(Path(name).suffix)
            dialog.selectFile(name)

        dialog.setNameFilters(list(names))
        dialog.filterSelected.connect(named_as)
        named_as(next(iter(names)))
        dialog.fileSelected.connect(lambda path: self.save_to(Path(path)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _open_mail(self) -> None:
        link = as_mailto(self._letter(), self._to())
        opened = QDesktopServices.openUrl(QUrl.fromEncoded(link.url.encode()))
        if not opened:
            self._say(text("closing.letter.no-mail-program"))
            return
        self._say(text(link.advice) if link.advice else text("closing.letter.in-mail-program"))
        self.out.emit()

    def _saved(self) -> None:
        self._say(text("closing.letter.saved"))
        self.out.emit()

    def _not_saved(self, why: Exception) -> None:
        assert isinstance(why, Trouble)
        self._say(" ".join((why.message, why.advice)))

    def _say(self, words: str) -> None:
        self._says.setText(words)
        self._says.setVisible(bool(words))
        if words:
            announce(self, words)
