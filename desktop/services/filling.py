"""What letters, the summary and the keepsake are filled with: the meetings, the story, and what the wizard was told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, tzinfo

from desktop.mentoring.jottings import Jotting, JottingKind, JottingState
from desktop.mentoring.letters.values import LISTS, Dates, Goal, Thanks, Values, Win
from desktop.mentoring.mentorship import MentorshipReview, SlotState
from desktop.mentoring.plan import CreateBigPicture, Plan
from desktop.mentoring.sheet import Sheet
from desktop.services.phrases import rung_step_says
from desktop.services.stories import Story
from integrations.calendars.model import Moment, Person
from integrations.calendars.moments import day_of, wall

_KEPT = (SlotState.KEPT, SlotState.MOVED)
_REACHED = (JottingState.DONE, JottingState.MOSTLY)
_DAYS = ("review_day", "pause_until")
"""Places that hold a day, as ISO 8601."""


_TITLES = frozenset("dr prof professor mr mrs ms mx miss sir dame herr frau mme mlle dott sra dra ing mag dipl".split())
"""Forms of address, without their dot."""


def values(
    found: MentorshipReview,
    story: Story,
    sheet: Sheet,
    *,
    now: datetime,
    zone: tzinfo,
    me: frozenset[str] = frozenset(),
    plan: Plan | None = None,
) -> Values:
    """Everything that a letter about this mentorship may hold; `now` is aware, `zone` the user's.

    `plan` names the last meeting and the talk where one was made; else they are as chosen so far. No count here knows
    of a meeting that did not take place (R24).
    """
    ledger, mentorship = found.ledger, found.mentorship
    final = plan.final if plan is not None else sheet.chosen.final
    today = day_of(now, zone)
    until = day_of(final, zone) if isinstance(final, datetime) else final or today
    return Values(
        name=_first_name(mentorship.others) if not mentorship.group else "",
        me=_own_name(found, me),
        host=next((person.name for person in mentorship.others if person.organizer), ""),
        title=mentorship.current.title,
        dates=_dates(found, story, sheet, final, plan),
        met=ledger.all_time.kept + ledger.all_time.moved,
        months=_months(ledger.first, until),
        months_since=_months(_last_kept(found), today),
        minutes=sheet.minutes,
        goals=tuple(_goal(one) for one in story.of(JottingKind.GOAL) if one.state is not JottingState.DROPPED),
        wins=tuple(Win(win.words, day_of(win.meeting, zone)) for win in story.wins),
        thanks=_written(sheet.thanks) or story.thanks,
        outcomes=sheet.outcomes,
        offer=sheet.in_return,
        rungs=tuple(rung_step_says(rung) for rung in plan.rungs) if plan is not None else (),
        more=_more(sheet, story),
    )


def _first_name(others: Iterable[Person]) -> str:
    """How the other person is called: the first word of the name on the calendar, "" where it has none.

    A title is no name, unless nothing else stands there: better "Hello Professor," than to nobody.
    """
    name = next((person.name for person in others if person.name and "@" not in person.name), "")
    # "Doe, Ann": the family name stands first where a comma follows it.
    family, _, given = name.partition(",")
    words = given.split() or family.split()
    called = [word for word in words if word.rstrip(".").casefold() not in _TITLES]
    return next(iter(called or words), "")


def _own_name(found: MentorshipReview, me: frozenset[str]) -> str:
    return _first_name(person for person in found.mentorship.current.people if person.email in me)


def _dates(found: MentorshipReview, story: Story, sheet: Sheet, final: Moment | None, plan: Plan | None) -> Dates:
    steps = plan.steps if plan is not None else ()
    talk = next((step.start for step in steps if isinstance(step, CreateBigPicture)), None)
    review = next((one.due for one in reversed(story.of(JottingKind.REVIEW)) if one.due is not None), None)
    typed = {name: _typed_day(sheet.place_of(name)) for name in _DAYS}
    return Dates(
        first=found.ledger.first,
        final=final,
        last=_last_kept(found),
        next=found.ledger.next.start if found.ledger.next is not None else None,
        talk=wall(talk).date() if talk is not None else None,
        review=typed["review_day"] or review,
        pause_until=typed["pause_until"],
    )


def _last_kept(found: MentorshipReview) -> Moment | None:
    return next((slot.to or slot.start for slot in reversed(found.ledger.slots) if slot.state in _KEPT), None)


def _typed_day(words: str) -> date | None:
    try:
        return date.fromisoformat(words) if words else None
    except ValueError:
        return None


def _months(first: Moment | None, until: Moment | None) -> int:
    """Whole calendar months between two days; 0 where one is missing."""
    if first is None or until is None:
        return 0
    start, end = wall(first).date(), wall(until).date()
    months = (end.year - start.year) * 12 + end.month - start.month
    return max(months - (end.day < start.day), 0)


def _written(thanks: Iterable[Thanks]) -> tuple[Thanks, ...]:
    return tuple(one for one in thanks if one.said.strip() or one.did.strip() or one.changed.strip())


def _goal(one: Jotting) -> Goal:
    return Goal(one.words, one.about, one.state in _REACHED)


def _more(sheet: Sheet, story: Story) -> Mapping[str, str | tuple[str, ...]]:
    """What was typed for single places. A list is typed line by line; lessons that were kept are passed on."""
    more: dict[str, str | tuple[str, ...]] = {}
    for place in sheet.places:
        if place.name in _DAYS:
            continue
        listed = place.name in LISTS
        more[place.name] = tuple(filter(None, map(str.strip, place.words.splitlines()))) if listed else place.words
    lessons = tuple(one.words for one in story.of(JottingKind.LESSON))
    if lessons and "passing_on" not in more:
        more["passing_on"] = lessons
    for name, kind in (("keep_for", JottingKind.HELPS_WITH), ("next_challenge", JottingKind.CHALLENGE)):
        last = story.last(kind)
        if last is not None and name not in more:
            more[name] = last.words
    return more
