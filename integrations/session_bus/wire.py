"""One line to a D-Bus: the only import of jeepney, whose types end here."""

from __future__ import annotations

import socket
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jeepney import Message, Parser

GREETING = 1.0
"""Seconds within which a bus takes a new line."""

_SENDING = 2.0
_CHUNK = 65_536


class Unsendable(ValueError):
    """A call whose values do not fit its signature: a fault of the caller."""


@dataclass(frozen=True, slots=True)
class Place:
    """What a call goes to: a name on the bus, an object of it, and one of its interfaces."""

    name: str
    path: str
    interface: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back for the call with this serial. `error` is the name of a D-Bus error, or empty."""

    serial: int
    values: tuple[Any, ...]
    error: str


@dataclass(frozen=True, slots=True)
class Signal:
    """What somebody on the bus announced. `sender` is a unique name, the bus's own is its well-known one."""

    sender: str
    path: str
    interface: str
    member: str
    values: tuple[Any, ...]


class Wire:
    """Authenticated and ready for `Hello`. For one thread."""

    def __init__(self, line: socket.socket, parser: Parser) -> None:
        self.socket = line
        self._parser = parser
        self._serials = count(1)

    @classmethod
    def open(cls, address: str) -> Wire:
        """Connect to a D-Bus address. Raises OSError, or ImportError where this system knows no D-Bus.

        jeepney is loaded here, so that only the thread that talks waits for it (30 ms).
        """
        from jeepney import Parser
        from jeepney.auth import AuthenticationError
        from jeepney.bus import get_bus
        from jeepney.io.blocking import prep_socket

        try:
            line: socket.socket = prep_socket(get_bus(address), timeout=GREETING)
        except (AuthenticationError, RuntimeError, ValueError) as problem:
            raise ConnectionRefusedError("no such bus") from problem
        line.settimeout(_SENDING)
        return cls(line, Parser())

    def send(self, to: Place, method: str, signature: str, body: tuple[Any, ...]) -> int:
        """Send a call; its serial comes back with the answer. Raises Unsendable, OSError."""
        from jeepney import DBusAddress, new_method_call  # loaded by `open`

        serial = next(self._serials)
        address = DBusAddress(to.path, to.name, to.interface)
        try:
            words = new_method_call(address, method, signature or None, body).serialise(serial=serial)
        except Exception as problem:
            raise Unsendable(method) from problem
        self.socket.sendall(words)
        return serial

    def receive(self) -> list[Answer | Signal]:
        """What has come, when the socket says that something has. Raises OSError when the bus hung up or talks rot."""
        part = self.socket.recv(_CHUNK)
        if not part:
            raise ConnectionResetError
        heard = []
        try:
            self._parser.add_data(part)
            while (message := self._parser.get_next_message()) is not None:
                heard.append(_understood(message))
        except Exception as problem:
            raise ConnectionAbortedError("not D-Bus") from problem
        return [one for one in heard if one is not None]

    def close(self) -> None:
        """Hang up."""
        self.socket.close()


def _understood(message: Message) -> Answer | Signal | None:
    from jeepney import HeaderFields, MessageType  # loaded by `open`

    kind, fields, values = message.header.message_type, message.header.fields, tuple(message.body)
    if kind in (MessageType.method_return, MessageType.error):
        error = fields.get(HeaderFields.error_name, "unnamed") if kind is MessageType.error else ""
        return Answer(fields.get(HeaderFields.reply_serial, 0), values, error)
    if kind is MessageType.signal:
        return Signal(
            sender=fields.get(HeaderFields.sender, ""),
            path=fields.get(HeaderFields.path, ""),
            interface=fields.get(HeaderFields.interface, ""),
            member=fields.get(HeaderFields.member, ""),
            values=values,
        )
    return None  # a call to us: nothing here can be called
