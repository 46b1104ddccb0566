"""The tray as a panel sees it: items, their properties, and their menus over com.canonical.dbusmenu."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from jeepney import DBusAddress

from tests.desktop.session import WATCHER, Desktop

_PROPERTIES = "org.freedesktop.DBus.Properties"
_ITEM = "org.kde.StatusNotifierItem"


@dataclass(frozen=True)
class Entry:
    """One line of a menu."""

    id: int
    label: str
    enabled: bool
    separator: bool


@dataclass(frozen=True)
class TrayItem:
    """One icon in the tray."""

    desktop: Desktop
    service: str
    path: str

    def get(self, name: str) -> Any:
        """A property of the item."""
        address = DBusAddress(self.path, self.service, _PROPERTIES)
        return self.desktop.call(address, "Get", "ss", (_ITEM, name))[0][1]  # type: ignore[index] # a variant: signature and value

    def activate(self) -> None:
        """A left click."""
        self.desktop.call(DBusAddress(self.path, self.service, _ITEM), "Activate", "ii", (0, 0))

    def menu(self) -> list[Entry]:
        """The menu's lines, top to bottom."""
        layout: Any = self.desktop.call(self._menu, "GetLayout", "iias", (0, 1, []))[1]
        return [_entry(child[1]) for child in layout[2]]

    def choose(self, label: str) -> None:
        """Choose a line of the menu by its words."""
        entry = next(entry for entry in self.menu() if entry.label == label)
        self.desktop.call(self._menu, "Event", "isvu", (entry.id, "clicked", ("i", 0), 0))

    @property
    def _menu(self) -> DBusAddress:
        return DBusAddress(str(self.get("Menu")), self.service, "com.canonical.dbusmenu")


def tray_items(desktop: Desktop) -> list[TrayItem]:
    """Every icon in the tray."""
    address = DBusAddress("/StatusNotifierWatcher", WATCHER, _PROPERTIES)
    names: Any = desktop.call(address, "Get", "ss", (WATCHER, "RegisteredStatusNotifierItems"))[0]
    return [_item(desktop, name) for name in names[1]]


def _item(desktop: Desktop, name: str) -> TrayItem:
    service, slash, path = name.partition("/")
    return TrayItem(desktop, service, slash + path if slash else "/StatusNotifierItem")


def _entry(node: Any) -> Entry:
    identity, properties, _ = node
    values = {key: value for key, (_, value) in properties.items()}
    return Entry(
        identity,
        str(values.get("label", "")).replace("__", "_").replace("&&", "&"),
        bool(values.get("enabled", True)),
        values.get("type") == "separator",
    )
