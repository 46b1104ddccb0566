from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.mentoring.mentorship import Side
from integrations import log
from integrations.errors import Trouble
from integrations.paths import data_dir

LOGGER = logging.getLogger("desktop.services.importing")
THEIRS = logging.getLogger("icalendar")


@pytest.fixture(autouse=True)
def stopped() -> Iterator[None]:
    yield
    log.stop()


def lines(folder: Path) -> str:
    return (folder / log.FILE).read_text(encoding="utf-8")


def test_nothing_is_made_before_there_is_something_to_say(tmp_path: Path) -> None:
    folder = tmp_path / "kept"
    log.start(folder)
    LOGGER.info("below the level")
    assert not folder.exists()


def test_a_folder_that_is_not_there_is_not_made_for_a_line(
    tmp_path: Path, expect_log: object, capfd: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "kept"
    log.start(folder, environment={"GRADUAND_LOG": "info"})
    LOGGER.info("a line")
    assert not folder.exists()
    assert capfd.readouterr() == ("", "")


def test_counts_and_codes_are_written_and_words_are_not(tmp_path: Path) -> None:
    log.start(tmp_path, environment={"GRADUAND_LOG": "info"})
    LOGGER.info(
        "%d series of %s as %s, %s, %s", 3, "Anna Ash <anna@example.org>", Side.MENTOR, None, Path("/home/me/anna.ics")
    )
    LOGGER.info("%(n)d of %(whom)s", {"n": 4, "whom": "Anna Ash"})
    LOGGER.info("%s", Trouble("store-busy", "/home/me/anna"))
    written = lines(tmp_path)
    assert "3 series of #" in written
    assert "as mentor, None, #" in written
    assert "4 of #" in written
    assert "store-busy" in written
    for word in ("Anna", "anna", "example", "/home"):
        assert word not in written


def test_one_thing_has_one_digest(tmp_path: Path) -> None:
    log.start(tmp_path, environment={"GRADUAND_LOG": "info"})
    for uid in ("one", "one", "two"):
        LOGGER.info("%s", uid)
    first, second, third = (line.rpartition(" ")[2] for line in lines(tmp_path).splitlines())
    assert first == second != third


def test_an_error_is_told_by_its_type_and_place_alone(tmp_path: Path) -> None:
    log.start(tmp_path, environment={"GRADUAND_LOG": "info"})
    try:
        try:
            int("Mentoring with Anna")
        except ValueError as error:
            raise LookupError("anna@example.org") from error
    except LookupError:
        LOGGER.info("it did not work", exc_info=True)
    written = lines(tmp_path)
    assert "LookupError at test_log.py:" in written
    assert "ValueError at test_log.py:" in written
    for word in ("Anna", "anna", "int("):
        assert word not in written


def test_other_handlers_see_the_record_as_it_was(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    log.start(tmp_path, environment={"GRADUAND_LOG": "info"})
    LOGGER.info("of %s", "Anna")
    assert caplog.messages == ["of Anna"]


def test_what_others_log_is_not_kept(tmp_path: Path) -> None:
    log.start(tmp_path, environment={"GRADUAND_LOG": "debug"})
    THEIRS.info("SUMMARY:Mentoring with Anna")
    assert not (tmp_path / log.FILE).exists()


def test_the_file_is_private_and_does_not_grow_without_end(tmp_path: Path) -> None:
    log.start(tmp_path, environment={"GRADUAND_LOG": "info"})
    for _ in range(6):
        LOGGER.info("x" * 400_000)
    files = sorted(path.name for path in tmp_path.iterdir())
    assert files == ["graduand.log", "graduand.log.1", "graduand.log.2", "graduand.log.3"]
    assert {path.stat().st_mode & 0o777 for path in tmp_path.iterdir()} == {0o600}


def test_with_v_it_goes_to_standard_error_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log.start(None, verbosity=1)
    LOGGER.info("of %s", "Anna")
    LOGGER.debug("more")
    error = capsys.readouterr().err
    assert "of #" in error
    assert "more" not in error


def test_starting_anew_does_not_write_twice(tmp_path: Path) -> None:
    for _ in range(3):
        log.start(tmp_path, environment={"GRADUAND_LOG": "info"})
    LOGGER.info("once")
    assert lines(tmp_path).count("once") == 1


@pytest.mark.parametrize(
    ("verbosity", "named", "level"),
    [
        (0, "", logging.WARNING),
        (0, " Debug ", logging.DEBUG),
        (0, "error", logging.ERROR),
        (1, "error", logging.INFO),
        (2, "", logging.DEBUG),
        (9, "", logging.DEBUG),
    ],
)
def test_levels(verbosity: int, named: str, level: int) -> None:
    assert log.level_from(verbosity, {"GRADUAND_LOG": named}) == level


def test_an_unknown_level_is_said() -> None:
    with pytest.raises(Trouble) as caught:
        log.level_from(0, {"GRADUAND_LOG": "loud"})
    assert "loud" in str(caught.value)


def test_where_things_are_kept(tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    named = {"GRADUAND_DATA_DIR": str(tmp_path / "named")}
    assert data_dir(tmp_path / "chosen", named) == tmp_path / "chosen"
    assert data_dir(None, named) == tmp_path / "named"
    assert data_dir(None, {"GRADUAND_DATA_DIR": "~/mine"}) == home / "mine"
    monkeypatch.chdir(tmp_path)
    assert data_dir(Path("here"), {}) == tmp_path / "here"
    for none in ({}, {"GRADUAND_DATA_DIR": ""}):
        assert data_dir(None, none) == home / ".local/share/graduand"
    assert list(tmp_path.iterdir()) == []
    assert not (home / ".local").exists()
