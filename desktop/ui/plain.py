"""Foreign words made fit for one line of a window or a menu. No Qt."""

from __future__ import annotations

_DIRECTIONS = {*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C}


def one_line(words: str, limit: int = 80) -> str:
    """Foreign words fit for one line: no breaks, no control or direction marks, at most `limit` characters."""
    kept = "".join(" " if ch.isspace() else ch for ch in words if ch.isspace() or ch.isprintable())
    kept = " ".join("".join(ch for ch in kept if ord(ch) not in _DIRECTIONS).split())
    return kept if len(kept) <= limit else kept[: limit - 1].rstrip() + "…"


def unaccelerated(words: str) -> str:
    """Foreign words for a button or a menu, where a single `&` would mean a shortcut."""
    return words.replace("&", "&&")
