"""Xfce's own notification service on a private desktop: GTK windows with real buttons."""

from __future__ import annotations

import subprocess
from pathlib import Path

from tests.desktop.dunst import NAME
from tests.desktop.session import Desktop, wait_for

SETTING = ("xfce4-notifyd", "/do-not-disturb")


def start_notifyd(desktop: Desktop) -> subprocess.Popen[bytes]:
    """The daemon. Its buttons can be pressed through a screen reader that was there before it."""
    (program,) = Path("/usr/lib").glob("*/xfce4/notifyd/xfce4-notifyd")
    daemon = desktop.start(str(program))
    wait_for(lambda: desktop.owns(NAME), "xfce4-notifyd")
    return daemon


def set_quiet(desktop: Desktop, quiet: bool) -> None:
    """Its own switch, as the panel's bell turns it."""
    channel, name = SETTING
    words = ("xfconf-query", "-c", channel, "-p", name, "-n", "-t", "bool", "-s", str(quiet).lower())
    assert desktop.start(*words).wait(10) == 0
