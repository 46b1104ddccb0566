"""D7, one-sided effort: who sends the one-off invitations. Shown to the user alone, on the pair's page alone."""

from __future__ import annotations

from datetime import datetime

from desktop.mentoring.mentorship import Family, Role, Sign, SignKind, SignLevel
from desktop.mentoring.signs.case import Case, rhythm_applies
from integrations.calendars.model import Meeting

KIND = SignKind.ONE_SIDED
FAMILY = Family.ARRANGING

MIN_ACTIONS, PERCENT = 8, 80


def sign(case: Case, now: datetime) -> Sign | None:
    """LOOK where one side sent 80 % of at least 8 known one-off invitations.

    The organizer of a series decides most else, so only one-off invitations count. Off in groups, where the user is
    unknown, and where somebody else (an assistant) organises.
    """
    mentorship = case.mentorship
    if (
        mentorship.group
        or len(mentorship.others) != 1
        or mentorship.role is Role.UNKNOWN
        or not rhythm_applies(case, now)
    ):
        return None
    today = case.day(now)
    senders = [_organizer(m) for m in mentorship.meetings if case.day(m.start) <= today]
    known = [sender for sender in senders if sender]
    if len(known) < MIN_ACTIONS:
        return None
    other = mentorship.others[0].email
    theirs = sum(1 for sender in known if sender == other)
    mine = len(known) - theirs
    if max(mine, theirs) * 100 < PERCENT * len(known):
        return None
    variant = "other" if theirs > mine else ""
    return Sign(KIND, SignLevel.LOOK, FAMILY, {"sent": max(mine, theirs), "of": len(known)}, variant=variant)


def _organizer(meeting: Meeting) -> str:
    return next((person.email for person in meeting.people if person.organizer), "")
