"""Keeping in step with calendars that live elsewhere: what changed there goes into the store, nothing goes out.

Whatever goes wrong with an account or a calendar, what was read of it last stays, with the code of the trouble and the
time of the last good look beside it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from desktop.services import knowledge, own_talks
from desktop.services.clock import Clock
from desktop.services.differences import Change
from desktop.services.keeping import Delivery, ImportReport, Keeping
from desktop.services.visiting import Known, Read, Visit, uid_of
from desktop.store.calendars import origin_of
from integrations.calendars.port import CalendarReading, Progress
from integrations.errors import Trouble
from integrations.files import locked

if TYPE_CHECKING:
    from desktop.store.accounts import Account, AccountCalendar
    from desktop.store.store import Store

LOCK = "sync.lock"
LISTED_FOR = timedelta(days=1)
"""How long a list of calendars is good for: it seldom changes, and asking for it is a request."""

_log = logging.getLogger(__name__)

Asked = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class CalendarOutcome:
    """How one calendar stands. `whole`: this time all of it was read, not only what had changed."""

    id: str
    name: str
    synced_at: datetime | None
    trouble: Trouble | None = None
    whole: bool = False


@dataclass(frozen=True, slots=True)
class AccountOutcome:
    """How one account stands; `synced_at` is the last time that all of it went well."""

    id: str
    kind: str
    address: str
    synced_at: datetime | None
    trouble: Trouble | None
    calendars: tuple[CalendarOutcome, ...] = ()


@dataclass(frozen=True, slots=True)
class SyncReport:
    """What a synchronisation found, and how many requests it cost."""

    accounts: tuple[AccountOutcome, ...]
    changed: ImportReport
    requests: int = 0


@dataclass(frozen=True, slots=True)
class Sources:
    """How the calendars of an account are reached, by its id; `sent` counts its requests until now."""

    source: Callable[[str], CalendarReading]
    sent: Callable[[str], int]


class Syncing:
    """All accounts, or one. Safe to call from any thread; never two at once, in whatever process."""

    def __init__(self, keeping: Callable[[], Keeping], sources: Sources, clock: Clock) -> None:
        self._open = keeping
        self._sources = sources
        self._clock = clock

    def sync(
        self,
        account_id: str | None = None,
        *,
        marks: Mapping[str, bool] | None = None,
        accept_empty: bool = False,
        progress: Progress | None = None,
        cancelled: Asked | None = None,
    ) -> SyncReport:
        """Read what changed. An account's trouble is in the report and does not keep the others from being read.

        `marks` are the user's own words by UID. `accept_empty`: a calendar that is suddenly empty is believed.
        `progress` gets calendars done and in all. Raises `Trouble` (`sync-…`, `store-…`), and Cancelled: the store is
        then as the last account left it.
        """
        with self._alone():
            accounts = self._accounts(account_id)
            self._mark(marks or {})
            steps = _Steps(progress, sum(len(self._chosen(account)) for account in accounts))
            done = [self._account(account, steps, cancelled, accept_empty=accept_empty) for account in accounts]
        outcomes = tuple(outcome for outcome, _, _ in done)
        return SyncReport(outcomes, _joined([report for _, report, _ in done]), sum(sent for _, _, sent in done))

    @contextmanager
    def _alone(self) -> Iterator[None]:
        with locked(self._store.folder / LOCK, patience=0.0) as held:
            if not held:
                raise Trouble("sync-busy")
            yield

    @property
    def _keeping(self) -> Keeping:
        return self._open()

    @property
    def _store(self) -> Store:
        return self._keeping.store

    def _accounts(self, account_id: str | None) -> tuple[Account, ...]:
        found = self._store.accounts.all()
        if not found:
            raise Trouble("sync-no-accounts")
        if account_id is None:
            return found
        named = tuple(account for account in found if account.id == account_id)
        if not named:
            raise Trouble("account-unknown", account_id)
        return named

    def _mark(self, marks: Mapping[str, bool]) -> None:
        known = self._store.words.marks()
        new = {uid: mark for uid, mark in marks.items() if known.get(uid) is not mark}
        with self._store.transaction():
            for uid, mark in new.items():
                self._store.words.mark(uid, mark)
            if any(new.values()):
                self._keeping.look_again()

    def _chosen(self, account: Account) -> list[AccountCalendar]:
        return [one for one in self._store.accounts.calendars(account.id) if one.reads]

    def _account(
        self, account: Account, steps: _Steps, cancelled: Asked | None, *, accept_empty: bool
    ) -> tuple[AccountOutcome, ImportReport, int]:
        """Read one account and keep what came, also where a trouble ended it."""
        keeping = self._keeping
        wanted = keeping.settings()
        looking = knowledge.looking(self._store, keeping.chosen(), wanted.me, zone=wanted.zone)
        looking = replace(looking, watched=own_talks.watched(self._store, account.id))
        troubles: dict[str, Trouble] = {}
        reads: list[Read] = []
        trouble: Trouble | None = None
        before = self._sent(account.id)
        try:
            source = self._sources.source(account.id)
            troubles = self._list(account, source)
            visit = Visit(source, looking, self._clock(), wanted.zone, steps.step, cancelled, troubles)
            try:
                visit.read(self._known(account, troubles))
            finally:
                reads = list(visit.reads.values())
        except Trouble as error:
            trouble = error
        if not accept_empty:
            reads = [one for one in reads if not _doubtful(one, troubles)]
        report = self._keep(account, reads, accept_empty=accept_empty)
        outcome = self._settled(account, reads, troubles, trouble)
        return outcome, report, self._sent(account.id) - before

    def _sent(self, account_id: str) -> int:
        try:
            return self._sources.sent(account_id)
        except Trouble:  # there is no sign-in to ask with, so nothing was asked
            return 0

    def _list(self, account: Account, source: CalendarReading) -> dict[str, Trouble]:
        """Look which calendars there are, now and then. One that is gone with what it held is kept, and named."""
        accounts, now = self._store.accounts, self._clock()
        listed = accounts.listed_at(account.id)
        known = accounts.calendars(account.id)
        if known and listed is not None and listed <= now < listed + LISTED_FOR:
            return {}
        found = source.calendars()
        there = {one.id for one in found}
        missed = [one for one in known if one.id not in there and one.reads and accounts.held(account.id, one.id)]
        with self._store.transaction():
            accounts.put_calendars(account.id, (*found, *(one.calendar for one in missed)))
            accounts.set_listed(account.id, at=now)
        return {one.id: Trouble("google-calendar-gone", one.calendar.name) for one in missed}

    def _known(self, account: Account, troubles: Mapping[str, Trouble]) -> dict[str, Known]:
        return {
            one.id: Known(
                one,
                self._store.accounts.held(account.id, one.id),
                self._store.calendars.uids_from(origin_of(account.id, one.id)),
            )
            for one in self._chosen(account)
            if one.id not in troubles
        }

    def _keep(self, account: Account, reads: Sequence[Read], *, accept_empty: bool) -> ImportReport:
        me = self._keeping.settings().me
        origins = [origin_of(account.id, one.known.calendar.id) for one in reads]
        deliveries = [
            Delivery(one.batch, origin, one.about, one.mine(me), one.likely)
            for origin, one in zip(origins, reads, strict=True)
        ]

        talks: list[Change] = []

        def settle(kept: Mapping[str, frozenset[str]]) -> None:
            for origin, one in zip(origins, reads, strict=True):
                self._hold(account.id, one, kept[origin])
            there = {one.known.calendar.id: one.changes.there for one in reads if accept_empty or not one.bare}
            talks.extend(own_talks.settle(self._store, account.id, there, self._clock()))

        report = self._keeping.keep(deliveries, {}, also=settle)
        return replace(report, changed=(*report.changed, *talks))

    def _hold(self, account: str, one: Read, kept: frozenset[str]) -> None:
        """Hold what belongs to what was kept, and go on from here the next time."""
        dropped = one.about - kept
        stays = {id_: held for id_, held in one.after.items() if uid_of(held, one.after) not in dropped}
        if one.changes.whole:
            changes = replace(one.changes, put=tuple(stays.values()), gone=())
        else:
            put = tuple(held for id_, held in stays.items() if one.known.held.get(id_) != held)
            changes = replace(one.changes, put=put, gone=tuple(id_ for id_ in one.known.held if id_ not in stays))
        self._store.accounts.put(account, one.known.calendar.id, changes, at=self._clock())

    def _settled(
        self, account: Account, reads: Sequence[Read], troubles: Mapping[str, Trouble], trouble: Trouble | None
    ) -> AccountOutcome:
        """Note how it went, beside what is held."""
        accounts = self._store.accounts
        with self._store.transaction():
            for id_, one in troubles.items():
                accounts.set_calendar_health(account.id, id_, one.code)
            well = trouble is None and not troubles
            accounts.set_health(account.id, trouble.code if trouble else "", at=self._clock() if well else None)
        _log.info("sync: %d calendars, trouble %s", len(reads), trouble.code if trouble else "none")
        now = accounts.get(account.id) or account
        whole = {one.known.calendar.id for one in reads if one.changes.whole}
        calendars = tuple(
            CalendarOutcome(one.id, one.calendar.name, one.synced_at, troubles.get(one.id), one.id in whole)
            for one in self._chosen(account)
        )
        return AccountOutcome(account.id, account.kind, account.address, now.synced_at, trouble, calendars)


@dataclass
class _Steps:
    """Tells how many calendars are done; one that is read twice counts once."""

    progress: Progress | None
    total: int
    done: set[str] = field(default_factory=set)

    def step(self, calendar: str) -> None:
        self.done.add(calendar)
        if self.progress is not None:
            self.progress(len(self.done), max(self.total, len(self.done)))


def _joined(reports: Sequence[ImportReport]) -> ImportReport:
    """The reports of several accounts as one."""
    return ImportReport(
        new=tuple(one for report in reports for one in report.new),
        changed=tuple(one for report in reports for one in report.changed),
        unchanged=sum(report.unchanged for report in reports),
        suggested=reports[-1].suggested if reports else (),
        problems=tuple(dict.fromkeys(one for report in reports for one in report.problems)),
        completed_plans=tuple(one for report in reports for one in report.completed_plans),
        recounted=tuple(one for report in reports for one in report.recounted),
    )


def _doubtful(one: Read, troubles: dict[str, Trouble]) -> bool:
    """Whether a calendar is suddenly empty; it is then named, and stays as it was."""
    if one.emptied():
        calendar = one.known.calendar.calendar
        troubles[calendar.id] = Trouble("sync-emptied", calendar.name)
        return True
    return False
