"""One synchronisation in a process of its own: `sync_graduand.py STORE`.

Google's library and the sign-in are there before, by one request that is not counted: they cost the same however much
there is to read.
"""

from __future__ import annotations

import json
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from desktop.composition import build, calm_collector


def main() -> None:
    calm_collector()
    now = datetime(2025, 11, 24, 9, tzinfo=UTC)
    graduand = build(Path(sys.argv[1]), clock=lambda: now, zone=UTC)
    syncing = graduand.syncing
    graduand.accounts.source("google-1").calendars()
    graduand.settings.chosen()
    wall, cpu = time.perf_counter(), time.process_time()
    report = syncing.sync()
    took = {"seconds": time.perf_counter() - wall, "cpu": time.process_time() - cpu}
    troubles = [one.trouble.code for one in report.accounts if one.trouble]
    changed = report.changed
    told = {"requests": report.requests, "new": len(changed.new), "changed": len(changed.changed), "troubles": troubles}
    print(json.dumps(took | told))
    graduand.close()


if __name__ == "__main__":
    main()
