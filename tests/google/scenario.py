"""A server made ready from a JSON object.

    {"account": "mentee@example.org", "zone": "America/Toronto", "now": "2026-04-14T10:00:00-04:00",
     "modes": {"beyond_end": "kept"},
     "do": [["add_calendar", {"calendar_id": "c@group.calendar.google.com", "role": "reader"}],
            ["load_ics", {"path": "tests/data/journeys/j09_undo.ics"}],
            ["fault", {"name": "503", "kind": "events.patch", "when": "after"}]]}

`do` is a list of controls with their arguments, in order; the names are those of `control.CONTROLS`.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from tests.google.control import CONTROLS
from tests.google.server import GoogleServer


def built(scenario: dict[str, Any], port: int = 0) -> GoogleServer:
    """The server, not yet started."""
    about = {name: scenario[name] for name in ("account", "zone") if name in scenario}
    now = datetime.fromisoformat(scenario["now"]) if "now" in scenario else None
    google = GoogleServer(**about, now=now, port=port)
    CONTROLS["modes"](google, **scenario.get("modes", {}))
    for name, arguments in scenario.get("do", []):
        CONTROLS[name](google, **arguments)
    return google
