"""The floor: the least PySide6 program that shows a tray icon with a menu."""

from __future__ import annotations

import sys

from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import QApplication, QMenu, QSystemTrayIcon


def main() -> int:
    app = QApplication(sys.argv)
    app.setQuitOnLastWindowClosed(False)
    picture = QPixmap(22, 22)
    picture.fill("#5b7fb4")
    menu = QMenu()
    menu.addAction("Quit").triggered.connect(app.quit)
    tray = QSystemTrayIcon(QIcon(picture))
    tray.setContextMenu(menu)
    tray.show()
    return app.exec()


if __name__ == "__main__":
    raise SystemExit(main())
