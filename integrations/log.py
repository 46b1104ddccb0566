"""The log: a rotating file in the store's folder, without a title, name, address or secret in it.

What protects it: the message of a record is a constant of the program; numbers and codes (enums) are
written as they are; every other text that fills a place is written as a short digest, the same within
one run, so that lines about one thing can still be found together. Of an exception its type and places
in the program are written, not its words, for these may quote a calendar.
"""

from __future__ import annotations

import hashlib
import logging
import os
import secrets
import sys
import traceback
from collections.abc import Mapping
from enum import Enum
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

from integrations.errors import Trouble

FILE = "graduand.log"
VARIABLE = "GRADUAND_LOG"
_OURS = ("desktop", "integrations")
_LEVELS = {"debug": logging.DEBUG, "info": logging.INFO, "warning": logging.WARNING, "error": logging.ERROR}
_SIZE = 512 * 1024
_KEPT = 3
_KEY = secrets.token_bytes(16)

Exception3 = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


def level_from(verbosity: int, environment: Mapping[str, str] = os.environ) -> int:
    """`-v` is INFO, `-vv` DEBUG; else GRADUAND_LOG; else WARNING. Raises `Trouble("log-level")`."""
    if verbosity:
        return logging.INFO if verbosity == 1 else logging.DEBUG
    named = environment.get(VARIABLE, "").strip().lower()
    if not named:
        return logging.WARNING
    if named not in _LEVELS:
        raise Trouble("log-level", named)
    return _LEVELS[named]


def start(folder: Path | None, *, verbosity: int = 0, environment: Mapping[str, str] = os.environ) -> None:
    """Begin to log what this program does; a second call replaces the first.

    The file is made with its first line, never before, and not at all where `folder` is None or is no
    folder yet: a call that stores nothing leaves nothing. With `-v` the lines go to standard error as well.
    """
    stop()
    level = level_from(verbosity, environment)
    handlers: list[logging.Handler] = [_File(folder / FILE)] if folder else []
    if verbosity:
        handlers.append(logging.StreamHandler(sys.stderr))
    for handler in handlers:
        handler.setFormatter(Discreet("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    for name in _OURS:
        logger = logging.getLogger(name)
        logger.setLevel(level)
        for handler in handlers:
            logger.addHandler(handler)


def stop() -> None:
    """Close the file and forget the level."""
    for name in _OURS:
        logger = logging.getLogger(name)
        logger.setLevel(logging.NOTSET)
        for handler in logger.handlers[:]:
            if isinstance(handler.formatter, Discreet):
                logger.removeHandler(handler)
                handler.close()


class Discreet(logging.Formatter):
    """Writes a record as the head of this file says."""

    def format(self, record: logging.LogRecord) -> str:
        """One record, its own values left alone for other handlers."""
        copy = logging.makeLogRecord(record.__dict__)
        copy.exc_text = None
        if isinstance(record.args, Mapping):
            copy.args = {key: _discreet(value) for key, value in record.args.items()}
        elif record.args:
            copy.args = tuple(_discreet(value) for value in record.args)
        return super().format(copy)

    def formatException(self, ei: Exception3) -> str:  # noqa: N802 - the name that logging calls
        """Types and places, innermost last; no words and no source lines."""
        return places(ei[1])


def places(error: BaseException | None) -> str:
    """A line for an error and each that led to it: their types, and the places in the program, innermost first."""
    lines = []
    while error is not None:
        said = " < ".join(f"{Path(place.filename).name}:{place.lineno}" for place in _places(error))
        lines.append(f"  {type(error).__name__} at {said}")
        error = error.__cause__ or error.__context__
    return "\n".join(lines)


def _places(error: BaseException) -> list[traceback.FrameSummary]:
    return [*traceback.StackSummary.extract(traceback.walk_tb(error.__traceback__), lookup_lines=False)][::-1]


def _discreet(value: object) -> object:
    if isinstance(value, Trouble):
        return value.code
    if isinstance(value, Enum):
        return str(value.value)
    if value is None or isinstance(value, int | float):
        return value
    if isinstance(value, type):
        return value.__name__
    digest = hashlib.blake2b(str(value).encode("utf-8", "surrogatepass"), key=_KEY, digest_size=4)
    return f"#{digest.hexdigest()}"


class _File(RotatingFileHandler):
    """For the user's eyes only (0600); a log that cannot be written never stops the program."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, maxBytes=_SIZE, backupCount=_KEPT, encoding="utf-8", delay=True)

    def _open(self) -> TextIOWrapper:
        descriptor = os.open(self.baseFilename, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        return TextIOWrapper(os.fdopen(descriptor, "ab"), encoding="utf-8")

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - the name that logging calls
        """A full disk or a missing folder loses the line; a mistake in the line itself is a bug and shows."""
        if not isinstance(sys.exc_info()[1], OSError):
            super().handleError(record)
