"""One question with radio buttons for answers, below one another or in a row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QBoxLayout, QButtonGroup, QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui import style
from desktop.ui.style import Space, named
from desktop.ui.wizard.parts import Option

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Answer(Generic[Value]):
    """One radio button: the value it stands for, its stable name, its words."""

    value: Value
    name: str
    words: str
    says: str = ""


class Choice(QWidget):
    """Exactly one of `answers`. `picked` carries the value when the user, or `pick`, changes it."""

    picked = Signal(object)

    def __init__(self, name: str, question: str, answers: Sequence[Answer[Value]], *, across: bool = False) -> None:
        super().__init__()
        named(self, name, question)
        self._group = QButtonGroup(self)
        self.options: dict[object, Option] = {}
        line: QBoxLayout = QHBoxLayout() if across else QVBoxLayout()
        line.setSpacing(Space.LARGE if across else Space.SMALL)
        for answer in answers:
            option = Option(f"{name}{answer.name}", answer.words, answer.says)
            option.button.setAccessibleDescription(f"{question} {answer.says}".strip())
            option.button.toggled.connect(lambda on, value=answer.value: self.picked.emit(value) if on else None)
            self._group.addButton(option.button)
            self.options[answer.value] = option
            line.addWidget(option)
        if across:
            line.addStretch(1)
        self.question = named(style.strong(question), f"{name}Question")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.SMALL)
        layout.addWidget(self.question)
        layout.addLayout(line)

    @property
    def value(self) -> object:
        """The value of the checked answer; None where none is."""
        checked = self._group.checkedButton()
        return next((value for value, option in self.options.items() if option.button is checked), None)

    def focus(self) -> None:
        """Put the keyboard on the checked answer; on the first where none is."""
        shown = (option.button for option in self.options.values() if option.isVisibleTo(self))
        wanted = self._group.checkedButton() or next(shown, None)
        if wanted is not None:
            wanted.setFocus()

    def pick(self, value: object) -> None:
        """Check the answer for `value`."""
        self.options[value].button.setChecked(True)
