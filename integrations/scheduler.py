"""The clock of the program, and the only import of APScheduler: work that comes again or comes at a moment.

It stays right over sleep, a clock that is set, another time zone and a new day. A heartbeat compares
the wall clock with the one that cannot be set; what logind announces only makes that quicker. After
waking nothing runs until the machine has settled; then what is overdue runs once each, and whoever
wants to know is told once. Work and news come on threads of this module, never on the caller's.
"""

from __future__ import annotations

import logging
import os
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

HEARTBEAT = 30.0
"""Seconds between two looks at the clocks: the price of noticing everything is two wake-ups a minute."""

SETTLE = 45.0
"""Seconds after waking until anything runs: network, panel and keyring are up by then."""

SLACK = 5.0
"""Seconds by which clocks may differ without anything having happened (NTP slews, a busy machine)."""

LATE = 120.0
"""Seconds between two heartbeats that only sleep explains, where the steady clock counts sleep too."""

_LOCALTIME = Path("/etc/localtime")

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Woken:
    """What happened to the machine's time; several things that happen close together are told as one."""

    slept: bool = False
    jumped: timedelta = timedelta()
    """How far the clock was set forward or (negative) back. Where sleep cannot be told apart, it counts here."""
    zone_changed: bool = False
    day_changed: bool = False

    def __or__(self, other: Woken) -> Woken:
        return Woken(
            self.slept or other.slept,
            self.jumped + other.jumped,
            self.zone_changed or other.zone_changed,
            self.day_changed or other.day_changed,
        )

    @property
    def unsettled(self) -> bool:
        """Whether the machine needs a while; a new day alone needs none."""
        return self.slept or self.zone_changed or bool(self.jumped)


@dataclass(frozen=True, slots=True)
class Reading:
    """All clocks at one moment, in seconds. `asleep`: how long the machine slept so far, 0 where unknown."""

    wall: float
    awake: float
    asleep: float
    zone: str
    day: date


def between(before: Reading, after: Reading) -> Woken | None:
    """What happened from one reading to the next; None for the usual."""
    asleep, awake = after.asleep - before.asleep, after.awake - before.awake
    jump = (after.wall - before.wall) - awake - asleep
    what = Woken(
        slept=asleep > SLACK or awake > LATE,
        jumped=timedelta(seconds=round(jump)) if abs(jump) > SLACK else timedelta(),
        zone_changed=after.zone != before.zone,
        day_changed=after.day != before.day,
    )
    return what if what != Woken() else None


def zone_mark(localtime: Path = _LOCALTIME) -> str:
    """What tells one setting of the system's zone from another, cheap enough to be asked often.

    The change of summer time is none. `localtime`: the file of localtime(5), where TZ is not set.
    """
    named = os.environ.get("TZ")
    if named is not None:
        return named
    if os.name == "posix":
        try:
            return f"{localtime.resolve()} {localtime.stat().st_mtime_ns}"
        except OSError:
            return ""
    import tzlocal  # only where the zone is no file

    return str(tzlocal.reload_localzone())


def read() -> Reading:
    """All clocks now; the day is that of the system's zone, which is read anew."""
    if hasattr(time, "tzset"):
        time.tzset()  # else the process keeps the zone in which it started
    wall, awake = time.time(), time.monotonic()
    since_start = time.clock_gettime(time.CLOCK_BOOTTIME) if hasattr(time, "CLOCK_BOOTTIME") else awake
    here = time.localtime(wall)
    return Reading(wall, awake, since_start - awake, zone_mark(), date(here.tm_year, here.tm_mon, here.tm_mday))


class Scheduler:
    """APScheduler's `BackgroundScheduler`, loaded and started on the clock's own thread. No method keeps its caller."""

    def __init__(
        self, *, clocks: Callable[[], Reading] = read, heartbeat: float = HEARTBEAT, settle: float = SETTLE
    ) -> None:
        self._clocks = clocks
        self._heartbeat = heartbeat
        self._settle = settle
        self._errands: deque[Callable[[], None]] = deque()
        self._bell = threading.Event()
        self._over = False
        self._thread: threading.Thread | None = None
        self._jobs: Any = None
        self._told: list[Callable[[Woken], None]] = []
        self._last = clocks()
        self._pending: Woken | None = None
        self._settles_at = 0.0
        self._slept_since: float | None = None

    def start(self) -> None:
        """Begin to watch the clocks. What was asked for before begins now, too."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._serve, name="graduand-clock", daemon=True)
            self._thread.start()

    def every(self, name: str, interval: timedelta, work: Callable[[], None]) -> None:
        """Run `work` again and again, for the first time after `interval`. Replaces what has this name."""
        self._ask(lambda: self._add(name, work, "interval", seconds=interval.total_seconds()))

    def at(self, name: str, when: datetime, work: Callable[[], None]) -> None:
        """Run `work` once at an aware moment, or at once if that is over. Replaces what has this name.

        Raises ValueError for a moment without a zone.
        """
        if when.tzinfo is None:
            raise ValueError("a moment needs its zone")
        self._ask(lambda: self._add(name, work, "date", run_date=when.astimezone(UTC)))

    def cancel(self, name: str) -> None:
        """Do not run it any more, if there is such a thing."""
        self._ask(lambda: self._cancel(name))

    def on_wake(self, told: Callable[[Woken], None]) -> None:
        """Tell what happened to the time: once, when all has settled."""
        self._ask(lambda: self._told.append(told))

    def sleep_announced(self, going: bool) -> None:
        """The fast path: logind says that the machine goes to sleep (True) or woke (False)."""
        self._ask(lambda: self._hear_of_sleep(going))

    def stop(self) -> None:
        """Run nothing any more. Safe to call twice."""
        self._over = True
        self._bell.set()
        if self._thread is None:
            self._shut_down()
        elif self._thread is not threading.current_thread():
            self._thread.join(1.0)

    # --- on the clock's thread ----------------------------------------------------------------------

    def beat(self) -> float:
        """Look at the clocks and do what is due. Returns the seconds until the next look."""
        while self._errands:
            self._errands.popleft()()
        now = self._clocks()
        happened = between(self._last, now)
        self._last = now
        if self._slept_since is not None and now.awake - self._slept_since > LATE:
            happened = (happened or Woken()) | Woken(slept=True)  # it was announced, but never came about
        if happened is not None:
            self._notice(happened, now)
        if self._pending is not None and now.awake >= self._settles_at:
            self._catch_up(self._pending)
        due = self._settles_at - now.awake if self._pending is not None else self._heartbeat
        return min(self._heartbeat, max(due, 0.0))

    def _notice(self, happened: Woken, now: Reading) -> None:
        if happened.unsettled:
            self._slept_since = None
            self._pause()
            self._settles_at = now.awake + self._settle
        if happened.jumped < timedelta():
            self._shift(happened.jumped)
        self._pending = happened if self._pending is None else self._pending | happened

    def _catch_up(self, what: Woken) -> None:
        self._pending = None
        if self._jobs is not None and self._slept_since is None:
            self._jobs.resume()
        _log.info(
            "caught up: slept %s, jumped %d s, zone %s, day %s",
            what.slept, what.jumped.total_seconds(), what.zone_changed, what.day_changed,
        )  # fmt: skip
        for told in list(self._told):
            _carefully(partial(told, what))

    def _hear_of_sleep(self, going: bool) -> None:
        now = self._clocks()
        if going:
            self._slept_since = now.awake
            self._pause()
        else:
            happened = between(self._last, now) or Woken()
            self._last = now
            self._notice(happened | Woken(slept=True), now)

    def _pause(self) -> None:
        if self._jobs is not None:
            self._jobs.pause()

    def _shift(self, jump: timedelta) -> None:
        """The clock was set back: what comes again would wait for as long on top. What has its moment keeps it."""
        if self._jobs is None:
            return
        from apscheduler.triggers.interval import IntervalTrigger  # loaded already

        for job in self._jobs.get_jobs():
            if isinstance(job.trigger, IntervalTrigger):
                job.modify(next_run_time=job.next_run_time + jump)

    def _add(self, name: str, work: Callable[[], None], trigger: str, **when: object) -> None:
        if self._jobs is None:
            self._jobs = _started()
            if self._pending is not None or self._slept_since is not None:
                self._jobs.pause()
        self._jobs.add_job(_carefully, trigger, args=(work,), id=name, replace_existing=True, **when)

    def _cancel(self, name: str) -> None:
        if self._jobs is not None and self._jobs.get_job(name) is not None:
            self._jobs.remove_job(name)

    def _ask(self, errand: Callable[[], None]) -> None:
        self._errands.append(errand)
        self._bell.set()

    def _serve(self) -> None:
        while not self._over:
            self._bell.clear()
            self._bell.wait(self.beat())
        self._shut_down()

    def _shut_down(self) -> None:
        jobs, self._jobs = self._jobs, None
        if jobs is not None:
            jobs.shutdown(wait=False)


def _started() -> Any:
    from apscheduler.schedulers.background import BackgroundScheduler  # 170 ms and 14 MB

    logging.getLogger("apscheduler").setLevel(logging.ERROR)  # it warns of work that is still at it: that is normal
    jobs = BackgroundScheduler(
        timezone=UTC,
        executors={"default": {"type": "threadpool", "max_workers": 1}},
        # Nothing is dropped for being late (the default drops after a second), and nothing runs twice.
        job_defaults={"coalesce": True, "misfire_grace_time": None, "max_instances": 1},
        daemon=True,
    )
    jobs.start()
    return jobs


def _carefully(work: Callable[[], None]) -> None:
    """A fault in one piece of work must not stop the clock."""
    try:
        work()
    except Exception:  # noqa: BLE001 - logged
        _log.exception("unexpected, in work at its time")
