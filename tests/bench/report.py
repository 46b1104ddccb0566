"""One table: what was measured, beside what was asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tests.bench.measuring import Spread


@dataclass(frozen=True)
class Row:
    """One program, its time in seconds and its memory in megabytes."""

    name: str
    seconds: Spread | None
    memory: Spread | None
    remark: str = ""


@dataclass(frozen=True)
class Ratio:
    """A figure with its bar: `at_least` or `at_most` that much."""

    name: str
    value: float
    bar: float
    at_least: bool
    unit: str = "x"

    @property
    def met(self) -> bool:
        return self.value >= self.bar if self.at_least else self.value <= self.bar

    def __str__(self) -> str:
        word = "at least" if self.at_least else "at most"
        verdict = "met" if self.met else "NOT MET"
        return f"{self.name:<58} {self.value:8.2f}{self.unit:<3} {word} {self.bar:g}{self.unit}: {verdict}"


@dataclass(frozen=True)
class Part:
    """The result of one benchmark."""

    title: str
    rows: tuple[Row, ...]
    ratios: tuple[Ratio, ...]
    remarks: tuple[str, ...] = ()


def written(part: Part) -> str:
    lines = [part.title, "-" * len(part.title)]
    lines.append(f"{'':<46} {'seconds':>26} {'MB':>24}")
    for row in part.rows:
        seconds = "" if row.seconds is None else str(row.seconds)
        memory = "" if row.memory is None else str(row.memory)
        lines.append(f"{row.name:<46} {seconds:>26} {memory:>24}  {row.remark}".rstrip())
    lines += [f"  {remark}" for remark in part.remarks]
    return "\n".join(lines)


def closing(parts: Sequence[Part]) -> str:
    return "\n".join(str(ratio) for part in parts for ratio in part.ratios)
