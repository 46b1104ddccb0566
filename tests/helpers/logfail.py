"""A test fails when something logs a warning or worse that the test did not announce.

A warning that nobody expects is either a fault or noise; both are repaired, not read over.
"""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass, field


@dataclass
class Announced:
    """A message that a test expects."""

    pattern: re.Pattern[str]
    level: int
    seen: bool = False


@dataclass
class LogWatch:
    """Collects what is logged in one test. As a fixture: `expect_log("disk is full")`."""

    announced: list[Announced] = field(default_factory=list)
    unexpected: list[str] = field(default_factory=list)

    def __call__(self, pattern: str, level: int = logging.WARNING) -> None:
        """Announces a message of exactly `level` in which the regular expression `pattern` is found."""
        self.announced.append(Announced(re.compile(pattern), level))

    def take(self, record: logging.LogRecord) -> None:
        message = record.getMessage()
        for one in self.announced:
            if one.level == record.levelno and one.pattern.search(message):
                one.seen = True
                return
        if record.levelno >= logging.WARNING:
            self.unexpected.append(f"{record.levelname} {record.name}: {message} ({record.pathname}:{record.lineno})")

    def faults(self) -> list[str]:
        """What is wrong at the end of the test: unexpected messages, and announced ones that never came."""
        missing = [f"never logged: {one.pattern.pattern!r}" for one in self.announced if not one.seen]
        return [f"unexpected: {line}" for line in self.unexpected] + missing


class WatchHandler(logging.Handler):
    """Hands every record that reaches the root logger to the running test's watch."""

    def __init__(self, watch: LogWatch) -> None:
        super().__init__(logging.DEBUG)
        self._watch = watch

    def emit(self, record: logging.LogRecord) -> None:
        self._watch.take(record)
