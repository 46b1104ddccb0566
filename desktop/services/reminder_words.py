"""What a reminder says: codes and evidence in, sentences of `resources/texts` out. No name and no event title (R25)."""

from __future__ import annotations

from datetime import date

from desktop.mentoring.mentorship import Level, MentorshipReview, Sign, SignKind, SignLevel
from desktop.mentoring.occasions import Occasion
from desktop.mentoring.reminders import Due, ReminderKind
from desktop.services.wording import sign_says
from integrations.calendars.moments import wall
from resources.texts import day, has_text, text, weekday

_DAYS = ("first", "last", "blocked")
_AGREED = frozenset(kind.value for kind in Occasion)


def title(due: Due) -> str:
    """The title: what it is about, or which meetings."""
    if due.kind in _AGREED:
        return text(f"after.line.{due.kind}.title")
    key = f"reminders.{due.kind}.title"
    return text(key) if has_text(key) else label(due.reviews[0])


def body(due: Due) -> str:
    """One or two sentences."""
    if due.kind in _AGREED:
        return text(f"after.line.{due.kind}.body")
    match due.kind:
        case ReminderKind.DIGEST:
            return text("reminders.digest.body", n=len(due.reviews))
        case ReminderKind.IMPORTED:
            return _imported(due.reviews)
        case ReminderKind.INVITATION | ReminderKind.AFTER_MEETING | ReminderKind.AGREED | ReminderKind.ACCEPTED:
            return text(f"reminders.{due.kind}.body")
        case SignKind.NATURAL_END if len(due.reviews) > 1:
            return _together(due)
        case _:
            return " ".join(_said(sign, due.reviews[0]) for sign in due.signs)


def label(found: MentorshipReview) -> str:
    """Which meetings, without a name: `Thursday meetings`."""
    if (found.ledger.cadence_days or 1) % 7:
        return text("reminders.labels.plain")
    start = found.ledger.next.start if found.ledger.next else found.mentorship.current.start
    return text("reminders.labels.weekday", weekday=weekday(wall(start)))


def _said(sign: Sign, found: MentorshipReview) -> str:
    key = f"reminders.{sign.kind}.body" + (f"-{sign.variant}" if sign.variant else "")
    return text(key, **_values(sign)) if has_text(key) else sign_says(sign, found)


def _values(sign: Sign) -> dict[str, object]:
    values: dict[str, object] = dict(sign.evidence)
    for name in _DAYS:
        if name in values:
            values[name] = day(date.fromisoformat(str(values[name])))
    return values


def _together(due: Due) -> str:
    ahead = {int(sign.evidence["ahead"]) for sign in due.signs}
    form = {frozenset({2}): "-two", frozenset({1}): "-one"}.get(frozenset(ahead), "")
    return text(
        f"reminders.natural-end.together{form}", n=len(due.reviews), **_values(max(due.signs, key=_how_many_ahead))
    )


def _how_many_ahead(sign: Sign) -> int:
    return int(sign.evidence["ahead"])


def _imported(found: tuple[MentorshipReview, ...]) -> str:
    looks = [one for one in found if one.level in (Level.LOOK, Level.NOTE)]
    if len(found) > 1:
        return text("reminders.import-summary.several", n=len(found), looks=len(looks))
    loudest = [sign for sign in found[0].signs if sign.level in (SignLevel.LOOK, SignLevel.NOTE)]
    return text("reminders.import-summary.body", says=_said(loudest[0], found[0]))
