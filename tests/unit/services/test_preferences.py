"""The zone of the machine, which may be set anew while the program runs."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from tzlocal import unix

from desktop.composition import build
from desktop.services.preferences import SystemZone
from integrations.scheduler import zone_mark
from tests.helpers.clock import FixedClock


@pytest.fixture
def zone_of_the_process(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    yield monkeypatch
    monkeypatch.undo()
    time.tzset()


def test_a_zone_that_is_set_anew_is_seen_at_the_next_look(
    zone_of_the_process: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    zone_of_the_process.setenv("TZ", "Europe/London")
    graduand = build(tmp_path, clock=FixedClock(datetime(2026, 3, 1, 23, 30, tzinfo=UTC)))
    assert graduand.zone == ZoneInfo("Europe/London")
    zone_of_the_process.setenv("TZ", "Asia/Tokyo")
    assert graduand.zone == ZoneInfo("Asia/Tokyo")
    assert graduand.reviewing.review().now.astimezone(graduand.zone).isoformat() == "2026-03-02T08:30:00+09:00"
    graduand.close()


def test_where_a_file_says_the_zone_its_change_is_seen(zone_of_the_process: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """As `timedatectl set-timezone` does it: a new link in the place of the old one."""
    zone_of_the_process.delenv("TZ", raising=False)
    localtime = tmp_path / "etc" / "localtime"
    localtime.parent.mkdir()
    asked = 0

    def found() -> tzinfo:
        nonlocal asked
        asked += 1
        return unix._get_localzone(str(tmp_path))

    zone = SystemZone(lambda: zone_mark(localtime), found)
    for name in ("Europe/Lisbon", "America/Argentina/Buenos_Aires"):
        file = tmp_path / "usr" / "share" / "zoneinfo" / name
        file.parent.mkdir(parents=True)
        file.write_bytes(b"")
        link = localtime.with_name("new")
        link.symlink_to(file)
        link.replace(localtime)
        assert [zone(), zone(), zone()] == [ZoneInfo(name)] * 3
    assert asked == 2, "read from the system only when it changed"
