"""All that the settings' page shows, gathered away from the GUI thread. No Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import available_timezones

from desktop.mentoring.absences import holidays_of
from desktop.mentoring.mentorship import Absence
from desktop.services.options import Chosen
from desktop.services.preferences import system_zone
from integrations.calendars.moments import day_of
from integrations.errors import Trouble
from resources import texts
from resources.texts import text

if TYPE_CHECKING:
    from desktop.composition import Graduand


@dataclass(frozen=True, slots=True)
class Shown:
    """`at_login` is None where it is not offered. `hints`: a line below an option, by its name."""

    chosen: Chosen
    notices: tuple[Trouble, ...]
    file: Path
    aside: tuple[Path, ...]
    system_zone: str
    zones: tuple[str, ...]
    at_login: bool | None
    hints: Mapping[str, str]
    absences: tuple[Absence, ...]
    today: date


def shown(graduand: Graduand, *, offers_login: bool) -> Shown:
    """Read everything. Raises Trouble; slow where a desktop is asked."""
    file = graduand.settings
    found = file.read()
    today = day_of(graduand.clock(), graduand.zone)
    machine = system_zone()
    return Shown(
        chosen=found.chosen,
        notices=found.notices,
        file=file.path,
        aside=file.kept_aside(),
        system_zone=getattr(machine, "key", str(machine)),
        zones=tuple(sorted(available_timezones())),
        at_login=graduand.autostart.enabled if offers_login else None,
        hints={
            name: next_holiday(region, today)
            for name, region in (("region", found.chosen.region), ("second_region", found.chosen.second_region))
        },
        absences=graduand.reviewing.absences(),
        today=today,
    )


def next_holiday(region: str, today: date) -> str:
    """The next public holiday of a region in words, "" for no region."""
    if not region:
        return ""
    known = {**holidays_of(region, today.year), **holidays_of(region, today.year + 1)}
    ahead = [day for day in known if day >= today]
    if not ahead:
        return text("settings.holidays.next.unknown", region=region)
    day = min(ahead)
    return text("settings.holidays.next.known", name=known[day], day=texts.day(day, year=True))
