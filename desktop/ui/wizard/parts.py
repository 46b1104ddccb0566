"""The wizard's small building blocks: a page that scrolls, an option with its explanation, an inline message."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QMouseEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QSizePolicy,
    QStyle,
    QVBoxLayout,
    QWidget,
    QWizardPage,
)

from desktop.mentoring.plan import Refusal
from desktop.ui import style
from desktop.ui.style import Card, Space, named
from desktop.ui.tab_order import Arranged, follow
from desktop.ui.wizard.progress import Progress
from integrations.errors import Trouble
from resources.texts import has_text, text


@runtime_checkable
class Follows(Protocol):
    """A wizard that knows the route."""

    def after(self, page: QWizardPage) -> int:
        """The id of the page that follows, -1 for none."""
        ...


class Page(QWizardPage):
    """A page with a title from the texts, a place for a message, and a body that scrolls when it must.

    Its words are `<area>.<name>.title` and `.subtitle`.
    """

    def __init__(self, name: str, *, area: str = "wizard") -> None:
        super().__init__()
        self.setTitle(text(f"{area}.{name}.title"))
        self.setSubTitle(text(f"{area}.{name}.subtitle"))
        named(self, f"{name}Page")
        self.progress = Progress()
        self.message = Message(name)
        inner = Column()
        self.body = QVBoxLayout(inner)
        self.body.setContentsMargins(Space.TINY, Space.TINY, Space.MEDIUM, Space.TINY)
        self.body.setSpacing(Space.MEDIUM)
        self.body.addWidget(self.message)
        self.area = named(QScrollArea(), f"{name}Scroll")
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setWidget(inner)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(Space.MEDIUM)
        self.column.addWidget(self.progress)
        self.column.addWidget(self.area, 1)
        inner.arranged.connect(lambda: follow(self.column))

    def nextId(self) -> int:
        """What the wizard's route says: the pages that follow may not be there yet."""
        wizard = self.wizard()
        return wizard.after(self) if isinstance(wizard, Follows) else -1

    def enter(self) -> None:
        """Called when the page is shown: the keyboard scrolls it, unless a page has a better place to start."""
        self.area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.area.setAccessibleName(self.title())
        self.area.setFocus()


def indent() -> int:
    """Where the words beside a radio button's circle, or a box to tick, begin in this style."""
    look = QApplication.style()
    metric = QStyle.PixelMetric
    return look.pixelMetric(metric.PM_ExclusiveIndicatorWidth) + look.pixelMetric(metric.PM_RadioButtonLabelSpacing)


class Column(Arranged):
    """A column of words as tall as they need at its width.

    A wrapped label asks for the height of a narrow column; passed on, that would leave the page half empty.
    """

    def minimumSizeHint(self) -> QSize:
        """No least height: the scroll area then goes by the height for its width."""
        return QSize(super().minimumSizeHint().width(), 0)


class Option(QWidget):
    """A radio button with a sentence below it; a click on the sentence chooses it too."""

    def __init__(self, name: str, words: str, says: str = "") -> None:
        super().__init__()
        self.button = named(QRadioButton(words), name, described=says)
        self._says = style.caption(says)
        self._says.setContentsMargins(indent(), 0, 0, 0)
        if not says:
            self._says.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.TINY)
        layout.addWidget(self.button)
        layout.addWidget(self._says)

    def explain(self, says: str) -> None:
        """Another sentence below the button."""
        self._says.setText(says)
        self._says.setVisible(bool(says))
        self.button.setAccessibleDescription(says)

    def retitle(self, words: str) -> None:
        """Other words beside the button; foreign ones must be escaped by the caller."""
        self.button.setText(words)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose this one."""
        if self.button.isEnabled():
            self.button.setFocus(Qt.FocusReason.MouseFocusReason)
            self.button.setChecked(True)
        event.accept()


class OptionCard(Card):
    """An option on a surface of its own, tinted while it is chosen; a click anywhere on it chooses it."""

    def __init__(self, option: Option) -> None:
        super().__init__()
        self._option = option
        self.layout_.setContentsMargins(Space.LARGE, Space.MEDIUM, Space.LARGE, Space.MEDIUM)
        self.layout_.addWidget(option)
        option.button.toggled.connect(self._toggled)

    def _toggled(self, on: bool) -> None:
        self._tinted = on
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose it."""
        self._option.mousePressEvent(event)


class Message(Card):
    """Something that went another way, said where the user is, with one thing to do about it."""

    acted = Signal()

    def __init__(self, name: str) -> None:
        super().__init__(tinted=True, gap=Space.TINY)
        named(self, f"{name}Message")
        self._title = named(style.strong(), f"{name}MessageTitle")
        self._says = named(style.body(), f"{name}MessageSays")
        self._says.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._advice = style.body()
        self._act = named(QPushButton(), f"{name}MessageAction")
        self._act.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # a page that opens would first go to it, unseen and nameless
        self._act.clicked.connect(self.acted)
        for part in (self._title, self._says, self._advice):
            self.layout_.addWidget(part)
        line = QHBoxLayout()
        line.addWidget(self._act)
        line.addStretch(1)
        self.layout_.addLayout(line)
        self.hide()

    @property
    def words(self) -> str:
        """What it says at this moment; "" while hidden."""
        if self.isHidden():
            return ""
        return "\n".join(each.text() for each in (self._title, self._says, self._advice) if each.text())

    def say(self, title: str, says: str, advice: str = "", act: str = "") -> None:
        """Show the message; `act` is the button's text, "" for none."""
        for label, words in ((self._title, title), (self._says, says), (self._advice, advice)):
            label.setText(words)
            label.setVisible(bool(words))
        self._act.setText(act)
        self._act.setVisible(bool(act))
        self._act.setFocusPolicy(Qt.FocusPolicy.StrongFocus if act else Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(title)
        self.setAccessibleDescription(says)
        self.show()
        announce(self, f"{title} {says}")

    def say_why(self, why: Exception, act: str = "") -> None:
        """Show a `Refusal` or a `Trouble`."""
        if isinstance(why, Refusal):
            values = dict(why.values)
            code = why.code if has_text(f"wizard.refused.{why.code}.title") else "other"
            title = text(f"wizard.refused.{code}.title", **values)
            self.say(title, text(f"wizard.refused.{code}.says", **values), act=act)
        elif isinstance(why, Trouble):
            self.say(why.title, why.message, why.advice, act=act)


def announce(widget: QWidget, words: str) -> None:
    """Have a screen reader say `words` where something changed without the focus moving."""
    if QAccessible.isActive():
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, words))


def copy(words: str) -> None:
    """Put `words` on the clipboard."""
    QApplication.clipboard().setText(words)


class CopyButton(QPushButton):
    """Copies words and says for a moment that it did."""

    def __init__(self, name: str, words: str) -> None:
        super().__init__(words)
        named(self, name)
        self._usual = words
        self._copied = ""
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self._copy)

    def carry(self, words: str) -> None:
        """What a click copies."""
        self._copied = words
        self.setText(self._usual)

    def rename(self, words: str) -> None:
        """What the button says while nothing was copied."""
        self._usual = words
        self.setText(words)

    def _copy(self) -> None:
        copy(self._copied)
        self.setText(text("wizard.copied"))
        announce(self, text("wizard.copied"))
