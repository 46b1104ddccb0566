"""The server in a process of its own, and the words to it: for tests that kill, and for benchmarks."""

from __future__ import annotations

import json
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


class ControlError(Exception):
    """The server could not do what it was told."""


class Remote:
    """A server somewhere on this machine: `remote.call("fault", name="503", kind="events.patch")`."""

    def __init__(self, base_url: str) -> None:
        self.base_url = base_url
        self._open = urllib.request.build_opener(urllib.request.ProxyHandler({})).open

    def call(self, name: str, /, **arguments: Any) -> Any:
        """The names are those of `control.CONTROLS`."""
        request = urllib.request.Request(
            f"{self.base_url}/control/{name}", json.dumps(arguments).encode(), {"Content-Type": "application/json"}
        )
        try:
            with self._open(request, timeout=30) as answer:
                return json.load(answer)["result"]
        except urllib.error.HTTPError as error:
            with error:
                raise ControlError(json.load(error)["error"]) from None


class GoogleProcess:
    """`with GoogleProcess(scenario) as remote:` a fresh server with a scenario; it ends with the block."""

    def __init__(self, scenario: dict[str, Any] | None = None) -> None:
        self._scenario = scenario or {}

    def __enter__(self) -> Remote:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.google", "--port", "0", "--scenario", "-"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdin and self._process.stdout
        self._process.stdin.write(json.dumps(self._scenario) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline().strip()
        if not line.startswith("http"):
            raise ControlError("the server did not start")
        return Remote(line)

    def __exit__(self, *_: object) -> None:
        assert self._process.stdin and self._process.stdout
        self._process.stdin.close()  # the server ends when nobody holds its input any longer
        try:
            self._process.wait(10)
        finally:
            self._process.kill()
            self._process.wait()
            self._process.stdout.close()
