"""What an import brought, as one or two sentences for the window's message line. No Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.services.phrases import change_says
from resources.texts import text

if TYPE_CHECKING:
    from desktop.services.importing import ImportReport


def summary(report: ImportReport, *, found: bool, looks: bool) -> str:
    """`found`: any mentorship is known now; `looks`: one of them deserves a look."""
    parts: list[str] = []
    if report.new:
        parts.append(text("home.summary.new", n=len(report.new)))
    if report.changed:
        parts.append(text("home.summary.changed", n=len(report.changed), what=change_says(report.changed[0])))
    if report.completed_plans:
        parts.append(text("home.summary.completed", n=len(report.completed_plans)))
    if not parts:
        parts.append(text("home.summary.nothing" if found else "home.summary.none"))
    if report.suggested:
        parts.append(text("home.summary.suggested", n=len(report.suggested)))
    if report.problems:
        parts.append(text("home.summary.problems", n=len(report.problems)))
    if looks and report.new:
        parts.append(text("home.summary.look"))
    joined = parts[0]
    for part in parts[1:]:
        joined = text("home.summary.join", first=joined, second=part)
    return joined
