"""The letters' templates: plain text, the first line is the subject. Square brackets are the writer's to fill."""

from __future__ import annotations

from pathlib import Path

KINDS = ("note", "thank-you", "summary", "request-to-organizer")
"""The letters that come with a plan."""
_PLACE = Path(__file__).parent


def template(kind: str, language: str = "en") -> str:
    """The template of one kind of letter, in English where the language has none.

    Raises FileNotFoundError for an unknown kind.
    """
    own = _PLACE / language / f"{kind}.txt"
    return (own if own.is_file() else _PLACE / "en" / f"{kind}.txt").read_text(encoding="utf-8")
