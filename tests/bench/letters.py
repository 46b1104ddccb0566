"""A keystroke in a letter of 2,000 words with every linter on, against other ways to look for the same phrases.

The plain way is a pattern a phrase over the whole letter, and finds nothing else: no dates, parts, order, sentences.
Where proselint is installed, a linter of prose with 124 checks of its own on RE2, it reads the same letters.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from importlib.util import find_spec
from itertools import cycle, islice
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from desktop.mentoring.letters import LetterKind, Values
from desktop.mentoring.linters import Checks, lint
from desktop.mentoring.linters.phrasebook import looked_at
from resources.letters import template
from resources.words import lists
from tests.bench.measuring import spread
from tests.bench.report import Part, Ratio, Row

if TYPE_CHECKING:
    from desktop.ui.wizard.letter_editor import LetterEditor

WORDS = 2_000
KEYSTROKES = 40
FRAME = 0.016
"""Seconds from one picture to the next at 60 a second: longer, and typing feels heavy."""
_FLAGGED = ("I am so busy, and you never call.", "Let us break up the meetings.", "Ask me for anything you need.")
_CHECKS = Checks(closing=True, structure=True, longest=120, final=date(2025, 12, 9), final_words="9 December")
Look = Callable[[str], int]


def _letter(*extra: str) -> str:
    """Our own texts, one after another, with these sentences between them."""
    kinds = (LetterKind.GRADUATION, LetterKind.CHANGE_OF_DIRECTION, LetterKind.LEADER, LetterKind.MENTOR_CLOSES)
    own = [re.sub(r"\{%.*?%\}|\{\{.*?\}\}", "the budget", template(kind)) for kind in kinds]
    return " ".join(islice(cycle(" \n\n ".join((*own, "We meet on 9 December.", *extra)).split(" ")), WORDS))


def _typed(letter: str) -> list[str]:
    """The letter after each of so many keystrokes in its middle."""
    middle = len(letter) // 2
    typing = "and since then I say it in the first minute of a meeting "[:KEYSTROKES]
    return [letter[:middle] + typing[:number] + letter[middle:] for number in range(1, KEYSTROKES + 1)]


def _ours(letter: str) -> int:
    return len(lint(letter, _CHECKS))


def _anew(letter: str) -> int:
    """As for the first keystroke, when no sentence of the letter is known."""
    looked_at.cache_clear()
    return _ours(letter)


def _plain() -> Look:
    phrases = [
        phrase
        for name, found in lists("letters", "en").items()
        if name.startswith(("excuse-", "blame-", "break-up", "offer-", "stop", "thanks", "reason", "touch"))
        for phrase in found
    ]
    patterns = [
        re.compile(r"(?<!\w)" + r"\s+".join(map(re.escape, phrase.rstrip("*").split())), re.IGNORECASE)
        for phrase in phrases
    ]
    return lambda letter: sum(1 for pattern in patterns for _ in pattern.finditer(letter))


def _proselint() -> Look | None:
    if find_spec("proselint") is None:
        return None
    from proselint.checks import __register__  # only where it is installed
    from proselint.registry import CheckRegistry
    from proselint.tools import LintFile

    CheckRegistry().register_many(__register__)
    return lambda letter: len(LintFile("letter", letter).lint())


def _times(look: Look, letters: list[str]) -> list[float]:
    times = []
    for letter in letters:
        start = perf_counter()
        look(letter)
        times.append(perf_counter() - start)
    return times


@contextmanager
def _editor(letter: str) -> Iterator[LetterEditor]:
    """The wizard's own editor in a window, with a letter in it that closes."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication, QScrollArea  # the other benches have no windows

    from desktop.services.letters import Letters
    from desktop.ui.bridge import Bridge
    from desktop.ui.wizard.letter_editor import LetterEditor, Wanted

    application = QApplication.instance() or QApplication([])
    bridge = Bridge()
    with tempfile.TemporaryDirectory() as folder:
        editor = LetterEditor("letter", Letters(Path(folder)), bridge)
        editor.show_letter(Wanted((LetterKind.GRADUATION,), Values(), lambda _: None, final=_CHECKS.final))
        window = QScrollArea()
        window.setWidgetResizable(True)
        window.setWidget(editor)
        window.resize(900, 720)
        window.show()
        while not editor.ready:
            application.processEvents()
        editor.body.fill(letter)
        editor.looking.look()
        application.processEvents()
        yield editor
        window.close()
        bridge.close()


def _on_screen(letter: str) -> tuple[list[float], list[float]]:
    """Seconds for each keystroke, drawn, and for the look that follows when the typing pauses."""
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    strokes, looks = [], []
    with _editor(letter) as editor:
        editor.body.choose((len(letter) // 2, len(letter) // 2))
        for sign in "and since then I say it in the first minute of a meeting "[:KEYSTROKES]:
            start = perf_counter()
            QTest.keyClicks(editor.body, sign)
            QApplication.processEvents()
            strokes.append(perf_counter() - start)
            start = perf_counter()
            editor.looking.look()
            QApplication.processEvents()
            looks.append(perf_counter() - start)
    return strokes, looks


def measure(runs: int) -> Part:
    clean, flagged = _typed(_letter()), _typed(_letter(*_FLAGGED))
    looks: dict[str, Look] = {"graduand, all linters": _ours, "a pattern a phrase, phrases alone": _plain()}
    prose = _proselint()
    if prose is not None:
        looks["proselint, its own 124 checks"] = prose
    times: dict[str, list[float]] = {name: [] for name in looks}
    worst: list[float] = []
    first: list[float] = []
    strokes_drawn: list[float] = []
    looks_drawn: list[float] = []
    for look in looks.values():
        look(clean[0])
    for _ in range(runs):
        for name, look in looks.items():
            times[name] += _times(look, clean if look is _ours else clean[:4])
        worst += _times(_ours, flagged)
        first += _times(_anew, clean[:4])
        drawn = _on_screen(_letter(*_FLAGGED))
        strokes_drawn += drawn[0]
        looks_drawn += drawn[1]
    spreads = {name: spread(found) for name, found in times.items()}
    ours = spreads["graduand, all linters"].middle
    cold = spread(first)
    strokes = sorted((*worst, *times["graduand, all linters"]))
    nearly_all = strokes[len(strokes) * 99 // 100]
    rows = tuple(Row(name, found, None) for name, found in spreads.items())
    rows += (
        Row("graduand, a letter never seen before", cold, None),
        Row("graduand, a letter with findings", spread(worst), None, f"{_ours(flagged[-1])} findings"),
    )
    drawn_stroke, drawn_look = spread(strokes_drawn), spread(looks_drawn)
    rows += (
        Row("in a window, a keystroke until it is drawn", drawn_stroke, None),
        Row("in a window, the look when typing pauses", drawn_look, None),
    )
    peers = [(name, found.middle) for name, found in spreads.items() if found.middle != ours]
    ratios = (
        *(Ratio(f"a keystroke against {name}", time / ours, 10, at_least=True) for name, time in peers),
        *(Ratio(f"a first look against {name}", time / cold.middle, 2, at_least=True) for name, time in peers),
        Ratio("every other keystroke, in milliseconds", ours * 1000, 5, at_least=False, unit=" ms"),
        Ratio("99 keystrokes of 100, in milliseconds", nearly_all * 1000, FRAME * 1000, at_least=False, unit=" ms"),
        Ratio("a keystroke in the window", drawn_stroke.middle * 1000, FRAME * 1000, at_least=False, unit=" ms"),
        Ratio("the look in the window", drawn_look.middle * 1000, FRAME * 1000, at_least=False, unit=" ms"),
    )
    remarks = (f"{len(worst)} keystrokes. The peers look at the whole letter each time, as they were made to.",)
    return Part("A keystroke in a letter of 2,000 words", rows, ratios, remarks)
