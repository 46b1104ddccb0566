from __future__ import annotations

import os
import socket
import stat
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.ui import single_instance
from desktop.ui.listener import Listener, QtListener, UnixListener, listen
from desktop.ui.single_instance import CHOOSE, OK, QUIT, TOKEN, Request

Heard = list[Request]


@pytest.fixture
def where(home: Path) -> Path:
    return single_instance.address(home / "graduand")


@pytest.fixture(params=[UnixListener, QtListener])
def heard(request: pytest.FixtureRequest, qtbot: QtBot, where: Path) -> Iterator[Heard]:
    """What a listener of each kind heard."""
    got: Heard = []
    listener: Listener = request.param(where, got.append)
    yield got
    listener.close()
    assert not where.exists()


def in_thread(work: Callable[[], object]) -> list[object]:
    """Start `work` beside the event loop; its result turns up in the list."""
    results: list[object] = []
    threading.Thread(target=lambda: results.append(work())).start()
    return results


def test_a_second_start_hands_its_files_over(qtbot: QtBot, heard: Heard, where: Path) -> None:
    done = in_thread(lambda: single_instance.hand_over(where, Request((Path("a.ics"), Path("/b.zip")))))
    qtbot.waitUntil(lambda: bool(done))
    assert done == [True]
    assert heard == [Request((Path("a.ics").absolute(), Path("/b.zip")), raise_window=True)]


@pytest.mark.parametrize("deed", [CHOOSE, QUIT])
def test_a_deed_is_handed_over(qtbot: QtBot, heard: Heard, where: Path, deed: str) -> None:
    done = in_thread(lambda: single_instance.hand_over(where, Request(deed=deed)))
    qtbot.waitUntil(lambda: bool(done))
    assert [request.deed for request in heard] == [deed]


def test_the_leave_of_the_launcher_is_handed_over(qtbot: QtBot, where: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On Wayland a window comes to the front by the token that the later start was given, and by no other."""
    got: Heard = []
    said = single_instance.message(Request(token="token-1"))
    listener = listen(where, lambda request: got.append(request._replace(token=os.environ.get(TOKEN, ""))))
    monkeypatch.setenv(TOKEN, "token-2")
    assert single_instance.parsed(single_instance.message(Request())) == Request(token="token-2")
    monkeypatch.delenv(TOKEN)
    done = in_thread(lambda: _send(where, said))
    qtbot.waitUntil(lambda: bool(done))
    listener.close()
    assert got == [Request(token="token-1")]
    assert single_instance.parsed(b'{"files": [], "token": "a\\u0000b"}') == Request(raise_window=False)


def _send(where: Path, said: bytes) -> bytes:
    with socket.socket(socket.AF_UNIX) as wire:
        wire.connect(str(where))
        wire.sendall(said)
        return wire.recv(len(OK))


def test_twenty_at_once_are_all_heard(qtbot: QtBot, heard: Heard, where: Path) -> None:
    done = [
        in_thread(lambda n=n: single_instance.hand_over_patiently(where, Request((Path(f"/{n}.ics"),), False)))
        for n in range(20)
    ]
    qtbot.waitUntil(lambda: all(done))
    assert done == [[True]] * 20
    assert sorted(request.files[0].name for request in heard) == sorted(f"{n}.ics" for n in range(20))


@pytest.mark.parametrize("noise", [b"hello\n", b"{}\n", b'{"files": 3}\n', b"\xff\xfe\n", b""])
def test_noise_is_hung_up_on(qtbot: QtBot, heard: Heard, where: Path, noise: bytes) -> None:
    def say() -> bytes:
        with socket.socket(socket.AF_UNIX) as wire:
            wire.settimeout(3)
            wire.connect(str(where))
            wire.sendall(noise)
            if not noise:
                return b""
            try:
                return wire.recv(10)
            except ConnectionResetError:
                return b""

    done = in_thread(say)
    qtbot.waitUntil(lambda: bool(done))
    assert done[0] != OK
    assert heard == []


def test_only_this_user_may_talk(heard: Heard, where: Path) -> None:
    assert stat.S_IMODE(where.stat().st_mode) & 0o077 == 0


def test_relative_paths_are_not_taken() -> None:
    said = b'{"files": ["a.ics", "/b.ics", 3], "raise": true, "deed": "rm"}'
    assert single_instance.parsed(said) == Request((Path("/b.ics"),), True, "")


def test_a_socket_that_a_killed_process_left_is_no_instance(qtbot: QtBot, where: Path) -> None:
    left = socket.socket(socket.AF_UNIX)
    left.bind(str(where))
    left.close()
    assert where.exists()
    assert not single_instance.hand_over(where, Request())
    listener = UnixListener(where, lambda *_: None)
    listener.close()


def test_each_store_has_its_own_address(tmp_path: Path) -> None:
    one, other = (single_instance.address(tmp_path / name) for name in ("a", "b"))
    assert one != other
    assert one == single_instance.address(tmp_path / "b" / ".." / "a")
    assert len(str(one)) < 100, "longer, and the system refuses it"


def test_the_lock_has_one_holder(where: Path) -> None:
    held = single_instance.lock(where)
    assert held is not None
    assert single_instance.lock(where) is None
    held.unlock()


def test_nothing_of_qt_is_loaded_to_find_the_first_instance() -> None:
    code = "import sys, desktop.ui.start; print([m for m in sys.modules if m.startswith('PySide6')])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_icon_waits_for_nothing_heavy() -> None:
    """What the first moment of the app may not load: the rules, the store, what they read with."""
    code = "import sys, desktop.ui.app; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = done.stdout.split()
    heavy = ("icalendar", "dateutil", "holidays", "sqlite3", "keyring", "apscheduler", "desktop.mentoring")
    heavy += ("desktop.services", "desktop.store", "integrations.calendars", "PySide6.QtNetwork", "PySide6.QtDBus")
    assert [name for name in loaded if name.startswith(heavy)] == []


def test_without_a_display_one_line_says_what_to_do(home: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "QT_QPA_PLATFORM"}
    done = subprocess.run(
        [sys.executable, "-m", "desktop"],
        capture_output=True,
        text=True,
        check=False,
        env=environment,
        cwd=Path(__file__).parents[2],
    )
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "graduand review" in done.stderr
