"""Both versions of what changed meanwhile, as JSON and as lines (R14)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desktop.cli.printed import clean
from desktop.services import phrases
from integrations.calendars.moments import written
from resources.texts import text

if TYPE_CHECKING:
    from desktop.services.records import Version, Versions
    from integrations.calendars.model import Form


def versions_json(both: Versions, form: Form) -> dict[str, Any]:
    """`found` is null where the calendar holds nothing any more."""
    return {
        "step": both.step.kind.value,
        "uid": both.step.uid,
        "at": both.at.isoformat(),
        "expected": _version_json(both.expected, form),
        "found": _version_json(both.found, form) if both.found is not None else None,
    }


def versions_lines(both: Versions) -> tuple[str, ...]:
    """What the plan expected, then what is there."""
    lines = ["  " + text("live.versions.expected"), *_version_lines(both.expected)]
    if both.found is None:
        return (*lines, "  " + text("live.versions.gone"))
    return (*lines, "  " + text("live.versions.found"), *_version_lines(both.found))


def _version_json(version: Version, form: Form) -> dict[str, Any]:
    return {
        "title": version.title,
        "rules": list(version.rules),
        "people": list(version.people),
        "meetings": [
            {"start": written(each.start, form), "end": written(each.end, form), "title": each.title}
            for each in version.meetings
        ],
    }


def _version_lines(version: Version) -> list[str]:
    return [f"    {phrases.moment_says(each.start)} · {clean(each.title)}" for each in version.meetings]
