"""What was read goes into the store: the same way for files and for calendars that live elsewhere.

What is mentoring and the leave it needs is kept (R22), what became different is told, plans that wait are completed.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from desktop.mentoring.lineages import mentorships
from desktop.mentoring.mentorship import Known, Mentorship, Settings, Suggestion
from desktop.mentoring.recounting import recounted
from desktop.mentoring.tagging import suggestion
from desktop.services import knowledge
from desktop.services.clock import Clock
from desktop.services.differences import Change, called_off, changes
from desktop.services.preferences import Asked as Wishes
from desktop.services.preferences import settings, tagging
from integrations.calendars.model import Batch, Problem, Response, Series

if TYPE_CHECKING:
    from desktop.services.options import Chosen
    from desktop.services.transition import Transitions
    from desktop.store import Put
    from desktop.store.store import Store

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What was read and what it changed; `unchanged` counts the series and meetings that were known as they are.

    `recounted`: mentorship id -> how many of its past dates turned out to have been moved. Nothing of a pair that is
    kept hidden is named (R19).
    """

    new: tuple[Change, ...]
    changed: tuple[Change, ...]
    unchanged: int
    suggested: tuple[Suggestion, ...]
    problems: tuple[Problem, ...]
    completed_plans: tuple[str, ...]
    recounted: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Delivery:
    """What one place brought. `origin` is "" for files, else as in `store.calendars`.

    From a live calendar the batch is all there is of the UIDs in `about`, and `mine` are those that are the user's to
    change. `likely` are series that could be suggested; they are never kept.
    """

    batch: Batch
    origin: str = ""
    about: frozenset[str] = frozenset()
    mine: frozenset[str] = frozenset()
    likely: tuple[Series, ...] = ()


class Keeping:
    """Safe to call from any thread."""

    def __init__(
        self, store: Store, chosen: Callable[[], Chosen], wishes: Wishes, clock: Clock, transitions: Transitions
    ) -> None:
        self.store = store
        self.chosen = chosen
        self._wishes = wishes
        self._clock = clock
        self._transitions = transitions
        self._offered: dict[str, tuple[Series, str]] = {}
        """Series that were only suggested, and their origins, by UID."""

    def settings(self) -> Settings:
        """What this run works with, the accounts' addresses included."""
        return knowledge.mine(settings(self._wishes, self.chosen()), self._wishes, self.store)

    def keep(
        self,
        deliveries: Sequence[Delivery],
        new_marks: Mapping[str, bool],
        *,
        also: Callable[[Mapping[str, frozenset[str]]], None] | None = None,
    ) -> ImportReport:
        """Keep what is mentoring, together or not at all.

        `also` joins the transaction; it is told which UIDs of each origin were kept.
        """
        now, store, chosen = self._clock(), self.store, self.chosen()
        with store.transaction():
            for uid, mentoring in new_marks.items():
                store.words.mark(uid, mentoring)
            marks = store.words.marks()
            wanted = self.settings()
            before = knowledge.from_rows(store.calendars.rows(), marks, wanted.zone)
            kept = self._mentoring(deliveries, before, marks, wanted, chosen)
            puts = [put for one in kept for put in self._put(one, now)]
            for one in kept:
                if one.origin:
                    knowledge.remember(one.batch, wanted.zone)
            gone = [uid for one in kept for uid in self._removed(one, now)]
            for series in (series for one in kept for series in one.batch.series):
                declined = {p.email for p in series.people if p.response is Response.DECLINED}
                store.words.saw_declined(series.uid, declined, at=now)
            if also is not None:
                also({one.origin: _uids(one.batch) for one in kept})
            after = knowledge.from_rows(store.calendars.rows(), marks, wanted.zone)
            store.shown.saw_called_off(called_off(before, after, now), at=now)
            known = knowledge.known_from(after, store, marks)
            found = mentorships(known, wanted, tagging(chosen))
            store.told.scanned([one.id for one in found], at=now)
            again = self._recount(before, known, marks, wanted, chosen)
        self._offer(deliveries, kept)
        different, hidden = list(changes(before, after)), _hidden(found)
        shown = [change for change in different if change.uid not in hidden]
        new = tuple(change for change in shown if change.what == ("new",))
        changed = tuple(change for change in shown if change.what != ("new",))
        problems = tuple(dict.fromkeys(problem for one in deliveries for problem in one.batch.problems))
        _log.info("kept: %d new, %d changed, %d problems", len(new), len(changed), len(problems))
        return ImportReport(
            new=new,
            changed=changed,
            unchanged=max(_counted(puts) + len(gone) - len(different), 0),
            suggested=self.offered(marks, wanted.me),
            problems=problems,
            completed_plans=self._transitions.complete(after.series),
            recounted=tuple((one.id, again[one.id]) for one in found if one.id in again and not one.told.safe),
        )

    def _put(self, one: Delivery, now: datetime) -> Sequence[Put]:
        if one.origin:
            return self.store.calendars.settle(one.about, one.batch, at=now, origin=one.origin, mine=one.mine)
        return self.store.calendars.put(one.batch, at=now)

    def _removed(self, one: Delivery, now: datetime) -> Sequence[str]:
        return self.store.calendars.remove(one.batch.cancelled, at=now, origin=one.origin)

    def _mentoring(
        self,
        deliveries: Sequence[Delivery],
        before: Batch,
        marks: Mapping[str, bool],
        wanted: Settings,
        chosen: Chosen,
    ) -> list[Delivery]:
        """The deliveries without what is no part of a lineage that is tagged, no meeting of one, and no leave."""
        every = [series for one in deliveries for series in one.batch.series]
        fresh = {series.uid for series in every}
        old = tuple(series for series in before.series if series.uid not in fresh)
        meetings = tuple(meeting for one in deliveries for meeting in one.batch.meetings)
        mixed = replace(before, series=(*old, *every), meetings=(*before.meetings, *meetings))
        known = knowledge.known_from(mixed, self.store, dict(marks))
        found = mentorships(known, wanted, tagging(chosen))
        series = {piece.uid for one in found for piece in one.series}
        belong = series | {meeting.uid for one in found for meeting in one.meetings}
        return [
            replace(
                one,
                batch=replace(
                    one.batch,
                    series=tuple(s for s in one.batch.series if s.uid in series),
                    meetings=tuple(m for m in one.batch.meetings if m.uid in belong),
                    days_off=one.batch.days_off if found else (),
                ),
            )
            for one in deliveries
        ]

    def _recount(
        self, before: Batch, after: Known, marks: dict[str, bool], wanted: Settings, chosen: Chosen
    ) -> dict[str, int]:
        if (before.meetings, before.series) == (after.meetings, after.series):
            return {}
        former = knowledge.known_from(before, self.store, marks)
        again = recounted(former, after, wanted, self._clock(), tagging(chosen))
        for mentorship, slots in again.items():
            self.store.told.saw_recounted(mentorship, slots, at=self._clock())
        return again

    def _offer(self, deliveries: Sequence[Delivery], kept: Sequence[Delivery]) -> None:
        uids = {series.uid for one in kept for series in one.batch.series}
        for one in deliveries:
            for series in (*one.batch.series, *one.likely):
                if series.uid not in uids:
                    self._offered[series.uid] = (series, one.origin)

    def take_up(self, uid: str) -> bool:
        """Keep a series that was only suggested; whether it was still at hand.

        Of a live one the exceptions come with the next synchronisation.
        """
        series, origin = self._offered.pop(uid, (None, ""))
        if series is None:
            return False
        self.keep([Delivery(Batch(series=(series,)), origin, frozenset({uid}))], {uid: True})
        self.look_again()
        return True

    def look_again(self) -> None:
        """Something is wanted that the accounts' calendars were not read for: the next read of them is a whole one."""
        for account in self.store.accounts.all():
            self.store.accounts.read_whole(account.id)

    def offered(self, marks: Mapping[str, bool], me: frozenset[str]) -> tuple[Suggestion, ...]:
        """What was suggested and nobody has answered yet."""
        return tuple(_suggestions((s for s, _ in self._offered.values() if s.uid not in marks), me))


def _suggestions(series: Iterable[Series], me: frozenset[str]) -> Iterable[Suggestion]:
    for one in series:
        why = suggestion(one, me)
        if why is not None:
            yield Suggestion(one.uid, one.title, why)


def _hidden(found: Iterable[Mentorship]) -> frozenset[str]:
    """What a pair that is kept hidden is known by; its changes are kept and told to nobody (R19)."""
    safe = [one for one in found if one.told.safe]
    series = {piece.uid for one in safe for piece in one.series}
    return frozenset(series | {meeting.uid for one in safe for meeting in one.meetings})


def _uids(batch: Batch) -> frozenset[str]:
    series = {one.uid for one in batch.series}
    return frozenset(series | {one.uid for one in batch.meetings} | {one.uid for one in batch.days_off})


def _counted(puts: Iterable[Put]) -> int:
    """Days off are no news to anyone."""
    return sum(1 for put in puts if put.kind != "days_off")
