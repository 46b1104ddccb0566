"""Opens what the user hands over: files, streams, zip archives as Google Takeout gives them; refuses what is none."""

from __future__ import annotations

import codecs
import os
import stat
import sys
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from integrations.calendars.icalendar.lines import utf16
from integrations.errors import Cancelled, Trouble

LARGEST = 2 * 1024**3
"""Bytes of one file, or of all calendars of one archive, that are read."""
_MEMBERS = 500
_RATIO = 200
"""Calendars pack to a twentieth at most; zip bombs to a thousandth."""
_HARMLESS = 50 * 1024**2
_BLOCK = 256 * 1024


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


def opened(
    inputs: Sequence[Path | BinaryIO], stack: ExitStack, cancelled: Callable[[], bool] = lambda: False
) -> list[Source]:
    """Every calendar text of the inputs. Raises Trouble for what cannot be one; `stack` closes the files."""
    sources: list[Source] = []
    for one in inputs:
        source = _file(Path(one), stack) if isinstance(one, str | os.PathLike) else _stream(one, stack, cancelled)
        if not source.size:
            raise Trouble("file-empty", source.name)
        head = source.read((0, 4))
        if head[:2] == b"PK":
            sources.extend(_members(source, stack, cancelled))
        else:
            sources.append(_text(source, stack, cancelled))
    return sources


def _file(path: Path, stack: ExitStack) -> Source:
    name = str(path)
    if name == "-":
        return _stream(sys.stdin.buffer, stack, lambda: False)
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise Trouble("file-is-folder", name)
        if status.st_size > LARGEST:
            raise Trouble("file-too-large", name)
        handle = stack.enter_context(path.open("rb", buffering=0))
    except FileNotFoundError:
        raise Trouble("file-not-found", name) from None
    except (OSError, ValueError):
        raise Trouble("file-not-readable", name) from None
    if not stat.S_ISREG(status.st_mode):
        return _stream(cast(BinaryIO, handle), stack, lambda: False, name)
    whole = cast(BinaryIO, handle)
    return Source(name, whole, status.st_size, _stamp(whole))


def _stream(handle: BinaryIO, stack: ExitStack, cancelled: Callable[[], bool], name: str = "") -> Source:
    """A stream is spooled to a nameless temporary file, for the reader goes back in it."""
    label = name or str(getattr(handle, "name", "-"))
    blocks = iter(lambda: handle.read(_BLOCK), b"")
    return _spooled("-" if label == "<stdin>" else label, blocks, stack, cancelled, "file-too-large")


def _spooled(
    name: str, blocks: Iterator[bytes], stack: ExitStack, cancelled: Callable[[], bool], code: str, most: int = LARGEST
) -> Source:
    spool = stack.enter_context(tempfile.TemporaryFile())
    size = 0
    try:
        for block in blocks:
            size += len(block)
            if size > most:
                raise Trouble(code, name)
            if cancelled():
                raise Cancelled
            spool.write(block)
    except OSError:
        raise Trouble("file-not-readable", name) from None
    spool.flush()
    return Source(name, cast(BinaryIO, spool), size)


def _text(source: Source, stack: ExitStack, cancelled: Callable[[], bool]) -> Source:
    """The source as text that the scan can read; refuses web pages and other things."""
    head = source.read((0, 1024 * 1024))
    encoding = utf16(head[:8])
    if encoding:
        source.handle.seek(0)
        decoder = codecs.getincrementaldecoder(encoding)("replace")
        blocks = (decoder.decode(raw).encode() for raw in iter(lambda: source.handle.read(_BLOCK), b""))
        source = _spooled(source.name, blocks, stack, cancelled, "file-too-large")
        head = source.read((0, 1024 * 1024))
    upper = head.upper()
    if b"BEGIN:V" in upper:
        return source
    start = upper[:2048].lstrip(b"\xef\xbb\xbf\r\n\t ")
    raise Trouble("file-is-html" if start.startswith(b"<") else "file-not-a-calendar", source.name)


def _members(source: Source, stack: ExitStack, cancelled: Callable[[], bool]) -> list[Source]:
    """Every .ics of an archive."""
    try:
        archive = stack.enter_context(zipfile.ZipFile(source.handle))
    except (zipfile.BadZipFile, OSError, ValueError):
        raise Trouble("zip-broken", source.name) from None
    members = [
        one
        for one in archive.infolist()
        if one.filename.lower().endswith((".ics", ".ical", ".icalendar")) and not one.filename.startswith("__MACOSX/")
    ]
    if not members:
        raise Trouble("zip-no-calendar", source.name)
    if any(one.flag_bits & 1 for one in members):
        raise Trouble("zip-password", source.name)
    total = sum(one.file_size for one in members)
    if len(members) > _MEMBERS or total > LARGEST or (total > _HARMLESS and total > _RATIO * max(1, source.size)):
        raise Trouble("zip-bomb", source.name)
    most = min(LARGEST, max(_HARMLESS, _RATIO * source.size))
    found: list[Source] = []
    for one in members:
        text = _member(archive, one, f"{source.name}: {one.filename}", stack, cancelled, most)
        most -= text.size
        if text.size:
            found.append(text)
    return found


def _member(
    archive: zipfile.ZipFile,
    one: zipfile.ZipInfo,
    name: str,
    stack: ExitStack,
    cancelled: Callable[[], bool],
    most: int,
) -> Source:
    try:
        with archive.open(one) as packed:
            blocks = iter(lambda: packed.read(_BLOCK), b"")
            text = _spooled(name, blocks, stack, cancelled, "zip-bomb", most)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, ValueError):
        raise Trouble("zip-broken", name) from None
    return _text(text, stack, cancelled) if text.size else text
