"""The goodbye preview: what both calendars show before and after a plan, and what anyone gets to read."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from desktop.mentoring.mentorship import MentorshipReview, Role, Upcoming
from desktop.mentoring.plan import CreateBigPicture, CreateRung, Creating, EndSeries, MarkFinal, Plan, TalkWhen
from desktop.services.outbox import series_of
from desktop.services.phrases import rung_step_says
from desktop.services.records import Entry, Message, Preview
from integrations.calendars.model import Moment, Override
from integrations.calendars.moments import wall
from resources.texts import clock, day, text

_SHOWN = 14
"""Meetings of the old series that a preview lists; the rest go on alike."""
_GOING = 3
"""Meetings beyond the last one that are shown as going, however far away it is."""


def preview(plan: Plan, found: MentorshipReview, untouched: tuple[str, ...]) -> Preview:
    """Both sides of `plan`. For a file, the other's side is what they see once the user sends the files on."""
    series = found.mentorship.current
    upcoming = [u for u in found.ledger.upcoming if u.uid == series.uid]
    before = tuple(_meeting(u, series.title) for u in upcoming[:_SHOWN])
    made = [entry for step in plan.steps if isinstance(step, Creating) for entry in _made(step)]
    ends = any(isinstance(step, EndSeries) for step in plan.steps)
    renamed = next((step for step in plan.steps if isinstance(step, MarkFinal)), None)
    changed: list[Entry] = []
    for each in upcoming:
        entry = _meeting(each, series.title)
        if each.start == plan.final and not plan.rungs and (ends or not found.ledger.open_ended):
            entry = Entry(each.start, each.end, renamed.after if renamed else series.title, "last")
        elif ends and wall(each.start) > wall(plan.final):
            entry = Entry(each.start, each.end, series.title, "removed")
        changed.append(entry)
    goes_on = {wall(entry.start) for entry in made}
    regular = _shown(changed, plan.final if ends or not found.ledger.open_ended else None)
    kept = [entry for entry in regular if wall(entry.start) not in goes_on]
    mine_after = tuple(sorted([*kept, *made], key=lambda entry: wall(entry.start)))
    shared = bool(plan.people) and plan.role is Role.ORGANIZER
    return Preview(
        mine_before=before,
        mine_after=mine_after,
        theirs_before=before if plan.people else (),
        theirs_after=(mine_after if shared else before) if plan.people else (),
        messages=_messages(plan, series.title),
        untouched=untouched,
        possible=_possible(plan),
    )


def _shown(entries: list[Entry], final: Moment | None) -> list[Entry]:
    """The first meetings, the last regular one always, and a few of those that go."""
    last = next((number for number, entry in enumerate(entries) if entry.start == final), 0)
    kept = entries[: last + 1]
    if len(kept) > _SHOWN:
        kept = [*kept[: _SHOWN - 1], kept[-1]]
    return [*kept, *entries[last + 1 :][: max(_SHOWN - len(kept), _GOING)]]


def _meeting(each: Upcoming, title: str) -> Entry:
    return Entry(each.start, each.end, title, "blocked" if each.blocked is not None else "meeting")


def _made(step: Creating) -> list[Entry]:
    length = wall(step.end) - wall(step.start)
    kind = "talk" if isinstance(step, CreateBigPicture) else "slower"
    return [Entry(start, start + length, step.title, kind) for start in step.first_dates]


def _messages(plan: Plan, title: str) -> tuple[Message, ...]:
    """One for the new event and one for the series, to each of the others, in the order of their coming."""
    found: list[Message] = []
    by_hand = plan.source.kind == "ics"
    for step in plan.steps:
        if isinstance(step, CreateRung):
            subject = text("plan.message.talk-subject", title=step.title)
            body = text("plan.message.rung", title=step.title, rhythm=rung_step_says(step))
            found += [Message(to, "you-send" if by_hand else "now", subject, body) for to in step.tells]
        if isinstance(step, CreateBigPicture):
            when = "after-final" if step.when is TalkWhen.AFTER_FINAL else "now"
            body = text("plan.message.talk", title=step.title, days=", ".join(_when(each) for each in step.first_dates))
            subject = text("plan.message.talk-subject", title=step.title)
            when = "you-send" if by_hand and when == "now" else when
            found += [Message(to, when, subject, f"{body}\n\n{step.body}".strip()) for to in step.tells]
    edits = [step for step in plan.steps if not isinstance(step, Creating)]
    for step in edits[:1] if by_hand else edits:  # a file carries all changes of the series at once
        key = "renamed" if isinstance(step, MarkFinal) and not by_hand else "series"
        subject = text("plan.message.series-subject", title=title)
        body = text(f"plan.message.{key}", title=title, final=_when(plan.final))
        found += [Message(to, "you-send" if by_hand else "now", subject, body) for to in step.tells]
    return tuple(found)


def _possible(plan: Plan) -> tuple[Message, ...]:
    """For each changed meeting beyond the end: a calendar that keeps these sends one when it is taken out."""
    if not plan.possible_messages:
        return ()
    return tuple(
        Message(
            to, "now", text("live.message.removed-subject", title=one.title), _body("removed", one.title, one.start)
        )
        for one in _beyond(plan)
        for to in plan.people
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
            words = (
                text("live.message.removed-subject", title=step.title),
                _body("talk-removed", step.title, step.start),
            )
            found += [Message(to, "now", *words) for to in step.tells]
            continue
        key = "goes-on" if isinstance(step, EndSeries) else "title-back"
        subject = text("plan.message.series-subject", title=plan.title)
        found += [Message(to, "now", subject, _body(key, plan.title, plan.final)) for to in step.tells]
        for one in _beyond(plan) if isinstance(step, EndSeries) else ():
            words = (text("plan.message.series-subject", title=one.title), _body("put-back", one.title, one.start))
            found += [Message(to, "now", *words) for to in step.tells]
    return tuple(found)


def _beyond(plan: Plan) -> list[Override]:
    """The changed meetings that go with the end."""
    gone = {wall(slot) for step in plan.steps if isinstance(step, EndSeries) for slot in step.dropped.overrides}
    return [one for one in series_of(plan).overrides if wall(one.slot) in gone and not one.cancelled]


def _body(key: str, title: str, at: Moment) -> str:
    return text(f"live.message.{key}", title=title, day=_when(at))


def _when(moment: Moment) -> str:
    words = day(moment, weekday=True, year=True)
    return f"{words}, {clock(moment)}" if isinstance(moment, datetime) else words
