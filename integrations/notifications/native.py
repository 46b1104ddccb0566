"""Notifications of Windows (toasts) and macOS (Notification Center), by the library desktop-notifier.

The library needs a running asyncio loop, so it gets one in a thread of its own; it is loaded there,
at the first notification. On macOS it shows something only from a signed bundle; elsewhere it stands
in for itself without a word, which is noticed by its having no capabilities.
"""

from __future__ import annotations

import asyncio
import importlib
import logging
import threading
from collections import defaultdict
from collections.abc import Callable, Coroutine
from typing import Any

from integrations.notifications.plain import one_line, paragraph
from integrations.notifications.port import Closed, Events, Notification

PATIENCE = 10.0
"""Seconds that the system may take. macOS asks the user for permission at the first time; that is waited for."""

_log = logging.getLogger(__name__)


def _library() -> Any:
    return importlib.import_module("desktop_notifier")


class Native:
    """The adapter. One for the life of the program."""

    name = "native"

    def __init__(self, events: Events, *, library: Callable[[], Any] = _library, patience: float = PATIENCE) -> None:
        self._events = events
        self._library = library
        self._patience = patience
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._notifier: Any = None
        self._can: frozenset[str] = frozenset()
        self._numbers: dict[str, str] = {}
        """The library's own id of what is on the screen, by identity."""
        self._turns: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        """One thing at a time for one identity, or the older of two might stay."""

    def show(self, notification: Notification) -> None:
        """Show it, after what is there with its identity was taken away."""
        self._start(self._show(notification))

    def withdraw(self, identity: str) -> None:
        """Take it off the screen."""
        if self._loop is not None:
            self._start(self._clear(identity))

    def close(self) -> None:
        """End the thread."""
        if self._loop is not None and self._thread is not None:
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join(1.0)
            self._loop = None

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        if self._loop is None:
            self._loop = asyncio.new_event_loop()
            self._thread = threading.Thread(target=self._serve, args=(self._loop,), name="graduand-native", daemon=True)
            self._thread.start()
        asyncio.run_coroutine_threadsafe(work, self._loop)

    def _serve(self, loop: asyncio.AbstractEventLoop) -> None:
        asyncio.set_event_loop(loop)
        loop.run_forever()
        for task in asyncio.all_tasks(loop):
            task.cancel()
            loop.run_until_complete(asyncio.gather(task, return_exceptions=True))
        loop.close()

    async def _show(self, notification: Notification) -> None:
        identity = notification.identity
        try:
            async with self._turns[identity], asyncio.timeout(self._patience):
                await self._take_down(identity)
                why = await self._send(notification)
        except TimeoutError:
            why = "time"
        except Exception as problem:  # noqa: BLE001 - the library raises what the system's own interface raises
            _log.info("the system shows nothing: %s", type(problem))
            why = "system"
        if why:
            self._events.refused(identity, why)
        else:
            self._events.shown(identity)

    async def _send(self, notification: Notification) -> str:
        """Why it was refused; empty if it is shown."""
        library = self._library()
        if self._notifier is None:
            self._notifier = library.DesktopNotifier(app_name="Graduand", app_icon=None)
            self._can = frozenset(one.name for one in await self._notifier.get_capabilities())
        if "TITLE" not in self._can:
            return "missing"
        if not await self._notifier.request_authorisation():
            return "permission"
        identity = notification.identity
        self._numbers[identity] = await self._notifier.send(
            title=one_line(notification.title),
            message=paragraph(notification.body),
            buttons=self._buttons(library, notification),
            on_clicked=self._pressed(identity, notification.actions[0][0]) if notification.actions else None,
            on_dismissed=lambda: self._dismissed(identity),
        )
        return ""

    def _buttons(self, library: Any, notification: Notification) -> tuple[Any, ...]:
        if "BUTTONS" not in self._can:
            return ()
        identity = notification.identity
        return tuple(
            library.Button(title=one_line(label), on_pressed=self._pressed(identity, action))
            for action, label in notification.actions
        )

    async def _clear(self, identity: str) -> None:
        async with self._turns[identity]:
            await self._take_down(identity)

    async def _take_down(self, identity: str) -> None:
        number = self._numbers.pop(identity, None)
        if number is not None and self._notifier is not None:
            await self._notifier.clear(number)

    def _pressed(self, identity: str, action: str) -> Callable[[], None]:
        return lambda: self._acted(identity, action)

    def _acted(self, identity: str, action: str) -> None:
        if self._numbers.pop(identity, None) is not None:
            self._events.acted(identity, action)

    def _dismissed(self, identity: str) -> None:
        if self._numbers.pop(identity, None) is not None:
            self._events.closed(identity, Closed.DISMISSED)
