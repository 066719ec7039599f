"""Hears a badge scanner among the keys, and keeps what it types from every field, button and shortcut."""

from __future__ import annotations

import os

from PySide6.QtCore import QCoreApplication, QElapsedTimer, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QWindow
from shiboken6 import isValid

from player.domain.kiosk.key_codes import Codes
from player.domain.kiosk.scanning import Rhythm, Run, ScanReader, Stroke
from player.ui.kiosk.dead_keys import DeadKeys
from player.ui.kiosk.shortcuts import pull_shortcut

MARGIN_MS = 5
STALL_MS = 25
"""A timer that rings so late tells that the window was busy: keys that came meanwhile wait to be heard first."""
Mod = Qt.KeyboardModifier
_COMMANDS = Mod.AltModifier | Mod.MetaModifier | Mod.GroupSwitchModifier
_COMMAND_KEYS = (Qt.Key.Key_Alt, Qt.Key.Key_AltGr, Qt.Key.Key_Meta, Qt.Key.Key_Super_L, Qt.Key.Key_Super_R)
_MODIFIER_KEYS = (Qt.Key.Key_Shift, Qt.Key.Key_Control)
_KEYS = (QEvent.Type.KeyPress, QEvent.Type.KeyRelease, QEvent.Type.ShortcutOverride)
_SYSTEMS = {"xcb": Codes.X11, "wayland": Codes.X11, "wayland-egl": Codes.X11, "windows": Codes.SET_1}


def keep_keys_plain() -> None:
    """To be called before the application object is made: no input method may come before the scanner.

    Qt's own one puts accents together from dead keys, and so swallowed the "=" and "[" of badges wherever those lie on
    such a key. What persons type with dead keys is put together here instead.
    """
    os.environ["QT_IM_MODULE"] = "none"
    os.environ.pop("QT_IM_MODULES", None)


def codes_of(platform: str) -> Codes:
    """How Qt's platform of this name counts keys; elsewhere what the keys wrote has to do."""
    return _SYSTEMS.get(platform, Codes.NONE)


class Scanner(QObject):
    """`scanned` brings each code that was read, without what ended it; one thing after another, never within a key.

    It looks at the keys where they enter a window, whatever in it has the focus: a field, a list that hangs open, a
    recording. Keys that are held back and turn out to be a person's enter the window anew, in their order, shortcuts
    included. Made after a `Guard`, it looks first.
    """

    scanned = Signal(str)

    def __init__(self, app: QGuiApplication, parent: QObject, rhythm: Rhythm | None = None) -> None:
        super().__init__(parent)
        self._reader = ScanReader(rhythm or Rhythm(codes=codes_of(app.platformName())))
        self._dead = DeadKeys()
        self._held: list[tuple[Stroke, QWindow, QKeyEvent]] = []
        self._since = QElapsedTimer()
        self._busy = False
        self._silence = QTimer(self)
        self._silence.setSingleShot(True)
        self._silence.setTimerType(Qt.TimerType.PreciseTimer)
        self._silence.timeout.connect(self._be_silent)
        app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        # What is sent by ourselves or the keyboard on the screen is no scanner's: only the system's own is spontaneous.
        # Each key comes by again on its way from the window to a widget.
        if kind not in _KEYS or not event.spontaneous() or not isinstance(watched, QWindow):
            return False
        if not isinstance(event, QKeyEvent):
            return False
        stroke = stroke_of(event)
        if kind == QEvent.Type.ShortcutOverride:
            return self._keep_from_shortcuts(stroke, event)
        return self._take(stroke, watched, event)

    def _keep_from_shortcuts(self, stroke: Stroke, event: QKeyEvent) -> bool:
        """Before a key is pressed, Qt asks whether it may be a shortcut: not while it is undecided whose it is."""
        if self._reader.would_hold(stroke):
            event.accept()
            return True
        self._perform(self._reader.silence())
        return False

    def _take(self, stroke: Stroke, window: QWindow, event: QKeyEvent) -> bool:
        runs = self._reader.take(stroke)
        passes = len(runs) == 1 and runs[0].scanned is None and runs[0].strokes == (stroke,) and not self._held
        if passes and not self._dead.concern(event):
            return False
        self._held.append((stroke, window, _copy(event)))
        self._perform(runs)
        return True

    def _be_silent(self) -> None:
        late = self._since.elapsed() - self._silence.interval()
        if late > STALL_MS and not self._busy:
            self._busy = True
            self._silence.start(MARGIN_MS)
            return
        self._perform(self._reader.silence())

    def _perform(self, runs: tuple[Run, ...]) -> None:
        """Sends on what is a person's, at once, so that nothing overtakes it; then tells what was scanned."""
        told: list[str] = []
        for run in runs:
            for window, event in self._released(run):
                if run.scanned is None:
                    self._hand_on(window, event)
            if run.scanned:
                told.append(run.scanned)
        self._wait()
        for text in told:
            self.scanned.emit(text)

    def _released(self, run: Run) -> list[tuple[QWindow, QKeyEvent]]:
        mine = {id(stroke) for stroke in run.strokes}
        found = [(window, event) for stroke, window, event in self._held if id(stroke) in mine]
        self._held = [held for held in self._held if id(held[0]) not in mine]
        return found

    def _wait(self) -> None:
        self._busy = False
        if self._reader.waits:
            self._since.start()
            self._silence.start(self._reader.rhythm.gap_ms + MARGIN_MS)
        else:
            self._silence.stop()

    def _hand_on(self, window: QWindow, event: QKeyEvent) -> None:
        target: QWindow | None = window if isValid(window) else QGuiApplication.focusWindow()
        if target is None:  # pyright: ignore[reportUnnecessaryComparison]  # the stubs lack that there may be none
            return
        event = self._dead.resolved(event)
        if event.type() == QEvent.Type.KeyPress and pull_shortcut(target, event):
            return
        QCoreApplication.sendEvent(target, event)


def stroke_of(event: QKeyEvent) -> Stroke:
    """The key as the domain knows it."""
    held, key = event.modifiers(), event.key()
    return Stroke(
        code=event.nativeScanCode(),
        text=event.text(),
        at_ms=event.timestamp(),
        shift=bool(held & Mod.ShiftModifier),
        control=bool(held & Mod.ControlModifier),
        alt=bool(held & _COMMANDS) or key in _COMMAND_KEYS,
        pressed=event.type() != QEvent.Type.KeyRelease,
        repeated=event.isAutoRepeat(),
        modifier=key in _MODIFIER_KEYS,
    )


def _copy(event: QKeyEvent) -> QKeyEvent:
    """Qt takes its own back as soon as it was delivered."""
    return QKeyEvent(
        event.type(),
        event.key(),
        event.modifiers(),
        event.nativeScanCode(),
        event.nativeVirtualKey(),
        event.nativeModifiers(),
        event.text(),
        event.isAutoRepeat(),
        event.count(),
    )
