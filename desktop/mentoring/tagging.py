"""Which events are mentoring, and why (product 0.3 14): marks, the user's own word, and mere likeness.

A mark outweighs every guess, the user's own mark outweighs every mark.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache

from desktop.mentoring.mentorship import TaggedBy
from integrations.calendars.model import Series, TagHints
from resources.words import words

_KINDS = ("one_to_one", "catch_up", "coffee", "career")
_WIDE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
_WORD = re.compile(r"\w+")
_HASHTAG = re.compile(r"#[\w-]+")


class _Words:
    """A list of words and phrases, made ready to be found as whole words; `*` stands for any ending."""

    def __init__(self, chosen: Iterable[str]) -> None:
        stems = {word.rstrip("*"): word.endswith("*") for word in chosen}
        self._anywhere = tuple(stem for stem in stems if _WIDE.search(stem))
        """Japanese has no borders between words."""
        plain = {stem: open_ for stem, open_ in stems.items() if not _WIDE.search(stem)}
        self._whole = frozenset(stem for stem, open_ in plain.items() if stem.isalnum() and not open_)
        self._begins = tuple(stem for stem, open_ in plain.items() if stem.isalnum() and open_)
        self._phrases: dict[str, list[tuple[str, bool]]] = {}
        """By the first word of each; whether any ending may follow."""
        for stem, open_ in plain.items():
            if not stem.isalnum():
                self._phrases.setdefault(_WORD.findall(stem)[0], []).append((stem, open_))

    def find(self, text: str) -> bool:
        """Whether a case-folded text holds one of them."""
        single = _WORD.findall(text)
        if not self._whole.isdisjoint(single):
            return True
        for word in single:
            if word.startswith(self._begins):
                return True
            if any(_place(text, stem, open_) >= 0 for stem, open_ in self._phrases.get(word, ())):
                return True
        return not text.isascii() and any(stem in text for stem in self._anywhere)

    def without(self, text: str) -> str:
        """The text with these phrases taken out."""
        for phrases in self._phrases.values():
            for stem, open_ in phrases:
                while (at := _place(text, stem, open_)) >= 0:
                    text = f"{text[:at]} {text[at + len(stem) :]}"
        return text


def _place(text: str, stem: str, open_: bool) -> int:
    """Where a phrase stands between borders of words, or -1."""
    at = text.find(stem)
    while at >= 0:
        end = at + len(stem)
        if not _is_letter(text[at - 1 : at]) and (open_ or not _is_letter(text[end : end + 1])):
            return at
        at = text.find(stem, at + 1)
    return -1


def _is_letter(sign: str) -> bool:
    return sign.isalnum() or sign == "_"


@cache
def _list(name: str) -> _Words:
    return _Words(words(name))


def _says(text: str, name: str) -> bool:
    return _list(name).find(text)


def _may(text: str) -> bool:
    """Whether a text can name mentoring at all; most texts are done with here."""
    return any(stem in text for stem in words("mentoring.stems"))


@cache
def _own_list(own: tuple[str, ...]) -> _Words:
    return _Words(word.casefold() for word in own)


def _title_marks(text: str, own: tuple[str, ...] = ()) -> bool:
    """Whether a title or name names mentoring by a whole word; a company that is called so is none."""
    if own and _own_list(own).find(text):
        return True
    return _may(text) and _says(_list("mentoring.not").without(text), "mentoring.title")


def _hashtag(text: str, own: tuple[str, ...]) -> bool:
    return "#" in text and any(_title_marks(tag[1:], own) for tag in _HASHTAG.findall(text))


def _is_tag(value: str) -> bool:
    """Whether one member of a property's list is a tag and nothing else."""
    members = (part.strip().strip("#\"'").casefold() for part in re.split(r"[,;|]", value))
    return any(_may(part) and _says(part, "mentoring.title") for part in members if len(part.split()) == 1)


def is_day_off(title: str) -> bool:
    """Whether a title speaks of leave (product 3.4, 2)."""
    return _says(title.casefold(), "absence.leave")


def tagged_by(
    hints: TagHints,
    title: str,
    calendar: str = "",
    mark: bool | None = None,
    color: str = "",
    *,
    own: tuple[str, ...] = (),
) -> tuple[TaggedBy, ...]:
    """Why an event is mentoring; empty where it is not.

    `mark` is the user's own word, True or False, None where there is none. `color` is the colour
    that the user's settings name, "" for none, and `own` the words that they add to the program's. A calendar that is
    called by an address says whose it is and not what it holds.
    """
    if mark is False:
        return ()
    titles = [_HASHTAG.sub(" ", one).casefold() for one in (title, *hints.titles)]
    texts = [one.casefold() for one in (title, *hints.titles, *hints.descriptions)]
    bodies = [_HASHTAG.sub(" ", one).casefold() for one in hints.descriptions]
    found = (
        (TaggedBy.CATEGORY, any(_title_marks(one.casefold(), own) for one in hints.categories)),
        (TaggedBy.HASHTAG, any(_hashtag(one, own) for one in texts)),
        (TaggedBy.KEYWORD, any(_title_marks(one, own) for one in titles)),
        (TaggedBy.DESCRIPTION, any(_may(one) and _says(one, "mentoring.description") for one in bodies)),
        (TaggedBy.CALENDAR, "@" not in calendar and _title_marks(calendar.casefold(), own)),
        (TaggedBy.COLOR, bool(color) and hints.color.casefold() == color.casefold()),
        (TaggedBy.LABEL, any(_title_marks(one.casefold(), own) for one in hints.labels)),
        (TaggedBy.MANUAL, mark is True),
        (TaggedBy.PROPERTY, any(map(_is_tag, hints.properties))),
    )
    return tuple(kind for kind, holds in found if holds)


def _likeness(title: str) -> str | None:
    text = title.casefold()
    if _says(text, "likely.course"):
        return None
    for kind in _KINDS:
        if _says(text, f"likely.{kind}"):
            return kind.replace("_", "-")
    return None


def suggestion(series: Series, me: Iterable[str] = ()) -> str | None:
    """Why an unmarked series may be mentoring, as a code for the text `reading.suggested`, or None.

    Only a recurring talk of two that is called like one: "one-to-one", "catch-up", "coffee",
    "career". With no one else on it, or a course or webinar: never (product 0.3 14).
    """
    own = {address.casefold() for address in me}
    persons = {person.email for person in series.people if person.individual}
    others = persons - own
    known = bool(persons & own)
    if series.cancelled or not others or len(others) > (1 if known else 2):
        return None
    return _likeness(series.title)


@dataclass(frozen=True)
class Looking:
    """What a reader is to keep of a calendar (answers `Wanted` of the icalendar reader).

    `marks` are the user's own words by UID; `uids` the series already known, `pairs` the address
    sets of known pairs, `color` and `own` the colour and the words that the settings name, `me` the user's own
    addresses in lower case. `watched` are events of which only is asked whether they are there.
    """

    marks: Mapping[str, bool] = field(default_factory=dict)
    known: frozenset[str] = frozenset()
    pairs: frozenset[frozenset[str]] = frozenset()
    color: str = ""
    me: frozenset[str] = frozenset()
    own: tuple[str, ...] = ()
    watched: frozenset[str] = frozenset()

    @property
    def words(self) -> tuple[str, ...]:
        """Parts of every word that can mark an event."""
        extra = (f"color:{self.color.casefold()}",) if self.color else ()
        return words("mentoring.stems") + extra + tuple(word.lower().rstrip("*") for word in self.own)

    @property
    def uids(self) -> frozenset[str]:
        """What is kept whatever it says."""
        return (self.known | {uid for uid, mark in self.marks.items() if mark}) - {
            uid for uid, mark in self.marks.items() if not mark
        }

    def marked(self, uid: str, hints: TagHints, calendar: str) -> bool:
        """Whether a component is mentoring by its marks or by the user's word."""
        return bool(tagged_by(hints, "", calendar, self.marks.get(uid), self.color, own=self.own))

    def likely(self, title: str, people: int) -> bool:
        """Whether a recurring event could be suggested, judged on its title and number of addresses."""
        return 1 <= people <= 3 and _likeness(title) is not None

    def is_day_off(self, title: str) -> bool:
        """Whether the title speaks of leave."""
        return is_day_off(title)
