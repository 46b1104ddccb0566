"""A verb or a whole clause, as people type either: made a clause that stands well within a sentence."""

from __future__ import annotations

_SUBJECTS = frozenset("i you we my our your it they he she together".split())
"""With one of these in front it is a clause already. English, as the letters are that ask for it."""


def clause(words: str, subject: str) -> str:
    """What somebody did, with `subject` before it: "tried it" and "I tried it" both become "I tried it".

    A capital that only began the line goes; "" stays "".
    """
    bare = words.strip()
    if not bare:
        return ""
    first = bare.split(maxsplit=1)[0]
    name = first.replace("’", "'").partition("'")[0].casefold()
    if name == "i":
        return f"I{bare[1:]}"
    # "Tried" began a line; "NATO" and "McKinsey" are written so.
    low = bare[0].lower() + bare[1:] if first[1:].islower() or len(first) == 1 else bare
    return low if name in _SUBJECTS else f"{subject} {low}"
