from __future__ import annotations

import subprocess
import sys

_PROGRAM = """
import os
os.environ["QT_QPA_PLATFORM"] = "offscreen"
from PySide6.QtCore import QCoreApplication, QObject, Signal
from desktop.ui.lasting import keep_singletons
class Sender(QObject):
    said = Signal(object)
app = QCoreApplication([])
keep_singletons()
again = keep_singletons()
sender = Sender()
for number in range(50_000):
    sender.said.emit(number)
    sender.parent()
print("alive", again)
"""


def test_many_signals_and_empty_answers_do_not_end_the_program() -> None:
    """Without the guard Python 3.11 aborts after some hundred of them."""
    done = subprocess.run([sys.executable, "-c", _PROGRAM], capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "alive False"
