"""dunst on a private desktop: started with rules of the test's own, asked and pressed from outside."""

from __future__ import annotations

import json
import subprocess
from typing import Any

from tests.desktop.session import Desktop, wait_for

NAME = "org.freedesktop.Notifications"


def start_dunst(desktop: Desktop, press: str = "Not now") -> subprocess.Popen[bytes]:
    """A real daemon; its menu of actions is answered by a script that takes the line with `press`."""
    menu = desktop.place / "menu"
    menu.write_text(f"#!/bin/sh\ngrep '{press}' | head -n 1\n", encoding="utf-8")
    menu.chmod(0o700)
    rules = desktop.place / "dunstrc"
    rules.write_text(f"[global]\n dmenu = {menu}\n idle_threshold = 0\n", encoding="utf-8")
    daemon = desktop.start("dunst", "-conf", str(rules))
    wait_for(lambda: desktop.owns(NAME), "dunst")
    return daemon


def dunst(desktop: Desktop, *words: str) -> str:
    """One call of its remote control."""
    environment = {"PATH": "/usr/bin:/bin", **desktop.environment}
    return subprocess.run(["dunstctl", *words], env=environment, check=True, capture_output=True, text=True).stdout


def on_screen(desktop: Desktop) -> int:
    """How many notifications are shown."""
    return int(dunst(desktop, "count", "displayed"))


def said(desktop: Desktop) -> list[dict[str, Any]]:
    """Everything that left the screen, the newest first: `summary`, `body` and more, each as its plain value."""
    entries = json.loads(dunst(desktop, "history"))["data"][0]
    return [{name: value["data"] for name, value in entry.items()} for entry in entries]
