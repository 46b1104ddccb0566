"""What could not be read: one line, and which entries on demand."""

from __future__ import annotations

from pathlib import PurePath

from PySide6.QtWidgets import QWidget

from desktop.ui import style
from desktop.ui.style import LinkButton, Space, named, one_line
from integrations.calendars.model import Problem
from resources.texts import text

MOST = 50


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


def _line(problem: Problem) -> str:
    file = one_line(PurePath(problem.file).name, 60)
    message = one_line(problem.message, 200)
    if problem.line:
        return text("home.problems.place", file=file, line=problem.line, message=message)
    return text("home.problems.file", file=file, message=message)
