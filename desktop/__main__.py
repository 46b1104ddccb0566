"""`graduand`: a call of the command line, or the tray app."""

from __future__ import annotations

import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a call and give its exit code; without a call, start the app or raise the one that runs."""
    from desktop.cli.main import run  # noqa: PLC0415 - so that `python -m desktop` shows errors of imports alike

    return run(list(sys.argv[1:] if arguments is None else arguments))


if __name__ == "__main__":
    sys.exit(main())
