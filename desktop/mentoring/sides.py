"""Whose answer counts, and who is known to have acted (product rules 3.5 and 0.3, 16; calendar policies).

In a pair a meeting that either side declined did not take place; in a group only the user's own answer counts. What
a calendar knows is who pressed a button, never why.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from desktop.mentoring.mentorship import By, Known, Mentorship, Role, Settings
from desktop.mentoring.people import addresses
from integrations.calendars.model import Override, Person, Response, Series


@dataclass(frozen=True, slots=True)
class Sides:
    """The addresses of both sides. Both are empty where the user is unknown; then nobody's part is named."""

    mine: frozenset[str]
    others: frozenset[str]
    pair: bool
    declined_since: Mapping[tuple[str, str], datetime]

    @classmethod
    def of(cls, mentorship: Mentorship, known: Known, settings: Settings) -> Sides:
        """The sides of a mentorship; without given addresses the user is who is not among the others."""
        everyone = frozenset[str]().union(*(addresses(series) for series in mentorship.series))
        others = frozenset(person.email for person in mentorship.others)
        if mentorship.role is Role.UNKNOWN:
            mine, others = frozenset[str](), frozenset[str]()
        else:
            mine = settings.me or everyone - others
            others = everyone - mine
        return cls(mine, others, not mentorship.group, known.declined_since)

    def declined_by_me(self, people: Iterable[Person]) -> bool:
        """Whether the user's own answer is no."""
        return any(p.response is Response.DECLINED and p.email in self.mine for p in people)

    def declined(self, people: Iterable[Person], series: Series | None = None) -> By | None:
        """Who declined, as far as it counts; None where nobody did.

        A no that the person gave to the whole `series` is no answer to this one meeting: it is judged by when it
        was first seen.
        """
        no = {p.email for p in people if p.response is Response.DECLINED and p.individual}
        if no and series is not None:
            no -= {p.email for p in series.people if p.response is Response.DECLINED}
        return self._by(no)

    def since_declined(self, series: Series) -> tuple[datetime, By] | None:
        """From when on, and by whom, the whole series counts as declined (it never unmakes the past)."""
        found = []
        for person in series.people:
            since = self.declined_since.get((series.uid, person.email))
            by = self._by({person.email}) if person.response is Response.DECLINED else None
            if since is not None and by is not None:
                found.append((since, by))
        return min(found, key=lambda item: item[0], default=None)

    def remover(self, series: Series, override: Override | None) -> By:
        """Who is known to have taken a slot out.

        A cancelled exception on a copy that the other side organises came from there; an EXDATE says only that the
        slot is gone (3.5).
        """
        cancelled = series.cancelled or (override is not None and override.cancelled)
        organizer = next((person.email for person in series.people if person.organizer), "")
        return By.ORGANISER_SIDE if cancelled and organizer in self.others else By.UNKNOWN

    def _by(self, no: set[str]) -> By | None:
        if no & self.mine:
            return By.USER_DECLINED
        if not no or not self.pair:
            return None
        return By.OTHER_DECLINED if no & self.others else By.UNKNOWN if not self.mine else None
