"""One letter: its subject and body, what could be said better while it is typed, and the ways out of the program.

Nothing is ever sent (R2), and nothing here holds anybody up: a finding is an offer.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QLineEdit, QVBoxLayout, QWidget

from desktop.mentoring.letters import LetterKind, Values
from desktop.mentoring.plan import Draft
from desktop.mentoring.sheet import Written
from desktop.services.letters import Letter, Letters
from desktop.ui import style
from desktop.ui.bridge import Bridge
from desktop.ui.dialogs import ask
from desktop.ui.style import LinkButton, Space, named
from desktop.ui.wizard.job import Job
from desktop.ui.wizard.letter_actions import LetterActions
from desktop.ui.wizard.letter_looking import Looking
from desktop.ui.wizard.letter_text import LetterText
from desktop.ui.wizard.letter_views import Rehearsal, TemplateDialog
from desktop.ui.wizard.parts import Message
from resources.texts import text


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the editor is to show: the kinds to choose from, the best fitting first, and what fills them.

    `written` gives a letter as the user left it at that moment, by its kind; `final` is the day of the last meeting.
    """

    kinds: tuple[LetterKind, ...]
    values: Values
    written: Callable[[str], Written | None]
    chosen: str = ""
    final: date | None = None
    safe: bool = False


class LetterEditor(QWidget):
    """Shows what `show_letter` asks for. `changed` carries a `Written` with every change by hand, `picked` a kind."""

    changed = Signal(object)
    restored = Signal(str)
    """The letter of this kind is again as the program fills it."""
    picked = Signal(str)
    out = Signal()
    """The letter was copied, saved or handed to the mail program."""

    def __init__(self, name: str, letters: Letters, bridge: Bridge, *, markdown: bool = False) -> None:
        """`markdown`: the letter can be saved as that as well."""
        super().__init__()
        named(self, name)
        self._letters = letters
        self._bridge = bridge
        self._wanted = Wanted((), Values(), lambda _: None)
        self._kind: LetterKind | None = None
        self._drafted: Letter | None = None
        """The letter as the program fills it; None until it is there."""
        self._filling = False
        self._may_leave = True
        self._stays = ""
        """Why it may not."""
        self.to: tuple[str, ...] = ()
        """The addresses that a mail begins with."""
        self.arrival = ""
        """When they read it, in words, for the rehearsal."""
        self._drafting = Job(bridge, self)
        self.message = Message(name)
        self.kinds = named(QComboBox(), f"{name}Kind", text("closing.letter.kind").replace("&", ""))
        self.subject = named(QLineEdit(), f"{name}Subject", text("closing.letter.subject").replace("&", ""))
        self.body = LetterText(f"{name}Body", text("closing.letter.body"), text("closing.letter.body-says"))
        self.looking = Looking(name, letters, self.body)
        self.leaving = LetterActions(name, letters, bridge, lambda: self.draft, lambda: self.to, markdown=markdown)
        self.read = named(LinkButton(text("closing.letter.read")), f"{name}Read")
        self.refill = named(LinkButton(text("closing.letter.refill")), f"{name}Refill")
        self.template = named(LinkButton(text("closing.letter.template")), f"{name}Template")
        self._build()
        self._connect()

    def _build(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.SMALL)
        kind_name, subject_name = style.label(text("closing.letter.kind")), style.label(text("closing.letter.subject"))
        kind_name.setBuddy(self.kinds)
        subject_name.setBuddy(self.subject)
        self._kind_line = QWidget()
        line = QVBoxLayout(self._kind_line)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(Space.TINY)
        line.addWidget(kind_name)
        line.addWidget(self.kinds)
        layout.addWidget(self.message)
        layout.addWidget(self._kind_line)
        layout.addLayout(style.column(subject_name, self.subject, gap=Space.TINY))
        layout.addWidget(self.body)
        layout.addWidget(self.looking)
        layout.addWidget(self.leaving)
        layout.addLayout(style.row(self.read, self.refill, self.template, gap=Space.LARGE, push=True))

    def _connect(self) -> None:
        self._drafting.done.connect(self._show_draft)
        self._drafting.declined.connect(self.message.say_why)
        self.kinds.activated.connect(self._pick)
        self.subject.textEdited.connect(self._typed)
        self.body.textChanged.connect(self._typed)
        self.leaving.out.connect(self.out)
        self.read.clicked.connect(self.rehearse)
        self.refill.clicked.connect(self._refill)
        self.template.clicked.connect(self._change_template)
        looking = self.looking
        for keys, act in (("F8", looking.onward), ("Shift+F8", looking.back), ("Ctrl+.", looking.say_here)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    # --- which letter ---

    @property
    def kind(self) -> LetterKind | None:
        """The letter that is shown."""
        return self._kind

    @property
    def draft(self) -> Draft:
        """The letter as it stands there."""
        return Draft(self._kind or "", self.subject.text(), self.body.words)

    @property
    def ready(self) -> bool:
        """Whether the letter is there to be read."""
        return self._drafted is not None

    @property
    def touched(self) -> bool:
        """Whether anything differs from what the program filled in."""
        drafted = self._drafted
        return drafted is not None and self.draft != drafted.draft

    def show_letter(self, wanted: Wanted) -> None:
        """Show the chosen kind, or the one that fits best: as the user left it, else filled anew."""
        if not wanted.kinds:
            raise ValueError("there is no letter to choose")
        self._wanted = wanted
        kind = next((kind for kind in wanted.kinds if kind == wanted.chosen), wanted.kinds[0])
        self.kinds.clear()
        for each in wanted.kinds:
            self.kinds.addItem(self._letters.name(each), each.value)
        self.kinds.setCurrentIndex(wanted.kinds.index(kind))
        self._kind_line.setVisible(len(wanted.kinds) > 1)
        self._show(kind)

    def allow(self, allowed: bool, why: str = "") -> None:
        """Whether the letter may leave; a letter that waits for somebody's yes stays here all the same."""
        self._stays = "" if allowed else why
        self._may_leave = allowed
        self._refresh_leave()

    def _refresh_leave(self) -> None:
        consented = self._drafted is None or self._drafted.ready_to_copy
        why = self._stays if consented else text("closing.letter.consent")
        self.leaving.allow(self._may_leave and consented, why)

    def _show(self, kind: LetterKind) -> None:
        self._kind = kind
        self.looking.check(self._letters.checks(kind, final=self._wanted.final, safe=self._wanted.safe))
        self._drafted = None
        self._hold(True)
        values = self._wanted.values
        self._drafting.run(lambda: self._letters.letter(kind, values))

    def _show_draft(self, letter: Letter) -> None:
        self._drafted = letter
        self._hold(False)
        written = self._wanted.written(letter.draft.kind)
        self._fill(Draft(written.kind, written.subject, written.body) if written is not None else letter.draft)
        if letter.template.notice and letter.template.trouble is not None:
            self.message.say(letter.template.trouble.title, letter.template.notice, letter.template.trouble.advice)
        else:
            self.message.hide()
        self._refresh_leave()

    def _hold(self, held: bool) -> None:
        """Until the letter is there, nothing is typed into the one before."""
        self.subject.setReadOnly(held)
        self.body.setReadOnly(held)

    def _fill(self, draft: Draft) -> None:
        if self.draft == draft:
            self.looking.look()
            return
        self._filling = True
        self.subject.setText(draft.subject)
        self.subject.setCursorPosition(0)
        self.body.fill(draft.body)
        self._filling = False
        self.leaving.refresh()
        self.looking.begin()

    def _pick(self, index: int) -> None:
        kind = LetterKind(self.kinds.itemData(index))
        self._show(kind)
        self.picked.emit(kind.value)

    # --- while it is typed ---

    def _typed(self) -> None:
        if self._filling or self._kind is None:
            return
        draft = self.draft
        self.leaving.refresh()
        self._refresh_leave()
        self.looking.soon()
        if self.touched:
            self.changed.emit(Written(draft.kind, draft.subject, draft.body))
        else:
            self.restored.emit(draft.kind)

    def put_in(self, sentence: str, *, last: bool = False) -> None:
        """Put a sentence where the keyboard was, or as the letter's last line; it can be undone."""
        words = self.body.words
        if last:
            end = len(words.rstrip())
            self.body.put(end, len(words), f"\n\n{sentence}" if end else sentence)
        else:
            here = self.body.at
            before = "" if not words[:here] or words[here - 1].isspace() else " "
            after = "" if not words[here:] or words[here].isspace() else " "
            self.body.put(here, here, f"{before}{sentence}{after}")
        self.body.setFocus()
        self.looking.look()

    # --- beside it ---

    def rehearse(self) -> Rehearsal:
        """ "Read it as them": the letter alone, as the other person sees it."""
        view = Rehearsal(self.window(), self.draft, self.arrival)
        view.open()
        return view

    def _refill(self) -> None:
        if self._drafted is None:
            return
        if not self.touched:
            self._show_again()
            return
        ask(
            self.window(),
            text("closing.refill.title"),
            (text("closing.refill.says"),),
            text("closing.refill.yes"),
            self._show_again,
        )

    def _show_again(self) -> None:
        drafted = self._drafted
        if drafted is None:
            return
        self.subject.setText(drafted.draft.subject)
        self.body.refill(drafted.draft.body)
        self.looking.look()

    def _change_template(self) -> None:
        if self._kind is None:
            return
        dialog = TemplateDialog(self.window(), self._letters, self._kind, self._bridge)
        dialog.kept.connect(self._template_changed)
        dialog.open()

    def _template_changed(self) -> None:
        if self._kind is not None:
            self._show(self._kind)
