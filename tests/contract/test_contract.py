"""One suite that every source passes. A source that only reads refuses whatever writes, and that is its check."""

from __future__ import annotations

from pathlib import Path

import pytest

from integrations.errors import Trouble
from tests.contract.benches import LENGTH, SOURCES, Bench
from tests.contract.checking import MOVED, UID, Check, filled, new_event, standing
from tests.contract.checks import CHECKS
from tests.contract.table import PLACE, READS_ONLY, table


@pytest.mark.parametrize("one", CHECKS, ids=lambda one: one.act.__name__)
@pytest.mark.parametrize("name", SOURCES)
def test_contract(name: str, one: Check, tmp_path: Path) -> None:
    with SOURCES[name](tmp_path) as bench:
        assert bench.writes is (name not in READS_ONLY)
        if one.writes and not bench.writes:
            _refuses_every_write(bench)
        else:
            one.act(bench)


def _refuses_every_write(it: Bench) -> None:
    filled(it)
    found = standing(it)
    source, calendar, etag = it.source, it.calendar.id, found.etag
    for write in (
        lambda: source.create(calendar, new_event(), notify=True),
        lambda: source.revive(calendar, new_event(), notify=True),
        lambda: source.end(calendar, UID, None, etag=etag, notify=True),  # type: ignore[arg-type] # refused before it is looked at
        lambda: source.restore_rules(calendar, UID, found.series, etag=etag, notify=True),
        lambda: source.remove_occurrence(calendar, UID, MOVED, etag=etag, notify=True),
        lambda: source.put_occurrence(
            calendar, UID, MOVED, title="x", start=MOVED, end=MOVED + LENGTH, etag=etag, notify=True
        ),
        lambda: source.delete(calendar, UID, etag=etag, notify=True),
    ):
        with pytest.raises(Trouble) as trouble:
            write()
        assert trouble.value.code == "live-read-only"
    assert standing(it) == found


def test_the_table_is_current() -> None:
    assert PLACE.read_text(encoding="utf-8") == table(), "make it anew: python -m tests.contract.table"
