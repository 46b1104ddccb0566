"""The command line as a function: words in, JSON and exit code out. No process, no screen."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from desktop.cli.main import run

DATA = Path(__file__).parents[1] / "data"


@dataclass(frozen=True)
class Said:
    code: int
    json: Any
    out: str
    err: str


Graduand = Callable[..., Said]


@pytest.fixture
def graduand(capsysbinary: pytest.CaptureFixture[bytes]) -> Graduand:
    def call(*words: object, now: str = "", zone: str = "", me: str = "", text: bool = False) -> Said:
        options = [] if text else ["--json"]
        options += ["--now", now] if now else []
        options += ["--zone", zone] if zone else []
        options += ["--me", me] if me else []
        code = run([*map(str, words), *options])
        out, err = (stream.decode() for stream in capsysbinary.readouterr())
        return Said(code, json.loads(out) if out.startswith("{") else None, out, err)

    return call


@pytest.fixture
def journey() -> Callable[[str], Path]:
    def find(name: str) -> Path:
        return next((DATA / "journeys").glob(f"{name}_*.ics"))

    return find
