"""The settings that a run works with: what the call says, else what is stored, else what the system says."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import tzinfo
from typing import Protocol
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from desktop.mentoring.mentorship import Settings

_LOCALE = re.compile(r"[a-z]{2,3}_([A-Z]{2})\b")


class StoredPreferences(Protocol):
    """What this module needs of the store's preferences."""

    def text(self, key: str) -> str:
        """The value of `key`, "" where it was never set."""

    def me(self) -> frozenset[str]:
        """The user's own addresses."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the command line asked for; empty where it said nothing."""

    zone: tzinfo | None = None
    region: str = ""
    me: frozenset[str] = frozenset()


def settings(asked: Asked, stored: StoredPreferences | None, environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings of a run. `stored` is None for a look at files, which knows no store."""
    return Settings(
        zone=asked.zone or _stored_zone(stored) or system_zone(),
        me=asked.me or (stored.me() if stored else frozenset()),
        region=asked.region or (stored.text("region") if stored else "") or locale_region(environment),
        other_region=stored.text("other_region") if stored else "",
    )


def _stored_zone(stored: StoredPreferences | None) -> tzinfo | None:
    name = stored.text("zone") if stored else ""
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError):
        return None


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
