"""Two short guides to read offline (product A112): plain text, the first line is the title, `## ` begins a part."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

NAMES = ("beginning", "mending")
"""In the order in which they are offered."""
_PLACE = Path(__file__).parent
_PART = "## "


@dataclass(frozen=True, slots=True)
class Part:
    """One part. `heading` is "" for what stands before the first; a paragraph with `- ` in front is one of a list."""

    heading: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Guide:
    """A guide as it is read from beginning to end."""

    title: str
    parts: tuple[Part, ...]


def guide(name: str, language: str = "en") -> Guide:
    """One guide, in English where the language has none. Raises FileNotFoundError for an unknown name."""
    own = _PLACE / language / f"{name}.txt"
    words = (own if own.is_file() else _PLACE / "en" / f"{name}.txt").read_text(encoding="utf-8")
    title, _, rest = words.partition("\n")
    found: list[tuple[str, list[str]]] = [("", [])]
    for block in filter(None, (block.strip() for block in rest.split("\n\n"))):
        if block.startswith(_PART):
            found.append((block.removeprefix(_PART), []))
        else:
            found[-1][1].append(" ".join(block.split()))
    return Guide(title.strip(), tuple(Part(heading, tuple(said)) for heading, said in found if heading or said))
