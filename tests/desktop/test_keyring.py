"""Secrets in a real Secret Service (GNOME Keyring) on a private bus: open, locked, absent, late, never set up."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from resources.texts import text
from tests.desktop.session import ROOT, Desktop, programs_missing, wait_for
from tests.google.fixture import google
from tests.google.server import GoogleServer

__all__ = ["google"]

pytestmark = pytest.mark.desktop

DAEMON = "gnome-keyring-daemon"
SERVICE = "org.freedesktop.secrets"
ASK = """
import sys, time
from integrations.errors import Trouble
from integrations.secrets import Secrets
secrets = Secrets("Graduand test", patience=float(sys.argv[1]))
try:
    getattr(secrets, sys.argv[2])(*sys.argv[3:])
    print("ok", secrets.get(sys.argv[3]), secrets.backend())
except Trouble as trouble:
    print(trouble.code)
"""


@dataclass
class Keyring:
    """The keyring of a private desktop. What it keeps lies in that desktop's home."""

    desktop: Desktop

    @property
    def environment(self) -> dict[str, str]:
        given = {"PATH": os.environ["PATH"], **self.desktop.environment, "PYTHONPATH": str(ROOT)}
        del given["PYTHON_KEYRING_BACKEND"]
        return given

    @contextmanager
    def running(self, password: str = "") -> Iterator[None]:
        """The daemon; with a password its keyring is open, and is made where there is none."""
        words = [DAEMON, "--foreground", "--components=secrets", *(["--unlock"] if password else [])]
        child = subprocess.Popen(
            words, env=self.environment, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        assert child.stdin
        child.stdin.write(password.encode())
        child.stdin.close()
        try:
            wait_for(lambda: self.desktop.owns(SERVICE), "the Secret Service")
            yield
        finally:
            child.terminate()
            child.wait(10)

    def asking(self, *words: str, patience: float = 0) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-c", ASK, str(patience), *words],
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def ask(self, *words: str) -> str:
        out, err = self.asking(*words).communicate(timeout=60)
        assert not err
        return out.strip()

    def graduand(self, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "desktop", *words],
            env={**self.environment, **environment},
            check=False,
            capture_output=True,
            text=True,
            timeout=60,
        )

    def keyring_check(self) -> dict[str, object]:
        checks = json.loads(self.graduand("doctor", "--json").stdout)["checks"]
        found: dict[str, object] = next(one for one in checks if one["name"] == "keyring")
        return found


@pytest.fixture
def keyring(bare_desktop: Desktop) -> Keyring:
    assert not programs_missing([DAEMON]), "see tests/desktop/apt-packages.txt"
    return Keyring(bare_desktop)


def test_an_open_one_keeps_values_of_any_length(keyring: Keyring) -> None:
    long = "0123456789" * 400
    with keyring.running("password"):
        assert keyring.ask("put", "short", "value") == "ok value SecretService"
        assert keyring.ask("put", "long", long) == f"ok {long} SecretService"
        assert keyring.ask("put", "long", "now short") == "ok now short SecretService"
        assert keyring.ask("remove", "long") == "ok  SecretService"
        assert keyring.keyring_check()["says"] == text("doctor.keyring.good", name="SecretService")
    with keyring.running("password"):
        assert keyring.ask("get", "short") == "ok value SecretService", "it is there after a restart"


def test_a_locked_one_is_told(keyring: Keyring) -> None:
    with keyring.running("password"):
        keyring.ask("put", "name", "value")
    with keyring.running():
        for words in (("get", "name"), ("put", "name", "new"), ("remove", "name")):
            assert keyring.ask(*words) == "keyring-locked"
        check = keyring.keyring_check()
        assert (check["ok"], check["says"]) == (None, text("doctor.keyring.locked", name="SecretService"))
    with keyring.running("password"):
        assert keyring.ask("get", "name") == "ok value SecretService"


def test_one_that_was_never_set_up_is_told(keyring: Keyring) -> None:
    with keyring.running():
        assert keyring.ask("put", "name", "value") == "keyring-closed"


def test_none_at_all_is_told_and_no_file_takes_its_place(keyring: Keyring) -> None:
    assert keyring.ask("put", "name", "value") == "keyring-none"
    assert keyring.keyring_check()["ok"] is None
    home = Path(keyring.environment["HOME"])
    assert not [path for path in home.rglob("*") if path.is_file() and b"value" in path.read_bytes()]


def test_one_that_comes_late_is_waited_for(keyring: Keyring) -> None:
    """A program that starts at login can be there before the keyring."""
    with ExitStack() as stack:
        asking = keyring.asking("put", "name", "value", patience=20)
        with pytest.raises(subprocess.TimeoutExpired):
            asking.wait(1.5)
        stack.enter_context(keyring.running("password"))
        out, err = asking.communicate(timeout=30)
    assert (out.strip(), err) == ("ok value SecretService", "")


def test_one_that_is_not_there_in_time_is_told_and_used_once_it_is(keyring: Keyring) -> None:
    script = ASK + ("sys.stdin.readline()\nsecrets.put('name', 'value')\nprint('ok', secrets.get('name'))\n")
    asking = subprocess.Popen(
        [sys.executable, "-u", "-c", script, "0.5", "put", "name", "value"],
        env=keyring.environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert asking.stdout
    assert asking.stdout.readline().strip() == "keyring-none"
    with keyring.running("password"):
        out, _ = asking.communicate("now\n", timeout=30)
        assert out.strip() == "ok value"


def test_a_sign_in_is_kept_there(keyring: Keyring, google: GoogleServer, tmp_path: Path) -> None:
    environment = {
        "GRADUAND_GOOGLE_API_BASE_URL": google.base_url,
        "GRADUAND_GOOGLE_OAUTH_BASE_URL": google.base_url,
        "GRADUAND_GOOGLE_CLIENT_FILE": str(google.client_file(tmp_path / "client.json")),
        "BROWSER": "curl -sL -o /dev/null %s &",
    }
    call: Callable[..., subprocess.CompletedProcess[str]] = keyring.graduand
    with keyring.running("password"):
        added = call("accounts", "add", "google", "--json", **environment)
        assert added.returncode == 0, added.stderr
        account = json.loads(added.stdout)["account"]
        assert account["trouble"] is None
    with keyring.running():
        said = call("accounts", "remove", account["id"], **environment)
        assert said.returncode == 1
        assert "keyring" in said.stderr
    with keyring.running("password"):
        removed = call("accounts", "remove", account["id"], "--json", **environment)
        assert json.loads(removed.stdout)["revoked"] is True, removed.stderr
