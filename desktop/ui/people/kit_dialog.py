"""A programme's closing kit in the window: what is in it, for whom it lies ready, and how it goes again (M8, R35)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFileDialog, QFrame, QPushButton, QScrollArea, QVBoxLayout, QWidget

from desktop.mentoring.mentorship import MentorshipReview
from desktop.ui import phrases, style
from desktop.ui.bridge import Bridge
from desktop.ui.story.dialog import StoryDialog
from desktop.ui.style import Card, PrimaryButton, Space, named, one_line, unaccelerated
from integrations.errors import Trouble
from resources.texts import day, text

if TYPE_CHECKING:
    from desktop.mentoring.closing_kit import Kit
    from desktop.services.kits import Kits, Prepared

_LINE = 200


@dataclass(frozen=True, slots=True)
class _Seen:
    """A kit that was read, and the mentorships that it fits and for which it lies ready."""

    kit: Kit
    fitting: tuple[str, ...]
    ready: tuple[str, ...]


class KitDialog(StoryDialog):
    """Nothing is used of a file before the user has seen what is in it."""

    changed = Signal()
    """Something was laid ready, or taken out."""

    def __init__(self, parent: QWidget | None, bridge: Bridge, kits: Kits, known: Sequence[MentorshipReview]) -> None:
        """`known` are the mentorships that are shown; those with something ahead can be chosen."""
        super().__init__(parent, "kit-dialog", text("kit.window.title"), bridge)
        self._kits = kits
        self._ahead = [one for one in known if not one.finished]
        self._seen: _Seen | None = None
        self._ticks: dict[str, QCheckBox] = {}
        self._inside = QWidget()
        self._lines = QVBoxLayout(self._inside)
        self._lines.setContentsMargins(0, 0, Space.MEDIUM, 0)
        self._lines.setSpacing(Space.MEDIUM)
        area = named(QScrollArea(), "kit-scroll", text("kit.window.title"))
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setWidget(self._inside)
        self.choose = named(QPushButton(text("kit.window.choose")), "kit-choose")
        self.choose.setAutoDefault(False)
        self.column.addWidget(named(style.body(text("kit.window.says")), "kit-about"))
        self.column.addLayout(style.row(self.choose, push=True))
        self.column.addWidget(area, 1)
        self.lay: QPushButton = named(PrimaryButton(text("kit.window.lay")), "kit-lay")
        self.take = named(QPushButton(text("kit.window.take")), "kit-take")
        for button in (self.take, self.lay):
            self.add_button(button).hide()
        self.choose.clicked.connect(self._choose)
        self.lay.clicked.connect(self._lay)
        self.take.clicked.connect(self._take)

    def read(self, name: str) -> None:
        """Look at what is in the file."""
        path = Path(name)

        def work() -> _Seen:
            kit = self._kits.read(path)
            return _Seen(kit, self._kits.fitting(kit), self._kits.ready(kit))

        operation = self._bridge.start(lambda _: work())
        operation.succeeded.connect(self._show)
        operation.troubled.connect(self._refused)

    def _choose(self) -> None:
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DownloadLocation)
        dialog = named(QFileDialog(self, text("kit.window.dialog"), folder), "choose-kit")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([text("kit.window.filter"), text("kit.window.filter-all")])
        dialog.fileSelected.connect(self.read)
        dialog.open()

    def _show(self, seen: _Seen) -> None:
        self._seen = seen
        self.say("")
        self._clear()
        self._lines.addWidget(_contents(seen.kit))
        self._lines.addWidget(named(style.strong(text("kit.window.whom")), "kit-whom"))
        for one in self._ahead:
            self._lines.addWidget(self._choice(one, seen))
        if not self._ahead:
            self._lines.addWidget(named(style.body(text("kit.window.nobody")), "kit-nobody"))
        self._lines.addStretch(1)
        self.lay.setVisible(bool(self._ahead))
        self.take.setVisible(bool(seen.ready))
        self._follow()

    def _choice(self, one: MentorshipReview, seen: _Seen) -> QWidget:
        id_ = one.mentorship.id
        title = one_line(one.mentorship.current.title, 60)
        words = text("kit.window.one", who=one_line(phrases.who(one), 60), title=title)
        tick = self._ticks[id_] = named(QCheckBox(unaccelerated(words)), f"kit-for-{id_}", words)
        tick.setChecked(id_ in seen.fitting or id_ in seen.ready)
        tick.toggled.connect(self._follow)
        parts: list[QWidget] = [tick]
        if id_ in seen.ready:
            parts.append(named(style.caption(text("kit.window.lies-ready")), f"kit-ready-{id_}"))
        line = QWidget()
        line.setLayout(style.column(*parts, gap=Space.TINY))
        return line

    @property
    def _chosen(self) -> tuple[str, ...]:
        return tuple(id_ for id_, tick in self._ticks.items() if tick.isChecked())

    def _follow(self) -> None:
        chosen = set(self._chosen)
        self.lay.setEnabled(bool(chosen))
        self.take.setEnabled(self._seen is not None and bool(chosen.intersection(self._seen.ready)))

    def _lay(self) -> None:
        seen, chosen = self._seen, self._chosen
        if seen is None or not chosen:
            return

        def work() -> tuple[Prepared, _Seen]:
            done = self._kits.prepare(seen.kit, chosen)
            return done, _Seen(seen.kit, seen.fitting, self._kits.ready(seen.kit))

        operation = self._bridge.start(lambda _: work())
        operation.succeeded.connect(self._laid)
        operation.troubled.connect(self._refused)

    def _laid(self, done: tuple[Prepared, _Seen]) -> None:
        prepared, seen = done
        self._show(seen)
        self.say(text("kit.window.kept" if prepared.kept else "kit.window.laid"))
        self.changed.emit()

    def _take(self) -> None:
        seen = self._seen
        if seen is None:
            return
        chosen = [one for one in self._chosen if one in seen.ready]

        def work() -> _Seen:
            self._kits.take_out(seen.kit, chosen)
            return _Seen(seen.kit, seen.fitting, self._kits.ready(seen.kit))

        operation = self._bridge.start(lambda _: work())
        operation.succeeded.connect(self._taken)
        operation.troubled.connect(self._refused)

    def _taken(self, seen: _Seen) -> None:
        self._show(seen)
        self.say(text("kit.window.taken"))
        self.changed.emit()

    def _refused(self, trouble: Trouble) -> None:
        """Nothing of it was used; what was read before is not shown any more."""
        self._seen = None
        self._clear()
        self.lay.hide()
        self.take.hide()
        card = named(Card(tinted=True, gap=Space.TINY), "kit-trouble", trouble.title)
        for number, words in enumerate((trouble.title, trouble.message, trouble.advice)):
            if words:
                card.layout_.addWidget(style.body(words) if number else style.strong(words))
        self._lines.addWidget(card)
        self._lines.addStretch(1)
        self.say("")

    def _clear(self) -> None:
        self._ticks = {}
        while (item := self._lines.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()


def _contents(kit: Kit) -> Card:
    """What the file holds, in words."""
    card = named(Card(gap=Space.TINY), "kit-contents", one_line(kit.programme))
    head = text("kit.head", programme=one_line(kit.programme), end=day(kit.end, weekday=True, year=True))
    card.layout_.addWidget(named(style.strong(head), "kit-head"))
    card.layout_.addWidget(named(style.body(text(f"kit.contact.{kit.contact}")), "kit-contact"))
    if kit.coordinator:
        words = text("kit.coordinator", who=one_line(kit.coordinator, _LINE))
        card.layout_.addWidget(named(style.body(words), "kit-coordinator"))
    if kit.texts:
        kinds = ", ".join(dict.fromkeys(text(f"letters.kind.{one.kind}") for one in kit.texts))
        card.layout_.addWidget(named(style.caption(text("kit.window.letters", kinds=kinds)), "kit-letters"))
    if kit.agenda:
        card.layout_.addWidget(named(style.caption(text("kit.window.agenda")), "kit-agenda"))
        for line in kit.agenda:
            words = text("kit.agenda-line", line=one_line(line, _LINE))
            card.layout_.addWidget(named(style.body(words), "kit-agenda-line"))
    return card
