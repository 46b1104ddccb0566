"""The bus: calls, signals, names, and a bus that dies, hangs or is not there."""

from __future__ import annotations

import logging
import queue
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from jeepney import DBusAddress, message_bus, new_signal
from jeepney.io.blocking import open_dbus_connection

from integrations.session_bus import (
    ABSENT,
    LOST,
    TIMED_OUT,
    UNSENDABLE,
    Bus,
    Place,
    Reply,
    Signal,
    on_lock,
    on_sleep,
    session,
    system,
)
from tests.desktop.notification_service import NAME, Service
from tests.desktop.session import Desktop, private_desktop, wait_for
from tests.helpers.logfail import LogWatch

pytestmark = pytest.mark.desktop

DRIVER = Place("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus")
LOGIND = Place("org.freedesktop.login1", "/org/freedesktop/login1", "org.freedesktop.login1.Manager")
SCREEN = Place("org.gnome.ScreenSaver", "/org/gnome/ScreenSaver", "org.gnome.ScreenSaver")
NOTES = Place(NAME, "/org/freedesktop/Notifications", NAME)


@pytest.fixture
def desktop() -> Iterator[Desktop]:
    with private_desktop(panel=False) as one:
        yield one


@pytest.fixture
def address(desktop: Desktop) -> str:
    return desktop.environment["DBUS_SESSION_BUS_ADDRESS"]


@pytest.fixture
def bus(address: str) -> Iterator[Bus]:
    one = Bus(lambda: address)
    yield one
    one.close()
    assert "graduand-bus" not in [thread.name for thread in threading.enumerate()]


def announce(address: str, place: Place, member: str, value: bool) -> None:
    """A signal from a program that owns the name of the place."""
    with open_dbus_connection(address) as connection:
        connection.send_and_get_reply(message_bus.RequestName(place.name), timeout=5)
        connection.send(new_signal(DBusAddress(place.path, interface=place.interface), member, "b", (value,)))


def test_a_call_is_answered_on_the_threads_of_the_bus(bus: Bus) -> None:
    answers: queue.SimpleQueue[tuple[Reply, str]] = queue.SimpleQueue()
    bus.call(DRIVER, "ListNames", then=lambda reply: answers.put((reply, threading.current_thread().name)))
    reply, thread = answers.get(timeout=5)
    assert "org.freedesktop.DBus" in reply.values[0]
    assert (reply.error, thread) == ("", "graduand-bus")


def test_an_error_is_a_value(bus: Bus) -> None:
    assert bus.ask(NOTES, "GetCapabilities").error == "org.freedesktop.DBus.Error.ServiceUnknown"
    assert bus.ask(DRIVER, "NoSuchThing").error == "org.freedesktop.DBus.Error.UnknownMethod"


def test_values_that_do_not_fit_are_refused_and_the_line_stands(bus: Bus, expect_log: LogWatch) -> None:
    expect_log("cannot be written", logging.ERROR)
    assert bus.ask(DRIVER, "GetNameOwner", "u", ("no number",)).error == UNSENDABLE
    assert bus.ask(DRIVER, "ListNames").error == ""


def test_a_fault_in_what_is_called_does_not_cost_the_line(bus: Bus, expect_log: LogWatch) -> None:
    expect_log("unexpected", logging.ERROR)
    bus.call(DRIVER, "ListNames", then=lambda _: 1 // 0)
    assert bus.ask(DRIVER, "ListNames").error == ""


def test_a_partner_that_hangs_is_a_time_out_and_may_answer_late(address: str, bus: Bus) -> None:
    service = Service(address).start()
    try:
        service.mute.add("GetCapabilities")
        answers: list[str] = []
        bus.call(
            NOTES,
            "GetCapabilities",
            then=lambda reply: answers.append(reply.error),
            late=lambda reply: answers.append(f"late {reply.values[0][0]}"),
            seconds=1.0,
        )
        assert answers == [], "who calls does not wait for the answer"
        assert bus.ask(NOTES, "GetServerInformation", seconds=5.0).error == ""
        wait_for(lambda: answers == [TIMED_OUT], "the time-out")
        service.mute.clear()
        wait_for(lambda: answers == [TIMED_OUT, "late actions"], "the late answer")
        service.mute.add("GetCapabilities")
        assert bus.ask(NOTES, "GetCapabilities", seconds=0.1).error == TIMED_OUT
    finally:
        service.stop()


def test_the_owner_of_a_name_is_told_at_each_change(address: str, bus: Bus) -> None:
    owners: list[bool] = []
    stop = bus.watch(NAME, lambda owner: owners.append(bool(owner)))
    wait_for(lambda: owners == [False], "the first word")
    service = Service(address).start()
    wait_for(lambda: owners == [False, True], "the coming")
    service.stop()
    wait_for(lambda: owners == [False, True, False], "the going")
    stop()
    stop()
    bus.ask(DRIVER, "ListNames")
    Service(address).start().stop()
    bus.ask(DRIVER, "ListNames")
    assert len(owners) == 3


def test_everything_is_listened_for_again_after_the_bus_died(desktop: Desktop, address: str, bus: Bus) -> None:
    owners: list[bool] = []
    heard: list[bool] = []
    bus.watch(NAME, lambda owner: owners.append(bool(owner)))
    on_sleep(bus, heard.append)
    first = Service(address).start()
    wait_for(lambda: owners and owners[-1], "the service")
    first.stop()
    service = Service(address)
    service.mute.add("GetCapabilities")
    service.start()
    lost: list[str] = []
    bus.call(NOTES, "GetCapabilities", then=lambda reply: lost.append(reply.error), seconds=10)
    bus.ask(DRIVER, "ListNames")
    desktop.kill_bus()
    wait_for(lambda: lost == [LOST], "the loss")
    wait_for(lambda: owners[-1] is False, "the loss of the name")
    desktop.start_bus()
    again = Service(address).start()
    wait_for(lambda: owners[-1], "the name on the new bus")
    announce(address, LOGIND, "PrepareForSleep", True)
    wait_for(lambda: heard == [True], "the signal on the new bus")
    again.stop()


def test_sleep_and_lock_are_heard_from_those_who_may_say_so(address: str, bus: Bus) -> None:
    slept: list[bool] = []
    locked: list[bool] = []
    on_sleep(bus, slept.append)
    stop = on_lock(bus, locked.append)
    bus.ask(DRIVER, "ListNames")
    announce(address, replace(LOGIND, name="org.example.Somebody"), "PrepareForSleep", True)
    announce(address, LOGIND, "PrepareForSleep", False)
    announce(address, SCREEN, "ActiveChanged", True)
    wait_for(lambda: locked == [True], "the lock")
    assert slept == [False]
    stop()


def test_it_is_quiet_while_nothing_happens(bus: Bus) -> None:
    bus.watch(NAME, lambda _: None)
    bus.ask(DRIVER, "ListNames")
    time.sleep(0.1)
    before = switches()
    time.sleep(1.0)
    assert switches() - before <= 1


def switches() -> int:
    """How often the thread of the bus was woken so far."""
    (thread,) = [one for one in threading.enumerate() if one.name == "graduand-bus"]
    status = Path(f"/proc/self/task/{thread.native_id}/status").read_text(encoding="utf-8")
    return int(status.partition("\nvoluntary_ctxt_switches:")[2].split()[0])


# --- without a bus -------------------------------------------------------------------------------------


def test_no_bus_is_a_value(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", f"unix:path={tmp_path}/none")
    for one in (session(), system(), Bus(lambda: "tcp:host=localhost,port=1"), Bus(lambda: "rot")):
        owners: list[str] = []
        one.watch(NAME, owners.append)
        assert one.ask(DRIVER, "ListNames").error == ABSENT
        assert owners == [""]
        one.close()
        one.close()
        one.call(DRIVER, "ListNames", then=lambda _: pytest.fail("closed"))


def test_the_usual_place_is_found_without_a_variable(
    desktop: Desktop, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "bus").symlink_to(desktop.place / "bus")
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    one = session()
    assert one.ask(DRIVER, "ListNames").error == ""
    one.close()


@pytest.mark.parametrize("words", [b"", b"REJECTED\r\n", b"OK 1234\r\n", b"OK 1234\r\n" + b"rot" * 20])
def test_a_bus_that_hangs_or_talks_rot_blocks_nobody(tmp_path: Path, words: bytes) -> None:
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(tmp_path / "bus"))
        listening.listen()
        one = Bus(lambda: f"unix:path={tmp_path}/bus")
        errors: list[str] = []
        for _ in range(10):
            one.call(DRIVER, "ListNames", then=lambda reply: errors.append(reply.error), seconds=1.0)
        assert errors == [], "who calls does not wait for the answer"
        connection, _ = listening.accept()
        with connection:
            connection.recv(100)
            connection.sendall(words)
            if words:
                time.sleep(0.1)
            wait_for(lambda: len(errors) == 10, "all answers", patience=8)
        one.close()
    assert set(errors) <= {ABSENT, LOST, TIMED_OUT}


def test_nobody_may_wait_on_the_thread_of_the_bus(bus: Bus) -> None:
    raised: queue.SimpleQueue[str] = queue.SimpleQueue()

    def wait_there() -> None:
        try:
            bus.ask(DRIVER, "ListNames")
        except RuntimeError as error:
            raised.put(str(error))

    bus.run(wait_there)
    assert "itself" in raised.get(timeout=5)


def test_signals_name_who_said_what(address: str, bus: Bus) -> None:
    heard: list[Signal] = []
    bus.listen("org.example.Thing", "Rang", heard.append, path="/here")
    bus.ask(DRIVER, "ListNames")
    for path in ("/elsewhere", "/here"):
        announce(address, Place("org.example.Thing", path, "org.example.Thing"), "Rang", True)
    wait_for(lambda: heard, "the signal")
    (one,) = heard
    assert one.sender.startswith(":")
    assert (one.path, one.interface, one.member, one.values) == ("/here", "org.example.Thing", "Rang", (True,))
