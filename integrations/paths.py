"""Where Graduand keeps what is the user's own. Nothing here creates anything."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

VARIABLE = "GRADUAND_DATA_DIR"


def data_dir(chosen: Path | None = None, environment: Mapping[str, str] = os.environ) -> Path:
    """The absolute folder of the store and the log: `chosen`, else GRADUAND_DATA_DIR, else the platform's place.

    An empty variable counts as none. The folder need not exist.
    """
    named = chosen or environment.get(VARIABLE)
    if named:
        return Path(named).expanduser().absolute()
    from platformdirs import user_data_path  # only where nothing was chosen

    return user_data_path("graduand", appauthor=False)
