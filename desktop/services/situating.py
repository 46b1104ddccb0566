"""What a plan rests on, gathered from a look and from the store: `mentoring.transition` makes the plan of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING

from desktop.mentoring.absences import away
from desktop.mentoring.big_picture import next_talk
from desktop.mentoring.letters import draft
from desktop.mentoring.letters.values import Place as WordsAt
from desktop.mentoring.mentorship import MentorshipReview, Reason, Review, Settings
from desktop.mentoring.people import People, one_person
from desktop.mentoring.plan import Draft, Outcome, PlanState, SourceRef
from desktop.mentoring.tagging import is_day_off
from desktop.mentoring.transition import Situation, asks, asks_first
from desktop.services.own_talks import became, taken_out
from desktop.services.phrases import rung_says
from desktop.services.places import place_of
from desktop.services.review import Looked
from desktop.store.plans import BEGUN, StoredPlan
from integrations.calendars.model import Moment
from integrations.calendars.moments import day_of, wall
from resources.letters import template
from resources.texts import clock as hour_words
from resources.texts import day as day_words
from resources.texts import text

if TYPE_CHECKING:
    from desktop.store.store import Store


def situation(looked: Looked, found: MentorshipReview, store: Store) -> Situation:
    """How a mentorship of a look stands; the names of what a plan would make are still to be given."""
    series = found.mentorship.current
    place = place_of(store, series)
    return Situation(
        mentorship=found.mentorship,
        ledger=found.ledger,
        settings=looked.settings,
        now=looked.review.now,
        plan_id="",
        talk_uid="",
        source=SourceRef(series.source, series.calendar, revision(series.text), place.account, place.calendar),
        letter=_letter,
        day=lambda on: day_words(on, weekday=True, year=True),
        hour=hour_words,
        talk_title=text("plan.talk-title"),
        talk_body=text("plan.talk-body"),
        final_title=text("plan.final-title", title=series.title),
        blocked=_blocked(looked, found),
        other_series=tuple(other.mentorship.current.title for other in others(looked, found)),
        programme_open=looked.programme_open(found.mentorship.id),
        other_endings=_endings(looked.review, found, looked.settings),
        changeable=place.changeable,
        talk_calendar=place.talk_calendar,
        talk_booked=_booked(looked, found, store),
        pace=rung_says,
    )


def others(looked: Looked, found: MentorshipReview) -> list[MentorshipReview]:
    """Other running series with one of the same people, aliases included where the user said so."""
    mine = looked.persons(found)
    return [
        other
        for other in looked.review.mentorships
        if other.mentorship.id != found.mentorship.id and not other.finished and mine & looked.persons(other)
    ]


def revision(content: str) -> str:
    """The state that a plan is made against."""
    from desktop.store.calendars import revision_of  # a look at files needs no store

    return revision_of(content)


def _booked(looked: Looked, found: MentorshipReview, store: Store) -> Moment | None:
    """The next talk with the same people: of an earlier plan, or a rare series that the calendar holds by itself."""
    now = looked.review.now
    who, people = looked.persons(found), _people(looked)
    own = {series.uid for series in found.mentorship.series}
    rare = (one for one in looked.known.series if one.uid not in own and who and people.key(one) == who)
    held = {series.uid: series for series in looked.known.series}  # as the calendar has it, where it is held
    made = [stored.plan.talk for stored in _plans(looked, found, store) if _stands(stored)]
    talks = [*(held.get(talk.uid, talk) for talk in made if talk is not None), *rare]
    coming = [at for talk in talks if (at := next_talk(talk, now)) is not None]
    return min(coming, key=wall, default=None)


def _plans(looked: Looked, found: MentorshipReview, store: Store) -> Iterator[StoredPlan]:
    """The plans about the same people, as far as they may be named (R19)."""
    hidden = {mentorship for mentorship, told in store.told.all().items() if told.safe}
    who, people = looked.persons(found), _people(looked)
    for stored in store.plans.all():
        about = stored.plan.mentorship
        same_people = about not in hidden and who and {people.person(one) for one in stored.plan.people} == who
        if about == found.mentorship.id or same_people:
            yield stored


def _stands(stored: StoredPlan) -> bool:
    """Whether the talk of a plan is there, or goes out once its time has come. What waits for a yes may never come."""
    if stored.state in BEGUN:
        return became(stored) in (Outcome.DONE, Outcome.ALREADY_DONE)
    if taken_out(stored):
        return False
    for_a_yes = asks(stored.plan) or asks_first(stored.plan)
    return stored.state is PlanState.APPLIED or (stored.state is PlanState.WAITING and not for_a_yes)


def _people(looked: Looked) -> People:
    return People(looked.settings.me, one_person(looked.known.same_person))


def _letter(kind: str, values: Mapping[str, WordsAt]) -> Draft:
    return draft(kind, template(kind), values)


def _blocked(looked: Looked, found: MentorshipReview) -> Callable[[date], Reason | None]:
    absences = away(looked.known, looked.settings, is_day_off)
    return lambda on: absences.blocked(on, on + timedelta(days=1), found.mentorship.id)


def _endings(review: Review, found: MentorshipReview, settings: Settings) -> dict[date, int]:
    """How many other mentorships have their last meeting on each day."""
    counted: dict[date, int] = {}
    for other in review.mentorships:
        if other.mentorship.id != found.mentorship.id and not other.ledger.open_ended and other.ledger.upcoming:
            last = day_of(other.ledger.upcoming[-1].start, settings.zone)
            counted[last] = counted.get(last, 0) + 1
    return counted
