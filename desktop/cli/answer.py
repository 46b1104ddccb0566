"""What a call answers with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Answer:
    """Lines for a person, a value for a program, complaints for standard error, and the exit code."""

    lines: tuple[str, ...] = ()
    json: dict[str, Any] | None = None
    problems: tuple[str, ...] = ()
    code: int = 0
