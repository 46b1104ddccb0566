"""Scanning a big file on two processors: a forked copy of this process takes the second half.

The answer is the same as that of one scan, and whatever stands in the way of two means one: another system than
Linux, one processor, other threads (a fork keeps their locks for good), a file whose middle is no plain place.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, cast

from integrations.calendars.icalendar.archive import Source
from integrations.calendars.icalendar.findings import Scan
from integrations.calendars.icalendar.scan import Scanner
from integrations.calendars.icalendar.wanted import Wanted

WORTH_IT = 8 * 1024 * 1024
"""Bytes from which the second process saves more than it costs."""
_BORDER = b"END:VEVENT\r\nBEGIN:VEVENT"
_SEARCHED = 256 * 1024
_LISTS = ("marked", "likely", "free", "broken", "too_long", "calendars")
_INDEXES = ("by_uid", "by_people", "by_related")


def scanned(source: Source, wanted: Wanted, progress: Callable[[int], None], cancelled: Callable[[], bool]) -> Scan:
    """What one scan of the source finds. `progress` is told the bytes done; raises Cancelled."""
    scanner = Scanner(source, wanted)
    middle = _middle(source)
    if middle is None:
        return scanner.run(progress, cancelled)
    with _helper(source, wanted, middle) as answer:
        scanner.run(progress, cancelled, end=middle)
        second = answer() if scanner.at_rest else None
    if second is None:
        return scanner.run(progress, cancelled, begin=middle)
    _join(scanner.found, second)
    progress(source.size)
    return scanner.found


def _middle(source: Source) -> int | None:
    """Where the second half begins, right behind an event; None where one scan is better."""
    alone = source.stamp is None or threading.active_count() > 1
    if alone or source.size < WORTH_IT or sys.platform != "linux" or len(os.sched_getaffinity(0)) < 2:
        return None
    half = source.size // 2
    at = source.read((half, half + _SEARCHED)).find(_BORDER)
    return half + at + len(b"END:VEVENT") if at >= 0 else None


@contextmanager
def _helper(source: Source, wanted: Wanted, begin: int) -> Iterator[Callable[[], Scan | None]]:
    """The second process, gone at the end of the block. Its answer is None where it came to grief."""
    import pickle  # only here; read from nobody but our own process

    ours, theirs = os.pipe()
    child = os.fork()
    if not child:
        status = 1
        with suppress(BaseException):  # whatever goes wrong here, the first process finds for itself
            os.close(ours)
            with open(theirs, "wb") as out:  # noqa: PTH123 - a descriptor, no path
                pickle.dump(_second(source, wanted, begin), out, pickle.HIGHEST_PROTOCOL)
            status = 0
        os._exit(status)
    os.close(theirs)
    with open(ours, "rb") as answers:  # noqa: PTH123 - a descriptor, no path

        def answer() -> Scan | None:
            try:
                found: Scan = pickle.load(answers)
            except (EOFError, pickle.UnpicklingError):
                return None
            return found

        try:
            yield answer
        finally:
            os.kill(child, 9)
            os.waitpid(child, 0)


def _second(source: Source, wanted: Wanted, begin: int) -> Scan:
    """The scan of the second half, by a handle of its own: a fork shares the place in the file."""
    with Path(source.name).open("rb", buffering=0) as handle:
        own = Source(source.name, cast(BinaryIO, handle), source.size, source.stamp)
        own.check()
        scanner = Scanner(own, wanted)
        scanner.found.heads.append(b"")  # the calendar goes on that the first half began
        scanner.found.zones.append({})
        found = scanner.run(lambda _: None, lambda: False, begin=begin)
        own.check()
    found.source = Source("", cast(BinaryIO, None), 0)
    return found


def _join(first: Scan, second: Scan) -> None:
    for name in _LISTS:
        getattr(first, name).extend(getattr(second, name))
    for name in _INDEXES:
        index = getattr(second, name)
        getattr(first, name).extend(index.keys, index.starts, index.lengths)
    first.heads[-1] += second.heads[0]
    first.zones[-1] |= second.zones[0]
    first.heads += second.heads[1:]
    first.zones += second.zones[1:]
