"""The settings as a file that a person may edit: `settings.toml` in the data folder.

Reading changes nothing: a file that is broken, or a newer Graduand's, stays where it is, the usual values hold and a
notice names it. The first change keeps it aside under another name before it writes a new one. Comments, the order
and keys that nobody here knows stay as they are.
"""

from __future__ import annotations

import threading
import tomllib
from collections.abc import Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.services.options import Chosen, Option, options
from integrations.errors import Trouble
from integrations.files import locked, remove_strays, write_atomically

if TYPE_CHECKING:
    from collections.abc import Iterator

    import tomlkit

FILE = "settings.toml"
VERSION = 1
_VERSION = "version"
_LOCK = "settings.lock"
_PATIENCE = 5.0


@dataclass(frozen=True, slots=True)
class Read:
    """What a file says. `sound`: it can be added to; `set_`: the names of the options that it holds."""

    chosen: Chosen
    notices: tuple[Trouble, ...] = ()
    sound: bool = True
    set_: frozenset[str] = frozenset()
    raw: bytes | None = None


class SettingsFile:
    """The settings of one data folder. Safe to call from any thread, and beside other processes."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.path = folder / FILE
        self._mutex = threading.RLock()
        self._seen: tuple[object, Read] | None = None

    def chosen(self) -> Chosen:
        """The settings as the file has them at this moment; never raises for what it holds."""
        return self.read().chosen

    def notices(self) -> tuple[Trouble, ...]:
        """What is to be said about the file: codes `settings-…`. Empty where all is well."""
        return self.read().notices

    def kept_aside(self) -> tuple[Path, ...]:
        """Files that were set aside because they could not be used."""
        return tuple(sorted(self._folder.glob("settings-aside-*.toml")))

    def exists(self) -> bool:
        """Whether anything was ever chosen."""
        return self.path.exists()

    def read(self) -> Read:
        """The file, read again only when it has changed."""
        with self._mutex:
            stamp = self._stamp()
            if self._seen is None or self._seen[0] != stamp:
                self._seen = (stamp, _read(self.path))
            return self._seen[1]

    def change(self, values: Mapping[str, object], *, only_unset: bool = False) -> Chosen:
        """Keep values by option name; gives all settings as they are then. Others in the file are left alone.

        `only_unset` passes over options that the file holds already. Raises ValueError for a value out of range, and
        Trouble where the file cannot be read or written; it is then as it was.
        """
        known = options()
        wanted = {name: known[name].kind.read(known[name].kind.write(value)) for name, value in values.items()}
        with self._mutex, self._alone():
            found = _read(self.path)
            if found.raw is None and self.path.exists():
                raise found.notices[0]
            if only_unset:
                wanted = {name: value for name, value in wanted.items() if name not in found.set_}
            if wanted:
                self._write(found, wanted)
            self._seen = None
            return self.read().chosen

    def _write(self, found: Read, wanted: Mapping[str, object]) -> None:
        raw = found.raw
        if raw is not None and not found.sound:
            write_atomically(self._aside(), raw, private=True)
            raw = None
        content = _changed(raw, wanted, self.path)
        remove_strays(self.path)
        write_atomically(self.path, content, private=True)

    def _aside(self) -> Path:
        number = 1
        while (path := self._folder / f"settings-aside-{number}.toml").exists():
            number += 1
        return path

    @contextmanager
    def _alone(self) -> Iterator[None]:
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise Trouble("store-folder", str(self._folder), reason=error.strerror or "") from error
        with locked(self._folder / _LOCK, patience=_PATIENCE) as held:
            if not held:
                raise Trouble("settings-busy", str(self.path))
            yield

    def _stamp(self) -> object:
        try:
            found = self.path.stat()
        except OSError as error:
            return error.errno
        return found.st_mtime_ns, found.st_size, found.st_ino


def _read(path: Path) -> Read:
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        return Read(Chosen())
    except OSError as error:
        return Read(Chosen(), (Trouble("settings-unreadable", str(path), reason=error.strerror or ""),), sound=False)
    try:
        document = tomllib.loads(raw.decode("utf-8-sig"))
        version = document.get(_VERSION, VERSION)
        tables = {one.path[0] for one in options().values()}
        if type(version) is not int or any(not isinstance(document.get(table, {}), dict) for table in tables):
            raise ValueError(version)
    except (ValueError, RecursionError):
        return Read(Chosen(), (Trouble("settings-broken", str(path)),), sound=False, raw=raw)
    if version > VERSION:
        notice = Trouble("settings-newer", str(path), found=version, known=VERSION)
        return Read(Chosen(), (notice,), sound=False, raw=raw)
    return _understood(document, raw, path)


def _understood(document: Mapping[str, Any], raw: bytes, path: Path) -> Read:
    chosen, notices, held = Chosen(), [], set()
    for name, option in options().items():
        table, key = option.path
        if key not in document.get(table, {}):
            continue
        held.add(name)
        try:
            chosen = replace(chosen, **{name: option.kind.read(document[table][key])})
        except ValueError:
            notices.append(Trouble("settings-value", option.key, file=str(path)))
    return Read(chosen, tuple(notices), set_=frozenset(held), raw=raw)


def _changed(raw: bytes | None, wanted: Mapping[str, object], path: Path) -> bytes:
    """The file with these values in it; all else as it was."""
    import tomlkit  # only a change needs it
    from tomlkit.exceptions import TOMLKitError

    before = tomllib.loads(raw.decode("utf-8-sig")) if raw is not None else {}
    try:
        document = tomlkit.parse(raw.decode("utf-8-sig")) if raw is not None else _fresh()
        for name, value in wanted.items():
            _put(document, options()[name], value)
        content = tomlkit.dumps(document)
    except TOMLKitError as error:
        raise Trouble("settings-broken", str(path)) from error
    if not _holds(tomllib.loads(content), before, wanted):
        raise RuntimeError("the settings would not read back as they were meant")
    return content.encode()


def _fresh() -> tomlkit.TOMLDocument:
    import tomlkit
    from tomlkit import comment

    from resources.texts import text

    document = tomlkit.document()
    document.add(comment(text("settings.file")))
    document.add(_VERSION, tomlkit.item(VERSION))
    return document


def _put(document: tomlkit.TOMLDocument, option: Option[Any], value: object) -> None:
    import tomlkit

    table, key = option.path
    if table not in document:
        document.add(table, tomlkit.table())
    section: Any = document[table]
    section[key] = option.kind.write(value)


def _holds(after: Mapping[str, Any], before: Mapping[str, Any], wanted: Mapping[str, object]) -> bool:
    """Whether a changed file says what it said, and what was wanted."""
    expected = {name: dict(value) if isinstance(value, dict) else value for name, value in before.items()}
    for name, value in wanted.items():
        table, key = options()[name].path
        expected.setdefault(table, {})[key] = options()[name].kind.write(value)
    if not before and _VERSION in after:
        expected[_VERSION] = after[_VERSION]
    return _plain(expected) == _plain(after)


def _plain(value: object) -> object:
    """Comparable, also where a number is none."""
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return repr(value)
