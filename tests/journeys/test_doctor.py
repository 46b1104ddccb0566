"""The doctor where there is nothing to see: no bus, no screen."""

from __future__ import annotations

from resources.texts import text
from tests.journeys.conftest import Graduand


def test_without_a_session_bus_it_says_so(graduand: Graduand) -> None:
    said = graduand("doctor", text=True)
    assert text("doctor.tray.no-bus") in said.out
    assert text("doctor.notifications.no-bus") in said.out


def test_every_check_is_named(graduand: Graduand) -> None:
    names = [check["name"] for check in graduand("doctor").json["checks"]]
    assert names[-2:] == ["tray", "notifications"]
    assert len(names) == len(set(names))
