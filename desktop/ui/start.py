"""Starting the tray app. Imports nothing of Qt until it is sure that no other Graduand runs already."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.ui import single_instance
from desktop.ui.single_instance import CHOOSE, QUIT, Request
from integrations import paths

if TYPE_CHECKING:
    from datetime import datetime, tzinfo


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the command line asks of the app. `clock` gives aware times; None: the system's clock and zone."""

    files: tuple[Path, ...] = ()
    background: bool = False
    choose: bool = False
    """Let the user choose calendar files at once."""
    quit: bool = False
    """End the one that runs, and start nothing."""
    demo: bool = False
    data_dir: Path | None = None
    clock: Callable[[], datetime] | None = None
    zone: tzinfo | None = None
    region: str = ""
    me: tuple[str, ...] = ()
    verbosity: int = 0


def plain_wishes(words: Sequence[str], environment: Mapping[str, str] = os.environ) -> Wishes | None:
    """What a start by menu or login asks for: no word, `--background` or `--data-dir DIR`. None for all others.

    They are for the parser, which knows every call and its texts: a seventh of the time until the icon is up. So is a
    start of which the environment says more than where the store is.
    """
    if any(name.startswith("GRADUAND_") and name != paths.VARIABLE for name in environment):
        return None
    wishes, left = Wishes(), list(words)
    while left:
        match left:
            case ["--background", *rest]:
                wishes, left = replace(wishes, background=True), rest
            case ["--data-dir", folder, *rest] if not folder.startswith("-"):
                wishes, left = replace(wishes, data_dir=Path(folder)), rest
            case _:
                return None
    return wishes


def start(wishes: Wishes) -> int:
    """Run the app, or raise the one that runs already over the same store. Returns the exit code."""
    if wishes.demo:
        return _demo(wishes)
    return _start(wishes, paths.data_dir(wishes.data_dir))


def _demo(wishes: Wishes) -> int:
    import shutil  # only for the demo
    import tempfile  # only for the demo

    folder = Path(tempfile.mkdtemp(prefix="graduand-demo-"))
    try:
        return _start(wishes, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def missing_display(environment: Mapping[str, str] = os.environ) -> tuple[str, str] | None:
    """What keeps Qt from showing anything, as the code of a Trouble and its subject; None where nothing is known to.

    Qt ends the whole process then, without a word that helps; so look first. How a display is reached: libxcb's
    documentation of xcb_parse_display, and the Wayland protocol's wl_display_connect.
    """
    named = environment.get("DISPLAY", ""), environment.get("WAYLAND_DISPLAY", "")
    if not sys.platform.startswith("linux") or environment.get("QT_QPA_PLATFORM"):
        return None
    if not any(named):
        return "ui-no-display", ""
    if _wayland_answers(named[1], environment.get("XDG_RUNTIME_DIR", "")) or _x_answers(named[0]):
        return None
    return "ui-display-silent", " ".join(filter(None, named))


def _wayland_answers(name: str, runtime: str) -> bool:
    return bool(name) and Path(runtime, name).exists()


def _x_answers(name: str) -> bool:
    """A display of another machine, or one that is named in a way of its own, is left to Qt."""
    number = name.removeprefix("unix").partition(".")[0].removeprefix(":")
    if not number.isdecimal():
        return bool(name)
    socket = f"/tmp/.X11-unix/X{number}"
    if Path(socket).exists():
        return True
    with suppress(OSError):
        return f"@{socket}\n" in Path("/proc/net/unix").read_text(encoding="utf-8", errors="replace")
    return True


def _start(wishes: Wishes, data_dir: Path) -> int:
    where = single_instance.address(data_dir)
    if wishes.quit:
        ended = not single_instance.hand_over(where, Request(deed=QUIT)) or single_instance.gone(where)
        return 0 if ended else 1
    request = Request(wishes.files, not wishes.background, CHOOSE if wishes.choose else "")
    if single_instance.hand_over(where, request):
        return 0
    held = single_instance.lock(where)
    if held is None:
        return 0 if single_instance.hand_over_patiently(where, request) else 1
    try:
        missing = missing_display()
        if missing is not None:
            return _no_display(*missing)
        from desktop.ui.app import run  # Qt is loaded only by the first instance

        return run(wishes, data_dir, where)
    finally:
        held.unlock()


def _no_display(code: str, subject: str) -> int:
    from integrations.errors import Trouble  # each millisecond before the icon counts

    sys.stderr.write(f"{Trouble(code, subject)}\n")
    return 1
