"""Walls that import-linter cannot express, and the habits of the house."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house import scan

LONGEST = 400

# What the domain may import besides the standard library (ARCHITECTURE.md, "Walls").
OF_THE_DOMAIN = frozenset(
    {
        "desktop.mentoring",
        "integrations.calendars.model",
        "integrations.calendars.moments",
        "integrations.calendars.recurrence",
        "integrations.calendars.ending",
        "holidays",
        "jinja2",
        "resources.words",
    }
)
OF_THE_LANGUAGE = frozenset({"integrations.calendars", "dateutil"})
# The clock that the use cases are given, and the store, whose back-ups carry the moment they were made.
READS_THE_CLOCK = ("desktop/services/clock.py", "desktop/store/")
LANGUAGE = ("model.py", "moments.py", "recurrence.py", "ending.py")
INTEGRATIONS = frozenset(
    {
        "calendars",
        "notifications",
        "errors",
        "files",
        "paths",
        "log",
        "secrets",
        "session_bus",
        "scheduler",
        "autostart",
    }
)
VAGUE = re.compile(r"(^|_)(managers?|helpers?|utils?|utilities|misc|data|base|stuff|things)(_|$)")


def imports(path: Path) -> list[tuple[ast.AST, str]]:
    """What a file imports, each with the deepest name that may be a module; imports for types count too."""
    found: list[tuple[ast.AST, str]] = []
    for node in ast.walk(scan.tree(path)):
        if isinstance(node, ast.Import):
            found += [(node, alias.name) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{scan.place(path, node)}: imports here are written in full"
            found += [(node, f"{node.module}.{alias.name}") for alias in node.names]
    return found


def _within(name: str, allowed: frozenset[str]) -> bool:
    return any(name == one or name.startswith(f"{one}.") for one in allowed)


def _strangers(paths: list[Path], allowed: frozenset[str]) -> list[str]:
    return [
        f"{scan.place(path, node)}: {name}"
        for path in paths
        for node, name in imports(path)
        if name.partition(".")[0] not in sys.stdlib_module_names and not _within(name, allowed)
    ]


def test_the_domain_imports_the_language_of_calendars_and_little_else() -> None:
    paths = sorted((scan.ROOT / "desktop" / "mentoring").rglob("*.py"))
    assert len(paths) > 10
    scan.nothing_of(_strangers(paths, OF_THE_DOMAIN))


def test_the_language_of_calendars_stands_alone() -> None:
    paths = [scan.ROOT / "integrations" / "calendars" / name for name in LANGUAGE]
    scan.nothing_of(_strangers(paths, OF_THE_LANGUAGE))


@pytest.mark.parametrize("library", ["holidays", "jinja2", "dateutil", "icalendar"])
def test_heavy_libraries_are_imported_when_they_are_needed(library: str) -> None:
    at_start = [
        f"{scan.place(path, node)}: {name}"
        for path in scan.sources()
        if path.relative_to(scan.ROOT).parts[:2] == ("desktop", "mentoring") or path.name in LANGUAGE
        for node in ast.iter_child_nodes(scan.tree(path))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in ([alias.name for alias in node.names] if isinstance(node, ast.Import) else [node.module or ""])
        if name.partition(".")[0] == library
    ]
    scan.nothing_of(at_start)


def test_the_wall_clock_is_read_in_one_place() -> None:
    """`now` is an argument: tests and what-if questions could not be trusted otherwise."""
    readings = {
        scan.place(path, call)
        for path in scan.sources()
        if not scan.place(path).startswith(READS_THE_CLOCK)
        for name, call in scan.calls(path)
        if name in ("now", "today", "utcnow")
        and isinstance(call.func, ast.Attribute)
        and isinstance(call.func.value, ast.Name)
        and call.func.value.id in ("datetime", "date", "dt")
    }
    scan.nothing_of(sorted(readings))


@pytest.mark.parametrize("path", scan.sources(), ids=scan.place)
def test_a_file_does_one_thing(path: Path) -> None:
    lines = len(path.read_text(encoding="utf-8").splitlines())
    assert lines <= LONGEST, f"{lines} lines: what second thing does it do?"


def test_names_say_something() -> None:
    vague = [
        scan.place(path)
        for path in scan.sources()
        if VAGUE.search(path.stem) or (path.stem == "__init__" and VAGUE.search(path.parent.name))
    ]
    classes = [
        scan.place(path, node)
        for path in scan.sources()
        for node in ast.walk(scan.tree(path))
        if isinstance(node, ast.ClassDef) and re.search(r"(Manager|Helper|Utils?|Misc)$", node.name)
    ]
    scan.nothing_of(vague + classes)


def test_integrations_holds_what_the_architecture_names() -> None:
    folder = scan.ROOT / "integrations"
    there = {path.stem for path in folder.iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()}
    scan.nothing_of(sorted(there - INTEGRATIONS - {"__init__"}))


def test_no_error_is_swallowed() -> None:
    silent = [
        scan.place(path, node)
        for path in scan.sources()
        for node in ast.walk(scan.tree(path))
        if isinstance(node, ast.ExceptHandler) and all(isinstance(one, ast.Pass) for one in node.body)
    ]
    scan.nothing_of(silent)


def test_nothing_is_left_to_do() -> None:
    word = re.compile(r"#.*\b(" + "|".join(("TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK")) + r")\b")
    left = [
        scan.place(path)
        for path in (*scan.sources(), *(scan.ROOT / "tests").rglob("*.py"), *(scan.ROOT / "scripts").iterdir())
        if path.is_file() and word.search(path.read_text(encoding="utf-8"))
    ]
    scan.nothing_of(left)


# --- what a start costs ---------------------------------------------------------------------------


def _loaded(module: str) -> frozenset[str]:
    code = f"import sys, {module}; print(*sorted(sys.modules))"
    ran = subprocess.run([sys.executable, "-c", code], cwd=scan.ROOT, capture_output=True, text=True, check=True)
    return frozenset(ran.stdout.split())


@pytest.mark.parametrize(
    ("module", "not_yet"),
    [
        (
            "desktop.ui.app",
            "icalendar dateutil holidays sqlite3 jinja2 keyring apscheduler googleapiclient jeepney platformdirs",
        ),
        (
            # What `graduand` loads before it knows whether a call or the windows are wanted.
            "desktop.cli.main",
            "PySide6 desktop.mentoring.mentorship desktop.cli.contract icalendar sqlite3 zipfile",
        ),
        (
            "desktop.cli.commands",
            "PySide6 shiboken6 icalendar dateutil holidays sqlite3 jinja2 keyring apscheduler googleapiclient",
        ),
        ("desktop.composition", "PySide6 shiboken6 icalendar holidays jinja2 keyring apscheduler googleapiclient"),
        ("desktop.mentoring.judging", "PySide6 sqlite3 icalendar holidays jinja2 dateutil"),
        ("integrations.calendars.icalendar.reading", "PySide6 sqlite3 icalendar holidays jinja2"),
    ],
)
def test_a_start_loads_only_what_it_shows(module: str, not_yet: str) -> None:
    scan.nothing_of(sorted(_loaded(module) & frozenset(not_yet.split())))
