"""D-Bus, as far as Graduand speaks it: one connection a bus.

A thread of its own connects, sends, receives and counts time-outs, so that no call ever blocks the
caller, whatever hangs at the other end. It sleeps until something comes. **What it is given to call,
it calls on that thread**: a window brings results home by a Qt signal.

No bus, a lost bus and a silent partner are values: a `Reply` with `error`. A lost connection is made
anew, and everything that was listened for is listened for again.
"""

from __future__ import annotations

import logging
import os
import queue
import selectors
import socket
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from integrations.session_bus.wire import GREETING, Answer, Place, Signal, Unsendable, Wire

PATIENCE = 2.0
"""Seconds that a call waits for its answer, unless it says otherwise."""

ABSENT = "graduand.Absent"
LOST = "graduand.Lost"
TIMED_OUT = "graduand.TimedOut"
UNSENDABLE = "graduand.Unsendable"
"""Errors of our own, beside those that the bus and its services name."""

_RETRIES = (0.2, 1.0, 5.0, 30.0, 60.0)
"""Seconds between attempts to find the bus again, while something is listened for."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Reply:
    """The answer to a call. A variant in `values` is a pair of signature and value."""

    values: tuple[Any, ...] = ()
    error: str = ""
    """The name of a D-Bus error, or one of this module's; empty for success."""


Answered = Callable[[Reply], None]
Stop = Callable[[], None]
"""Stops what was begun; may be called from any thread, more than once."""

_DRIVER = Place("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus")


@dataclass(slots=True)
class _Call:
    to: Place
    method: str
    signature: str
    body: tuple[Any, ...]
    then: Answered
    late: Answered | None
    deadline: float
    waited_for: bool = False
    """A thread stands still until it is answered."""
    over: bool = False
    """Its time is up, and the caller knows."""


@dataclass(eq=False, slots=True)
class _Listening:
    """What stays over reconnections: told at each beginning and end of a connection."""

    rule: str
    hears: Callable[[Signal], bool]
    heard: Callable[[Signal], None]
    began: Callable[[], None] = lambda: None
    ended: Callable[[], None] = lambda: None


def session() -> Bus:
    """The user's own bus."""
    return Bus(_session_address)


def system() -> Bus:
    """The machine's bus; absent in a Flatpak and in most containers."""
    return Bus(lambda: os.environ.get("DBUS_SYSTEM_BUS_ADDRESS") or "unix:path=/run/dbus/system_bus_socket")


class Bus:
    """One connection, made at the first use. Every method but `ask` returns at once."""

    def __init__(self, address: Callable[[], str]) -> None:
        """`address` gives the bus's D-Bus address, or "" where there is none; asked at every connecting."""
        self._address = address
        self._errands: deque[Callable[[], None]] = deque()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._closing = False
        self._alarm: socket.socket | None = None
        self._wire: Wire | None = None
        self._waiting: dict[int, _Call] = {}
        self._listening: list[_Listening] = []
        self._attempts = 0
        self._failed_at = self._next_attempt = 0.0

    # --- from any thread ------------------------------------------------------------------------

    def call(
        self,
        to: Place,
        method: str,
        signature: str = "",
        body: tuple[Any, ...] = (),
        *,
        then: Answered = lambda _: None,
        late: Answered | None = None,
        seconds: float = PATIENCE,
    ) -> None:
        """Call a method; `then` gets the one answer, which is an error after `seconds`.

        `late` gets what the partner answers after that all the same.
        """
        one = _Call(to, method, signature, body, then, late, time.monotonic() + seconds)
        self.run(lambda: self._send(one))

    def ask(
        self,
        to: Place,
        method: str,
        signature: str = "",
        body: tuple[Any, ...] = (),
        *,
        seconds: float = PATIENCE,
    ) -> Reply:
        """Call a method and wait for the answer: for worker threads, never for the one that draws."""
        if threading.current_thread() is self._thread:
            raise RuntimeError("the bus's own thread cannot wait for itself")
        answers: queue.SimpleQueue[Reply] = queue.SimpleQueue()
        deadline = time.monotonic() + seconds
        one = _Call(to, method, signature, body, answers.put, None, deadline, waited_for=True)
        if not self.run(lambda: self._send(one)):
            return Reply(error=LOST)
        try:
            return answers.get(timeout=seconds + 2 * GREETING)
        except queue.Empty:
            return Reply(error=TIMED_OUT)

    def listen(
        self, interface: str, member: str, heard: Callable[[Signal], None], *, sender: str = "", path: str = ""
    ) -> Stop:
        """Call `heard` for each such signal, over every reconnection, until it is stopped."""
        rule = f"type='signal',interface='{interface}',member='{member}'"
        rule += (f",sender='{sender}'" if sender else "") + (f",path='{path}'" if path else "")

        def hears(signal: Signal) -> bool:
            return (signal.interface, signal.member) == (interface, member) and path in ("", signal.path)

        return self._keep(_Listening(rule, hears, heard))

    def watch(self, name: str, changed: Callable[[str], None]) -> Stop:
        """Call `changed` with who owns `name` ("" for nobody, or no bus): once soon, then at each change."""
        last: list[str] = []

        def say(owner: str) -> None:
            if last != [owner]:
                last[:] = [owner]
                _carefully(changed, owner)

        def hears(signal: Signal) -> bool:
            return (signal.sender, signal.member, signal.values[:1]) == (_DRIVER.name, "NameOwnerChanged", (name,))

        def began() -> None:
            self._to_driver("GetNameOwner", "s", (name,), lambda got: say("" if got.error else str(got.values[0])))

        rule = f"type='signal',sender='{_DRIVER.name}',member='NameOwnerChanged',arg0='{name}'"
        return self._keep(_Listening(rule, hears, lambda signal: say(str(signal.values[2])), began, lambda: say("")))

    def close(self) -> None:
        """Send what is still to be sent, hang up, and call nobody any more. Safe to call twice."""
        with self._lock:
            if self._closing:
                return
            self._closing = True
            thread = self._thread
        self._wake()
        if thread is not None and thread is not threading.current_thread():
            thread.join(GREETING)

    # --- on the bus's own thread ------------------------------------------------------------------

    def run(self, errand: Callable[[], None]) -> bool:
        """Do something on the bus's own thread, where everything it calls runs too: so needs no locks.

        False once it is closed: then nothing is done.
        """
        with self._lock:
            if self._closing:
                return False
            self._errands.append(errand)
            if self._thread is None:
                self._alarm, woken = socket.socketpair()
                self._alarm.setblocking(False)
                self._thread = threading.Thread(target=self._serve, args=(woken,), name="graduand-bus", daemon=True)
                self._thread.start()
        self._wake()
        return True

    def _wake(self) -> None:
        if self._alarm is not None:
            try:
                self._alarm.send(b"\0")
            except OSError:
                _log.debug("the bus's thread is awake already, or gone")

    def _serve(self, woken: socket.socket) -> None:
        with woken, selectors.DefaultSelector() as self._selector:
            self._selector.register(woken, selectors.EVENT_READ)
            while True:
                closing = self._closing  # asked first: what was wanted before `close` is still carried out
                while self._errands:
                    self._errands.popleft()()
                if closing:
                    break
                for key, _ in self._selector.select(self._pause()):
                    if key.fileobj is woken:
                        woken.recv(4096)
                    else:
                        self._receive()
                self._expire()
                if self._wire is None and self._listening and time.monotonic() >= self._next_attempt:
                    self._connect()
            self._hang_up()
        if self._alarm is not None:
            self._alarm.close()

    def _pause(self) -> float | None:
        """Seconds until something is due by itself; None if nothing is."""
        if self._wire is None:
            due = [self._next_attempt] if self._listening else []
        else:
            due = [one.deadline for one in self._waiting.values() if not one.over]
        return max(0.0, min(due) - time.monotonic()) if due else None

    def _connect(self) -> None:
        try:
            self._wire = Wire.open(self._address())
        except (OSError, ImportError) as problem:
            _log.info("no bus: %s", type(problem))
            self._failed_at = time.monotonic()
            self._put_off()
            self._tell(began=False)
            return
        self._selector.register(self._wire.socket, selectors.EVENT_READ)
        self._to_driver("Hello", then=self._greeted)
        self._tell(began=True)

    def _put_off(self) -> None:
        self._next_attempt = time.monotonic() + _RETRIES[min(self._attempts, len(_RETRIES) - 1)]
        self._attempts += 1

    def _tell(self, *, began: bool) -> None:
        for one in list(self._listening):
            self._begin(one) if began else one.ended()

    def _begin(self, one: _Listening) -> None:
        self._to_driver("AddMatch", "s", (one.rule,))
        one.began()

    def _greeted(self, reply: Reply) -> None:
        if reply.error:
            self._hang_up()
        else:
            self._attempts = 0

    def _hang_up(self) -> None:
        wire, self._wire = self._wire, None
        if wire is None:
            return
        self._selector.unregister(wire.socket)
        wire.close()
        self._put_off()
        waiting, self._waiting = self._waiting, {}
        for one in waiting.values():
            if not one.over and (one.waited_for or not self._closing):
                _carefully(one.then, Reply(error=LOST))
        if not self._closing:
            self._tell(began=False)

    def _to_driver(
        self, method: str, signature: str = "", body: tuple[Any, ...] = (), then: Answered = lambda _: None
    ) -> None:
        if self._wire is not None:  # else it was lost a moment ago; at the next connecting all is said anew
            self._send_by(self._wire, _Call(_DRIVER, method, signature, body, then, None, time.monotonic() + PATIENCE))

    def _send(self, one: _Call) -> None:
        if self._wire is None and time.monotonic() - self._failed_at > _RETRIES[0]:
            self._connect()
        if self._wire is None:
            _carefully(one.then, Reply(error=ABSENT))
        else:
            self._send_by(self._wire, one)

    def _send_by(self, wire: Wire, one: _Call) -> None:
        try:
            self._waiting[wire.send(one.to, one.method, one.signature, one.body)] = one
        except Unsendable:
            _log.exception("a call that cannot be written")
            _carefully(one.then, Reply(error=UNSENDABLE))
        except OSError:
            self._hang_up()
            _carefully(one.then, Reply(error=LOST))

    def _expire(self) -> None:
        now = time.monotonic()
        for serial, one in list(self._waiting.items()):
            if one.deadline <= now and not one.over:
                one.over = True
                if one.late is None:
                    del self._waiting[serial]
                _carefully(one.then, Reply(error=TIMED_OUT))

    def _receive(self) -> None:
        wire = self._wire
        if wire is None:
            return
        try:
            heard = wire.receive()
        except OSError as problem:
            _log.info("the bus is lost: %s", type(problem))
            self._hang_up()
            return
        for one in heard:
            if isinstance(one, Answer):
                self._answer(one)
            else:
                self._announce(one)

    def _answer(self, answer: Answer) -> None:
        one = self._waiting.pop(answer.serial, None)
        answered = one and (one.late if one.over else one.then)
        if answered:
            _carefully(answered, Reply(answer.values, answer.error))

    def _announce(self, signal: Signal) -> None:
        for one in list(self._listening):
            if one.hears(signal):
                _carefully(one.heard, signal)

    def _keep(self, one: _Listening) -> Stop:
        def stop() -> None:
            self.run(lambda: self._unlisten(one))

        self.run(lambda: self._listen(one))
        return stop

    def _listen(self, one: _Listening) -> None:
        stands = self._wire is not None
        self._listening.append(one)
        if stands:
            self._begin(one)
        else:
            self._connect()  # which begins with all of them, or tells all that there is nothing

    def _unlisten(self, one: _Listening) -> None:
        if one in self._listening:
            self._listening.remove(one)
            if self._wire is not None:
                self._to_driver("RemoveMatch", "s", (one.rule,))


def _session_address() -> str:
    named = os.environ.get("DBUS_SESSION_BUS_ADDRESS", "")
    usual = f"{os.environ.get('XDG_RUNTIME_DIR', '')}/bus"
    return named or (f"unix:path={usual}" if usual != "/bus" else "")


def _carefully(called: Callable[[Any], None], value: object) -> None:
    """A fault in what is called must not cost the connection."""
    try:
        called(value)
    except Exception:  # noqa: BLE001 - logged
        _log.exception("unexpected, while an answer of the bus was taken")
