"""When to read the calendars next: soon while somebody may be looking, after a meeting and after sleep, else rarely.

Every request is one of a quota that all users of one OAuth client share (docs/google-quota.md), so a day on which
nothing happens has to cost few of them. The clock, the windows and the meetings are arguments.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from desktop.services.accounts import waits_for_user
from integrations.errors import Trouble

if TYPE_CHECKING:
    from desktop.services.accounts import AccountState
    from desktop.services.syncing import SyncReport

RARELY = timedelta(hours=4)
"""Between two reads when nobody looks and nothing has happened."""
LOOKING = timedelta(minutes=5)
"""Between the first reads after a window was opened; then as long as it has been open, up to `RARELY`."""
AFTER_A_MEETING = timedelta(minutes=10)
"""People who have just met arrange the next time, or call it off, soon after."""
AFTER_WAKING = timedelta(minutes=1)
"""A machine that wakes needs a moment to find its network."""
AT_LEAST = timedelta(minutes=30)
"""No meeting and no waking causes a read sooner than this after the last one."""
AFTER_A_FAILURE = timedelta(minutes=5)
"""Before the first repetition; twice as long before each further one, up to `RARELY`."""
AFTER_THE_QUOTA = timedelta(hours=12)
"""What a day's quota has refused is not asked again before the day is likely to be another one."""

_QUOTA = frozenset({"google-quota"})


@dataclass(frozen=True, slots=True)
class Pace:
    """How reading an account has gone. All moments are aware.

    `tried_at` is the last attempt and `failures` the number of those in a row that did not end well, `trouble` the code
    of the last one; `waits_for_user`: only signing in again helps. `quiet` counts reads in a row that brought nothing.
    """

    synced_at: datetime | None
    tried_at: datetime | None = None
    failures: int = 0
    trouble: str = ""
    waits_for_user: bool = False
    quiet: int = 0


@dataclass(frozen=True, slots=True)
class Surrounding:
    """What goes on beside the accounts. `looking_since`: a window is open since then; `woken_at`: the last waking.

    `ended`: the ends of the known meetings of the last and the next day.
    """

    looking_since: datetime | None = None
    woken_at: datetime | None = None
    ended: tuple[datetime, ...] = ()


def next_sync(pace: Pace, around: Surrounding, now: datetime) -> datetime | None:
    """When to read an account next; what lies in the past is due. None: not before its user has signed in."""
    if pace.waits_for_user:
        return None
    if pace.trouble in _QUOTA:
        return (pace.tried_at or now - AFTER_THE_QUOTA) + AFTER_THE_QUOTA
    if pace.failures and pace.tried_at is not None and pace.tried_at <= now:
        wait = AFTER_A_FAILURE * 2 ** min(pace.failures - 1, 10)
        return _woken(around, pace.tried_at, pace.tried_at + min(wait, RARELY))
    last = max((at for at in (pace.synced_at, pace.tried_at) if at is not None), default=None)
    if last is None or last > now:  # the clock has been set back
        return now
    due = _woken(around, last + AT_LEAST - AFTER_WAKING, last + RARELY)
    ends = [end + AFTER_A_MEETING for end in around.ended if end + AFTER_A_MEETING > last]
    due = min([due, *(max(end, last + AT_LEAST) for end in ends)])
    if around.looking_since is not None:
        due = min(due, _while_looking(pace, around.looking_since, last))
    return due


def meeting_ends(spans: Sequence[tuple[datetime, datetime]], now: datetime) -> tuple[datetime, ...]:
    """The ends that matter to `next_sync`, of meetings given by start and end."""
    day = timedelta(days=1)
    return tuple(sorted({end for _, end in spans if now - day < end < now + day}))


class Paces:
    """How reading each account has gone since the program was started: what an earlier run met is tried anew.

    `but` names an account that is left out just now.
    """

    def __init__(self) -> None:
        self._of: dict[str, Pace] = {}

    def know(self, accounts: Iterable[AccountState]) -> None:
        """These are all the accounts there are, and how they stand."""
        known, self._of = self._of, {}
        for one in accounts:
            pace = known.get(one.id, Pace(one.synced_at))
            waits = one.needs_sign_in or (pace.waits_for_user and one.trouble is not None)
            self._of[one.id] = replace(pace, synced_at=one.synced_at, waits_for_user=waits)

    def was_read(self, report: SyncReport, now: datetime) -> None:
        """What came of a read; the trouble of one calendar counts as the account's."""
        found = bool(report.changed.new or report.changed.changed)
        for one in report.accounts:
            pace = self._of.get(one.id, Pace(one.synced_at))
            troubles = [each for each in (one.trouble, *(c.trouble for c in one.calendars)) if each is not None]
            self._of[one.id] = replace(
                pace,
                synced_at=one.synced_at,
                tried_at=now,
                failures=pace.failures + 1 if troubles else 0,
                trouble=troubles[0].code if troubles else "",
                waits_for_user=any(waits_for_user(each) for each in troubles),
                quiet=0 if found else pace.quiet + 1,
            )

    def was_not_read(self, account: str, trouble: Trouble, now: datetime) -> None:
        """Another Graduand reads just now, or the store is busy: a little later, then. "" stands for every account."""
        for id_ in [account] if account else list(self._of):
            pace = self._of.get(id_, Pace(None))
            self._of[id_] = replace(pace, tried_at=now, failures=pace.failures + 1, trouble=trouble.code)

    def due(self, around: Surrounding, now: datetime, *, but: str = "") -> tuple[str, ...]:
        """The accounts to read now."""
        return tuple(id_ for id_, at in self._times(around, now, but).items() if at <= now)

    def soonest(self, around: Surrounding, now: datetime, *, but: str = "") -> datetime | None:
        """When the first of them is due; None where none ever is."""
        return min(self._times(around, now, but).values(), default=None)

    def _times(self, around: Surrounding, now: datetime, but: str) -> dict[str, datetime]:
        found = {id_: next_sync(pace, around, now) for id_, pace in self._of.items() if id_ != but}
        return {id_: at for id_, at in found.items() if at is not None}


def _woken(around: Surrounding, not_before: datetime, otherwise: datetime) -> datetime:
    """Soon after waking, where that came after `not_before`."""
    if around.woken_at is None or around.woken_at < not_before:
        return otherwise
    return min(otherwise, around.woken_at + AFTER_WAKING)


def _while_looking(pace: Pace, since: datetime, last: datetime) -> datetime:
    """At once where the last read is not fresh, then ever more rarely while nothing comes."""
    if last < since:
        return max(since, last + LOOKING)
    return last + (min(max(last - since, LOOKING), RARELY) if pace.quiet else LOOKING)
