"""Two-key closing: the other person's answer to the last meeting itself is the second key (product 7, M5).

Only what the calendar shows counts. An exception takes the answers of its series over when it is made, so a yes to the
last meeting that is also the yes to the whole series says nothing about it.
"""

from __future__ import annotations

from enum import StrEnum

from desktop.mentoring.mentorship import Mentorship, Role
from desktop.mentoring.plan import Plan
from integrations.calendars.model import Override, Response, Series
from integrations.calendars.moments import wall


class SecondKey(StrEnum):
    """How the others answered to the last meeting. UNKNOWN: the calendar does not show it."""

    ACCEPTED = "accepted"
    DECLINED = "declined"
    TENTATIVE = "tentative"
    WAITING = "waiting"
    UNKNOWN = "unknown"


def can_ask(mentorship: Mentorship) -> bool:
    """Whether a yes to the last meeting alone would say something: nobody has said yes to the whole series.

    The calendar has to be one that shows answers, the meetings the user's own, and the others few enough to ask.
    """
    series, others = mentorship.current, {person.email for person in mentorship.others}
    if series.source == "ics" or mentorship.role is not Role.ORGANIZER or mentorship.group or not others:
        return False
    return not any(one.email in others and one.response is Response.ACCEPTED for one in series.people)


def second_key(plan: Plan, series: Series | None) -> SecondKey:
    """What `series`, as it is now (None: it is not there), says of the answers to the plan's last meeting.

    One "no" is a no, and everybody has to have said yes to the last meeting itself for a yes.
    """
    if series is None or not plan.source.live or not plan.people or series.cancelled:
        return SecondKey.UNKNOWN
    last = next((one for one in series.overrides if wall(one.start) == wall(plan.final)), None)
    if last is None:
        return SecondKey.WAITING
    if last.cancelled:
        return SecondKey.UNKNOWN
    answers = {_answer(address, last, series) for address in plan.people}
    order = (SecondKey.DECLINED, SecondKey.TENTATIVE, SecondKey.WAITING, SecondKey.UNKNOWN)
    return next((one for one in order if one in answers), SecondKey.ACCEPTED)


def _answer(address: str, last: Override, series: Series) -> SecondKey:
    own = next((person.response for person in last.people if person.email == address), Response.UNKNOWN)
    general = next((person.response for person in series.people if person.email == address), Response.UNKNOWN)
    match own:
        case Response.DECLINED:
            return SecondKey.DECLINED
        case Response.TENTATIVE:
            return SecondKey.TENTATIVE
        case Response.NEEDS_ACTION:
            return SecondKey.WAITING
        case Response.ACCEPTED if general is not Response.ACCEPTED:
            return SecondKey.ACCEPTED
        case _:
            return SecondKey.UNKNOWN
