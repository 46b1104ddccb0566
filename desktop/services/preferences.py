"""The settings that a run works with: what the call says, else what the user chose, else what the system says."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import tzinfo
from functools import partial
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from desktop.mentoring.mentorship import Settings, TaggedBy
from desktop.mentoring.tagging import tagged_by
from integrations.scheduler import zone_mark

if TYPE_CHECKING:
    from desktop.services.options import Chosen

_LOCALE = re.compile(r"[a-z]{2,3}_([A-Z]{2})\b")


@dataclass(frozen=True, slots=True)
class Asked:
    """What the command line asked for; empty where it said nothing."""

    zone: tzinfo | None = None
    region: str = ""
    me: frozenset[str] = frozenset()


def _found() -> tzinfo:
    from tzlocal import reload_localzone  # only where nobody named a zone

    if hasattr(time, "tzset"):
        time.tzset()  # the library compares with what the process knows, which else is the zone of its start
    return reload_localzone()


class SystemZone:
    """The zone that this machine is set to, also after it was set anew. Safe to call from any thread.

    A look asks for it many times; it is read from the system only when `mark` says that it may be another.
    """

    def __init__(self, mark: Callable[[], str] = zone_mark, found: Callable[[], tzinfo] = _found) -> None:
        self._mark = mark
        self._found = found
        self._known: tuple[str, tzinfo] | None = None

    def __call__(self) -> tzinfo:
        """The zone now."""
        mark, known = self._mark(), self._known
        if known is None or known[0] != mark:
            known = self._known = (mark, self._found())
        return known[1]


system_zone = SystemZone()


def settings(asked: Asked, chosen: Chosen | None, environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings of a run. `chosen` is None for a look at files, which knows no settings of the user's."""
    if chosen is None:
        return Settings(asked.zone or system_zone(), asked.me, asked.region or locale_region(environment))
    return Settings(
        zone=asked.zone or (ZoneInfo(chosen.zone) if chosen.zone else system_zone()),
        me=asked.me or chosen.addresses,
        region=asked.region or chosen.region or locale_region(environment),
        other_region=chosen.second_region,
    )


def tagging(chosen: Chosen | None) -> partial[tuple[TaggedBy, ...]]:
    """What marks an event as mentoring, with the user's own words and colour where there are settings."""
    if chosen is None:
        return partial(tagged_by)
    return partial(tagged_by, color=chosen.color, own=chosen.words)


def locale_region(environment: Mapping[str, str]) -> str:
    """The country of the locale for dates and times, "" where it names none (`C`, `POSIX`)."""
    for name in ("LC_ALL", "LC_TIME", "LANG"):
        value = environment.get(name, "")
        if value:
            found = _LOCALE.match(value)
            return found[1] if found else ""
    return ""
