"""`graduand`: a call of the command line, or the tray app."""

from __future__ import annotations

import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a call and give its exit code; without a call, start the app or raise the one that runs."""
    from desktop.ui.start import plain_wishes, start  # so that `python -m desktop` shows errors alike

    words = list(sys.argv[1:] if arguments is None else arguments)
    plain = plain_wishes(words)
    if plain is not None:
        return start(plain)
    from desktop.cli.main import run  # what a call needs, no start at login waits for

    return run(words)


if __name__ == "__main__":
    sys.exit(main())
