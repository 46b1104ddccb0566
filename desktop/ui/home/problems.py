"""What could not be read: one line, and which entries on demand; after an import, the first of them at once."""

from __future__ import annotations

from pathlib import PurePath

from PySide6.QtWidgets import QWidget

from desktop.ui import dialogs, style
from desktop.ui.style import LinkButton, Space, named, one_line
from integrations.calendars.model import Problem
from resources.texts import text

MOST = 50
MOST_AT_ONCE = 5
"""A dialog stays low enough for a small screen."""


class ProblemsLine(QWidget):
    """Collapsed at first. Shows file and line, never the event's own words."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__()
        named(self, "problems-line")
        says = named(style.caption(text("home.problems.says", n=len(problems))), "problems-says")
        self._toggle = named(LinkButton(text("home.problems.show"), opens=True), "problems-toggle")
        self._toggle.toggled.connect(self._toggled)
        self._list = named(QWidget(), "problems-list")
        lines = [style.caption(_line(problem)) for problem in problems[:MOST]]
        self._list.setLayout(style.column(*lines, gap=Space.TINY))
        self._list.hide()
        top = style.row(says, gap=Space.MEDIUM)
        top.setStretch(0, 1)
        top.addWidget(self._toggle)
        self.setLayout(style.column(top, self._list))

    def _toggled(self, shown: bool) -> None:
        self._list.setVisible(shown)
        self._toggle.setText(text("home.problems.hide" if shown else "home.problems.show"))


def tell_problems(parent: QWidget, problems: tuple[Problem, ...]) -> dialogs.Notice:
    """Name the first files and entries that an import left out, each with its reason, and what to do about them."""
    lines = [_line(problem) for problem in problems[:MOST_AT_ONCE]]
    more = len(problems) - len(lines)
    if more:
        lines.append(text("home.left-out.more", n=more))
    title = text("home.left-out.title", n=len(problems))
    return dialogs.say(parent, title, (*lines, text("home.left-out.advice")), "left-out")


def _line(problem: Problem) -> str:
    name = PurePath(problem.file).name
    file = one_line(name, 60)
    message = one_line(problem.message.replace(problem.file, name) if problem.file else problem.message, 200)
    if problem.line:
        return text("home.problems.place", file=file, line=problem.line, message=message)
    if name and name in message:
        return message
    return text("home.problems.file", file=file, message=message)
