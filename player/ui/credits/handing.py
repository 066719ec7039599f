"""A transcript made, saved or printed: what is done with it on the lanes, and where it is asked to go."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

from player.desk.desk import Desk
from player.domain.transcript import Selection, Transcript
from player.proof.files import write_whole
from player.ui.language import tr, unmarked


def file_name(transcript: Transcript, suffix: str) -> str:
    return unmarked(tr("Credit transcript {day}").format(day=transcript.day.isoformat())) + suffix


def ask_where(parent: QWidget, title: str, kind: str, name: str) -> Path | None:
    """Where to save, None when that was called off. `kind`: what the dialog offers, "PDF documents (*.pdf)"."""
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    dialog = QFileDialog(parent, title, documents, kind)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(name.rpartition(".")[2])
    dialog.selectFile(name)
    chosen = dialog.selectedFiles() if dialog.exec() else []
    return Path(chosen[0]) if chosen else None


def printed(desk: Desk, selection: Selection) -> bytes:
    """On the desk's lane. Drawn up there, as the desk alone knows to which names certificates were issued."""
    return desk.transcripts.print(desk.transcripts.draw_up(selection))


def table(desk: Desk, transcript: Transcript) -> bytes:
    """On the desk's lane."""
    return desk.transcripts.table(transcript)


def write(file: Path, data: bytes) -> Path:
    """On the porter's lane: a stick may be slow."""
    write_whole(file, data)
    return file
