"""Secrets in the machine's own keyring, and nowhere else: where there is none, that is said, and nothing is kept.

The only place that knows the library. A keyring may ask the user for a password and wait as long as they think, so no
call belongs on the GUI's thread.

Windows takes 1,280 UTF-16 characters a value (github.com/jaraco/keyring/issues/355), so longer values are kept in
pieces, on every platform alike. The pieces of a new value are written beside those of the old one, and one last write
changes over: a kill leaves the one or the other.
"""

from __future__ import annotations

import hashlib
import os
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from itertools import count
from queue import Empty, Queue
from typing import TYPE_CHECKING, TypeVar, cast

from integrations.errors import Trouble

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

T = TypeVar("T")

PIECE = 1200
"""UTF-16 characters of the longest piece."""
MOST_PIECES = 16
ANSWERS_WITHIN = 300.0
"""Seconds after which a keyring that says nothing is given up: long enough for somebody to find a password."""
PATIENCE = 8.0
"""Seconds in which a keyring may still come, once: programs that start at login can be there before it."""
_WHOLE, _PIECES = "=", "#"
_NOT_LOADED = (ImportError, AttributeError, ValueError, TypeError, RuntimeError)
"""What loading a backend by its name raises: no such module, no such class, no name, or one that cannot run here."""


class Secrets:
    """Values by name, for one service. Any thread may call, but the GUI's.

    Every call raises `Trouble`: `keyring-none` where there is no keyring, `keyring-locked` where it stays locked,
    `keyring-closed` where it was never set up, `keyring-silent` where it does not answer, `keyring-refused` for what
    else it says, and `keyring-not-loaded` where the one that the user named cannot be used.
    """

    def __init__(
        self,
        service: str,
        *,
        patience: float = PATIENCE,
        answers_within: float = ANSWERS_WITHIN,
        environment: Mapping[str, str] = os.environ,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._service = service
        self._patience = patience
        self._within = answers_within
        self._environment = environment
        self._sleep = sleep
        self._turn = threading.RLock()

    def get(self, name: str) -> str:
        """The value, "" where there is none. Raises `Trouble("keyring-damaged")` where a part of it is missing."""
        with self._turn:
            head = self._read(name)
            if not head.startswith(_PIECES):
                return head.removeprefix(_WHOLE)
            generation, number, digest = _described(head)
            value = "".join(self._read(_piece(name, generation, index)) for index in range(number))
            if _digest(value) != digest:
                raise Trouble("keyring-damaged")
            return value

    def put(self, name: str, value: str) -> None:
        """Keep a value. Raises ValueError for one that no token has: longer than all pieces."""
        parts = pieces(value)
        if len(parts) > MOST_PIECES:
            raise ValueError("a secret that is too long")
        with self._turn:
            head = self._read(name)
            if len(parts) == 1:
                self._write(name, _WHOLE + value)
                self._clear(name, "ab")
                return
            generation = "b" if head.startswith(f"{_PIECES}a") else "a"
            for index, part in enumerate(parts):
                self._write(_piece(name, generation, index), part)
            self._write(name, f"{_PIECES}{generation}:{len(parts)}:{_digest(value)}")
            self._clear(name, generation, beyond=len(parts))
            self._clear(name, "a" if generation == "b" else "b")

    def remove(self, name: str) -> None:
        """Let go of a value; nothing happens where there is none."""
        with self._turn:
            self._clear(name, "ab")
            self._delete(name)

    def backend(self, *, wait: bool = True) -> str:
        """What keeps them, by the name of its kind; asks for no password. `wait`: also for one that comes late."""
        with self._turn:
            found = self._keyring() if wait else self._found()
        if found is None:
            raise Trouble("keyring-none")
        return type(found).__module__.rpartition(".")[2]

    def _clear(self, name: str, generations: str, beyond: int = 0) -> None:
        """Delete former pieces, also those that a kill left: the last first, so that none stands alone."""
        for generation in generations:
            end = next(index for index in count(beyond) if not self._read(_piece(name, generation, index)))
            for index in reversed(range(beyond, end)):
                self._delete(_piece(name, generation, index))

    def _read(self, name: str) -> str:
        keyring = self._keyring()
        return self._asked(lambda: keyring.get_password(self._service, name)) or ""

    def _write(self, name: str, value: str) -> None:
        keyring = self._keyring()
        self._asked(lambda: keyring.set_password(self._service, name, value))

    def _delete(self, name: str) -> None:
        from keyring.errors import PasswordDeleteError  # 60 ms that only a connected account needs

        keyring = self._keyring()

        def delete() -> None:
            with suppress(PasswordDeleteError):  # it is not there
                keyring.delete_password(self._service, name)

        self._asked(delete)

    def _asked(self, act: Callable[[], T]) -> T:
        """One call of the library, on a thread of its own: one that hangs is left behind."""
        done: Queue[tuple[T | None, BaseException | None]] = Queue()

        def work() -> None:
            try:
                done.put((act(), None))
            except BaseException as error:  # noqa: BLE001 - it is raised on the thread that asked
                done.put((None, error))

        threading.Thread(target=work, name="graduand-keyring", daemon=True).start()
        try:
            value, error = done.get(timeout=self._within)
        except Empty as silence:
            raise Trouble("keyring-silent") from silence
        if isinstance(error, Exception):
            raise Trouble(_code(error)) from error
        if error is not None:
            raise error
        return cast("T", value)

    def _keyring(self) -> KeyringBackend:
        """The machine's keyring, waited for a little where it is not there yet."""
        found = self._found()
        while found is None and self._patience > 0 and not self._chosen():
            step = min(0.5, self._patience)
            self._patience -= step
            self._sleep(step)
            found = self._found()
        if found is None:
            raise Trouble("keyring-none")
        return found

    def _found(self) -> KeyringBackend | None:
        from keyring import backend, core
        from keyring.backends import fail, null

        try:
            found = core.get_keyring()
        except _NOT_LOADED as error:  # named in the environment or in keyring's own settings
            raise Trouble("keyring-not-loaded") from error
        if isinstance(found, fail.Keyring) and not self._chosen():
            with suppress(KeyError):  # nothing was looked for yet
                backend.get_all_keyring.reset()  # it remembers for good what it did not find
            core.init_backend()
            found = core.get_keyring()
        if isinstance(found, fail.Keyring | null.Keyring) or (_is_a_file(found) and not self._chosen()):
            return None
        return found

    def _chosen(self) -> bool:
        """Whether the user named a backend: then it is that one or none."""
        return bool(self._environment.get("PYTHON_KEYRING_BACKEND"))


def pieces(value: str, longest: int = PIECE) -> tuple[str, ...]:
    """The value, cut so that no piece is longer than `longest` UTF-16 characters; the first also holds a mark."""
    found, piece, size = [], "", len(_WHOLE)
    for character in value:
        width = 2 if ord(character) > 0xFFFF else 1
        if size + width > longest:
            found.append(piece)
            piece, size = "", 0
        piece += character
        size += width
    return (*found, piece)


def _code(error: Exception) -> str:
    """What a library's error means; every backend has exceptions of its own, which say only that it did not work."""
    from keyring import errors

    if isinstance(error, errors.NoKeyringError):
        return "keyring-none"
    if isinstance(error, errors.KeyringLocked):
        return "keyring-locked"
    return "keyring-closed" if isinstance(error, errors.InitError) else "keyring-refused"


def _is_a_file(backend: KeyringBackend) -> bool:
    """Backends of `keyrings.alt` keep secrets in plain files, and take part as soon as they are installed."""
    return type(backend).__module__.startswith("keyrings.alt")


def _piece(name: str, generation: str, index: int) -> str:
    return f"{name}/{generation}/{index}"


def _described(head: str) -> tuple[str, int, str]:
    """Generation, number of pieces and digest, as a head names them."""
    try:
        generation, number, digest = head.removeprefix(_PIECES).split(":")
        return generation, min(int(number), MOST_PIECES), digest
    except ValueError as error:
        raise Trouble("keyring-damaged") from error


def _digest(value: str) -> str:
    return hashlib.sha256(value.encode()).hexdigest()[:16]
