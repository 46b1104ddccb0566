"""The goodbye preview: what both calendars show before and after a plan, and what anyone gets to read."""

from __future__ import annotations

from desktop.mentoring.mentorship import MentorshipReview, Role, Upcoming
from desktop.mentoring.plan import CreateBigPicture, Creating, EndSeries, MarkFinal, Plan
from desktop.mentoring.transition import LEAVING
from desktop.services.messages import letters, messages, note
from desktop.services.records import Entry, Preview
from integrations.calendars.model import Moment
from integrations.calendars.moments import wall

_SHOWN = 14
"""Meetings of the old series that a preview lists; the rest go on alike."""
_GOING = 3
"""Meetings beyond the last one that are shown as going, however far away it is."""


def preview(plan: Plan, found: MentorshipReview, untouched: tuple[str, ...]) -> Preview:
    """Both sides of `plan`. For a file, the other's side is what they see once the user sends the files on.

    Who leaves a group declines what comes after by themselves: that is their own side afterwards.
    """
    series = found.mentorship.current
    upcoming = [u for u in found.ledger.upcoming if u.uid == series.uid]
    before = tuple(_meeting(u, series.title) for u in upcoming[:_SHOWN])
    made = [entry for step in plan.steps if isinstance(step, Creating) for entry in _made(step)]
    leaves = any(draft.kind == LEAVING for draft in plan.drafts)
    ends = leaves or any(isinstance(step, EndSeries) for step in plan.steps)
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
    if plan.rungs:
        # From the first slower meeting on, only those are of interest: what falls away between them is said before.
        slower = wall(plan.rungs[0].start)
        kept = [entry for entry in kept if entry.kind != "removed" or wall(entry.start) < slower]
    mine_after = tuple(sorted([*kept, *made], key=lambda entry: wall(entry.start)))
    shared = bool(plan.people) and plan.role is Role.ORGANIZER
    return Preview(
        mine_before=before,
        mine_after=mine_after,
        theirs_before=before if plan.people else (),
        theirs_after=(mine_after if shared else before) if plan.people else (),
        messages=messages(plan),
        untouched=untouched,
        letters=letters(plan),
        note=note(plan) if plan.people else "",
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
