"""The demo: a store that is thrown away, filled with sample calendars."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from resources.samples import sample_calendar
from resources.samples.pairs import ME

if TYPE_CHECKING:
    from desktop.composition import Graduand


def fill(graduand: Graduand) -> None:
    """Read the samples into an empty store, dated from its clock. Runs on the worker's thread."""
    graduand.reviewing.set_me((ME,))
    graduand.importing.import_files([BytesIO(sample_calendar(graduand.clock()))])
