"""No test talks to the network: sockets reach this machine or nothing.

An audit hook sees every connection that Python makes in this process, whichever library asks for
it. Programs that a test starts are not seen; they get no proxy and no account to talk with.
"""

from __future__ import annotations

import sys
from ipaddress import ip_address

attempts: list[str] = []
"""What was tried since the list was last emptied; a test that swallows the error fails all the same."""

_EVENTS = frozenset({"socket.connect", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo", "socket.gethostbyname"})
_installed: list[bool] = []


class NetworkRefusedError(OSError):
    """A test tried to reach beyond this machine."""


def _is_here(host: object) -> bool:
    if host is None or host in ("", "localhost", b"localhost"):
        return True
    name = host.decode("ascii", "replace") if isinstance(host, bytes) else str(host)
    try:
        return ip_address(name.partition("%")[0]).is_loopback
    except ValueError:
        return False


def _host(event: str, args: tuple[object, ...]) -> object:
    if event in ("socket.getaddrinfo", "socket.gethostbyname"):
        return args[0]
    address = args[1]
    if not isinstance(address, tuple):  # AF_UNIX has a path, sendmsg on a connected socket has None
        return None
    return address[0]


def _watch(event: str, args: tuple[object, ...]) -> None:
    if event in _EVENTS and not _is_here(_host(event, args)):
        attempts.append(f"{event} {_host(event, args)}")
        raise NetworkRefusedError(f"tests have no network: {event} {_host(event, args)}")


def refuse() -> None:
    """From now on, for this process: an audit hook cannot be taken out again."""
    if not _installed:
        _installed.append(True)
        sys.addaudithook(_watch)
