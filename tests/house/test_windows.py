"""Habits of the windows: words come from the texts, event text is shown as plain text, nothing is red."""

from __future__ import annotations

import ast
import colorsys
import re
from pathlib import Path

import pytest

from tests.house import scan

UI = scan.ROOT / "desktop" / "ui"

_SHOWS = frozenset(
    "setText setWindowTitle setTitle setSubTitle setToolTip setStatusTip setWhatsThis setPlaceholderText setLabelText "
    "setInformativeText setAccessibleName setAccessibleDescription setButtonText addAction addMenu addTab addItem "
    "setCancelButtonText showMessage QLabel QPushButton QToolButton QCheckBox QRadioButton QGroupBox QAction "
    "QCommandLinkButton information warning critical question".split()
)
BEFORE_ANY_WINDOW = ("single_instance.py",)
"""A second start waits for the first one's answer, and shows nothing of its own."""
DRAWS_ITS_OWN_HTML = ("desktop/ui/keepsake.py",)
"""The keepsake is drawn from the same escaped page that is saved as HTML; every value in it comes from an escaping
template (`tests/unit/services/test_keepsakes.py` holds it to that), and what is drawn cannot be clicked or load."""
_COLOUR = re.compile(r"#([0-9a-fA-F]{6})\b")


def _files() -> list[Path]:
    return sorted(UI.rglob("*.py"))


def _written(node: ast.expr) -> bool:
    """Words that stand in the code itself, or are put together there."""
    if isinstance(node, ast.Constant):
        return isinstance(node.value, str) and re.search(r"[A-Za-z]{2}", node.value) is not None
    if isinstance(node, ast.JoinedStr):
        return any(_written(part) for part in node.values) or len(node.values) > 1
    if isinstance(node, ast.BinOp):
        return _written(node.left) or _written(node.right)
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "format"


def test_what_is_shown_comes_from_the_texts() -> None:
    written = [
        f"{scan.place(path, call)}: {name}"
        for path in _files()
        for name, call in scan.calls(path)
        if name in _SHOWS and any(_written(argument) for argument in call.args)
    ]
    scan.nothing_of(written)


def _shows_plain_text(path: Path) -> bool:
    made = sum(name in ("QLabel", "QMessageBox") for name, _ in scan.calls(path))
    plain = sum(name == "setTextFormat" and "PlainText" in ast.unparse(call) for name, call in scan.calls(path))
    return made <= plain


def test_every_label_shows_plain_text() -> None:
    """A title from a calendar is anybody's text; as rich text it could load pictures or look like ours."""
    scan.nothing_of([scan.place(path) for path in _files() if not _shows_plain_text(path)])


def test_no_rich_text_is_asked_for() -> None:
    rich = re.compile(r"RichText|MarkdownText|setHtml|insertHtml|setOpenExternalLinks\(True\)")
    asking = [path for path in _files() if rich.search(path.read_text(encoding="utf-8"))]
    scan.nothing_of([scan.place(path) for path in asking if scan.place(path) not in DRAWS_ITS_OWN_HTML])


@pytest.mark.parametrize("place", DRAWS_ITS_OWN_HTML)
def test_html_of_its_own_is_drawn_on_paper_and_never_shown(place: str) -> None:
    """It is `card(…)` of `desktop/services/keepsakes.py`, which escapes, in a document without a widget."""
    path = scan.ROOT / place
    given = [call for name, call in scan.calls(path) if name in ("setHtml", "insertHtml")]
    assert [ast.unparse(call) for call in given] == ["document.setHtml(html)"]
    drawn = [ast.unparse(call.args[0]) for name, call in scan.calls(path) if name == "_document"]
    assert drawn == ["html"]
    assert "html = _LARGEST, card(keepsake)" in path.read_text(encoding="utf-8")
    scan.nothing_of(sorted({name for name, _ in scan.calls(path)} & {"QTextBrowser", "QTextEdit", "QLabel"}))


def _is_red(colour: str) -> bool:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4))
    hue, light, saturation = colorsys.rgb_to_hls(red, green, blue)
    return (hue < 15 / 360 or hue > 345 / 360) and saturation > 0.45 and 0.15 < light < 0.85


def test_nothing_is_red() -> None:
    """Red is a verdict (product rule R17)."""
    reds = [
        f"{scan.place(path)}: #{colour}"
        for path in [*_files(), *sorted((scan.ROOT / "resources").rglob("*.svg"))]
        for colour in _COLOUR.findall(path.read_text(encoding="utf-8"))
        if _is_red(colour)
    ]
    scan.nothing_of(reds)


@pytest.mark.parametrize(("colour", "red"), [("d32f2f", True), ("ff0000", True), ("b26a00", False), ("2e7d5b", False)])
def test_red_is_recognised(colour: str, red: bool) -> None:
    assert _is_red(colour) is red


def test_slow_work_never_blocks_a_window() -> None:
    waits = [
        f"{scan.place(path, call)}: {name}"
        for path in _files()
        for name, call in scan.calls(path)
        if name in ("processEvents", "sleep", "waitForFinished", "msleep") and path.name not in BEFORE_ANY_WINDOW
    ]
    scan.nothing_of(waits)
