from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from hypothesis import given
from hypothesis import strategies as st
from keyring import core
from keyring.backend import KeyringBackend
from keyring.backends import fail, null
from keyring.errors import InitError, KeyringLocked, PasswordDeleteError

from integrations.errors import Trouble
from integrations.secrets import MOST_PIECES, PIECE, Secrets, pieces

WINDOWS = 1280


class Memory(KeyringBackend):
    """As strict as Windows' about sizes. `dies_at`: the write that a kill comes before."""

    priority = 0.1

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}
        self.dies_at = -1
        self.writes = 0
        self.says: Exception | None = None

    def get_password(self, service: str, username: str) -> str | None:
        if self.says:
            raise self.says
        return self.kept.get((service, username))

    def _count(self) -> None:
        if self.writes == self.dies_at:
            raise KeyboardInterrupt
        self.writes += 1

    def set_password(self, service: str, username: str, password: str) -> None:
        assert len(password.encode("utf-16-le")) // 2 <= WINDOWS, "error 1783: the stub received bad data"
        self._count()
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if (service, username) not in self.kept:
            raise PasswordDeleteError("No such password!")
        self._count()
        del self.kept[service, username]


@pytest.fixture
def memory() -> Iterator[Memory]:
    before = keyring.get_keyring()
    backend = Memory()
    keyring.set_keyring(backend)
    yield backend
    keyring.set_keyring(before)


@pytest.fixture
def secrets(memory: Memory) -> Secrets:
    return Secrets("graduand-test", patience=0)


def code_of(trouble: pytest.ExceptionInfo[Trouble]) -> str:
    assert trouble.value.title, "it has words"
    assert str(trouble.value)
    return trouble.value.code


@pytest.mark.parametrize("length", [0, 1, PIECE - 1, PIECE, PIECE + 1, 5 * PIECE])
def test_a_value_of_any_length_comes_back(secrets: Secrets, length: int) -> None:
    value = ("0123456789" * (length // 10 + 1))[:length]
    secrets.put("name", value)
    assert secrets.get("name") == value


@given(st.text(max_size=400).map(lambda part: part * 7))
def test_no_piece_is_too_long_for_windows_and_none_is_lost(value: str) -> None:
    cut = pieces(value)
    assert "".join(cut) == value
    try:
        sizes = [len(piece.encode("utf-16-le", "surrogatepass")) // 2 for piece in cut]
    except UnicodeEncodeError:
        return
    assert max(sizes) <= PIECE
    assert all(cut) or value == ""


def test_a_value_that_looks_like_a_head_is_only_a_value(secrets: Secrets) -> None:
    for value in ("#a:1:0000", "=", "=x", "#"):
        secrets.put("name", value)
        assert secrets.get("name") == value


def test_what_is_not_there_is_empty_and_can_be_removed(secrets: Secrets, memory: Memory) -> None:
    assert secrets.get("name") == ""
    secrets.remove("name")
    assert memory.kept == {}


@pytest.mark.parametrize("long", [False, True])
def test_removing_leaves_nothing(secrets: Secrets, memory: Memory, long: bool) -> None:
    secrets.put("name", "x" * (3 * PIECE if long else 10))
    secrets.remove("name")
    assert memory.kept == {}


def test_former_pieces_go(secrets: Secrets, memory: Memory) -> None:
    secrets.put("name", "x" * 4 * PIECE)
    secrets.put("name", "y" * 2 * PIECE)
    secrets.put("name", "short")
    assert set(memory.kept) == {("graduand-test", "name")}


@pytest.mark.parametrize("old", ["old", "o" * 2 * PIECE, "o" * 4 * PIECE])
@pytest.mark.parametrize("new", ["new", "n" * 2 * PIECE, "n" * 3 * PIECE])
def test_a_kill_at_any_write_leaves_the_old_or_the_new_value(
    secrets: Secrets, memory: Memory, old: str, new: str
) -> None:
    seen = set()
    for dies_at in range(30):
        memory.kept.clear()
        memory.dies_at = -1
        secrets.put("name", old)
        memory.dies_at, memory.writes = dies_at, 0
        try:
            secrets.put("name", new)
        except KeyboardInterrupt:
            found = secrets.get("name")
            assert found in (old, new)
            seen.add(found)
            memory.dies_at = -1
            secrets.put("name", new)  # the next time, everything is put right
        else:
            break
        assert secrets.get("name") == new
        secrets.remove("name")
        assert memory.kept == {}, "a fragment of a secret stayed"
    assert old in seen
    assert dies_at < 29


def test_too_long_a_secret_is_a_bug(secrets: Secrets, memory: Memory) -> None:
    with pytest.raises(ValueError, match="too long"):
        secrets.put("name", "x" * PIECE * (MOST_PIECES + 1))
    assert memory.kept == {}


def test_a_lost_piece_is_told_and_can_be_removed(secrets: Secrets, memory: Memory) -> None:
    secrets.put("name", "x" * 3 * PIECE)
    del memory.kept["graduand-test", "name/a/1"]
    with pytest.raises(Trouble) as caught:
        secrets.get("name")
    assert code_of(caught) == "keyring-damaged"
    secrets.put("name", "new")
    assert secrets.get("name") == "new"


def test_somebody_elses_head_is_told(secrets: Secrets, memory: Memory) -> None:
    memory.kept["graduand-test", "name"] = "#nonsense"
    with pytest.raises(Trouble) as caught:
        secrets.get("name")
    assert code_of(caught) == "keyring-damaged"


@pytest.mark.parametrize(
    ("says", "code"),
    [
        (KeyringLocked("Failed to unlock the collection!"), "keyring-locked"),
        (InitError("Prompt dismissed"), "keyring-closed"),
        (ConnectionResetError("the bus is gone"), "keyring-refused"),
        (ValueError("whatever a backend raises"), "keyring-refused"),
    ],
)
def test_each_trouble_of_a_keyring_has_its_own_words(
    secrets: Secrets, memory: Memory, says: Exception, code: str
) -> None:
    memory.says = says
    for ask in (lambda: secrets.get("name"), lambda: secrets.put("name", "x"), lambda: secrets.remove("name")):
        with pytest.raises(Trouble) as caught:
            ask()
        assert code_of(caught) == code


@pytest.mark.parametrize("backend", [fail.Keyring(), null.Keyring()])
def test_without_a_keyring_nothing_is_kept_anywhere(memory: Memory, backend: KeyringBackend, home: Path) -> None:
    keyring.set_keyring(backend)
    waited: list[float] = []
    secrets = Secrets("graduand-test", patience=2, sleep=waited.append)
    with pytest.raises(Trouble) as caught:
        secrets.put("name", "x")
    assert code_of(caught) == "keyring-none"
    assert waited == [], "the user named this backend: there is nothing to wait for"
    assert not any(path.is_file() for path in home.rglob("*"))


def test_one_that_comes_late_is_waited_for_once(memory: Memory, monkeypatch: pytest.MonkeyPatch) -> None:
    keyring.set_keyring(fail.Keyring())
    waited: list[float] = []

    def sleep(seconds: float) -> None:
        waited.append(seconds)
        if len(waited) == 3:
            keyring.set_keyring(memory)

    monkeypatch.setattr("keyring.core._detect_backend", lambda *_: keyring.core._keyring_backend)
    secrets = Secrets("graduand-test", patience=2, environment={}, sleep=sleep)
    secrets.put("name", "x")
    assert (waited, memory.kept) == ([0.5] * 3, {("graduand-test", "name"): "=x"})


def test_one_that_never_comes_is_waited_for_once(memory: Memory, monkeypatch: pytest.MonkeyPatch) -> None:
    keyring.set_keyring(fail.Keyring())
    monkeypatch.setattr("keyring.core._detect_backend", lambda *_: fail.Keyring())
    waited: list[float] = []
    secrets = Secrets("graduand-test", patience=2, environment={}, sleep=waited.append)
    for _ in range(3):
        with pytest.raises(Trouble) as caught:
            secrets.get("name")
        assert code_of(caught) == "keyring-none"
    assert sum(waited) == 2


def test_a_plain_file_is_never_taken_by_itself(memory: Memory) -> None:
    plain = type("PlaintextKeyring", (Memory,), {"__module__": "keyrings.alt.file"})()
    keyring.set_keyring(plain)
    with pytest.raises(Trouble) as caught:
        Secrets("graduand-test", patience=0, environment={}).put("name", "x")
    assert code_of(caught) == "keyring-none"
    assert plain.kept == {}
    Secrets("graduand-test", environment={"PYTHON_KEYRING_BACKEND": "keyrings.alt.file.PlaintextKeyring"}).put("n", "x")
    assert json.dumps(list(plain.kept.values())) == '["=x"]'


def test_its_kind_has_a_name(secrets: Secrets) -> None:
    assert secrets.backend() == "test_secrets"


def test_one_that_hangs_is_left_behind(secrets: Secrets, memory: Memory, monkeypatch: pytest.MonkeyPatch) -> None:
    goes_on = threading.Event()
    monkeypatch.setattr(Memory, "get_password", lambda *_: goes_on.wait(20))
    hanging = Secrets("graduand-test", answers_within=0.2)
    with pytest.raises(Trouble) as caught:
        hanging.get("name")
    assert code_of(caught) == "keyring-silent"
    goes_on.set()


@pytest.mark.parametrize("named", ["", "nonsense", "nonsense.Keyring", "keyring.backends.fail.Nothing", "keyring.core"])
def test_a_keyring_that_was_named_and_cannot_be_used_is_said(monkeypatch: pytest.MonkeyPatch, named: str) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", named)
    monkeypatch.setattr(core, "_keyring_backend", None)
    with pytest.raises(Trouble) as caught:
        Secrets("graduand-test", patience=0).get("name")
    assert code_of(caught) == "keyring-not-loaded"
