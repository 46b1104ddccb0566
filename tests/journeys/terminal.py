"""A terminal with a fresh profile: each call is a process, the server is ours, and `BROWSER` stands for a browser."""

from __future__ import annotations

import json
import os
import shlex
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.google.server import GoogleServer
from tests.helpers.keyring_in_file import BACKEND, VARIABLE
from tests.journeys.conftest import Said

ROOT = Path(__file__).parents[2]


@dataclass
class Terminal:
    """A fresh profile, and a browser that does as it is told: `curl`, as a person would write it into BROWSER."""

    google: GoogleServer
    place: Path

    def __post_init__(self) -> None:
        page = shlex.quote(str(self.place / "page.html"))
        self.environment = {
            "PATH": os.environ["PATH"],
            "HOME": os.environ["HOME"],
            "LC_ALL": "C.UTF-8",
            "TZ": "Europe/London",
            "PYTHONPATH": str(ROOT),
            "GRADUAND_DATA_DIR": str(self.place / "profile"),
            "GRADUAND_GOOGLE_API_BASE_URL": self.google.base_url,
            "GRADUAND_GOOGLE_OAUTH_BASE_URL": self.google.base_url,
            "GRADUAND_GOOGLE_CLIENT_FILE": str(self.google.client_file(self.place / "client.json")),
            "PYTHON_KEYRING_BACKEND": BACKEND,
            VARIABLE: str(self.place / "keyring.json"),
            "BROWSER": f"curl -sL -o {page} %s &",
            "NO_PROXY": "127.0.0.1,localhost",
        }

    def call(self, *words: str, **environment: str) -> Said:
        return self._run(["-m", "desktop", *words], {**self.environment, **environment})

    def typed(self, answer: str, *words: str) -> Said:
        """A call by somebody who reads the question and answers it; `^C` interrupts, "" ends the input."""
        keys, screen = os.openpty()
        with subprocess.Popen(
            [sys.executable, "-m", "desktop", *words],
            env=self.environment,
            cwd=self.place,
            stdin=screen,
            stdout=subprocess.PIPE,
            stderr=screen,
            text=True,
        ) as called:
            os.close(screen)
            try:
                err = _read(keys, until=b"[y/N]")
                if answer == "^C":
                    called.send_signal(signal.SIGINT)
                elif b"[y/N]" in err:
                    os.write(keys, f"{answer}\n".encode() if answer else b"\x04")
                err += _read(keys)
                out, _ = called.communicate(timeout=60)
            finally:
                called.kill()
        os.close(keys)
        return Said(called.returncode, None, out, err.decode().replace("\r\n", "\n"))

    def python(self, script: str, *words: str) -> Said:
        """The same for a script that calls the program after it has changed something in it."""
        return self._run(["-c", script, *words], self.environment)

    def _run(self, words: list[str], environment: dict[str, str]) -> Said:
        done = subprocess.run(
            [sys.executable, *words],
            env={key: value for key, value in environment.items() if value},
            cwd=self.place,
            check=False,
            capture_output=True,
            text=True,
            timeout=60,
        )
        read: Any = json.loads(done.stdout) if done.stdout.startswith("{") else None
        return Said(done.returncode, read, done.stdout, done.stderr)

    def page(self) -> str:
        """What the browser shows in the end."""
        until = time.monotonic() + 5
        file = self.place / "page.html"
        while not (file.exists() and file.read_text().rstrip().endswith("</html>")) and time.monotonic() < until:
            time.sleep(0.02)
        return file.read_text()


def _read(terminal: int, until: bytes = b"") -> bytes:
    """What appears on a terminal, up to some words or to its end."""
    found = b""
    with suppress(OSError):  # the last program has left it
        while not until or until not in found:
            found += os.read(terminal, 4096)
    return found
