"""Calendar files as a source of the port: what they hold can be read, and never changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, tzinfo
from pathlib import Path
from typing import NoReturn

from integrations.calendars.icalendar.reading import read_files, read_text
from integrations.calendars.icalendar.wanted import Wanted
from integrations.calendars.model import Batch, Meeting, Series, TagHints
from integrations.calendars.moments import instant
from integrations.calendars.port import Access, Calendar, Changes, Held, Progress, Standing
from integrations.calendars.recurrence import over_by
from integrations.errors import Trouble
from integrations.files import sha256, sha256_of


class Files:
    """A `CalendarSource` over some files, each a calendar. `zone` is the user's."""

    def __init__(self, paths: Sequence[Path], zone: tzinfo) -> None:
        self._paths = {str(path): path for path in paths}
        self._zone = zone

    @property
    def kind(self) -> str:
        """As in `Series.source`."""
        return "ics"

    def calendars(self) -> tuple[Calendar, ...]:
        """One for each file, under its name; the first is the main one."""
        return tuple(
            Calendar(id_, path.stem, Access.READER, main=number == 0)
            for number, (id_, path) in enumerate(self._paths.items())
        )

    def changes(
        self,
        calendar: Calendar,
        cursor: str,
        wanted: Wanted,
        kept: Mapping[str, Held],  # noqa: ARG002 - a file is always read whole
        *,
        since: datetime,
        progress: Progress | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> Changes:
        """See the port. The cursor is the file's sha256: the same file again holds no news."""
        path = self._paths[calendar.id]
        digest = sha256_of(path) or ""
        if digest and digest == cursor:
            return Changes((), (), cursor, whole=False)
        found = read_files([path], wanted, zone=self._zone, progress=progress, cancelled=cancelled)
        series = [one for one in found.series if not _over(one, since)]
        meetings = [one for one in found.meetings if instant(one.end, self._zone) >= since]
        put = [Held(one.uid, "", one.uid, one.text) for one in series]
        put += [Held(f"{one.uid} {one.slot or ''}".strip(), "", one.uid, one.text) for one in meetings]
        return Changes(tuple(put), (), digest, whole=True, problems=found.problems)

    def values(self, calendar: Calendar, held: Iterable[Held], zone: tzinfo) -> Batch:
        """See the port."""
        series: list[Series] = []
        meetings: list[Meeting] = []
        for one in held:
            found = read_text(one.body, zone=zone, file=calendar.name)
            series += [replace(each, calendar=calendar.name) for each in found.series]
            meetings += [replace(each, calendar=calendar.name) for each in found.meetings]
        return Batch(tuple(series), tuple(meetings), calendars=(calendar.name,))

    def standing(self, calendar: str, uid: str, wanted: Wanted | None = None) -> Standing | None:  # noqa: ARG002 - of the port
        """See the port. The text is whole, whatever is `wanted`."""
        path = self._paths[calendar]
        found = read_files([path], _One(uid), zone=self._zone).series
        series = next((one for one in found if one.uid == uid and not one.cancelled), None)
        if series is None:
            return None
        series = replace(series, calendar=path.stem)
        return Standing(series, sha256(series.text.encode()), changeable=False, organizer=False)

    def _refuse(self, calendar: str, *_: object, **__: object) -> NoReturn:
        """Every write raises Trouble: the user carries files into a calendar themselves."""
        raise Trouble("live-read-only", self._paths[calendar].stem)

    create = revive = end = restore_rules = remove_occurrence = put_occurrence = delete = _refuse


class _One:
    """Wants one UID, whatever it says of itself."""

    words: tuple[str, ...] = ()
    watched: frozenset[str] = frozenset()
    pairs: frozenset[frozenset[str]] = frozenset()
    me: frozenset[str] = frozenset()

    def __init__(self, uid: str) -> None:
        self.uids = frozenset({uid})

    def marked(self, uid: str, hints: TagHints, calendar: str) -> bool:  # noqa: ARG002 - a UID is enough
        return uid in self.uids

    def likely(self, title: str, people: int) -> bool:  # noqa: ARG002 - a UID is enough
        return False

    def is_day_off(self, title: str) -> bool:  # noqa: ARG002 - a UID is enough
        return False


def _over(series: Series, since: datetime) -> bool:
    last = over_by(series)
    return last is not None and instant(last.replace(tzinfo=series.zone), series.zone) + series.duration < since
