"""The guard against the release of PySide6 that wears out `None`, `True` and `False`."""

import subprocess
import sys

CALLS = """
import os
os.environ["QT_QPA_PLATFORM"] = "offscreen"
from player.ui.none_guard import guard_none
guard_none()
guard_none()
from PySide6.QtCore import QObject
thing = QObject()
for number in range(100_000):
    thing.setObjectName("x")
print("alive")
"""


def test_a_hundred_thousand_calls_without_a_result_do_not_end_the_program() -> None:
    done = subprocess.run([sys.executable, "-c", CALLS], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.strip()) == (0, "alive"), done.stderr


SIGNALS = """
import os
os.environ["QT_QPA_PLATFORM"] = "offscreen"
from player.ui.none_guard import guard_none
guard_none()
from PySide6.QtCore import QObject, Signal
class Thing(QObject):
    told = Signal(object)
    def take(self, value): pass
thing = Thing()
for number in range(20_000):
    thing.told.connect(thing.take)
    thing.told.emit(number)
    thing.told.disconnect(thing.take)
print("alive")
"""


def test_thousands_of_signals_do_not_end_the_program() -> None:
    done = subprocess.run([sys.executable, "-c", SIGNALS], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.strip()) == (0, "alive"), done.stderr
