"""A notification service for tests, on the wire: answers as it is told to, late, wrongly or not at all."""

from __future__ import annotations

import threading
from contextlib import closing
from typing import Any

from jeepney import (
    DBusAddress,
    HeaderFields,
    Message,
    MessageType,
    message_bus,
    new_error,
    new_method_return,
    new_signal,
)
from jeepney.io.blocking import open_dbus_connection

NAME = "org.freedesktop.Notifications"
_HERE = DBusAddress("/org/freedesktop/Notifications", NAME, NAME)
_PROPERTIES = DBusAddress("/org/freedesktop/Notifications", NAME, "org.freedesktop.DBus.Properties")
_SETTINGS = DBusAddress("/org/freedesktop/portal/desktop", interface="org.freedesktop.portal.Settings")
_BLINK = 0.02


class Service:
    """Owns the name from `start` to `stop`, on a thread and a connection of its own."""

    def __init__(
        self,
        address: str,
        *,
        capabilities: tuple[str, ...] = ("actions", "body"),
        name: str = "test",
        also: tuple[str, ...] = (),
    ) -> None:
        """`also` are names that it owns besides."""
        self._address = address
        self._names = (NAME, *also)
        self._capabilities = list(capabilities)
        self._name = name
        self.mute: set[str] = set()
        """Methods that are not answered. Once they leave the set, those that wait are."""
        self.values: dict[tuple[str, str], bool] = {}
        """Its properties by interface and name, and the portal's settings by namespace and key."""
        self.shown: dict[int, tuple[Any, ...]] = {}
        self.calls: list[str] = []
        self._number = 0
        self._held: list[Message] = []
        self._signals: list[Message] = []
        self._over = threading.Event()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._serve)

    def start(self) -> Service:
        self._thread.start()
        assert self._ready.wait(5)
        return self

    @property
    def asked(self) -> bool:
        """Whether somebody waits for an answer."""
        return bool(self._held)

    def stop(self) -> None:
        self._over.set()
        self._thread.join(5)

    def press(self, number: int, action: str) -> None:
        """As if the user pressed a button."""
        self._signals.append(new_signal(_HERE, "ActionInvoked", "us", (number, action)))

    def permit(self, number: int, token: str) -> None:
        """As a compositor does before a press."""
        self._signals.append(new_signal(_HERE, "ActivationToken", "us", (number, token)))

    def change(self, interface: str, name: str, value: bool) -> None:
        """A property gets a value, and everybody is told."""
        self.values[interface, name] = value
        self._signals.append(
            new_signal(_PROPERTIES, "PropertiesChanged", "sa{sv}as", (interface, {name: ("b", value)}, []))
        )

    def choose(self, namespace: str, key: str, value: bool) -> None:
        """A setting gets a value, and everybody is told."""
        self.values[namespace, key] = value
        self._signals.append(new_signal(_SETTINGS, "SettingChanged", "ssv", (namespace, key, ("b", value))))

    def dismiss(self, number: int, reason: int = 2) -> None:
        """As if the user sent it away."""
        self.shown.pop(number, None)
        self._signals.append(new_signal(_HERE, "NotificationClosed", "uu", (number, reason)))

    def _serve(self) -> None:
        with closing(open_dbus_connection(self._address)) as connection:
            for name in self._names:
                connection.send_and_get_reply(message_bus.RequestName(name), timeout=5)
            self._ready.set()
            while not self._over.is_set():
                try:
                    heard = [connection.receive(timeout=_BLINK)]
                except TimeoutError:
                    heard = []
                except ConnectionError:  # the bus died
                    return
                held, self._held = self._held, []
                for message in held + heard:
                    if message.header.message_type is MessageType.method_call:
                        self._answer(connection, message)
                while self._signals:
                    connection.send(self._signals.pop(0))

    def _answer(self, connection: Any, call: Message) -> None:
        method = call.header.fields[HeaderFields.member]
        if method in self.mute:
            self._held.append(call)
            return
        self.calls.append(method)
        if method == "GetServerInformation":
            connection.send(new_method_return(call, "ssss", (self._name, "tests", "1", "1.2")))
        elif method == "GetCapabilities":
            connection.send(new_method_return(call, "as", (self._capabilities,)))
        elif method == "Notify":
            connection.send(new_method_return(call, "u", (self._notify(call.body),)))
        elif method in ("Get", "Read") and call.body in self.values:
            value: Any = ("b", self.values[call.body])
            connection.send(new_method_return(call, "v", (value if method == "Get" else ("v", value),)))
        elif method == "CloseNotification":
            self.shown.pop(call.body[0], None)
            connection.send(new_method_return(call))
        else:
            connection.send(new_error(call, "org.freedesktop.DBus.Error.UnknownMethod"))

    def _notify(self, arguments: tuple[Any, ...]) -> int:
        number = arguments[1] if arguments[1] in self.shown else self._number + 1
        self._number = max(self._number, number)
        self.shown[number] = arguments
        return int(number)
