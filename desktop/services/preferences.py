"""The settings that a run works with: what the call says, else what the user chose, else what the system says."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import tzinfo
from functools import partial
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from desktop.mentoring.mentorship import Settings, TaggedBy
from desktop.mentoring.tagging import tagged_by

if TYPE_CHECKING:
    from desktop.services.options import Chosen

_LOCALE = re.compile(r"[a-z]{2,3}_([A-Z]{2})\b")


@dataclass(frozen=True, slots=True)
class Asked:
    """What the command line asked for; empty where it said nothing."""

    zone: tzinfo | None = None
    region: str = ""
    me: frozenset[str] = frozenset()


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


def system_zone() -> tzinfo:
    """The zone that this machine is set to."""
    from tzlocal import get_localzone  # noqa: PLC0415 - only where nobody named a zone

    return get_localzone()


def locale_region(environment: Mapping[str, str]) -> str:
    """The country of the locale for dates and times, "" where it names none (`C`, `POSIX`)."""
    for name in ("LC_ALL", "LC_TIME", "LANG"):
        value = environment.get(name, "")
        if value:
            found = _LOCALE.match(value)
            return found[1] if found else ""
    return ""
