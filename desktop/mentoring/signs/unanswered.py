"""D9, invitations unanswered: the other side used to answer and the last ones stand open."""

from __future__ import annotations

from datetime import datetime

from desktop.mentoring.mentorship import Family, Role, Sign, SignKind, SignLevel, SlotState
from desktop.mentoring.signs.case import Case, rhythm_applies
from integrations.calendars.model import Moment, Person, Response
from integrations.calendars.moments import instant

KIND = SignKind.UNANSWERED
FAMILY = Family.ARRANGING

LAST, MIN_ANSWERED = 4, 8

_ANSWERS = frozenset({Response.ACCEPTED, Response.DECLINED, Response.TENTATIVE})


def sign(case: Case, now: datetime) -> Sign | None:
    """LOOK where the last 4 invitations are unanswered, and of the earlier ones 8 and at least half were answered.

    Only of a pair that the user invites: who sends an invitation answers it by sending. Where a file drops the
    answers, nothing is known.
    """
    mentorship = case.mentorship
    if mentorship.group or len(mentorship.others) != 1 or mentorship.role is not Role.ORGANIZER:
        return None
    if not rhythm_applies(case, now):
        return None
    answers = _answers(case, now)
    last, earlier = answers[-LAST:], answers[:-LAST]
    answered = sum(1 for _, answer in earlier if answer in _ANSWERS)
    if len(last) < LAST or any(answer is not Response.NEEDS_ACTION for _, answer in last):
        return None
    if answered < MIN_ANSWERED or answered * 2 < len(earlier):
        return None
    return Sign(KIND, SignLevel.LOOK, FAMILY, {"unanswered": LAST}, tuple(start for start, _ in last))


def _answers(case: Case, now: datetime) -> list[tuple[Moment, Response]]:
    """The other's answer to each past invitation that says one, oldest first."""
    mentorship = case.mentorship
    other = mentorship.others[0].email
    found: list[tuple[Moment, Response]] = []
    by_uid = {series.uid: _answer(series.people, other) for series in mentorship.series}
    own = {(s.uid, o.slot): _answer(o.people, other) for s in mentorship.series for o in s.overrides if o.people}
    for slot in case.past(now):
        if slot.state is not SlotState.UNKNOWN:
            found.append((slot.start, own.get((slot.uid, slot.start), by_uid.get(slot.uid, Response.UNKNOWN))))
    today = case.day(now)
    found += [(m.start, _answer(m.people, other)) for m in mentorship.meetings if case.day(m.start) <= today]
    found.sort(key=lambda item: instant(item[0], case.zone))
    return [item for item in found if item[1] is not Response.UNKNOWN]


def _answer(people: tuple[Person, ...], address: str) -> Response:
    answers = [person.response for person in people if person.email == address]
    return next((answer for answer in answers if answer is not Response.UNKNOWN), Response.UNKNOWN)
