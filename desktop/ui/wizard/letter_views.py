"""Two looks at a letter beside the editor: as the other person reads it, and at the text it is made from."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from desktop.mentoring.letters import LetterKind, blanks, presentable
from desktop.mentoring.plan import Draft
from desktop.services.letters import Letters
from desktop.ui import style
from desktop.ui.bridge import Bridge
from desktop.ui.style import LinkButton, PrimaryButton, Space, named, one_line
from desktop.ui.wizard.job import Job
from desktop.ui.wizard.letter_text import reading_view
from desktop.ui.wizard.parts import Message
from resources.texts import text

_SIZE = QSize(620, 560)


class View(QDialog):
    """A window of a fair size over the wizard, deleted when closed; Escape is always a way out."""

    def __init__(self, parent: QWidget, name: str, title: str) -> None:
        super().__init__(parent)
        named(self, name)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.setWindowTitle(title)
        self.column = QVBoxLayout(self)
        style.page_margins(self.column)
        self.column.setSpacing(Space.MEDIUM)
        self.column.addWidget(style.heading(title))
        self.resize(_SIZE.boundedTo(self.screen().availableGeometry().size() - QSize(40, 60)))


class Rehearsal(View):
    """ "Read it as them": the words alone, and when they come (A57)."""

    def __init__(self, parent: QWidget, letter: Draft, arrival: str) -> None:
        super().__init__(parent, "rehearsal", text("closing.rehearsal.title"))
        self.arrives = named(style.caption(arrival), "rehearsalArrives")
        self.subject = named(style.strong(one_line(presentable(letter.subject), 200)), "rehearsalSubject")
        self.body = reading_view("rehearsalBody", text("closing.rehearsal.body"))
        self.body.setPlainText(presentable(letter.body))
        left = len(blanks(letter.body)) + len(blanks(letter.subject))
        self.left = named(style.caption(text("closing.rehearsal.left", n=left) if left else ""), "rehearsalLeft")
        close = named(QPushButton(text("common.close")), "close")
        close.setDefault(True)
        close.clicked.connect(self.accept)
        buttons = QDialogButtonBox()
        buttons.addButton(close, QDialogButtonBox.ButtonRole.AcceptRole)
        self.column.addWidget(self.arrives)
        self.column.addWidget(self.subject)
        self.column.addWidget(self.body, 1)
        self.column.addWidget(self.left)
        self.column.addWidget(named(style.body(text("closing.rehearsal.ask")), "rehearsalAsk"))
        self.column.addWidget(buttons)
        self.arrives.setVisible(bool(arrival))
        self.left.setVisible(bool(left))


class TemplateDialog(View):
    """The text that a kind of letter is made from: the user's own copy, and the way back to the built-in one."""

    kept = Signal()
    """Another text is in use now."""

    def __init__(self, parent: QWidget, letters: Letters, kind: LetterKind, bridge: Bridge) -> None:
        super().__init__(parent, "letterTemplate", text("closing.template.title", kind=letters.name(kind)))
        self._letters = letters
        self._kind = kind
        self.message = Message("template")
        self.edit = named(QPlainTextEdit(), "templateText", text("closing.template.text"))
        self.edit.setTabChangesFocus(True)
        self.reset = named(LinkButton(text("closing.template.reset")), "templateReset")
        self.save = named(PrimaryButton(text("closing.template.save")), "templateSave")
        self.not_now = named(QPushButton(text("common.not-now")), "not-now")
        self._loading, self._saving = Job(bridge, self), Job(bridge, self)
        self._build()
        self._loading.done.connect(self._loaded)
        self._loading.declined.connect(self.message.say_why)
        self._saving.done.connect(self._done)
        self._saving.declined.connect(self.message.say_why)
        self.reset.clicked.connect(lambda: self._saving.run(lambda: letters.reset(kind)))
        self.save.clicked.connect(self._save)
        self.not_now.clicked.connect(self.reject)
        self.finished.connect(self._loading.drop)
        self.finished.connect(self._saving.drop)
        self._loading.run(self._read)

    def _build(self) -> None:
        self.column.addWidget(style.body(text("closing.template.says")))
        self.column.addWidget(self.message)
        self.column.addWidget(self.edit, 1)
        places = sorted(self._letters.entry(self._kind).places)
        listed = "\n".join(
            text("closing.template.place", place=f"{{{{ {place} }}}}", words=self._letters.place_name(place))
            for place in places
        )
        self.places = reading_view("templatePlaces", text("closing.template.places"))
        self.places.setPlainText(listed)
        self.places.setMaximumHeight(6 * self.fontMetrics().lineSpacing())
        self.column.addWidget(named(style.caption(text("closing.template.places")), "templatePlacesName"))
        self.column.addWidget(self.places)
        for button in (self.save, self.not_now):
            button.setAutoDefault(False)
        buttons = style.row(self.reset, gap=Space.SMALL, push=True)
        buttons.addWidget(self.not_now)
        buttons.addWidget(self.save)
        self.column.addLayout(buttons)

    def _read(self) -> tuple[str, bool]:
        own = self._letters.own_text(self._kind)
        return (own, True) if own is not None else (self._letters.template(self._kind).text, False)

    def _loaded(self, found: tuple[str, bool]) -> None:
        words, own = found
        self.edit.setPlainText(words)
        self.reset.setVisible(own)

    def _save(self) -> None:
        words = self.edit.toPlainText()
        self.message.hide()
        self._saving.run(lambda: self._letters.save(self._kind, words))

    def _done(self) -> None:
        self.kept.emit()
        self.accept()
