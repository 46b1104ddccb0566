"""Starting the tray app. Imports nothing of Qt until it is sure that no other Graduand runs already."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping, Sequence
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


def _has_display() -> bool:
    """Qt ends the whole process where it finds no display, without a word that helps; so look first."""
    named = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return not sys.platform.startswith("linux") or any(os.environ.get(name) for name in named)


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
        if not _has_display():
            return _no_display()
        from desktop.ui.app import run  # Qt is loaded only by the first instance

        return run(wishes, data_dir, where)
    finally:
        held.unlock()


def _no_display() -> int:
    from integrations.errors import Trouble  # each millisecond before the icon counts

    sys.stderr.write(f"{Trouble('ui-no-display')}\n")
    return 1
