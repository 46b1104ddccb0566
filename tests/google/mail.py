"""The outbox: which mail goes to whom for one committed call (section 7)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["invitation", "update", "cancellation", "response"]


@dataclass(frozen=True)
class Mail:
    """One message to one person."""

    to: str
    kind: Kind
    event_id: str
    calendar_id: str
    commit: int
    """The number of the commit that sent it: two calls that were both committed have two."""


@dataclass(frozen=True)
class Silence:
    """Somebody a change concerned and whom `sendUpdates` left out."""

    to: str
    kind: Kind
    event_id: str
    calendar_id: str
    commit: int


@dataclass
class Outbox:
    """All mails since the server began, in order."""

    mails: list[Mail] = field(default_factory=list)
    unsent: list[Silence] = field(default_factory=list)

    def post(self, to: Iterable[str], kind: Kind, event_id: str, calendar_id: str, commit: int) -> None:
        self.mails += [Mail(address, kind, event_id, calendar_id, commit) for address in to]

    def withhold(self, to: Iterable[str], kind: Kind, event_id: str, calendar_id: str, commit: int) -> None:
        self.unsent += [Silence(address, kind, event_id, calendar_id, commit) for address in to]

    def to(self, address: str, kind: Kind | None = None) -> list[Mail]:
        return [mail for mail in self.mails if mail.to == address and kind in (None, mail.kind)]

    def clear(self) -> None:
        self.mails.clear()
        self.unsent.clear()
