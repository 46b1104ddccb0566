"""The calendars that are measured on, made once and kept in `.bench`."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PLACE = ROOT / ".bench"
MAKER = Path(__file__).parent / "make_big.py"

# The first characters of the SHA-256 of the usual file: another file would be another benchmark.
USUAL = "cd37687f2cd9"
USUAL_EVENTS = 30_000


def big(events: int = USUAL_EVENTS) -> tuple[Path, dict[str, object]]:
    """An export with that many events, 600 of them series, and what is true of it."""
    PLACE.mkdir(exist_ok=True)
    calendar, truth = PLACE / f"big-{events}.ics", PLACE / f"big-{events}.json"
    if not truth.exists():
        print(f"making {calendar.name}", file=sys.stderr)
        half = calendar.with_suffix(".half")
        subprocess.run(
            [sys.executable, MAKER, half, "--events", str(events), "--truth", truth.with_suffix(".half-json")],
            check=True,
            stderr=subprocess.DEVNULL,
        )
        half.rename(calendar)
        truth.with_suffix(".half-json").rename(truth)
    if events == USUAL_EVENTS:
        with calendar.open("rb") as source:
            digest = hashlib.file_digest(source, "sha256").hexdigest()
        if not digest.startswith(USUAL):
            raise RuntimeError(f"{calendar} is not the file that the bars speak of ({digest[:12]})")
    facts: dict[str, object] = json.loads(truth.read_text(encoding="utf-8"))
    return calendar, facts


def only_series() -> Path:
    """The recurring events of the usual file with their overrides and zones, nothing else."""
    source, _ = big()
    target = PLACE / "series.ics"
    if target.exists():
        return target
    head, *parts = source.read_bytes().split(b"BEGIN:VEVENT\r\n")
    parts[-1] = parts[-1].removesuffix(b"END:VCALENDAR\r\n")
    wanted = {_uid(part) for part in parts if b"\r\nRRULE:" in part}
    kept = [part for part in parts if _uid(part) in wanted]
    half = target.with_suffix(".half")
    half.write_bytes(head + b"".join(b"BEGIN:VEVENT\r\n" + part for part in kept) + b"END:VCALENDAR\r\n")
    half.rename(target)
    return target


def _uid(part: bytes) -> bytes:
    whole = part.replace(b"\r\n ", b"")
    begin = whole.index(b"\r\nUID:") + 6
    return whole[begin : whole.index(b"\r\n", begin)]
