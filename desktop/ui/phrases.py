"""Values as short phrases for a card, a menu line or a screen reader. No Qt, no rules, no judgement."""

from __future__ import annotations

from datetime import date, datetime, timedelta, tzinfo

from desktop.mentoring.mentorship import MentorshipReview, SignLevel, Slot, Upcoming
from desktop.services.wording import level_says, reason_says, sign_says, slot_says
from integrations.calendars.model import Moment, Person
from integrations.calendars.moments import day_of
from resources.texts import clock, day, text, weekday

_SHOWN_NAMES = 2


def name_of(person: Person) -> str:
    """The name as in the invitation, else the address."""
    return " ".join(person.name.split()) or person.email


def who(review: MentorshipReview) -> str:
    """The people at the far end; the title where there is nobody else."""
    names = [name_of(person) for person in review.mentorship.others]
    if not names:
        return " ".join(review.mentorship.current.title.split()) or text("common.who.alone")
    if len(names) == 1:
        return names[0]
    if len(names) == _SHOWN_NAMES:
        return text("common.who.two", first=names[0], second=names[1])
    return text("common.who.more", first=names[0], second=names[1], n=len(names) - _SHOWN_NAMES)


def date_words(moment: Moment, zone: tzinfo, now: datetime) -> str:
    """`Tuesday 9 December`, with the year where it is not the present one."""
    on = day_of(moment, zone)
    return day(on, weekday=True, year=on.year != now.astimezone(zone).year)


def moment_words(moment: Moment, zone: tzinfo, now: datetime) -> str:
    """`Tuesday 9 December, 16:00` on the reader's own clock; an all-day value has no time."""
    words = date_words(moment, zone, now)
    if isinstance(moment, datetime):
        return text("common.date-at", day=words, time=clock(moment.astimezone(zone)))
    return words


def rhythm(review: MentorshipReview, zone: tzinfo) -> str:
    """`Every week on Tuesdays, 16:00`."""
    ledger = review.ledger
    start = ledger.next.slot if ledger.next else review.mentorship.current.start
    words = _rhythm_words(ledger.cadence_days, weekday(day_of(start, zone)))
    if isinstance(start, datetime):
        return text("common.rhythm.at", rhythm=words, time=clock(start.astimezone(zone)))
    return words


_RHYTHMS = {7: "week", 14: "fortnight", 21: "three-weeks"}


def _rhythm_words(days: int | None, on: str) -> str:
    if days is None:
        return text("common.rhythm.single")
    if days in _RHYTHMS:
        return text(f"common.rhythm.{_RHYTHMS[days]}", weekday=on)
    if days < 7:
        return text("common.rhythm.several")
    if 26 <= days <= 35:
        return text("common.rhythm.month", weekday=on)
    if 350 <= days <= 380:
        return text("common.rhythm.year")
    return text("common.rhythm.days", n=days)


def upcoming(ahead: Upcoming | None, zone: tzinfo, now: datetime) -> str:
    """`Next: Tuesday 9 December at 16:00`, today and tomorrow by their names, an absence on it said."""
    if ahead is None:
        return text("common.next.none")
    today = now.astimezone(zone).date()
    on = day_of(ahead.start, zone)
    if on == today:
        words = text("common.next.today")
    elif on == today + timedelta(days=1):
        words = text("common.next.tomorrow")
    else:
        words = text("common.next.date", day=date_words(ahead.start, zone, now))
    if isinstance(ahead.start, datetime):
        words = text("common.next.at", next=words, time=clock(ahead.start.astimezone(zone)))
    if ahead.blocked is not None:
        words = text("common.next.blocked", next=words, reason=reason_says(ahead.blocked))
    return words


def quiet_words(until: date | None) -> str:
    """`quiet until 28 February`, the last quiet day; `quiet for good` for none."""
    return text("reminders.quiet.until", day=day(until)) if until is not None else text("reminders.quiet.never")


def ending(review: MentorshipReview, zone: tzinfo, now: datetime) -> str:
    """Whether and when the series ends, as a fact."""
    if review.ledger.open_ended:
        return text("common.ends.open")
    if review.ledger.ends is not None:
        tense = "over" if review.ledger.next is None else "on"
        return text(f"common.ends.{tense}", day=date_words(review.ledger.ends, zone, now))
    if review.ledger.slots:
        return text("common.ends.over", day=date_words(review.ledger.slots[-1].start, zone, now))
    return ""


def slot_words(slot: Slot, zone: tzinfo) -> str:
    """`Tuesday 16 September 2025, 16:00: did not take place`: the slot for who does not see the drawing."""
    to = None if slot.to is None else local(slot.to, zone)
    return slot_says(slot._replace(start=local(slot.start, zone), to=to))


def local(moment: Moment, zone: tzinfo) -> Moment:
    """The moment on the reader's own clock; an all-day value stays as it is."""
    return moment.astimezone(zone) if isinstance(moment, datetime) else moment


def level_words(review: MentorshipReview) -> str:
    """The level in two or three words."""
    return text("common.finished") if review.finished else level_says(review.level)


def card_line(review: MentorshipReview) -> str:
    """The one line of a card: what the most telling sign says. Facts are left for the pair's page."""
    for level in (SignLevel.NOTE, SignLevel.LOOK, SignLevel.CARD):
        for sign in review.signs:
            if sign.level is level:
                return sign_says(sign, review)
    return ""
