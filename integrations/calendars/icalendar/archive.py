"""Opens what the user hands over: files, streams, zip archives as Google Takeout gives them; refuses what is none."""

from __future__ import annotations

import codecs
import os
import stat
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

from integrations.calendars.icalendar.lines import utf16
from integrations.errors import Cancelled, Trouble

if TYPE_CHECKING:
    import zipfile

LARGEST = 2 * 1024**3
"""Bytes of one file, or of all calendars of one archive, that are read."""
_MEMBERS = 500
_RATIO = 200
"""Calendars pack to a twentieth at most; zip bombs to a thousandth."""
_HARMLESS = 50 * 1024**2
_BLOCK = 256 * 1024
_HEAD = 1024 * 1024
"""Where a calendar must have begun."""
_ENDINGS = (".ics", ".ical", ".icalendar")
_DESCRIPTORS = (Path("/dev/fd"), Path("/proc/self/fd"))
_STDIN = Path("/dev/stdin")


@dataclass
class Source:
    """One calendar text, seekable. `name` is what the user knows it by."""

    name: str
    handle: BinaryIO
    size: int
    stamp: tuple[int, int] | None = None
    """Size and time of change at the opening, for a file on disk."""

    def read(self, span: tuple[int, int]) -> bytes:
        """The bytes of a span; the scan's own place in the file is kept."""
        place = self.handle.tell()
        self.handle.seek(span[0])
        raw = self.handle.read(span[1] - span[0])
        self.handle.seek(place)
        return raw

    def check(self) -> None:
        """Raises Trouble where the file changed since it was opened."""
        if self.stamp is not None and _stamp(self.handle) != self.stamp:
            raise Trouble("file-changed", self.name)


def _stamp(handle: BinaryIO) -> tuple[int, int]:
    status = os.fstat(handle.fileno())
    return status.st_size, status.st_mtime_ns


def _handed_over(path: Path, mode: int) -> bool:
    """Whether it is a pipe that the shell opened for this call, as in `import <(…)`.

    Any other pipe may have nobody who writes and keep the call for ever; a device such as /dev/zero has no end.
    """
    return stat.S_ISFIFO(mode) and (path.parent in _DESCRIPTORS or path == _STDIN)


def opened(
    inputs: Sequence[Path | BinaryIO], stack: ExitStack, cancelled: Callable[[], bool] = lambda: False
) -> list[Source]:
    """Every calendar text of the inputs. Raises Trouble for what cannot be one; `stack` closes the files."""
    opener = _Opener(stack, cancelled)
    return [source for one in inputs for source in opener.texts(one)]


@dataclass(frozen=True)
class _Opener:
    stack: ExitStack
    cancelled: Callable[[], bool]

    def texts(self, one: Path | BinaryIO) -> list[Source]:
        """The calendar texts of one input: several for an archive."""
        source = self._file(Path(one)) if isinstance(one, str | os.PathLike) else self._stream(one)
        if not source.size:
            raise Trouble("file-empty", source.name)
        if source.read((0, 4))[:2] == b"PK":
            return self._members(source)
        return [self._text(source)]

    def _file(self, path: Path) -> Source:
        name = str(path)
        if name == "-":
            return self._stream(sys.stdin.buffer)
        try:
            status = path.stat()
            if stat.S_ISDIR(status.st_mode):
                raise Trouble("file-is-folder", name)
            if not stat.S_ISREG(status.st_mode) and not _handed_over(path, status.st_mode):
                raise Trouble("file-not-regular", name)
            if status.st_size > LARGEST:
                raise Trouble("file-too-large", name)
            handle = cast(BinaryIO, self.stack.enter_context(path.open("rb", buffering=0)))
        except FileNotFoundError:
            raise Trouble("file-not-found", name) from None
        except (OSError, ValueError):
            raise Trouble("file-not-readable", name) from None
        if not stat.S_ISREG(status.st_mode):
            return self._stream(handle, name)
        return Source(name, handle, status.st_size, _stamp(handle))

    def _stream(self, handle: BinaryIO, name: str = "") -> Source:
        """A stream is spooled to a nameless temporary file, for the reader goes back in it."""
        label = name or str(getattr(handle, "name", "-"))
        return self._spooled("-" if label == "<stdin>" else label, _blocks(handle.read), "file-too-large")

    def _spooled(self, name: str, blocks: Iterator[bytes], code: str, most: int = LARGEST) -> Source:
        """The blocks as a source; more than `most` bytes are Trouble of this code."""
        import tempfile  # most calendars are files, and are read where they lie

        spool = tempfile.TemporaryFile()  # noqa: SIM115 - the stack closes it
        self.stack.enter_context(spool)
        size = 0
        try:
            for block in blocks:
                size += len(block)
                if size > most:
                    raise Trouble(code, name)
                if self.cancelled():
                    raise Cancelled
                spool.write(block)
            spool.flush()
        except OSError:
            raise Trouble("file-not-readable", name) from None
        return Source(name, cast(BinaryIO, spool), size)

    def _text(self, source: Source) -> Source:
        """The source as text that the scan can read; refuses web pages and other things."""
        encoding = utf16(source.read((0, 8)))
        if encoding:
            source.handle.seek(0)
            decoder = codecs.getincrementaldecoder(encoding)("replace")
            turned = (decoder.decode(raw).encode() for raw in _blocks(source.handle.read))
            source = self._spooled(source.name, (block for block in turned if block), "file-too-large")
        head = source.read((0, _HEAD)).upper()
        if b"BEGIN:V" in head.replace(b"BEGIN:VCARD", b""):
            return source
        start = head[:2048].lstrip(b"\xef\xbb\xbf\r\n\t ")
        raise Trouble("file-is-html" if start.startswith(b"<") else "file-not-a-calendar", source.name)

    def _members(self, source: Source) -> list[Source]:
        """Every calendar of an archive. One that is empty or no calendar is passed over."""
        import zipfile  # most calendars are no archives

        try:
            archive = self.stack.enter_context(zipfile.ZipFile(source.handle))
        except (zipfile.BadZipFile, OSError, ValueError):
            raise Trouble("zip-broken", source.name) from None
        members = [
            one
            for one in archive.infolist()
            if one.filename.lower().endswith(_ENDINGS) and not one.filename.startswith("__MACOSX/")
        ]
        if any(one.flag_bits & 1 for one in members):
            raise Trouble("zip-password", source.name)
        total = sum(one.file_size for one in members)
        most = min(LARGEST, max(_HARMLESS, _RATIO * source.size))
        if len(members) > _MEMBERS or total > most:
            raise Trouble("zip-bomb", source.name)
        found: list[Source] = []
        for one in members:
            text = self._member(archive, one, source.name, most)
            most -= text.size
            with suppress(_NotOne):
                found.append(self._calendar(text))
        if not found:
            raise Trouble("zip-no-calendar", source.name)
        return found

    def _calendar(self, text: Source) -> Source:
        try:
            return self._text(text)
        except Trouble as trouble:
            raise _NotOne from trouble

    def _member(self, archive: zipfile.ZipFile, one: zipfile.ZipInfo, name: str, most: int) -> Source:
        import zipfile  # most calendars are no archives
        import zlib

        try:
            with archive.open(one) as packed:
                text = self._spooled(name, _blocks(packed.read), "zip-bomb", most)
        except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, ValueError):
            raise Trouble("zip-broken", name) from None
        return replace(text, name=f"{name}: {one.filename}")


class _NotOne(Exception):
    """A member of an archive that bears a calendar's name and is none."""


def _blocks(read: Callable[[int], bytes]) -> Iterator[bytes]:
    return iter(lambda: read(_BLOCK), b"")
