"""The last resort: a bug is told once, in plain words, with a report that can be saved; work goes on where it can."""

from __future__ import annotations

import logging
import platform
import sys
import threading
import traceback
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from player import __version__
from player.domain.problem import Problem
from player.proof.files import write_whole
from player.ui.language import told

_log = logging.getLogger(__name__)


def report_of(error: BaseException) -> str:
    """What a developer needs to know, and nothing about the learner, whose name may be that of the home folder."""
    trace = "".join(traceback.format_exception(error)).replace(str(Path.home()), "~")
    return f"Carrel {__version__}, Python {platform.python_version()}, {platform.platform()}\n\n{trace}"


class LastResort(QObject):
    """Catches what nobody caught, on any thread, and shows it on the one that draws."""

    _caught = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._window: QWidget | None = None
        self._shown = False
        self._caught.connect(self._show)

    def watch(self, window: QWidget) -> None:
        """Takes over the interpreter's last hooks; messages stand over `window`."""
        self._window = window
        sys.excepthook = self._hook
        threading.excepthook = self._thread_hook

    def tell(self, error: BaseException) -> None:
        _log.error("a bug reached the last resort", exc_info=error)
        self._caught.emit(error)

    def _hook(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        self.tell(error)

    def _thread_hook(self, caught: threading.ExceptHookArgs) -> None:
        if caught.exc_value is not None:
            self.tell(caught.exc_value)

    def _show(self, error: BaseException) -> None:
        """One at a time: what goes wrong while a message stands is in the log."""
        if self._shown:
            return
        self._shown = True
        try:
            self._ask(error)
        finally:
            self._shown = False

    def _ask(self, error: BaseException) -> None:
        box = QMessageBox(self._window)
        box.setIcon(QMessageBox.Icon.Warning)
        box.setWindowTitle(self.tr("Something in Carrel is broken"))
        box.setText(self.tr("Carrel met a mistake of its own."))
        box.setInformativeText(
            self.tr(
                "What was saved before is safe, and your credit with it. Close Carrel and open it again; "
                "the report below helps to mend it and says nothing about you."
            )
        )
        box.setDetailedText(report_of(error))
        save = box.addButton(self.tr("Save the report…"), QMessageBox.ButtonRole.ActionRole)
        box.addButton(QMessageBox.StandardButton.Close)
        box.exec()
        if box.clickedButton() is save:
            self._save(report_of(error))

    def _save(self, report: str) -> None:
        name, _ = QFileDialog.getSaveFileName(self._window, self.tr("Save the report"), "carrel-report.txt")
        if not name:
            return
        try:
            write_whole(Path(name), report.encode())
        except Problem as problem:
            QMessageBox.warning(self._window, self.tr("Save the report"), told(problem).sentence)
