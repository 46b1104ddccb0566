"""The letters' templates: plain text, the first line is the subject. Square brackets are the writer's to fill."""

from __future__ import annotations

from pathlib import Path

KINDS = ("note", "thank-you", "summary", "request-to-organizer")
_PLACE = Path(__file__).parent / "en"


def template(kind: str) -> str:
    """The template of one kind of letter. Raises FileNotFoundError for an unknown kind."""
    return (_PLACE / f"{kind}.txt").read_text(encoding="utf-8")
