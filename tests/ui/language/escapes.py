"""Finds the words of a window that nobody could translate: in the pseudo-language every other letter is a strange one.

Whatever is still plain English then was not asked for in any language, also within a sentence that was. What comes
from a course, a person or a computer is English as well: that is known, and taken out first.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from pathlib import Path

from PySide6.QtCore import QAbstractItemModel, QLocale, Qt
from PySide6.QtGui import QAction, QTextDocumentFragment
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QGroupBox,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QProgressBar,
    QTabBar,
    QTextEdit,
    QWidget,
)

from player.desk.desk import Desk
from player.domain.certificate import HEADINGS
from player.domain.phrase import Phrase, Worded
from player.ui.certificate.page import CertificatePage
from player.ui.language import TONGUES
from tests.ui.fake_host import FakeIntroduced

_STRANGE = set("aceginorsuyzACEGINORSUYZ")
"""The letters that the pseudo-language has other ones for: an English word that lacks all of them cannot be told."""
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_FILE = re.compile(r"[\w.+-]+@[\w.-]+|(?:~|[A-Z]:)?(?:/[\w.\-]+){2,}|\.[a-z]{2,12}\b")
"""An address, a place on a disk, or the ending of a file's name."""
_CUT = re.compile(r"([^…⟦⟧\n]{8,})…")
_MARKS = re.compile(r"[*_`#>|\n\t]|\]\([^)]*\)|\[\[|\]\]|!?\[|\]|<[^<>]*>|~|\^")
_TAG = re.compile(r"</?[a-z]+[^<>]*>")
_UNSEEN = re.compile("[\u200b-\u200f\u2066-\u2069]")
"""Where a line may break, and what keeps a name's own direction."""
_LEAST = 2
_ROWS = 40
"""So many rows of a table are looked at."""
OF_EVERYWHERE = frozenset(
    # Names, forms of files, units and keys, which are the same in every language.
    "Carrel libvlc xAPI kB KiB MiB GiB min px Ctrl Shift Alt Tab Esc Enter Del Ins Home End PgUp PgDown Space"
    " Backspace Return Up Down Left Right".split()
)


_PRINTED = (*(str(heading) for heading in HEADINGS.values()), "This certifies that", "This records that")
"""A document is in English, also where its words are told."""
_EXAMPLES = ("Ana María", "Núñez", "courses")
"""Names, of people and of a folder."""
_OF_FAKES = (
    "These tests decode nothing.",
    "Wash your hands.",
    "Then wash them again.",
    "Drains, not only taps.",
    "Ask the laboratory for both counts.",
    "has participated in this activity, recorded as 1.5 contact hours.",
    "Locked",
    FakeIntroduced(Path()),
    *FakeIntroduced(Path()).groups.split(),
)
"""What machines, captions, learners and a course say in the tests of the pages."""


def words_in(widget: QWidget) -> Iterator[tuple[QWidget, str]]:
    """Everything that somebody can read or hear of a widget and of all that is in it, also of what is hidden now."""
    for one in (widget, *widget.findChildren(QWidget)):
        for text in _of(one):
            if text.strip():
                yield one, _plain(text)


def escapes(widget: QWidget, data: Iterable[str]) -> list[str]:
    """One line for each text with English in it that is not `data`."""
    known = sorted({piece for text in (*data, *_of_locale()) for piece in _pieces(text)}, key=len, reverse=True)
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, known))})(?!\w)", re.IGNORECASE)
    told = ((one, text, _left(_uncut(text, known), pattern)) for one, text in words_in(widget))
    return sorted({f"{type(one).__name__}: {text!r} ({', '.join(left)})" for one, text, left in told if left})


def said_by_others(desk: Desk, page: QWidget, folder: Path) -> set[str]:
    """What is in no language of ours: the words of courses, learners, files and of what is printed."""
    listings = desk.library()
    return data_of(
        [one.signed for one in listings],
        [one.path for one in listings],
        [one.problem.data if one.problem else None for one in listings],
        page._state if isinstance(page, CertificatePage) else None,
        desk.learner,
        folder,
        _PRINTED,
        _EXAMPLES,
        _OF_FAKES,
    )


def data_of(*things: object) -> set[str]:
    """Every string in courses, learners, files and the like that is not of our own words."""
    return set(_strings(things, set()))


def _left(text: str, known: re.Pattern[str]) -> list[str]:
    # A title may be part of a file's name, and a file's name of a sentence.
    words = _WORD.findall(known.sub(" ", _FILE.sub(" ", text)))
    if words:
        words = _WORD.findall(_FILE.sub(" ", known.sub(" ", text)))
    # Large letters alone are a number of a document, or what some body calls itself.
    plain = (word for word in words if word.isascii() and not word.isupper() and set(word) & _STRANGE)
    return [word for word in plain if word not in OF_EVERYWHERE]


def _uncut(text: str, known: Sequence[str]) -> str:
    """Without the beginnings of what is known, which end with three dots."""
    return _CUT.sub(lambda cut: "" if any(one.startswith(cut[1].strip()) for one in known) else cut[0], text)


def _of_locale() -> Iterator[str]:
    """What Qt writes into dates and sizes."""
    locale = QLocale()
    for form in (QLocale.FormatType.LongFormat, QLocale.FormatType.ShortFormat):
        yield from (locale.monthName(month, form) for month in range(1, 13))
        yield from (locale.standaloneMonthName(month, form) for month in range(1, 13))
    yield from ("bytes", *(tongue.name for tongue in TONGUES))


def _pieces(text: str) -> Iterator[str]:
    """A text with marks as it is shown: without them, piece by piece; each also as one line and by its words."""
    yield from (part.strip() for part in (text, *_MARKS.split(text), *text.splitlines()) if len(part.strip()) >= _LEAST)


def _strings(thing: object, seen: set[int]) -> Iterator[str]:
    if isinstance(thing, Enum | Phrase | Worded) or thing is None:
        return
    if isinstance(thing, str):
        yield thing
    elif isinstance(thing, Path):
        yield from (str(thing), *thing.parts, thing.stem)
    elif isinstance(thing, date | int | bytes):
        return
    elif id(thing) not in seen:
        seen.add(id(thing))
        if isinstance(thing, dict):
            inner: Iterable[object] = [part for pair in thing.items() for part in pair]
        elif isinstance(thing, tuple | list | set | frozenset):
            inner = thing
        elif is_dataclass(thing):
            inner = [getattr(thing, field.name) for field in fields(thing)]
        else:
            return
        for part in inner:
            yield from _strings(part, seen)


def _of(widget: QWidget) -> Iterator[str]:
    yield from (widget.toolTip(), widget.accessibleName(), widget.accessibleDescription(), widget.statusTip())
    yield from (action.text() for action in _actions(widget))
    match widget:
        case QLabel() | QAbstractButton():
            yield widget.text()
        case QLineEdit():
            yield widget.placeholderText()
        case QTextEdit() | QPlainTextEdit():
            yield widget.placeholderText()
            yield widget.toPlainText() if widget.isReadOnly() else ""
        case QComboBox():
            yield from (widget.itemText(number) for number in range(widget.count()))
        case QTabBar():
            yield from (widget.tabText(number) for number in range(widget.count()))
            yield from (widget.tabToolTip(number) for number in range(widget.count()))
        case QGroupBox():
            yield widget.title()
        case QProgressBar():
            yield widget.text() if widget.isTextVisible() else ""
        case QAbstractItemView():
            yield from _of_model(widget.model())
        case _:
            pass


def _actions(widget: QWidget) -> list[QAction]:
    return [*widget.actions(), *(action for menu in widget.findChildren(QMenu) for action in menu.actions())]


def _of_model(model: QAbstractItemModel | None) -> Iterator[str]:
    if model is None:
        return
    roles = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole)
    for column in range(model.columnCount()):
        heading = model.headerData(column, Qt.Orientation.Horizontal)
        # Where nobody gave a heading, Qt has a number there.
        yield heading if isinstance(heading, str) else ""
        for row in range(min(model.rowCount(), _ROWS)):
            for role in roles:
                value = model.data(model.index(row, column), role)
                yield value if isinstance(value, str) else ""


def _plain(text: str) -> str:
    text = _UNSEEN.sub("", text)
    if not _TAG.search(text):
        return html.unescape(text.replace("&&", "&"))
    return QTextDocumentFragment.fromHtml(text).toPlainText()
