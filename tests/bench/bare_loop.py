"""The peer of the loop: a bare Qt event loop beside one Python thread that parses a file with icalendar.

Prints, in milliseconds, how late a timer of 5 ms came at worst until the thread had done.
"""

from __future__ import annotations

import sys
import threading
from pathlib import Path

import icalendar
from PySide6.QtWidgets import QApplication

from tests.desktop.pulse import Pulse


def main() -> int:
    app = QApplication([])
    content = Path(sys.argv[1]).read_bytes()
    thread = threading.Thread(target=lambda: icalendar.Calendar.from_ical(content), daemon=True)
    pulse = Pulse()
    pulse.start()
    thread.start()
    while thread.is_alive():
        app.processEvents()
        thread.join(0.001)
    print(pulse.latest * 1000)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
