"""The one object that knows in which language things are said now, and tells when that changes."""

from __future__ import annotations

import gettext
import struct
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QObject, Qt, QTranslator, Signal
from PySide6.QtGui import QGuiApplication

from player.ui.language.isolating import isolated
from player.ui.language.pseudo import Pseudo
from player.ui.language.say import BETWEEN
from player.ui.language.tongues import ENGLISH, PSEUDO, Tongue, tongue_for


class Speech(QObject):
    """Built by the start-up code with the folder of catalogues. `changed` comes once everything that is asked for from
    then on is said in the other language; what is on the screen already is made anew by who shows it."""

    changed = Signal()

    def __init__(self, catalogues: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._catalogues = catalogues
        self._tongue = ENGLISH
        self._system = QLocale.system()
        self._installed: list[QTranslator] = []

    @property
    def tongue(self) -> Tongue:
        """The language in use."""
        return self._tongue

    def speak(self, wanted: str) -> None:
        """Say everything in the language with that code from now on; "" for that of the computer."""
        tongue = tongue_for(wanted, self._system.uiLanguages())
        QLocale.setDefault(self._locale(tongue))
        if tongue == self._tongue:
            return
        self._tongue = tongue
        for translator in self._installed:
            QCoreApplication.removeTranslator(translator)
        self._installed = self._translators(tongue)
        for translator in self._installed:
            QCoreApplication.installTranslator(translator)
        mirrored = Qt.LayoutDirection.RightToLeft if tongue.mirrored else Qt.LayoutDirection.LeftToRight
        QGuiApplication.setLayoutDirection(mirrored)
        self.changed.emit()

    def _translators(self, tongue: Tongue) -> list[QTranslator]:
        """Ours first: Qt asks the last that was installed first, and its own knows Qt's words alone."""
        if tongue == ENGLISH:
            return []
        return [_Words(_catalogue(self._catalogues, tongue), tongue, self), *_words_of_qt(tongue, self)]

    def _locale(self, tongue: Tongue) -> QLocale:
        """How dates and numbers are written: the computer's own way where it is one of this language."""
        named = QLocale(tongue.locale)
        same = self._system.language() == named.language() and self._system.script() == named.script()
        # The digits of a language's usual country, not of any: what is written into sentences has them, too.
        return self._system if same and self._system.zeroDigit() == named.zeroDigit() else named


class _Words(QTranslator):
    """Carrel's own sentences, whatever class asks for them: the same English is the same sentence everywhere."""

    def __init__(self, catalogue: gettext.NullTranslations, tongue: Tongue, parent: QObject) -> None:
        super().__init__(parent)
        self._catalogue = catalogue
        self._mirrored = tongue.mirrored

    def isEmpty(self) -> bool:
        return False

    def translate(self, context: str, sourceText: str, disambiguation: str | None = None, n: int = -1) -> str | None:
        if not sourceText:
            # What a catalogue has under nothing is what it says of itself.
            return None
        one, between, many = sourceText.partition(BETWEEN)
        if between:
            return self._set(self._catalogue.ngettext(one, many, n))
        if disambiguation:
            found = self._catalogue.pgettext(disambiguation, sourceText)
        else:
            found = self._catalogue.gettext(sourceText)
        found = self._set(found)
        # Nothing rather than English: Qt's own words are asked for next.
        return None if found == sourceText else found

    def _set(self, sentence: str) -> str:
        return isolated(sentence) if self._mirrored else sentence


def _catalogue(folder: Path, tongue: Tongue) -> gettext.NullTranslations:
    """The language's catalogue; one that is missing or damaged leaves everything in English."""
    if tongue == PSEUDO:
        return Pseudo()
    try:
        with (folder / f"{tongue.catalogue}.mo").open("rb") as file:
            return gettext.GNUTranslations(file)
    except (OSError, ValueError, struct.error):
        return gettext.NullTranslations()


def _words_of_qt(tongue: Tongue, parent: QObject) -> list[QTranslator]:
    """Qt's own: the buttons of its dialogs, the menu of a line of text."""
    translator = QTranslator(parent)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    return [translator] if translator.load(f"qtbase_{tongue.catalogue}", folder) else []
