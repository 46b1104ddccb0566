"""D16, context changed: another address or another organizer since the last piece of the series."""

from __future__ import annotations

from datetime import datetime

from desktop.mentoring.mentorship import Family, Sign, SignKind, SignLevel
from desktop.mentoring.people import addresses
from desktop.mentoring.signs.case import Case
from integrations.calendars.model import Series

KIND = SignKind.CONTEXT_CHANGED
FAMILY = Family.OCCASION

FRESH_DAYS = 90
"""The question is asked while the change is news."""

_PRIVATE = frozenset(
    "gmail.com googlemail.com outlook.com hotmail.com live.com yahoo.com icloud.com me.com gmx.de gmx.net web.de"
    " proton.me protonmail.com posteo.de mailbox.org fastmail.com aol.com qq.com 163.com mail.ru yandex.ru".split()
)


def sign(case: Case, now: datetime) -> Sign | None:
    """A question (CARD) for 90 days after the piece with the change began. A private address says nothing of work."""
    pieces = case.mentorship.series
    if len(pieces) < 2 or case.finished:
        return None
    before, current = pieces[-2], pieces[-1]
    days = (case.day(now) - case.day(current.start)).days
    if not 0 <= days < FRESH_DAYS:
        return None
    variant = "organizer" if _organizer(before) != _organizer(current) else ""
    if _domains(before) != _domains(current):
        variant = "address"
    if not variant:
        return None
    return Sign(KIND, SignLevel.CARD, FAMILY, {"since": case.day(current.start).isoformat()}, variant=variant)


def _organizer(series: Series) -> str:
    return next((person.email for person in series.people if person.organizer), "")


def _domains(series: Series) -> frozenset[str]:
    return frozenset(address.rpartition("@")[2] for address in addresses(series)) - _PRIVATE
