"""Reading calendar files into the store: what is mentoring, the leave it needs, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from desktop.services import knowledge
from desktop.services.differences import Change
from desktop.services.keeping import Delivery, ImportReport, Keeping

__all__ = ["Change", "ImportReport", "Importing"]


class Importing:
    """Files into the store. Safe to call from any thread."""

    def __init__(self, keeping: Keeping) -> None:
        self._keeping = keeping

    def import_files(
        self,
        files: Sequence[knowledge.File],
        *,
        tags: Iterable[str] = (),
        untags: Iterable[str] = (),
        progress: knowledge.Progress | None = None,
        cancelled: knowledge.Asked | None = None,
    ) -> ImportReport:
        """Read files; the same again changes nothing, a newer one updates and is compared with what was known.

        `progress` gets bytes done and in all. Raises Trouble where nothing could be read or stored, and Cancelled;
        the store is then as it was.
        """
        tags, untags = tuple(tags), tuple(untags)
        keeping = self._keeping
        wanted = keeping.settings()
        looking = knowledge.looking(keeping.store, keeping.chosen(), wanted.me, tags, untags, zone=wanted.zone)
        batch = knowledge.read(files, looking, wanted.zone, progress=progress, cancelled=cancelled)
        report = keeping.keep([Delivery(batch)], dict.fromkeys(tags, True) | dict.fromkeys(untags, False))
        if report.new:
            keeping.look_again()
        return report
