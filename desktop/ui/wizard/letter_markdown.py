"""A letter as Markdown, for notes that outlive programs. A pure function."""

from __future__ import annotations

import re

from desktop.mentoring.letters import presentable
from desktop.mentoring.plan import Draft

MARKDOWN_FILE = "summary.md"
"""A name that says nothing of anybody."""
_SIGNS = re.compile(r"([\\`*_\[\]<>])")
_BEGINS = re.compile(r"^(\s*)([#+>|~-]|\d+[.)])")


def as_markdown(draft: Draft) -> bytes:
    """The subject as the title, lines above a list as headings, and no sign in the words that Markdown would read."""
    lines = presentable(draft.body).rstrip().split("\n")
    written = [f"# {_plain(' '.join(presentable(draft.subject).split()))}", ""]
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        bare = line.strip()
        if bare.startswith("- "):
            written.append(f"- {_plain(bare[2:])}")
        elif bare and following.strip().startswith("- "):
            written += [f"## {_plain(bare)}", ""]
        else:
            written.append(_plain(bare))
    return ("\n".join(written) + "\n").encode()


def _plain(words: str) -> str:
    return _BEGINS.sub(r"\1\\\2", _SIGNS.sub(r"\\\1", words))
