"""What the other people get because of a plan: each message as their own program shows it, and when it arrives.

The wording is the calendar's and not ours, so it is as near as can be known: Google mails on every change of an event
with guests, a CalDAV server sends what RFC 6047 says, and a file arrives when somebody sends it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from enum import StrEnum

from desktop.mentoring.plan import CreateRung, Creating, EndSeries, MarkFinal, Plan, Step
from desktop.mentoring.transition import LEAVING, later, waits
from desktop.services.outbox import series_of
from desktop.services.phrases import rung_step_says
from desktop.services.records import Message
from integrations.calendars.model import Moment, Override
from integrations.calendars.moments import wall
from resources.texts import clock, day, text

_AFTER_YES = "after-yes"
_LETTERS = ("request-to-organizer", LEAVING)
"""Drafts that stand for a change which the user cannot make."""


class Program(StrEnum):
    """Who brings the message: Google, the calendar's own server, or the user with a file in hand."""

    GOOGLE = "google"
    SERVER = "server"
    HAND = "hand"


class What(StrEnum):
    """What a message is to the program that shows it."""

    INVITATION = "invitation"
    UPDATE = "update"
    CANCELLATION = "cancellation"
    LETTER = "letter"


def program_of(plan: Plan) -> Program:
    """How the others hear of this plan."""
    if not plan.source.live:
        return Program.HAND
    return Program.GOOGLE if plan.source.kind == "google" else Program.SERVER


def note(plan: Plan) -> str:
    """How far the wording can be known."""
    return text(f"goodbye.note.{program_of(plan)}")


def messages(plan: Plan) -> tuple[Message, ...]:
    """One for every new event and one for every change of the series, to each of the others, as they come."""
    found: list[Message] = []
    by_hand = program_of(plan) is Program.HAND
    for step in plan.steps:
        if isinstance(step, Creating):
            when = "after-final" if waits(step) else "you-send" if by_hand else _when(plan, step)
            found += _several(plan, step.tells, when, What.INVITATION, step.title, step.start, _invitation(step))
    edits = [step for step in plan.steps if not isinstance(step, Creating)]
    for step in edits[:1] if by_hand else edits:  # a file carries all changes of the series at once
        key = "renamed" if isinstance(step, MarkFinal) and not by_hand else "series"
        body = text(f"plan.message.{key}", title=plan.title, final=when_says(plan.final))
        placed = next((one.place for one in (edits if by_hand else [step]) if isinstance(one, MarkFinal)), "")
        if placed:
            body = f"{body}\n{text('plan.message.place', place=placed)}"
        when = "you-send" if by_hand else _when(plan, step)
        found += _several(plan, step.tells, when, What.UPDATE, plan.title, plan.final, body)
    return tuple(sorted(found, key=lambda message: message.when == _AFTER_YES))


def _when(plan: Plan, step: Step) -> str:
    return _AFTER_YES if later(plan, step) else "now"


def letters(plan: Plan) -> tuple[Message, ...]:
    """What the user has to ask for or to say instead of a change, ready to be sent by hand; mostly nothing."""
    host = next((person.email for person in series_of(plan).people if person.organizer), "")
    return tuple(
        Message(
            to=", ".join(plan.people) if draft.kind == LEAVING else host,
            when="you-send",
            subject=draft.subject,
            body=draft.body,
            arrives=text("goodbye.arrives.you-send"),
            shows=text("goodbye.shows.hand.letter"),
            what=What.LETTER,
        )
        for draft in plan.drafts
        if draft.kind in _LETTERS
    )


def possible(plan: Plan) -> tuple[Message, ...]:
    """For each changed meeting beyond the end: a calendar that keeps these sends one when it is taken out."""
    if not plan.possible_messages:
        return ()
    return tuple(
        message
        for one in _beyond(plan)
        for message in _several(
            plan, plan.people, "now", What.CANCELLATION, one.title, one.start, _body("removed", one.title, one.start)
        )
    )


def undo_messages(plan: Plan, written: Collection[int]) -> tuple[Message, ...]:
    """What taking a plan back on a live calendar sends, in its order: each correction once (R16).

    `written` holds the places of the steps that were carried out. A meeting that went with the end is put back by
    itself, which is a message of its own.
    """
    found: list[Message] = []
    for number in sorted(written, reverse=True):
        step = plan.steps[number]
        if isinstance(step, Creating):
            body = _body("talk-removed", step.title, step.start)
            found += _several(plan, step.tells, "now", What.CANCELLATION, step.title, step.start, body)
            continue
        key = "goes-on" if isinstance(step, EndSeries) else "title-back"
        body = _body(key, plan.title, plan.final)
        found += _several(plan, step.tells, "now", What.UPDATE, plan.title, plan.final, body)
        for one in _beyond(plan) if isinstance(step, EndSeries) else ():
            body = _body("put-back", one.title, one.start)
            found += _several(plan, step.tells, "now", What.UPDATE, one.title, one.start, body)
    return tuple(found)


def when_says(moment: Moment) -> str:
    """`Tuesday 9 December 2025, 16:00`."""
    words = day(moment, weekday=True, year=True)
    return f"{words}, {clock(moment)}" if isinstance(moment, datetime) else words


def _several(  # noqa: PLR0917 - a message has that many parts
    plan: Plan, to: Iterable[str], when: str, what: What, title: str, at: Moment, body: str
) -> list[Message]:
    program = program_of(plan)
    subject = text(f"goodbye.subject.{program}.{what}", title=title, when=when_says(at))
    arrives, shows = text(f"goodbye.arrives.{when}"), text(f"goodbye.shows.{program}.{what}")
    return [Message(one, when, subject, body, arrives, shows, what) for one in to]


def _invitation(step: Creating) -> str:
    if isinstance(step, CreateRung):
        return text("plan.message.rung", title=step.title, rhythm=rung_step_says(step))
    days = ", ".join(when_says(each) for each in step.first_dates)
    return f"{text('plan.message.talk', title=step.title, days=days)}\n\n{step.body}".strip()


def _beyond(plan: Plan) -> list[Override]:
    """The changed meetings that go with the end."""
    gone = {wall(slot) for step in plan.steps if isinstance(step, EndSeries) for slot in step.dropped.overrides}
    return [one for one in series_of(plan).overrides if wall(one.slot) in gone and not one.cancelled]


def _body(key: str, title: str, at: Moment) -> str:
    return text(f"live.message.{key}", title=title, day=when_says(at))
