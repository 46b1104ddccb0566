"""Settings that an older store holds move into the settings' file, so that there is one place for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.services.options import options

if TYPE_CHECKING:
    from desktop.services.settings_file import SettingsFile
    from desktop.store.store import Store

_NAMES = {
    "me": "addresses",
    "zone": "zone",
    "region": "region",
    "other_region": "second_region",
    "color": "color",
    "work_begins": "begins",
    "work_ends": "ends",
    "work_days": "days",
    "notify_at": "notify_at",
    "quiet_until": "quiet_until",
    "after_meeting": "after_meeting",
}
"""Key in the store -> name of the option."""


def move_settings(store: Store, file: SettingsFile) -> None:
    """Move what the store holds; what the file says already goes before. Broken off, it is done at the next opening.

    A file that cannot be added to is left alone, and the rows wait. Raises Trouble.
    """
    former = store.former_settings.all()
    if not former or not file.read().sound:
        return
    values: dict[str, object] = {}
    for key, name in _NAMES.items():
        try:
            values[name] = options()[name].kind.read(former[key])
        except (KeyError, ValueError):
            continue  # never set, or of no use: then the usual held before, too
    file.change(values, only_unset=True)
    store.former_settings.clear()
