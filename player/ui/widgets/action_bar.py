"""What is to be done next, at the foot of a page that scrolls: always in sight, in line with the page's column."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from player.ui.theme import Theme, dress
from player.ui.widgets.scroll import ScrollPage


class ActionBar(QFrame):
    """Put what it holds into `row`; it is as wide as the column of the `page` that it stands under."""

    def __init__(self, theme: Theme, page: ScrollPage, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._above = theme, page
        dress(self, kind="foot")
        # The page gives way, not what is pressed.
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._inside = QWidget()
        self.row = QVBoxLayout(self._inside)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(theme.space("one"))
        self._across = QHBoxLayout(self)
        self._across.addStretch(0)
        self._across.addWidget(self._inside, 1)
        self._across.addStretch(0)
        page.verticalScrollBar().rangeChanged.connect(self.restyle)
        theme.changed.connect(self.restyle)
        self.restyle()

    def restyle(self) -> None:
        """Follow the theme, and the page's bar, beside which its column stands."""
        bar = self._above.verticalScrollBar()
        aside = bar.sizeHint().width() if bar.maximum() > bar.minimum() else 0
        four, two = self._theme.space("four"), self._theme.space("two")
        self._across.setContentsMargins(four, two, four, two)
        mirrored = self.isRightToLeft()
        self.setContentsMargins(aside if mirrored else 0, 0, 0 if mirrored else aside, 0)
        if self._above.widest is not None:
            self._inside.setMaximumWidth(self._theme.px(self._above.widest))
