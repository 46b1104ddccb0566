"""Puts what a Linux desktop needs to know about Graduand below a prefix: for packages, and for one's own ~/.local.

    python packaging/linux/install.py --prefix ~/.local
    python packaging/linux/install.py --prefix /usr --destdir build/root

The drawings are those of the program; PNGs are made from them, since some panels and notification
services show no SVG. The autostart entry is not installed: start at login is the user's choice.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

HERE = Path(__file__).resolve().parent
ICONS = HERE.parents[1] / "resources" / "icons"
TRAY = [f"tray-{face}-symbolic" for face in ("calm", "look", "working", "trouble")]
SIZES = (16, 22, 24, 32, 48, 64, 128, 256, 512)


def install(share: Path) -> list[Path]:
    """Everything, below a `share` folder. Gives the files."""
    icons = share / "icons" / "hicolor"
    copies = {
        HERE / "graduand.desktop": share / "applications",
        HERE / "org.graduand.Graduand.metainfo.xml": share / "metainfo",
        ICONS / "graduand.svg": icons / "scalable" / "apps",
        ICONS / "tray-calm-symbolic.svg": icons / "symbolic" / "apps" / "graduand-symbolic.svg",
    }
    pairs = [*copies.items(), *((ICONS / f"{name}.svg", _tray(icons, name)) for name in TRAY)]
    written = []
    for source, place in pairs:
        target = place if place.suffix else place / source.name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
        written.append(target)
    return written + _pictures(icons)


def _tray(icons: Path, name: str) -> Path:
    """Under this name the tray asks for it, and the panel paints it in its own colours."""
    return icons / "symbolic" / "apps" / f"graduand-{name}.svg"


def _pictures(icons: Path) -> list[Path]:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    _application = QGuiApplication.instance() or QGuiApplication(["install"])
    drawing = QSvgRenderer(str(ICONS / "graduand.svg"))
    written = []
    for size in SIZES:
        picture = QImage(size, size, QImage.Format.Format_ARGB32)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        drawing.render(painter)
        painter.end()
        target = icons / f"{size}x{size}" / "apps" / "graduand.png"
        target.parent.mkdir(parents=True, exist_ok=True)
        if not picture.save(str(target)):
            raise OSError(f"{target} cannot be written")
        written.append(target)
    return written


def main() -> int:
    """Reads the two folders, installs, and prints what was written."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--prefix", type=Path, default=Path.home() / ".local")
    asked.add_argument("--destdir", type=Path, help="a root to install below, for packages")
    folders = asked.parse_args()
    prefix = folders.prefix.expanduser().absolute()
    if folders.destdir is not None:
        prefix = folders.destdir.absolute() / prefix.relative_to(prefix.anchor)
    for path in install(prefix / "share"):
        sys.stdout.write(f"{path}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
