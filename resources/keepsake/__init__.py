"""The keepsake's page: HTML without anything from elsewhere, for screens and paper."""

from __future__ import annotations

from pathlib import Path

_PLACE = Path(__file__).parent


def part(name: str) -> str:
    """One part of it: `page.html`, `card.html` or `page.css`. Raises FileNotFoundError for another."""
    return (_PLACE / name).read_text(encoding="utf-8")
