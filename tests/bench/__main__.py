"""Runs the benchmarks and prints one report: `make bench`, `make bench ARGS="--only start --runs 9"`."""

from __future__ import annotations

import argparse
import sys

from tests.bench import idle, letters, loop, review, signs, start, sync, wizard
from tests.bench.measuring import machine
from tests.bench.report import Part, closing, written

NAMES = ("review", "signs", "start", "idle", "sync", "letters", "wizard", "loop")
"""In the order in which they are measured: letters and wizard load Qt here, and memory that is shared counts half."""


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--only", choices=NAMES, action="append", help="one benchmark; may be repeated")
    parser.add_argument("--runs", type=int, default=5, help="interleaved rounds (default 5)")
    parser.add_argument(
        "--slow-runs", type=int, default=1, help="rounds of icalendar's full parse, over a minute each; 0 leaves it out"
    )
    parser.add_argument("--idle-runs", type=int, default=1, help="idle minutes of every tray program (default 1)")
    parser.add_argument("--no-ten-times", action="store_true", help="leave out the file of 370 MB")
    return parser.parse_args()


def main() -> int:
    """1 if a figure misses its bar."""
    arguments = _arguments()
    chosen = arguments.only or list(NAMES)
    parts: list[Part] = []
    print(machine(), end="\n\n", flush=True)
    for name in NAMES:
        if name not in chosen:
            continue
        print(f"measuring: {name}", file=sys.stderr, flush=True)
        if name == "review":
            parts.append(review.measure(arguments.runs, arguments.slow_runs, ten_times=not arguments.no_ten_times))
        elif name == "signs":
            parts.append(signs.measure(min(arguments.runs, 3)))
        elif name == "letters":
            parts.append(letters.measure(arguments.runs))
        elif name == "start":
            parts.append(start.measure(arguments.runs))
        elif name == "sync":
            parts.append(sync.measure(arguments.runs))
        elif name == "wizard":
            parts.append(wizard.measure(arguments.runs))
        elif name == "loop":
            parts.append(loop.measure(arguments.runs))
        else:
            parts.append(idle.measure(arguments.idle_runs))
        print(written(parts[-1]), end="\n\n", flush=True)
    print(closing(parts))
    return 0 if all(ratio.met for part in parts for ratio in part.ratios) else 1


if __name__ == "__main__":
    raise SystemExit(main())
