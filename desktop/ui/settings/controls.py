"""One control for each kind of setting. A control says `changed` only for what the user did."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time
from typing import Any

from PySide6.QtCore import QDate, QEvent, QObject, QSignalBlocker, Qt, QTime, QTimer, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QCompleter,
    QDateEdit,
    QLineEdit,
    QRadioButton,
    QSizePolicy,
    QTimeEdit,
    QWidget,
)

from desktop.services.kinds import ADDRESSES, WORDS
from desktop.services.options import Option
from desktop.ui import style
from desktop.ui.style import AnyWidget, Space, named
from resources import texts
from resources.texts import text

_A_MOMENT = 500
"""Milliseconds after the last turn of a time before it counts."""
_MONDAY = date(2024, 1, 1)
_NOTHING = object()
"""Nothing was shown yet."""


class _Unrolled(QObject):
    """Lets a page scroll past a field: a wheel turns its value only while the keyboard is there."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Wheel and isinstance(watched, QWidget) and not watched.hasFocus():
            event.ignore()
            return True
        return False


def unrolled(field: AnyWidget) -> AnyWidget:
    """A field that the wheel passes over while it is not written in."""
    field.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    field.installEventFilter(_Unrolled(field))
    return field


class Control(QWidget):
    """The base: `changed` carries a value of the option's kind, `unfit` whether what is written cannot be one."""

    changed = Signal(object)
    unfit = Signal(bool)
    titled = False
    """Whether the control shows the option's title itself."""

    def __init__(self, option: Option[Any]) -> None:
        super().__init__()
        self.option = option
        self._value: object = _NOTHING
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def offer(self, value: object) -> None:
        """Show `value`; what the user is writing at this moment is not disturbed by what is known already."""
        if value != self._value:
            self._value = value
            blockers = [QSignalBlocker(child) for child in self.findChildren(QWidget)]
            self._show(value)
            del blockers

    def _show(self, value: Any) -> None:
        raise NotImplementedError

    def _say(self, value: object) -> None:
        self.unfit.emit(False)
        if value != self._value:
            self._value = value
            self.changed.emit(value)

    def flush(self) -> None:
        """Say at once what waits to be said."""

    def _named(self, field: QWidget, part: str = "", words: str = "") -> None:
        name = self.option.name or "at_login"
        named(field, f"setting-{name}{part}", words or text(f"settings.{self.option.key}.title"))
        self.setFocusProxy(field)


class FlagControl(Control):
    """A box to tick."""

    titled = True

    def __init__(self, option: Option[Any]) -> None:
        super().__init__(option)
        self.box = QCheckBox(text(f"settings.{option.key}.title"))
        self._named(self.box)
        self.setLayout(style.row(self.box, push=True))
        self.box.toggled.connect(self._say)

    def _show(self, value: Any) -> None:
        self.box.setChecked(bool(value))


class ChoiceControl(Control):
    """A few values, one below the other, of which one holds."""

    def __init__(self, option: Option[Any]) -> None:
        super().__init__(option)
        self._group = QButtonGroup(self)
        layout = style.column(gap=Space.TINY)
        title = text(f"settings.{option.key}.title")
        for number, value in enumerate(option.kind.choices):
            button = QRadioButton(text(f"settings.{option.key}.choice.{value}"))
            named(button, f"setting-{option.name}-{value}", described=title)
            self._group.addButton(button, number)
            layout.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        self.setLayout(layout)
        named(self, f"setting-{option.name}", title)
        self.setFocusProxy(self._group.buttons()[0])
        self._group.idToggled.connect(self._toggled)

    def _toggled(self, number: int, on: bool) -> None:
        if on:
            self._say(self.option.kind.choices[number])

    def _show(self, value: Any) -> None:
        self._group.button(self.option.kind.choices.index(value)).setChecked(True)


class TimeControl(Control):
    """A time of day."""

    def __init__(self, option: Option[Any]) -> None:
        super().__init__(option)
        self.edit = unrolled(QTimeEdit())
        self.edit.setDisplayFormat("HH:mm")
        self._named(self.edit)
        self.setLayout(style.row(self.edit, push=True))
        self._wait = QTimer(self, singleShot=True, interval=_A_MOMENT)
        self._wait.timeout.connect(self.flush)
        self.edit.timeChanged.connect(lambda _: self._wait.start())
        self.edit.editingFinished.connect(self.flush)

    def flush(self) -> None:
        """Say what was turned to last."""
        self._wait.stop()
        shown = self.edit.time()
        self._say(time(shown.hour(), shown.minute()))

    def _show(self, value: Any) -> None:
        self.edit.setTime(QTime(value.hour, value.minute))


class DayControl(Control):
    """A day, or none."""

    titled = True

    def __init__(self, option: Option[Any]) -> None:
        super().__init__(option)
        self.box = QCheckBox(text(f"settings.{option.key}.on"))
        self.edit = unrolled(QDateEdit())
        self.edit.setCalendarPopup(True)
        self.edit.setDisplayFormat("d MMMM yyyy")
        self._named(self.edit)
        self._named(self.box, "-on", text(f"settings.{option.key}.on"))
        self.setLayout(style.row(self.box, self.edit, gap=Space.MEDIUM, push=True))
        self._wait = QTimer(self, singleShot=True, interval=_A_MOMENT)
        self._wait.timeout.connect(self.flush)
        self.box.toggled.connect(self._toggled)
        self.edit.dateChanged.connect(lambda _: self._wait.start())
        self.edit.editingFinished.connect(self.flush)
        self.edit.setEnabled(False)

    def begin(self, today: date) -> None:
        """The day that is offered first."""
        if not self.box.isChecked():
            with QSignalBlocker(self.edit):
                self.edit.setDate(QDate(today.year, today.month, today.day))

    def _toggled(self, on: bool) -> None:
        self.edit.setEnabled(on)
        self.flush()

    def flush(self) -> None:
        """Say what was turned to last."""
        self._wait.stop()
        shown = self.edit.date()
        self._say(date(shown.year(), shown.month(), shown.day()) if self.box.isChecked() else None)

    def _show(self, value: Any) -> None:
        self.box.setChecked(value is not None)
        self.edit.setEnabled(value is not None)
        if value is not None:
            self.edit.setDate(QDate(value.year, value.month, value.day))


class WeekdaysControl(Control):
    """Seven boxes, the first day of the week by ISO first."""

    def __init__(self, option: Option[Any]) -> None:
        super().__init__(option)
        self.boxes: dict[int, QCheckBox] = {}
        title = text(f"settings.{option.key}.title")
        layout = style.row(gap=Space.MEDIUM)
        for day in range(1, 8):
            box = QCheckBox(text(f"settings.weekday.day-{day}"))
            named(box, f"setting-{option.name}-{day}", texts.weekday(_MONDAY.replace(day=day)), title)
            box.toggled.connect(lambda _: self._say(frozenset(d for d, b in self.boxes.items() if b.isChecked())))
            self.boxes[day] = box
            layout.addWidget(box)
        layout.addStretch(1)
        self.setLayout(layout)
        named(self, f"setting-{option.name}", title)
        self.setFocusProxy(self.boxes[1])

    def _show(self, value: Any) -> None:
        for day, box in self.boxes.items():
            box.setChecked(day in value)


class WordsControl(Control):
    """A line of writing; several values have commas between them. What does not fit is kept on screen, not applied."""

    def __init__(self, option: Option[Any]) -> None:
        super().__init__(option)
        self.line = QLineEdit()
        self.line.setClearButtonEnabled(True)
        self.line.setMaxLength(2000)
        self._named(self.line)
        self._several = option.kind in (ADDRESSES, WORDS)
        self.setLayout(style.row(self.line))
        self.line.editingFinished.connect(self.flush)

    def complete(self, words: tuple[str, ...]) -> None:
        """Offer these while the user writes."""
        completer = QCompleter(words, self.line)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.activated.connect(lambda _: QTimer.singleShot(0, self, self.flush))
        self.line.setCompleter(completer)

    def flush(self) -> None:
        """Say what is written, where it fits."""
        written = self.line.text().strip()
        try:
            value = self.option.kind.read(_entries(written) if self._several else written)
            if self.option.kind is ADDRESSES and not all("@" in one for one in value):
                raise ValueError(written)
        except ValueError:
            self.unfit.emit(True)
        else:
            self._say(value)

    def _show(self, value: Any) -> None:
        self.line.setText(text_of(value))
        self.unfit.emit(False)


def text_of(value: object) -> str:
    """A value as it is written in a line."""
    if isinstance(value, frozenset):
        return ", ".join(sorted(value))
    return ", ".join(value) if isinstance(value, tuple) else str(value)


def _entries(written: str) -> list[str]:
    return [entry.strip() for entry in written.split(",") if entry.strip()]


_CONTROLS: dict[str, Callable[[Option[Any]], Control]] = {
    "flag": FlagControl,
    "choice": ChoiceControl,
    "time": TimeControl,
    "day": DayControl,
    "weekdays": WeekdaysControl,
}


def control(option: Option[Any]) -> Control:
    """The control of an option's kind."""
    return _CONTROLS.get(option.kind.name, WordsControl)(option)
