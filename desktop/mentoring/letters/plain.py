"""Values for letters, made harmless: what a calendar or a form holds, as plain words on one line.

A letter is plain text, so markup in a value is only letters. What could still do harm is taken out: line breaks
(a header or a paragraph could begin with them), control characters, and the characters of Unicode that turn the
direction of the text around them (Unicode Standard Annex 9, section 2). A value that runs from right to left is put
between FSI and PDI, so that it cannot carry the words beside it along.
"""

from __future__ import annotations

import re
import unicodedata

FSI = "\u2068"
PDI = "\u2069"
ELLIPSIS = "…"
_CONTROLS = r"\x00-\x08\x0b-\x1f\x7f-\x9f"
_TURNING = r"\u202a-\u202e\u2066\u2067\ufeff"
"""Embeddings, overrides and isolates of a direction but for FSI and PDI; and the byte order mark."""
_NO_SIGNS = "".join(
    (
        r"\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\U000f0000-\U0010ffff",  # halves, private ones, noncharacters
        *(rf"\U{plane:04x}fffe\U{plane:04x}ffff" for plane in range(15)),
    )
)
_HARMFUL = re.compile(f"[{_CONTROLS}{_TURNING}{_NO_SIGNS}]")
_ISOLATES = re.compile(f"[{FSI}{PDI}]")
_READ = 100_000
"""As much of a value is looked at, before it is cut."""
_RIGHT_TO_LEFT = frozenset({"R", "AL", "AN"})
_ROUND = str.maketrans("[]", "()")


def plain(value: str, longest: int) -> str:
    """`value` on one line of at most `longest` characters and two more around it where it runs from right to left.

    Square brackets become round ones: in a letter they mark what the writer has still to fill.
    """
    words = _HARMFUL.sub("", " ".join(value[:_READ].split()))
    cut = shortened(" ".join(_ISOLATES.sub("", words).translate(_ROUND).split()), longest)
    return f"{FSI}{cut}{PDI}" if any(unicodedata.bidirectional(sign) in _RIGHT_TO_LEFT for sign in cut) else cut


def shortened(words: str, longest: int) -> str:
    """`words`, cut with an ellipsis where they are longer; no character loses what is written above it."""
    if len(words) <= longest:
        return words
    end = longest - 1
    while end > longest // 2 and _continues(words[end]):
        end -= 1
    blank = words.rfind(" ", end - 20, end + 1)
    return words[: blank if blank > longest // 2 else end].rstrip(" ,;:\u200d") + ELLIPSIS


def closed(words: str) -> str:
    """`words` with every opened FSI closed and no PDI too many, as after a cut."""
    if FSI not in words and PDI not in words:
        return words
    kept: list[str] = []
    depth = 0
    for sign in words:
        if sign == PDI and not depth:
            continue
        depth += (sign == FSI) - (sign == PDI)
        kept.append(sign)
    return "".join(kept) + PDI * depth


def presentable(letter: str) -> str:
    """A whole letter as it may leave: line breaks as they are, the same characters taken out as from a value."""
    lines = letter.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n\n")
    return closed(_HARMFUL.sub("", lines))


def _continues(sign: str) -> bool:
    return unicodedata.combining(sign) != 0 or sign in "\u200d\ufe0f" or "\U0001f3fb" <= sign <= "\U0001f3ff"
