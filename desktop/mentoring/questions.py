"""What only the user can say: who they are, what belongs to a programme, what was a break.

A question's id is stable, so that an answer stays an answer. `about` holds what the answer needs:

- `who-are-you`: nothing; the choices are addresses.
- `same-person`: the two addresses.
- `programme`: the last day (ISO), then the ids of the mentorships.
- `contact-after`: the ids of the mentorships.
- `was-this-a-break`: the first and the last day (ISO, both included).
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from desktop.mentoring.mentorship import (
    Known,
    Ledger,
    Mentorship,
    MentorshipReview,
    Question,
    Role,
    Settings,
    SlotState,
)
from desktop.mentoring.namesakes import same_person
from desktop.mentoring.people import People, addresses
from desktop.mentoring.slots import DUE
from integrations.calendars.moments import day_of

YES_NO = ("yes", "no")

MIN_IN_PROGRAMME = 3
"""So many series that end on one day by one organizer look like a programme (product 5)."""

_FORTNIGHT = timedelta(days=14)
_LOOK_BACK = timedelta(weeks=26)


def questions(
    reviews: Sequence[MentorshipReview], known: Known, settings: Settings, people: People, today: date
) -> tuple[Question, ...]:
    """All open questions, in a fixed order."""
    mentorships = [review.mentorship for review in reviews]
    ledgers = [(review.mentorship, review.ledger) for review in reviews]
    return (
        *_who_are_you(mentorships, people),
        *same_person(mentorships, known, people),
        *_programme(ledgers, known, settings),
        *_contact_after(ledgers, known, settings),
        *_break(ledgers, known, today),
    )


def in_programme(ledgers: Sequence[tuple[Mentorship, Ledger]], known: Known, settings: Settings) -> frozenset[str]:
    """The ids of the mentorships that belong to a programme, as the user said."""
    told = {mentorship.id for mentorship, _ in ledgers if mentorship.told.programme}
    for name, (_, members) in _cohorts(ledgers, settings).items():
        if known.programmes.get(name):
            told.update(member.id for member in members)
    return frozenset(told)


def _who_are_you(mentorships: Sequence[Mentorship], people: People) -> Iterable[Question]:
    found = {address for mentorship in mentorships for series in mentorship.series for address in addresses(series)}
    if found and not people.me:
        yield Question("who-are-you", "who-are-you", (), tuple(sorted(found)))


def _cohorts(
    ledgers: Sequence[tuple[Mentorship, Ledger]], settings: Settings
) -> dict[str, tuple[date, list[Mentorship]]]:
    """Mentorships with the same last day by one organizer, at least three, by the id of their question."""
    found: dict[tuple[str, date], list[Mentorship]] = defaultdict(list)
    for mentorship, ledger in ledgers:
        organizer = next((person.email for person in mentorship.current.people if person.organizer), "")
        organizer = "" if mentorship.role is Role.ORGANIZER else organizer
        if ledger.ends is not None and ledger.upcoming and mentorship.role is not Role.ALONE:
            found[organizer, day_of(ledger.ends, settings.zone)].append(mentorship)
    cohorts = {}
    for (organizer, last), members in sorted(found.items()):
        if len(members) >= MIN_IN_PROGRAMME:
            cohorts[f"programme-{_hash(organizer, last.isoformat())}"] = (last, members)
    return cohorts


def _programme(ledgers: Sequence[tuple[Mentorship, Ledger]], known: Known, settings: Settings) -> Iterable[Question]:
    for name, (last, members) in _cohorts(ledgers, settings).items():
        if name not in known.programmes:
            about = (last.isoformat(), *sorted(member.id for member in members))
            yield Question(name, "programme", about, YES_NO)


def _contact_after(
    ledgers: Sequence[tuple[Mentorship, Ledger]], known: Known, settings: Settings
) -> Iterable[Question]:
    """May the two stay in touch after the programme? One question a programme."""
    asked: set[str] = set()
    for name, (_, members) in _cohorts(ledgers, settings).items():
        open_ones = sorted(member.id for member in members if member.told.contact_after is None)
        if known.programmes.get(name) and open_ones:
            asked.update(open_ones)
            yield Question(name.replace("programme", "contact-after", 1), "contact-after", tuple(open_ones), YES_NO)
    for mentorship, _ in ledgers:
        told = mentorship.told
        if told.programme and told.contact_after is None and mentorship.id not in asked:
            yield Question(f"contact-after-{mentorship.id}", "contact-after", (mentorship.id,), YES_NO)


def _break(ledgers: Sequence[tuple[Mentorship, Ledger]], known: Known, today: date) -> Iterable[Question]:
    """The latest fortnight that looks like a break (3.4, 5); one at a time."""
    days = [_due_days(ledger, today) for _, ledger in ledgers]
    monday = today - timedelta(days=today.weekday())
    for weeks in range(2, _LOOK_BACK.days // 7):
        first = monday - timedelta(weeks=weeks)
        name = f"was-this-a-break-{first.isoformat()}"
        if name not in known.programmes and _looks_like_break(days, first):
            last = first + _FORTNIGHT - timedelta(days=1)
            yield Question(name, "was-this-a-break", (first.isoformat(), last.isoformat()), YES_NO)
            return


def _due_days(ledger: Ledger, today: date) -> list[tuple[date, bool]]:
    """The dates of the due slots since last year's weeks, and whether each was not kept; none if all were."""
    if not ledger.all_time.not_kept:
        return []
    oldest = today - _LOOK_BACK - timedelta(days=380)
    found = []
    for slot in reversed(ledger.slots):
        if slot.start.toordinal() < oldest.toordinal():
            break
        if slot.state in DUE:
            # A fortnight is no matter of hours: the slot's own calendar will do.
            found.append((date(slot.start.year, slot.start.month, slot.start.day), slot.state is SlotState.NOT_KEPT))
    return found


def _looks_like_break(pairs: Sequence[Sequence[tuple[date, bool]]], first: date) -> bool:
    """Two pairs quiet in this fortnight, or one with two dates not kept in it and in the same weeks last year."""
    year, week, weekday = first.isocalendar()
    quiet = 0
    for days in pairs:
        now = [missed for day, missed in days if first <= day < first + _FORTNIGHT]
        quiet += bool(now) and all(now)
        if sum(now) >= 2 and week < 53:
            before = date.fromisocalendar(year - 1, week, weekday)
            if sum(missed for day, missed in days if before <= day < before + _FORTNIGHT) >= 2:
                return True
    return quiet >= 2


def _hash(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:12]
