"""A program for a private desktop: the four faces of the tray icon side by side, made as the real one makes them."""

from __future__ import annotations

import sys

from PySide6.QtWidgets import QApplication, QMenu, QSystemTrayIcon

from desktop.ui.icons import tray_icon
from desktop.ui.tray_state import Face


def main() -> int:
    """Shows them until it is ended."""
    application = QApplication(sys.argv)
    kept = []
    for face in Face:
        shown, menu = QSystemTrayIcon(tray_icon(face.value)), QMenu()
        shown.setToolTip(face.value)
        shown.setContextMenu(menu)
        shown.show()
        kept.append((shown, menu))
    return application.exec()


if __name__ == "__main__":
    raise SystemExit(main())
