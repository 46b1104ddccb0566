"""Reading calendar files into the store: what is mentoring, the leave it needs, and nothing else."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from desktop.mentoring.lineages import mentorships
from desktop.mentoring.manners import calls_off
from desktop.mentoring.mentorship import Suggestion
from desktop.mentoring.tagging import suggestion
from desktop.services import knowledge
from desktop.services.clock import Clock
from desktop.services.preferences import Asked as Wishes
from desktop.services.preferences import settings, tagging
from integrations.calendars.model import Batch, Problem, Response, Series
from integrations.calendars.moments import wall
from integrations.calendars.recurrence import is_open_ended, last_start, parse

if TYPE_CHECKING:
    from desktop.services.options import Chosen
    from desktop.services.transition import Transitions
    from desktop.store.store import Store


_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Change:
    """What an import changed of one series or meeting.

    `what` holds codes: new, ended, extended, reopened, dates, moved, title, people, cancelled, gone.
    """

    uid: str
    title: str
    what: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ImportReport:
    """The outcome of an import; `unchanged` counts the series and meetings that were known as they are."""

    new: tuple[Change, ...]
    changed: tuple[Change, ...]
    unchanged: int
    suggested: tuple[Suggestion, ...]
    problems: tuple[Problem, ...]
    completed_plans: tuple[str, ...]


class Importing:
    """Files into the store. Safe to call from any thread."""

    def __init__(
        self, store: Store, chosen: Callable[[], Chosen], wishes: Wishes, clock: Clock, transitions: Transitions
    ) -> None:
        self._store = store
        self._chosen = chosen
        self._wishes = wishes
        self._clock = clock
        self._transitions = transitions
        self._offered: dict[str, Series] = {}

    def import_files(
        self,
        files: Sequence[knowledge.File],
        *,
        tags: Iterable[str] = (),
        untags: Iterable[str] = (),
        progress: knowledge.Progress | None = None,
        cancelled: knowledge.Asked | None = None,
    ) -> ImportReport:
        """Read files; the same again changes nothing, a newer one updates and is compared with what was known.

        `progress` gets bytes done and in all. Raises Trouble where nothing could be read or stored, and Cancelled;
        the store is then as it was.
        """
        tags, untags = tuple(tags), tuple(untags)
        chosen = self._chosen()
        wanted = settings(self._wishes, chosen)
        looking = knowledge.looking(self._store, chosen, wanted.me, tags, untags)
        batch = knowledge.read(files, looking, wanted.zone, progress=progress, cancelled=cancelled)
        return self._keep(batch, dict.fromkeys(tags, True) | dict.fromkeys(untags, False), chosen)

    def take_up(self, uid: str) -> bool:
        """Keep a series that the last import only suggested; whether it was still at hand."""
        series = self._offered.pop(uid, None)
        if series is None:
            return False
        self._keep(Batch(series=(series,)), {uid: True}, self._chosen())
        return True

    def offered(self, marks: dict[str, bool], me: frozenset[str]) -> tuple[Suggestion, ...]:
        """What the last import suggested and nobody has answered yet."""
        return tuple(_suggestions((s for s in self._offered.values() if s.uid not in marks), me))

    def _keep(self, batch: Batch, new_marks: dict[str, bool], chosen: Chosen) -> ImportReport:
        now = self._clock()
        store = self._store
        wanted = settings(self._wishes, chosen)
        with store.transaction():
            for uid, mentoring in new_marks.items():
                store.words.mark(uid, mentoring)
            marks = store.words.marks()
            before = knowledge.from_rows(store.calendars.rows(), marks, wanted.zone)
            kept = self._mentoring(batch, before, marks, chosen)
            puts = store.calendars.put(kept, at=now)
            gone = store.calendars.remove(batch.cancelled, at=now)
            for series in kept.series:
                declined = {p.email for p in series.people if p.response is Response.DECLINED}
                store.words.saw_declined(series.uid, declined, at=now)
            after = knowledge.from_rows(store.calendars.rows(), marks, wanted.zone)
            store.shown.saw_called_off(_called_off(before, after, now), at=now)
            known = knowledge.known_from(after, store, marks)
            found = mentorships(known, wanted, tagging(chosen))
            store.told.scanned([one.id for one in found], at=now)
        self._offered |= {s.uid: s for s in batch.series if s.uid not in {k.uid for k in kept.series}}
        changes = list(_changes(before, after))
        new = tuple(change for change in changes if change.what == ("new",))
        changed = tuple(change for change in changes if change.what != ("new",))
        _log.info("import: %d new, %d changed, %d problems", len(new), len(changed), len(batch.problems))
        unchanged = sum(1 for put in puts if put.kind != "days_off") - len(new) - len(changed) + len(gone)
        return ImportReport(
            new=new,
            changed=changed,
            unchanged=max(unchanged, 0),
            suggested=self.offered(marks, wanted.me),
            problems=batch.problems,
            completed_plans=self._transitions.complete(after.series),
        )

    def _mentoring(self, batch: Batch, before: Batch, marks: dict[str, bool], chosen: Chosen) -> Batch:
        """What of a batch is kept: the pieces of every lineage that is tagged, its single meetings, and leave."""
        fresh = {series.uid for series in batch.series}
        old = tuple(s for s in before.series if s.uid not in fresh)
        known = knowledge.known_from(
            replace(batch, series=(*old, *batch.series), meetings=(*before.meetings, *batch.meetings)),
            self._store,
            marks,
        )
        found = mentorships(known, settings(self._wishes, chosen), tagging(chosen))
        series = {piece.uid for one in found for piece in one.series}
        meetings = {meeting.uid for one in found for meeting in one.meetings}
        return Batch(
            series=tuple(s for s in batch.series if s.uid in series),
            meetings=tuple(m for m in batch.meetings if m.uid in meetings or m.uid in series),
            days_off=batch.days_off if found else (),
        )


def _suggestions(series: Iterable[Series], me: frozenset[str]) -> Iterable[Suggestion]:
    for one in series:
        why = suggestion(one, me)
        if why is not None:
            yield Suggestion(one.uid, one.title, why)


def _called_off(before: Batch, after: Batch, now: datetime) -> Iterable[str]:
    """The series that this import called a meeting off of."""
    old = {series.uid: series for series in before.series}
    for series in after.series:
        former = old.get(series.uid)
        if former is not None and former.text != series.text and calls_off(former, series, now):
            yield series.uid


def _changes(before: Batch, after: Batch) -> Iterable[Change]:
    old = {series.uid: series for series in before.series}
    for series in after.series:
        former = old.get(series.uid)
        if former is None:
            yield Change(series.uid, series.title, ("new",))
        elif former.text != series.text or former.cancelled != series.cancelled:
            yield Change(series.uid, series.title, tuple(_differences(former, series)) or ("details",))
    held = {(m.uid, m.slot): m for m in before.meetings}
    for meeting in after.meetings:
        known = held.get((meeting.uid, meeting.slot))
        if known is None:
            yield Change(meeting.uid, meeting.title, ("new",))
        elif known.text != meeting.text or known.cancelled != meeting.cancelled:
            what = "cancelled" if meeting.cancelled and not known.cancelled else "moved"
            yield Change(meeting.uid, meeting.title, (what if known.start != meeting.start else "details",))


def _differences(before: Series, after: Series) -> Iterable[str]:
    if after.cancelled and not before.cancelled:
        yield "gone"
        return
    yield from _ending(before, after)
    if wall(before.start).time() != wall(after.start).time() or _rhythm(before) != _rhythm(after):
        yield "dates"
    called_off = {o.slot for o in after.overrides if o.cancelled} | set(after.exdates)
    if called_off - {o.slot for o in before.overrides if o.cancelled} - set(before.exdates):
        yield "cancelled"
    if {(o.slot, o.start) for o in after.overrides} - {(o.slot, o.start) for o in before.overrides}:
        yield "moved"
    if before.title != after.title:
        yield "title"
    if {p.email for p in before.people} != {p.email for p in after.people}:
        yield "people"


def _rhythm(series: Series) -> tuple[str, ...]:
    """The rules without their ends."""
    return tuple(parse(rule).bound("") for rule in series.rules)


def _ending(before: Series, after: Series) -> Iterable[str]:
    if is_open_ended(before) and not is_open_ended(after):
        yield "ended"
    elif not is_open_ended(before) and is_open_ended(after):
        yield "reopened"
    elif not is_open_ended(after):
        first, second = last_start(before), last_start(after)
        if first is not None and second is not None and wall(first) != wall(second):
            yield "extended" if wall(second) > wall(first) else "ended"
