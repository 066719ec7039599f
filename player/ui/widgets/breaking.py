"""A button whose words go on in another line where there is no room for them in one."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QStyle, QStyleOptionButton, QStylePainter, QWidget


class BreakingButton(QPushButton):
    """As wide as its words, like any other; never wider than what holds it, unless one word alone is.

    A button that insists on one line would have its whole page scroll sideways where words are long or large.
    """

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._chrome: QSize | None = None
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed, QSizePolicy.ControlType.PushButton)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def sizeHint(self) -> QSize:
        """As wide as all words in one line, and as high as it is at its present width: it is never drawn out."""
        hint = super().sizeHint()
        if not self.testAttribute(Qt.WidgetAttribute.WA_Resized):
            return hint
        return QSize(hint.width(), self._height(hint, self.width()))

    def minimumSizeHint(self) -> QSize:
        """Its longest word alone."""
        longest = max((self._across(word) for word in self.text().split()), default=0)
        hint = super().sizeHint()
        return QSize(min(hint.width(), longest + self._around().width()), hint.height())

    def heightForWidth(self, width: int) -> int:
        return self._height(super().sizeHint(), width)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.heightForWidth(event.size().width()) != event.size().height():
            self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        lines = self._lines(self.width())
        if len(lines) == 1:
            super().paintEvent(event)
            return
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = "\n".join(lines)  # pyright: ignore[reportAttributeAccessIssue]  # the stubs lack the fields
        painter = QStylePainter(self)
        painter.drawControl(QStyle.ControlElement.CE_PushButton, option)
        painter.end()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self._chrome = None
        super().changeEvent(event)

    def setText(self, text: str, /) -> None:
        self._chrome = None
        super().setText(text)

    def _height(self, hint: QSize, width: int) -> int:
        return hint.height() + (len(self._lines(width)) - 1) * self.fontMetrics().lineSpacing()

    def _lines(self, width: int) -> list[str]:
        """Its words in as many lines as they need; the words of a line that is broken are spread evenly."""
        text = self.text()
        room = width - self._around().width()
        if self._across(text) <= room or " " not in text:
            return [text]
        lines = self._broken(room)
        # As narrow as the same number of lines allows: one word alone below a full line looks like a mistake.
        widths = sorted({self._across(" ".join(line)) for line in self._runs() if self._across(" ".join(line)) <= room})
        return next((found for narrow in widths if len(found := self._broken(narrow)) <= len(lines)), lines)

    def _runs(self) -> list[list[str]]:
        words = self.text().split(" ")
        return [words[first:last] for first in range(len(words)) for last in range(first + 1, len(words) + 1)]

    def _broken(self, room: int) -> list[str]:
        lines: list[str] = []
        for word in self.text().split(" "):
            longer = f"{lines[-1]} {word}" if lines else word
            if lines and self._across(longer) <= room:
                lines[-1] = longer
            else:
                lines.append(word)
        return lines

    def _across(self, text: str) -> int:
        return self.fontMetrics().size(int(Qt.TextFlag.TextShowMnemonic), text).width()

    def _around(self) -> QSize:
        """What a button takes beside its words."""
        if self._chrome is None:
            self._chrome = super().sizeHint() - self.fontMetrics().size(int(Qt.TextFlag.TextShowMnemonic), self.text())
        return self._chrome
