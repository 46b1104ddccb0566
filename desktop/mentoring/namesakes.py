"""Addresses that may belong to one person: only ever a question, never a silent merge (R30)."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import combinations

from desktop.mentoring.mentorship import Known, Mentorship, Question
from desktop.mentoring.people import People, addresses
from integrations.calendars.model import Person

_SHORTEST = 3
_NOBODY = frozenset(
    "admin calendar calendars contact hello home info mail mentoring noreply office people post team work".split()
)


def same_person(mentorships: Sequence[Mentorship], known: Known, people: People) -> Iterable[Question]:
    """One question for each two addresses of different pairs whose names resemble each other.

    Not where the user has answered, nor where both are on one event: then they are two people.
    """
    found = {m.others[0].email: m.others[0] for m in mentorships if not m.group and len(m.others) == 1 and people.me}
    settled = known.same_person | known.different_people
    together = [*map(addresses, known.series), *map(addresses, known.meetings)] if len(found) > 1 else []
    for one, other in _resembling(found.values()):
        pair = frozenset((one, other))
        if pair in settled or people.person(one) == people.person(other) or any(pair <= seen for seen in together):
            continue
        name = hashlib.sha256(f"{one}\n{other}".encode()).hexdigest()[:12]
        yield Question(f"same-person-{name}", "same-person", (one, other), ("yes", "no"))


def _resembling(people: Iterable[Person]) -> list[tuple[str, str]]:
    """Pairs of addresses that resemble each other, each pair and the list in order."""
    by_key: dict[str, list[tuple[Person, bool]]] = defaultdict(list)
    for person in people:
        for key, sure in _keys(person).items():
            by_key[key].append((person, sure))
    pairs = set()
    for alike in by_key.values():
        for (one, sure), (other, also) in combinations(alike, 2):
            # Two guessed initials say nothing of two people: A. Smith and A. Smith.
            if (sure or also) and not _named_differently(one, other):
                pairs.add((min(one.email, other.email), max(one.email, other.email)))
    return sorted(pairs)


def _keys(person: Person) -> dict[str, bool]:
    """What a person may be found by; true where it is written, false where it is derived from initials."""
    local = person.email.partition("@")[0].partition("+")[0]
    words = [word for word in re.split(r"[._\-]+", local.casefold()) if word]
    names = _names(person)
    keys: dict[str, bool] = {}
    for parts in (words, names):
        if len(parts) > 1:
            keys[parts[0][0] + parts[-1]] = False
    if len(names) > 1:
        keys["".join(names)] = True
        keys[" ".join(sorted(names))] = True
    whole = "".join(words)
    if len(whole) >= _SHORTEST and whole not in _NOBODY:
        keys[whole] = True
    return keys


def _names(person: Person) -> list[str]:
    return re.findall(r"[^\W\d_]+", person.name.casefold()) if "@" not in person.name else []


def _named_differently(one: Person, other: Person) -> bool:
    first, second = set(_names(one)), set(_names(other))
    return len(first) > 1 and len(second) > 1 and not (first <= second or second <= first)
