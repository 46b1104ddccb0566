"""Starting the tray app. Imports nothing of Qt until it is sure that no other Graduand runs already."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, tzinfo
from pathlib import Path

from desktop.ui import single_instance
from integrations import paths


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the command line asks of the app. `clock` gives aware times; None: the system's clock and zone."""

    files: tuple[Path, ...] = ()
    background: bool = False
    demo: bool = False
    data_dir: Path | None = None
    clock: Callable[[], datetime] | None = None
    zone: tzinfo | None = None
    region: str = ""
    me: tuple[str, ...] = ()


def start(wishes: Wishes) -> int:
    """Run the app, or raise the one that runs already over the same store. Returns the exit code."""
    if wishes.demo:
        return _demo(wishes)
    return _start(wishes, paths.data_dir(wishes.data_dir))


def _demo(wishes: Wishes) -> int:
    import shutil  # noqa: PLC0415 - only for the demo
    import tempfile  # noqa: PLC0415 - only for the demo

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
    raise_window = not wishes.background
    if single_instance.hand_over(where, wishes.files, raise_window=raise_window):
        return 0
    held = single_instance.lock(where)
    if held is None:
        return 0 if single_instance.hand_over_patiently(where, wishes.files, raise_window=raise_window) else 1
    try:
        if not _has_display():
            return _no_display()
        from desktop.ui.app import run  # noqa: PLC0415 - Qt is loaded only by the first instance

        return run(wishes, data_dir, where)
    finally:
        held.unlock()


def _no_display() -> int:
    from integrations.errors import Trouble  # noqa: PLC0415 - each millisecond before the icon counts

    sys.stderr.write(f"{Trouble('ui-no-display')}\n")
    return 1
