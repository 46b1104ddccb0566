"""What this installation can do, a line a check. The report carries no titles, names or addresses."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from integrations.errors import Trouble
from integrations.notifications.plain import one_line
from integrations.session_bus import Place, session
from resources.texts import text

if TYPE_CHECKING:
    from desktop.mentoring.mentorship import Settings
    from desktop.services.accounts import Accounts, AccountState
    from desktop.services.settings_file import SettingsFile
    from desktop.store.store import Store
    from integrations.session_bus import Bus

_DRIVER = Place("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus")
_WATCHER = Place("org.kde.StatusNotifierWatcher", "/StatusNotifierWatcher", "org.kde.StatusNotifierWatcher")
_PROPERTIES = "org.freedesktop.DBus.Properties"
_SECRETS = Place("org.freedesktop.secrets", "/org/freedesktop/secrets/aliases/default", _PROPERTIES)
_COLLECTION = "org.freedesktop.Secret.Collection"


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
        accounts: Callable[[], Accounts],
    ) -> None:
        self._folder = folder
        self._store = store
        self._file = file
        self._settings = settings
        self._accounts = accounts

    def report(self) -> tuple[Check, ...]:
        """All checks, in a fixed order."""
        own = (self._program(), self._zones(), self._keeping(), self._chosen())
        return (*own, self._region(), *self._connected(), self._screen(), *_session())

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
        from desktop.store.store import Store  # SQLite only where it is asked for

        if self._folder.is_file():
            trouble = Trouble("store-not-a-folder", str(self._folder))
            return Check("store", False, trouble.title, trouble.advice)
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
        from desktop.mentoring.absences import holidays_of  # 15 MB that only this check needs here

        if not holidays_of(region, 2026):
            return Check("holidays", False, text("doctor.region.bad", region=region), text("doctor.region.advice"))
        return Check("holidays", True, text("doctor.region.good", region=region))

    def _connected(self) -> tuple[Check, Check]:
        """Accounts, counted, and the keyring that they need."""
        from desktop.store.store import Store

        try:
            found = self._accounts().all() if Store.exists(self._folder) else ()
        except Trouble as trouble:
            accounts = Check("accounts", False, trouble.title, trouble.advice)
            return accounts, self._keyring(needed=True)
        return _accounts(found), self._keyring(needed=bool(found))

    def _keyring(self, *, needed: bool) -> Check:
        try:
            name = self._accounts().keyring()
        except Trouble as trouble:
            return Check("keyring", False if needed else None, trouble.title, trouble.advice)
        if name == "SecretService" and _is_locked():
            advice = text("doctor.keyring.advice") if needed else ""
            return Check("keyring", None, text("doctor.keyring.locked", name=name), advice)
        return Check("keyring", True, text("doctor.keyring.good", name=name))

    def _screen(self) -> Check:
        if sys.platform != "linux":
            return Check("screen", None, text("doctor.screen.system"))
        if os.environ.get("WAYLAND_DISPLAY") or os.environ.get("DISPLAY"):
            return Check("screen", True, text("doctor.screen.good"))
        return Check("screen", False, text("doctor.screen.bad"), text("doctor.screen.advice"))


def _accounts(found: tuple[AccountState, ...]) -> Check:
    """How many there are and how they stand, by codes alone."""
    if not found:
        return Check("accounts", None, text("doctor.accounts.none"))
    ill = [one.trouble.code for one in found if one.trouble]
    if ill:
        says = text("doctor.accounts.trouble", n=len(found), codes=", ".join(sorted(ill)))
        return Check("accounts", False, says, text("doctor.accounts.advice"))
    elsewhere = any(one.endpoint for one in found)
    return Check("accounts", True, text("doctor.accounts.test" if elsewhere else "doctor.accounts.good", n=len(found)))


def _is_locked() -> bool:
    """Whether the default keyring waits for its password; asked over the bus, since the keyring itself would ask."""
    bus = session()
    try:
        return bus.ask(_SECRETS, "Get", "ss", (_COLLECTION, "Locked")).values[:1] == (("b", True),)
    finally:
        bus.close()


def _session() -> tuple[Check, Check]:
    """Tray and notifications, asked over the session bus; without Qt, and within seconds whatever hangs."""
    if sys.platform != "linux":
        says = text("doctor.tray.system"), text("doctor.notifications.system")
        return Check("tray", None, says[0]), Check("notifications", None, says[1])
    bus = session()
    try:
        return _tray(bus), _notifications(bus)
    finally:
        bus.close()


def _tray(bus: Bus) -> Check:
    owned = bus.ask(_DRIVER, "NameHasOwner", "s", (_WATCHER.name,))
    if owned.error:
        return Check("tray", False, text("doctor.tray.no-bus"), text("doctor.tray.advice"))
    if not owned.values[0]:
        return Check("tray", None, text("doctor.tray.none"), text("doctor.tray.advice"))
    shown = bus.ask(
        replace(_WATCHER, interface=_PROPERTIES), "Get", "ss", (_WATCHER.interface, "IsStatusNotifierHostRegistered")
    )
    if shown.values[:1] == (("b", True),):
        return Check("tray", True, text("doctor.tray.good"))
    return Check("tray", False, text("doctor.tray.unseen"), text("doctor.tray.advice"))


def _notifications(bus: Bus) -> Check:
    from integrations.notifications.freedesktop import SERVICE, Server

    owned = bus.ask(_DRIVER, "NameHasOwner", "s", (SERVICE.name,))
    advice = text("doctor.notifications.advice")
    if owned.error:
        return Check("notifications", False, text("doctor.notifications.no-bus"), advice)
    if not owned.values[0] and SERVICE.name not in _startable(bus):
        return Check("notifications", None, text("doctor.notifications.none"), advice)
    about, can = bus.ask(SERVICE, "GetServerInformation"), bus.ask(SERVICE, "GetCapabilities")
    if about.error or can.error or not about.values or not can.values:
        return Check("notifications", False, text("doctor.notifications.silent"), advice)
    name = one_line(str(about.values[0]))
    buttons = Server.described(about.values[0], can.values[0]).actions
    says = text("doctor.notifications.buttons" if buttons else "doctor.notifications.plain", name=name)
    return Check("notifications", True, says)


def _startable(bus: Bus) -> tuple[str, ...]:
    """The names of services that the bus starts when they are called."""
    names = bus.ask(_DRIVER, "ListActivatableNames")
    return tuple(names.values[0]) if not names.error else ()
