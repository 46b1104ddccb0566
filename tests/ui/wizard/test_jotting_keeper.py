"""Goals and the like are on the disk a quarter of a second after they are typed, each as it was last."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.mentoring.jottings import Jotting, JottingKind, JottingState
from desktop.services.stories import Stories
from desktop.store import Store
from desktop.ui.bridge import Bridge
from desktop.ui.wizard.jotting_keeper import JottingKeeper
from integrations.errors import Trouble

NOW = datetime(2026, 1, 1, 9, tzinfo=UTC)


@pytest.fixture
def stories(tmp_path: Path) -> Iterator[Stories]:
    with Store.open(tmp_path / "kept") as store:
        yield Stories(lambda: store, lambda: NOW)


@pytest.fixture
def bridge(qtbot: QtBot) -> Iterator[Bridge]:
    made = Bridge()
    yield made
    made.close()


def test_the_last_words_of_each_are_kept(qtbot: QtBot, stories: Stories, bridge: Bridge) -> None:
    keeper = JottingKeeper(stories, bridge)
    goal, other = (stories.blank("m1", JottingKind.GOAL) for _ in range(2))
    for words in ("Lead", "Lead a t", "Lead a team"):
        keeper.write(replace(goal, words=words))
    keeper.write(replace(other, words="Write", state=JottingState.MOSTLY))
    assert stories.story("m1").jottings == ()

    qtbot.waitUntil(lambda: {one.words for one in stories.story("m1").jottings} == {"Lead a team", "Write"})
    keeper.write(replace(other, words=""))
    keeper.close()
    assert [one.words for one in stories.story("m1").jottings] == ["Lead a team"]


def test_what_could_not_be_kept_is_tried_again(
    qtbot: QtBot, stories: Stories, bridge: Bridge, monkeypatch: pytest.MonkeyPatch
) -> None:
    keeper = JottingKeeper(stories, bridge)
    broken = [True]
    put = stories.put

    def failing(jotting: Jotting) -> None:
        if broken.pop():
            raise Trouble("store-busy", "/place")
        broken.append(False)
        put(jotting)

    broken.insert(0, False)
    monkeypatch.setattr(stories, "put", failing)
    with qtbot.waitSignal(keeper.troubled):
        keeper.write(stories.blank("m1", JottingKind.GOAL, "Lead a team"))
    keeper.close()

    assert [one.words for one in stories.story("m1").jottings] == ["Lead a team"]
