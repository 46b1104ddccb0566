"""Words from calendars, made fit for a line on somebody's screen: hostile text stays text."""

from __future__ import annotations

import unicodedata

_LONGEST_LINE = 120
_LONGEST = 600


def one_line(words: str) -> str:
    """Without line breaks and control characters, shortened."""
    return _short(" ".join(_printable(words).split()), _LONGEST_LINE)


def paragraph(words: str) -> str:
    """The same, with its line breaks."""
    return _short("\n".join(" ".join(line.split()) for line in _printable(words).splitlines()).strip(), _LONGEST)


def _printable(words: str) -> str:
    return "".join(sign if sign == "\n" or not _is_control(sign) else " " for sign in words)


def _is_control(sign: str) -> bool:
    """Control characters (a NUL ends a D-Bus connection), lone surrogates, and marks that turn the direction."""
    return (
        unicodedata.category(sign) in ("Cc", "Cs") or sign in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
    )


def _short(words: str, longest: int) -> str:
    return words if len(words) <= longest else words[: longest - 1].rstrip() + "…"
