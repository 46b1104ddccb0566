"""Quiet that the user asked the desktop for: known from those who tell, waited for, and nothing lost by it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import pytest

from integrations.session_bus import PATIENCE, Bus, do_not_disturb, on_do_not_disturb
from tests.desktop.dunst import NAME, dunst, start_dunst
from tests.desktop.notification_service import Service
from tests.desktop.session import Desktop, private_desktop, wait_for
from tests.desktop.xfce import set_quiet, start_notifyd

pytestmark = pytest.mark.desktop

BANNERS = ("org.gnome.desktop.notifications", "show-banners")
PORTAL = "org.freedesktop.portal.Desktop"


@pytest.fixture
def desktop() -> Iterator[Desktop]:
    with private_desktop(panel=False) as one:
        yield one


@pytest.fixture
def bus(desktop: Desktop) -> Iterator[Bus]:
    one = Bus(lambda: desktop.environment["DBUS_SESSION_BUS_ADDRESS"])
    yield one
    one.close()


@pytest.fixture
def service(desktop: Desktop) -> Iterator[Callable[..., Service]]:
    started: list[Service] = []

    def start(name: str = "Plasma", *also: str, mute: str = "") -> Service:
        one = Service(desktop.environment["DBUS_SESSION_BUS_ADDRESS"], name=name, also=also)
        one.mute |= set(mute.split())
        started.append(one.start())
        return one

    yield start
    for one in started:
        one.mute.clear()
        one.stop()


@pytest.fixture
def changes(bus: Bus) -> Iterator[list[float]]:
    """When something was announced."""
    heard: list[float] = []
    stop = on_do_not_disturb(bus, lambda: heard.append(time.monotonic()))
    yield heard
    stop()


def test_dunst_is_paused(desktop: Desktop, bus: Bus, changes: list[float]) -> None:
    start_dunst(desktop)
    assert not do_not_disturb(bus)
    dunst(desktop, "set-paused", "true")
    wait_for(lambda: changes, "the news")
    assert do_not_disturb(bus)
    dunst(desktop, "set-paused", "false")
    assert not do_not_disturb(bus)


def test_xfce_is_asked_for_quiet(desktop: Desktop, bus: Bus, changes: list[float]) -> None:
    start_notifyd(desktop)
    assert not do_not_disturb(bus)
    set_quiet(desktop, True)
    wait_for(lambda: changes, "the news")
    assert do_not_disturb(bus)
    set_quiet(desktop, False)
    assert not do_not_disturb(bus)


def test_the_switch_of_a_daemon_that_does_not_run_counts_for_nothing(desktop: Desktop, bus: Bus) -> None:
    set_quiet(desktop, True)
    start_dunst(desktop)
    assert desktop.owns("org.xfce.Xfconf")
    assert not do_not_disturb(bus)


def test_plasma_is_inhibited(bus: Bus, service: Callable[..., Service], changes: list[float]) -> None:
    plasma = service()
    assert not do_not_disturb(bus), "it has no such property"
    plasma.change(NAME, "Inhibited", False)
    wait_for(lambda: len(changes) == 1, "the news")
    assert not do_not_disturb(bus)
    plasma.change(NAME, "Inhibited", True)
    wait_for(lambda: len(changes) == 2, "the news")
    assert do_not_disturb(bus)


def test_gnome_shows_no_banners(bus: Bus, service: Callable[..., Service], changes: list[float]) -> None:
    gnome = service("gnome-shell", PORTAL)
    assert not do_not_disturb(bus), "most portals keep it to themselves"
    gnome.choose(*BANNERS, False)
    wait_for(lambda: changes, "the news")
    assert do_not_disturb(bus)
    gnome.choose(*BANNERS, True)
    assert not do_not_disturb(bus)


def test_other_changes_are_no_news(bus: Bus, service: Callable[..., Service], changes: list[float]) -> None:
    plasma = service("Plasma", PORTAL)
    plasma.change("org.dunstproject.cmd0", "displayedLength", True)
    plasma.choose("org.gnome.desktop.interface", "enable-animations", True)
    plasma.change(NAME, "Inhibited", True)
    wait_for(lambda: changes, "the one that counts")
    assert len(changes) == 1


def test_nobody_and_nonsense_mean_no_quiet(bus: Bus, service: Callable[..., Service]) -> None:
    assert not do_not_disturb(bus)
    service("dunst").values["org.dunstproject.cmd0", "paused"] = 7  # type: ignore[assignment] # nonsense
    assert not do_not_disturb(bus)


@pytest.mark.parametrize("mute", ["GetServerInformation", "Get"])
def test_a_service_that_hangs_is_waited_for_a_moment(bus: Bus, service: Callable[..., Service], mute: str) -> None:
    service("dunst", mute=mute)
    assert not do_not_disturb(bus), "it is not waited for any longer"


def test_a_bus_that_was_closed_keeps_nobody(desktop: Desktop) -> None:
    one = Bus(lambda: desktop.environment["DBUS_SESSION_BUS_ADDRESS"])
    one.close()
    before = time.perf_counter()
    assert not do_not_disturb(one)
    assert time.perf_counter() - before < PATIENCE, "nobody is waited for"
