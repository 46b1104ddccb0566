"""`python -m tests.google --port 0 --scenario FILE`: prints its address, serves until its input ends or it is told."""

from __future__ import annotations

import argparse
import json
import signal
import sys
from pathlib import Path

from tests.google.scenario import built


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.google", description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument(
        "--scenario", help="a JSON file; `-` is the first line of the input, and its end ends the server"
    )
    arguments = parser.parse_args()
    ends = {signal.SIGINT, signal.SIGTERM}
    piped = arguments.scenario == "-"
    if not piped:
        signal.pthread_sigmask(signal.SIG_BLOCK, ends)  # for all threads, so that it is `sigwait` that sees them
    text = (
        sys.stdin.readline() if piped else Path(arguments.scenario).read_text("utf-8") if arguments.scenario else "{}"
    )
    with built(json.loads(text), arguments.port) as google:
        sys.stdout.write(f"{google.base_url}\n")
        sys.stdout.flush()
        if piped:
            sys.stdin.read()
        else:
            signal.sigwait(ends)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
