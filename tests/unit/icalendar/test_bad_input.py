"""What is no calendar is refused in one sentence that names the file; nothing is guessed."""

from __future__ import annotations

import io
import os
import socket
import struct
import zipfile
from contextlib import chdir
from pathlib import Path

import pytest

from desktop.mentoring.tagging import Looking
from desktop.services import knowledge
from integrations.calendars.icalendar import archive
from integrations.calendars.icalendar.reading import read_files
from integrations.errors import Cancelled, Trouble
from tests.unit.icalendar.reader import BERLIN, DATA, read

CASE = (DATA / "cases" / "01-weekly-open-dst.ics").read_bytes()


def refused(path: Path) -> Trouble:
    with pytest.raises(Trouble) as caught:
        read(path)
    assert str(path) in caught.value.subject
    assert "\n" not in str(caught.value)
    assert caught.value.title and caught.value.advice
    return caught.value


def zipped(path: Path, **members: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members.items():
            made.writestr(f"Takeout/Calendar/{name}.ics", content)
    return path


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file-empty"),
        (b"<!DOCTYPE html><html><body>Sign in</body></html>", "file-is-html"),
        (b"\xef\xbb\xbf\r\n <html>", "file-is-html"),
        (b"date,title\n2026-01-01,Mentoring\n", "file-not-a-calendar"),
        (bytes(range(255, 191, -1)) + b"\0" * 100, "file-not-a-calendar"),
        (b"PK\x03\x04 and then nothing", "zip-broken"),
    ],
)
def test_contents_that_are_no_calendar(tmp_path: Path, content: bytes, code: str) -> None:
    path = tmp_path / "calendar.ics"
    path.write_bytes(content)
    assert refused(path).code == code


def test_a_folder_and_a_file_that_is_not_there(tmp_path: Path) -> None:
    assert refused(tmp_path).code == "file-is-folder"
    assert refused(tmp_path / "none.ics").code == "file-not-found"


@pytest.fixture
def pipe(tmp_path: Path) -> Path:
    path = tmp_path / "pipe.ics"
    os.mkfifo(path)
    return path


def test_what_is_no_file_is_refused_unopened(tmp_path: Path, pipe: Path) -> None:
    link = tmp_path / "link.ics"
    link.symlink_to("/dev/zero")
    with socket.socket(socket.AF_UNIX) as listening, chdir(tmp_path):
        listening.bind("socket.ics")  # by its short name: an address holds no long path
        for path in (pipe, Path("/dev/zero"), link, tmp_path / "socket.ics"):
            assert refused(path).code == "file-not-regular"


def test_the_other_files_are_read_beside_it(tmp_path: Path, pipe: Path) -> None:
    good = tmp_path / "good.ics"
    good.write_bytes(CASE)
    batch = knowledge.read([pipe, good], Looking(), BERLIN)
    assert [(one.file, one.code) for one in batch.problems] == [(str(pipe), "file-not-regular")]
    assert len(batch.series) == 1


@pytest.mark.parametrize("count", [1, 2, 7])
def test_where_none_can_be_read_the_first_are_named(tmp_path: Path, count: int) -> None:
    paths = [tmp_path / f"{number}.ics" for number in range(count)]
    with pytest.raises(Trouble) as caught:
        knowledge.read(paths, Looking(), BERLIN)
    assert caught.value.code == ("files-none" if count > 1 else "file-not-found")
    said = str(caught.value)
    assert [str(path) in said for path in paths] == [number < 5 for number in range(count)]
    assert ("And 2 more." in said) is (count == 7)
    assert "\n" not in said


def test_a_pipe_that_was_handed_over_is_read() -> None:
    """The shell makes it for `import <(…)`."""
    reading, writing = os.pipe()
    with os.fdopen(reading), os.fdopen(writing, "wb") as pipe:
        pipe.write(CASE)
        pipe.close()
        assert len(read(Path(f"/dev/fd/{reading}")).series) == 1


def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "secret.ics"
    path.write_bytes(CASE)

    def closed(*_: object, **__: object) -> object:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", closed)
    assert refused(path).code == "file-not-readable"


def test_a_file_of_three_gigabytes_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "huge.ics"
    with path.open("wb") as made:
        made.truncate(3 * 1024**3)
    assert refused(path).code == "file-too-large"


def test_a_file_that_changes_while_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "growing.ics"
    path.write_bytes(CASE)

    def grow(*_: int) -> None:
        with path.open("ab") as made:
            made.write(b"X")

    with pytest.raises(Trouble) as caught:
        read_files([path], Looking(), zone=BERLIN, progress=grow)
    assert caught.value.code == "file-changed"


def test_every_calendar_of_an_archive_is_read(tmp_path: Path) -> None:
    second = CASE.replace(b"c01@", b"c02@")
    path = zipped(tmp_path / "takeout.zip", Work=CASE, Home=second, Empty=b"", Page=b"<html>")
    assert {series.uid for series in read(path).series} == {"c01@example.com", "c02@example.com"}


def test_an_archive_without_a_calendar(tmp_path: Path) -> None:
    assert refused(zipped(tmp_path / "a.zip")).code == "zip-no-calendar"
    assert refused(zipped(tmp_path / "b.zip", Page=b"<html>")).code == "zip-no-calendar"


def test_an_archive_that_unpacks_to_too_much(tmp_path: Path) -> None:
    assert refused(zipped(tmp_path / "bomb.zip", Bomb=b"BEGIN:VCALENDAR\r\n" + bytes(80 * 1024**2))).code == "zip-bomb"


def test_an_archive_that_lies_about_its_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "_HARMLESS", 1000)
    monkeypatch.setattr(archive, "_RATIO", 1)
    path = zipped(tmp_path / "liar.zip", Bomb=b"BEGIN:VCALENDAR\r\n" + b" " * 20_000)
    raw = bytearray(path.read_bytes())
    at = raw.rindex(b"PK\x01\x02")
    raw[at + 24 : at + 28] = struct.pack("<I", 10)
    path.write_bytes(raw)
    assert refused(path).code in ("zip-bomb", "zip-broken")


def test_an_archive_with_a_password(tmp_path: Path) -> None:
    path = zipped(tmp_path / "locked.zip", Work=CASE)
    raw = bytearray(path.read_bytes())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = raw.index(mark)
        raw[at + offset] |= 1
    path.write_bytes(raw)
    assert refused(path).code == "zip-password"


def test_a_damaged_archive(tmp_path: Path) -> None:
    path = zipped(tmp_path / "torn.zip", Work=CASE * 50)
    raw = bytearray(path.read_bytes())
    raw[60:120] = bytes(60)
    path.write_bytes(raw)
    assert refused(path).code == "zip-broken"


def test_a_stream_is_read_like_a_file() -> None:
    batch = read_files([io.BytesIO(CASE)], Looking(), zone=BERLIN)
    assert [series.uid for series in batch.series] == ["c01@example.com"]


def test_progress_ends_at_the_whole_and_a_stop_is_heard(tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    paths = [DATA / "cases" / "01-weekly-open-dst.ics", DATA / "cases" / "07-last-slots-removed.ics"]
    read_files(paths, Looking(), zone=BERLIN, progress=lambda done, total: seen.append((done, total)))
    total = sum(path.stat().st_size for path in paths)
    assert seen[-1] == (total, total)
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)
    with pytest.raises(Cancelled):
        read_files(paths, Looking(), zone=BERLIN, cancelled=lambda: True)
