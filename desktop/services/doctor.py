"""What this installation can do, a line a check. The report carries no titles, names or addresses."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from integrations.errors import Trouble
from resources.texts import text

if TYPE_CHECKING:
    from desktop.mentoring.mentorship import Settings
    from desktop.services.settings_file import SettingsFile
    from desktop.store.store import Store


@dataclass(frozen=True, slots=True)
class Check:
    """One check. `ok` is None where it does not apply here; `advice` says what to do, "" for nothing."""

    name: str
    ok: bool | None
    says: str
    advice: str = ""


class Doctor:
    """Checks that touch nothing: a store is looked at only where there is one."""

    def __init__(
        self,
        folder: Path,
        store: Callable[[], Store],
        file: Callable[[], SettingsFile],
        settings: Callable[[], Settings],
    ) -> None:
        self._folder = folder
        self._store = store
        self._file = file
        self._settings = settings

    def report(self) -> tuple[Check, ...]:
        """All checks, in a fixed order."""
        own = (self._program(), self._zones(), self._keeping(), self._chosen())
        return (*own, self._region(), self._screen(), self._tray())

    def _program(self) -> Check:
        try:
            number = version("graduand")
        except PackageNotFoundError:
            number = "?"
        python = ".".join(map(str, sys.version_info[:3]))
        return Check("program", True, text("doctor.program", version=number, python=python, system=platform.system()))

    def _zones(self) -> Check:
        try:
            ZoneInfo("Europe/Berlin")
            zone = self._settings().zone
        except (ZoneInfoNotFoundError, Trouble):
            return Check("time-zones", False, text("doctor.zones.bad"), text("doctor.zones.advice"))
        return Check("time-zones", True, text("doctor.zones.good", zone=getattr(zone, "key", str(zone))))

    def _keeping(self) -> Check:
        from desktop.store.store import Store  # noqa: PLC0415 - SQLite only where it is asked for

        if not Store.exists(self._folder):
            return Check("store", None, text("doctor.store.none"))
        try:
            found = self._store().integrity()
        except Trouble as trouble:
            return Check("store", False, trouble.title, trouble.advice)
        if not found.sound:
            return Check("store", False, text("doctor.store.bad"), text("doctor.store.advice"))
        says = text(
            "doctor.store.good",
            version=found.version,
            series=found.rows["series"],
            plans=found.rows["plans"],
            backups=len(found.backups),
        )
        return Check("store", True, says)

    def _chosen(self) -> Check:
        try:
            file = self._file()
        except Trouble as trouble:
            return Check("settings", False, trouble.title, trouble.advice)
        if notices := file.notices():
            return Check("settings", False, notices[0].title, notices[0].advice)
        if aside := file.kept_aside():
            names = ", ".join(path.name for path in aside)
            return Check("settings", True, text("doctor.settings.aside", files=names))
        if not file.exists():
            return Check("settings", None, text("doctor.settings.none"))
        return Check("settings", True, text("doctor.settings.good"))

    def _region(self) -> Check:
        try:
            region = self._settings().region
        except Trouble:
            region = ""
        if not region:
            return Check("holidays", None, text("doctor.region.none"), text("doctor.region.advice"))
        from desktop.mentoring.absences import holidays_of  # noqa: PLC0415 - 15 MB that only this check needs here

        if not holidays_of(region, 2026):
            return Check("holidays", False, text("doctor.region.bad", region=region), text("doctor.region.advice"))
        return Check("holidays", True, text("doctor.region.good", region=region))

    def _screen(self) -> Check:
        if sys.platform != "linux":
            return Check("screen", None, text("doctor.screen.system"))
        if os.environ.get("WAYLAND_DISPLAY") or os.environ.get("DISPLAY"):
            return Check("screen", True, text("doctor.screen.good"))
        return Check("screen", False, text("doctor.screen.bad"), text("doctor.screen.advice"))

    def _tray(self) -> Check:
        if sys.platform != "linux":
            return Check("tray", None, text("doctor.tray.system"))
        if not os.environ.get("DBUS_SESSION_BUS_ADDRESS"):
            return Check("tray", False, text("doctor.tray.no-bus"), text("doctor.tray.advice"))
        return Check("tray", None, text("doctor.tray.unknown"))
