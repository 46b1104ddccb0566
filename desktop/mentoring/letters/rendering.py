"""From a template and values to a letter."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING

from desktop.mentoring.letters.kinds import LetterKind
from desktop.mentoring.letters.plain import closed, plain, presentable, shortened
from desktop.mentoring.letters.values import THANKS_IN_A_LETTER, Place
from desktop.mentoring.plan import Draft

if TYPE_CHECKING:
    from jinja2.sandbox import SandboxedEnvironment

BLANK = "[…]"
"""What stands where the writer has still to write; letters may say in the brackets what belongs there."""
SENTENCE = 300
"""The most characters of a value that may be a sentence."""
NAME = 80
"""The most characters of a name, a date or a time."""
LONGEST_SUBJECT = 150
LONGEST = 20_000
"""The most characters of a letter's body."""
_NAMES = frozenset("name me host person month talk final_time".split())
_BLANK = re.compile(r"\[[^\[\]\n]{1,120}\]")
_ONLY_MARKS = re.compile(r"^[ \t]*((?:\{%[^%\n]*%\}[ \t]*)+)\n", re.MULTILINE)
_THREE_THANKS = frozenset(
    {LetterKind.THANK_YOU, LetterKind.THANK_YOU_LATE, LetterKind.MENTORS_THANKS, LetterKind.RECOMMENDATION}
)


def draft(kind: str, template: str, values: Mapping[str, Place]) -> Draft:
    """Fill a template; its first line is the subject. What has no value stays a blank for the writer.

    Values come from calendars and from what people typed, and are never read as templates; what `plain` says of them
    holds. Raises `jinja2.TemplateError` for a template that `faults` would have refused.
    """
    given = {name: _cleaned(name, value) for name, value in values.items() if value}
    if kind in _THREE_THANKS:
        thanks = given.get("thanks") or ()
        given["thanks"] = (*thanks, *({} for _ in range(THANKS_IN_A_LETTER - len(thanks))))
    written = presentable(_environment().from_string(_joined(template)).render(given)).strip()
    subject, _, body = written.partition("\n")
    return Draft(kind, _one_line(subject), _tidy(body))


def blanks(letter: str) -> tuple[tuple[int, int], ...]:
    """Where the writer has still to write: start and end of every `[…]`."""
    return tuple(found.span() for found in _BLANK.finditer(letter))


@cache
def _environment() -> SandboxedEnvironment:
    from jinja2 import ChainableUndefined  # 60 ms, and most runs draft nothing
    from jinja2.sandbox import SandboxedEnvironment

    class Blank(ChainableUndefined):
        """A place without a value: false where it is asked about, a blank where it is written."""

        def __str__(self) -> str:
            return BLANK

    # Plain text: there is no markup that a value could open.
    return SandboxedEnvironment(undefined=Blank, autoescape=False)


def _joined(template: str) -> str:
    """The template without the line ends of lines that hold marks only: they leave no empty line in the letter."""
    return _ONLY_MARKS.sub(r"\1", template.replace("\r\n", "\n"))


def _cleaned(name: str, value: Place) -> Place:
    longest = NAME if name in _NAMES or name.endswith("_day") else SENTENCE
    if isinstance(value, str):
        return _words(value, longest)
    return tuple(line for line in (_line(one, longest) for one in value) if line)


def _line(value: str | Mapping[str, str], longest: int) -> str | Mapping[str, str]:
    if isinstance(value, str):
        return _words(value, longest)
    return {part: _words(words, longest) for part, words in value.items() if words}


def _words(value: str, longest: int) -> str:
    """A sentence becomes a part of another, so its own full stop would stand in the middle; names keep theirs."""
    bare = value.rstrip()
    ends = longest == SENTENCE and bare.endswith(".") and not bare.endswith("..")
    return plain(bare[:-1] if ends else bare, longest)


def _one_line(subject: str) -> str:
    return closed(shortened(" ".join(subject.split()), LONGEST_SUBJECT))


def _tidy(body: str) -> str:
    lines = "\n".join(line.rstrip() for line in body.split("\n"))
    paragraphs = re.sub(r"\n{3,}", "\n\n", lines).strip()
    return paragraphs if len(paragraphs) <= LONGEST else closed(shortened(paragraphs, LONGEST))
