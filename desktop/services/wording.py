"""What signs, questions, reasons and slots say: codes and evidence in, sentences of `resources/texts` out."""

from __future__ import annotations

from datetime import date, datetime

from desktop.mentoring.mentorship import Level, MentorshipReview, Question, Reason, Sign, SignKind, Slot, SlotState
from integrations.calendars.model import Moment
from resources.texts import clock, day, has_text, text

_DAYS = frozenset({"first", "last", "blocked", "ended", "since"})
"""Evidence that is a date in ISO 8601."""


def sign_says(sign: Sign, review: MentorshipReview) -> str:
    """What the sign says on the card, the tray's line and the command line."""
    return _said(sign, _key(sign, "says"), review)


def sign_why(sign: Sign, review: MentorshipReview | None = None) -> str:
    """Why the user sees it. The slots stand beside it, each to be corrected with a click."""
    return _said(sign, _key(sign, "why"), review)


def sign_away(sign: Sign, review: MentorshipReview | None = None) -> str:
    """What would make it go away."""
    return _said(sign, _key(sign, "away"), review)


def level_says(level: Level) -> str:
    """The pair's level in a few words."""
    return text(f"signs.levels.{level}")


def question_says(question: Question) -> str:
    """What is asked. `about` holds what the question's kind needs, see `desktop.mentoring.questions`."""
    key = f"signs.questions.{question.kind}.says"
    about = question.about
    match question.kind:
        case "same-person":
            return text(key, first=about[0], second=about[1])
        case "programme":
            return text(key, n=len(about) - 1, last=_day(about[0]))
        case "was-this-a-break":
            return text(key, first=_day(about[0]), last=_day(about[1]))
        case _:
            return text(key)


def reason_says(reason: Reason) -> str:
    """Why a slot does not count or was set by hand, with the words of the source where it has some."""
    words = " ".join(reason.words.split())
    key = f"signs.reasons.{reason.code}"
    if words and has_text(f"{key}-named"):
        return text(f"{key}-named", words=words)
    return text(key) if has_text(key) else text("signs.reasons.corrected")


def slot_says(slot: Slot) -> str:
    """One slot in a line, for screen readers: when it was, and what became of it."""
    key = f"signs.slots.{slot.state}"
    when = moment_says(slot.start)
    match slot.state:
        case SlotState.MOVED if slot.to is not None:
            says = text("signs.slots.moved", when=when, to=moment_says(slot.to))
        case SlotState.MOVED:
            says = text("signs.slots.moved-somewhere", when=when)
        case SlotState.EXCUSED:
            return text(key, when=when, why=reason_says(slot.why or Reason("corrected")))
        case _:
            says = text(key, when=when)
    return text("signs.slots.corrected", slot=says) if slot.corrected else says


def moment_says(moment: Moment) -> str:
    """`Tuesday 9 December 2025, 16:00`, on the moment's own clock; a date without time."""
    words = day(moment, weekday=True, year=True)
    return text("signs.slots.timed", day=words, time=clock(moment)) if isinstance(moment, datetime) else words


def _key(sign: Sign, part: str) -> str:
    key = f"signs.{sign.kind}.{part}"
    variant = sign.variant
    if sign.kind is SignKind.REAL_RHYTHM and int(sign.evidence["days"]) < 14:
        variant = "days"
    return f"{key}-{variant}" if variant and has_text(f"{key}-{variant}") else key


def _said(sign: Sign, key: str, review: MentorshipReview | None) -> str:
    values: dict[str, object] = dict(sign.evidence)
    year = review is not None and review.finished
    for name in _DAYS & values.keys():
        values[name] = _day(str(values[name]), year=year)
    match sign.kind:
        case SignKind.QUIET_PATCH:
            values["kept"] = int(sign.evidence["due"]) - int(sign.evidence["not_kept"])
        case SignKind.OPEN_ENDED:
            values["n"] = sign.evidence.get("half_years", 1)
        case _:
            pass
    return text(key, **values)


def _day(iso: str, *, year: bool = False) -> str:
    return day(date.fromisoformat(iso), year=year)
