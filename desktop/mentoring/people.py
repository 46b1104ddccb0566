"""Who is who: the user's own addresses, the other people, and what the user may do to a series.

People are the distinct individual addresses on an event, the organizer included, rooms and other resources
not (product rule 0.3, 16). Two addresses are one person only where the user said so (R30).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from desktop.mentoring.mentorship import Role
from integrations.calendars.model import Meeting, Person, Series


@dataclass(frozen=True, slots=True)
class People:
    """The user's own addresses and the addresses that belong to one person.

    `me` is empty where the user cannot be known. `same` maps an address to the one that stands for its person.
    """

    me: frozenset[str] = frozenset()
    same: Mapping[str, str] = field(default_factory=dict)

    def person(self, address: str) -> str:
        """The address that stands for the person behind `address`."""
        return self.same.get(address, address)

    def key(self, event: Series | Meeting) -> frozenset[str]:
        """The persons besides the user; of a user who is unknown, all of them. Equal keys are one pair."""
        return frozenset(self.person(address) for address in addresses(event) if address not in self.me)

    def others(self, event: Series | Meeting) -> tuple[Person, ...]:
        """The individual people besides the user, each person once, in the order of the event."""
        found: dict[str, Person] = {}
        for person in event.people:
            if person.individual and person.email and person.email not in self.me:
                known = found.setdefault(self.person(person.email), person)
                if person.organizer and not known.organizer:
                    found[self.person(person.email)] = person
        return tuple(found.values())

    def role(self, series: Series) -> Role:
        """What the user may do to the series. Without ORGANIZER it is private, and free to edit."""
        if not addresses(series) or (self.me and not self.others(series)):
            return Role.ALONE
        if not self.me:
            return Role.UNKNOWN
        organizer = next((person.email for person in series.people if person.organizer), "")
        return Role.ORGANIZER if not organizer or organizer in self.me else Role.ATTENDEE


def addresses(event: Series | Meeting) -> frozenset[str]:
    """The distinct addresses of the individual people on an event, the organizer included."""
    return frozenset(person.email for person in event.people if person.individual and person.email)


def one_on_all(events: Sequence[Series]) -> frozenset[str]:
    """The one address that is on the meetings of every pair, where there are at least two pairs; else nothing."""
    pairs = {found for found in map(addresses, events) if len(found) > 1}
    if len(pairs) < 2:
        return frozenset()
    common = frozenset.intersection(*pairs)
    return common if len(common) == 1 else frozenset()


def one_person(pairs: Iterable[frozenset[str]]) -> dict[str, str]:
    """Map each address of the pairs to the smallest address that pairs join it with."""
    groups: dict[str, set[str]] = {}
    for pair in pairs:
        joined = set(pair).union(*(groups.get(address, set()) for address in pair))
        for address in joined:
            groups[address] = joined
    return {address: min(group) for address, group in groups.items()}
