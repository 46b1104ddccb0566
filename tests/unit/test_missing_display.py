"""A display that is named and does not answer is said in words; Qt would end the process over it."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path

import pytest

from desktop.ui.start import missing_display

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems have one display")

NOBODY = ":4711"


@pytest.mark.parametrize(
    ("environment", "code"),
    [
        ({}, "ui-no-display"),
        ({"DISPLAY": ""}, "ui-no-display"),
        ({"DISPLAY": NOBODY}, "ui-display-silent"),
        ({"DISPLAY": f"unix{NOBODY}.0"}, "ui-display-silent"),
        ({"WAYLAND_DISPLAY": "wayland-9", "XDG_RUNTIME_DIR": "/nowhere"}, "ui-display-silent"),
        ({"DISPLAY": "other.example:0"}, None),
        ({"DISPLAY": "localhost:10.0"}, None),
        ({"QT_QPA_PLATFORM": "offscreen"}, None),
        ({"QT_QPA_PLATFORM": "offscreen", "DISPLAY": NOBODY}, None),
    ],
)
def test_what_is_known_to_be_missing(environment: dict[str, str], code: str | None) -> None:
    found = missing_display(environment)
    assert (found[0] if found else None) == code


def test_an_x_server_that_has_its_name_in_the_kernel_alone() -> None:
    number = 4712
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(f"\0/tmp/.X11-unix/X{number}")
        server.listen()
        assert missing_display({"DISPLAY": f":{number}"}) is None
    assert missing_display({"DISPLAY": f":{number}"}) == ("ui-display-silent", f":{number}")


def test_a_wayland_that_is_there(tmp_path: Path) -> None:
    (tmp_path / "wayland-0").touch()
    assert missing_display({"WAYLAND_DISPLAY": "wayland-0", "XDG_RUNTIME_DIR": str(tmp_path)}) is None
    assert missing_display({"WAYLAND_DISPLAY": str(tmp_path / "wayland-0"), "DISPLAY": NOBODY}) is None


def test_the_program_ends_with_words(home: Path) -> None:
    said = subprocess.run(
        [sys.executable, "-m", "desktop"],
        env={"HOME": str(home), "PATH": "", "DISPLAY": NOBODY, "GRADUAND_DATA_DIR": str(home / "kept")},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        cwd=Path(__file__).parents[2],
    )
    assert said.returncode == 1
    assert NOBODY in said.stderr
    assert said.stderr.count("\n") == 1
