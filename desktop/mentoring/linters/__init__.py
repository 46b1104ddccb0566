"""What could be said better in a letter (L1 to L5), while it is being written. One rule a file.

A finding says why a sentence is worth a second look and offers another one; it never says anything about the writer.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from desktop.mentoring.letters.kinds import CATALOGUE, LetterKind, Use
from desktop.mentoring.letters.rendering import BLANK
from desktop.mentoring.linters import blame, break_up, clarity, excuses, length, structure, vague_offers
from desktop.mentoring.linters.copies import Copied, copied
from desktop.mentoring.linters.finding import Code, Finding, replaced
from desktop.mentoring.linters.reading import Reading
from desktop.mentoring.linters.structure import Part
from desktop.mentoring.linters.thanks import Gap, Lacks, are_ready, gaps
from resources.words import lists

__all__ = [
    "Checks",
    "Code",
    "Copied",
    "Finding",
    "Gap",
    "Lacks",
    "Part",
    "are_ready",
    "checks_for",
    "copied",
    "gaps",
    "lint",
    "parts",
    "replaced",
]

_NO_CLOSING = frozenset({LetterKind.SLOWER_RHYTHM})
_NO_STRUCTURE = frozenset({LetterKind.NEUTRAL_CLOSE, LetterKind.LEAVING_GROUP, LetterKind.SLOWER_RHYTHM})


@dataclass(frozen=True, slots=True)
class Checks:
    """Which rules hold for a letter, and what they need to know."""

    phrasing: bool = True
    """L1, L2, L3 and L5."""
    closing: bool = False
    """L4: a date, and that the meetings stop."""
    structure: bool = False
    """Thanks, reason, and how to stay in touch; thanks first."""
    longest: int = 0
    """Words; 0: as many as it takes."""
    final: date | None = None
    """The day of the last meeting, where it is known."""
    final_words: str = BLANK
    """The same as it is written in letters."""
    language: str = "en"


def checks_for(
    kind: LetterKind, *, final: date | None = None, final_words: str = "", language: str = "en", safe: bool = False
) -> Checks:
    """The rules for one kind of letter. On the safe branch only clarity is asked for: no tone is wanted of anybody."""
    entry = CATALOGUE[kind]
    tells = entry.use is Use.TELL
    neutral = safe or kind is LetterKind.NEUTRAL_CLOSE
    return Checks(
        phrasing=not neutral,
        closing=tells and kind not in _NO_CLOSING,
        structure=tells and not neutral and kind not in _NO_STRUCTURE,
        longest=entry.longest,
        final=final,
        final_words=final_words or BLANK,
        language=language,
    )


def lint(letter: str, checks: Checks) -> tuple[Finding, ...]:
    """All findings in the body of a letter, in its order. Fast enough for every keystroke.

    A language without word lists has no findings of those rules.
    """
    reading = Reading(letter, checks.language)
    known = lists("letters", checks.language)
    found: list[Finding] = []
    if checks.phrasing:
        for rule in (excuses, blame, break_up, vague_offers):
            found += rule.check(reading)
    if checks.closing and "stop" in known:
        found += clarity.check(reading, checks.language, checks.final, checks.final_words)
    if checks.structure and "thanks" in known:
        found += structure.check(reading, checks.language)
    found += length.check(reading, checks.longest)
    return tuple(sorted(found, key=lambda finding: (finding.start, finding.end, finding.code)))


def parts(letter: str, language: str = "en") -> frozenset[Part]:
    """Which of the four parts a closing letter has: for the ticks beside the editor (A93)."""
    return structure.present(Reading(letter, language), language)
