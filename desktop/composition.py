"""The composition root: the one place that knows every part and passes it down. Free of Qt.

The command line and `desktop/ui/app.py` both start here. Parts come to life when they are first used, so that a look
at a file opens no store, and a start opens nothing before the tray is up.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterable, Mapping
from datetime import tzinfo
from functools import cached_property
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING

from desktop.services.clock import Clock, system_clock
from integrations.paths import data_dir as place_of_data

if TYPE_CHECKING:
    from desktop.services.accounts import Accounts
    from desktop.services.doctor import Doctor
    from desktop.services.importing import Importing
    from desktop.services.kits import Kits
    from desktop.services.letters import Letters
    from desktop.services.reminders import Reminders
    from desktop.services.review import Reviewing
    from desktop.services.settings_file import SettingsFile
    from desktop.services.stories import Stories
    from desktop.services.syncing import Syncing
    from desktop.services.transition import Transitions
    from desktop.store.store import Store
    from integrations.autostart import Autostart
    from integrations.calendars.port import CalendarSource
    from integrations.errors import Trouble


class Graduand:
    """All use cases over one store."""

    def __init__(
        self, data_dir: Path | None, clock: Clock, zone: tzinfo | None, region: str, me: Iterable[str]
    ) -> None:
        from desktop.services.preferences import Asked

        self._data_dir = data_dir
        self.clock = clock
        self._asked = Asked(zone, region, frozenset(address.lower() for address in me))
        self._lock = RLock()
        self._store: Store | None = None

    @cached_property
    def folder(self) -> Path:
        """Where everything of the user's is kept. It need not exist."""
        return place_of_data(self._data_dir)

    @property
    def store(self) -> Store:
        """The store, opened (and made where there is none) at the first use. Raises Trouble."""
        with self._lock:
            if self._store is None:
                from desktop.store.store import Store

                self._store = self._opened(Store.open(self.folder))
            return self._store

    def _opened(self, store: Store) -> Store:
        """The store, after its former settings have moved to their file."""
        from desktop.services.moving_settings import move_settings

        try:
            move_settings(store, self._file)
        except BaseException:
            store.close()
            raise
        return store

    @property
    def settings(self) -> SettingsFile:
        """What the user chose. Raises Trouble where an older store, which may hold it, cannot be opened."""
        from desktop.store.store import Store

        if not self._file.exists() and Store.exists(self.folder):
            _ = self.store  # what it held moves into the file
        return self._file

    @cached_property
    def autostart(self) -> Autostart:
        """Whether this program, over this folder, starts at login."""
        from integrations import session_bus
        from integrations.autostart import autostart
        from resources.texts import text

        program = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "desktop"]
        elsewhere = [] if self.folder == place_of_data(None, {}) else ["--data-dir", str(self.folder)]
        return autostart(
            [*program, *elsewhere],
            session_bus.session(),
            title=text("common.app"),
            reason=text("settings.start.at-login.reason"),
        )

    def notices(self) -> tuple[Trouble, ...]:
        """What is to be said about the settings that were used; nothing where none were."""
        return self._file.notices() if "_file" in self.__dict__ else ()

    @cached_property
    def _file(self) -> SettingsFile:
        from desktop.services.settings_file import SettingsFile

        return SettingsFile(self.folder)

    @property
    def zone(self) -> tzinfo:
        """The user's time zone."""
        return self.reviewing.settings().zone

    @cached_property
    def reviewing(self) -> Reviewing:
        """Looks, and the user's own words."""
        from desktop.services.review import Reviewing

        return Reviewing(lambda: self.store, lambda: self.settings, self._asked, self.clock)

    @cached_property
    def transitions(self) -> Transitions:
        """Plans."""
        from desktop.services.transition import Transitions

        def source(account: str) -> CalendarSource:
            return self.accounts.source(account)  # the accounts are loaded when a plan first wants one

        return Transitions(self.reviewing, self.clock, source=source)

    @cached_property
    def importing(self) -> Importing:
        """Files into the store."""
        return self.reviewing.importing_with(self.transitions)

    @cached_property
    def accounts(self) -> Accounts:
        """Accounts of calendars that live elsewhere."""
        from desktop.services.accounts import Accounts

        return Accounts(lambda: self.store, self.clock)

    @cached_property
    def syncing(self) -> Syncing:
        """Keeping in step with the accounts."""
        from desktop.services.syncing import Sources, Syncing

        sources = Sources(self.accounts.source, lambda account: self.accounts.client(account).sent.total())
        return Syncing(lambda: self.reviewing.keeping_with(self.transitions), sources, self.clock)

    @cached_property
    def reminders(self) -> Reminders:
        """What should be shown now, and "not now"."""
        from desktop.services.reminders import Reminders

        return Reminders(self.reviewing, self.transitions, self.clock)

    @cached_property
    def stories(self) -> Stories:
        """What the user writes along the way, and wizards that are half-way."""
        from desktop.services.stories import Stories

        return Stories(lambda: self.store, self.clock)

    @cached_property
    def kits(self) -> Kits:
        """Closing kits of programmes."""
        from desktop.services.kits import Kits

        return Kits(self.reviewing, self.stories)

    @cached_property
    def letters(self) -> Letters:
        """Texts for people, and the user's own versions of them."""
        from desktop.services.letters import Letters

        return Letters(self.folder)

    @cached_property
    def doctor(self) -> Doctor:
        """Checks."""
        from desktop.services.doctor import Doctor

        return Doctor(
            self.folder, lambda: self.store, lambda: self.settings, self.reviewing.settings, lambda: self.accounts
        )

    def close(self) -> None:
        """Let go of the store."""
        if "accounts" in self.__dict__:
            self.accounts.close()
        with self._lock:
            if self._store is not None:
                self._store.close()
                self._store = None


def calm_collector() -> None:
    """Let Python's collector run seldom, and not over what is loaded for good.

    A look at a calendar makes tens of thousands of values that all live to its end: at the usual thresholds a fifth
    of the time goes into searching them for cycles that are not there.
    """
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)


def check_environment(environment: Mapping[str, str] = os.environ) -> None:
    """Raises `Trouble` where the environment names an address that nothing may be sent to, before anything starts."""
    if any(name.startswith("GRADUAND_GOOGLE_") for name in environment):
        from integrations.calendars.google.endpoints import endpoints_from

        endpoints_from(environment)


def build(
    data_dir: Path | None = None,
    *,
    clock: Clock | None = None,
    zone: tzinfo | None = None,
    region: str = "",
    me: Iterable[str] = (),
) -> Graduand:
    """Everything over the store in `data_dir`, else GRADUAND_DATA_DIR, else the platform's place.

    `zone`, `region` and `me` outweigh what is stored. Nothing is opened or made before it is used.
    """
    return Graduand(data_dir, clock or system_clock, zone, region, me)
