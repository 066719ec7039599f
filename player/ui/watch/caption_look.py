"""How captions look, chosen while they are on show: a card over the picture, and the settings that keep it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QPushButton

from player.ui.captions.form import CaptionLookForm
from player.ui.captions.look import CaptionLook
from player.ui.theme import Theme, dress
from player.ui.watch.companion import Companion
from player.ui.watch.more import Group
from player.ui.watch.narrow import NarrowPage
from player.ui.watch.player import Player
from player.ui.watch.state import Lesson
from player.ui.widgets.card import Panel
from player.ui.widgets.words import Words

CARD_WIDTH = 480


class CaptionLooks(Companion):
    """Draws captions as the settings say, and opens the card that changes it."""

    def __init__(self, player: Player) -> None:
        super().__init__(player)
        self.card = CaptionLookCard(player.host.theme)
        self.card.changed.connect(self._take)
        self.card.closed.connect(self._close)
        self.action = QAction(self.tr("How captions look"), self)
        self.action.triggered.connect(self._open)
        player.screen.controls.menu.take(self.action, Group.TRACKS)

    def begin(self, lesson: Lesson) -> None:
        self.player.screen.stage.render_caption_look(self.player.host.settings.caption_look)
        self.action.setVisible(bool(lesson.tracks))

    def end(self) -> None:
        self._close()

    @Slot()
    def _open(self) -> None:
        self.card.render_look(self.player.host.settings.caption_look)
        self.player.screen.stage.lay_over(self.card)

    @Slot()
    def _close(self) -> None:
        self.player.screen.stage.take_away(self.card)

    @Slot(object)
    def _take(self, look: CaptionLook) -> None:
        host = self.player.host
        self.player.screen.stage.render_caption_look(look)
        host.change_settings(host.settings.with_caption_look(look))


class CaptionLookCard(Panel):
    """`changed` (a CaptionLook) with every choice, `closed` by its button or Esc. It scrolls where room is short."""

    changed = Signal(object)
    closed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._theme = theme
        self._title = Words(self.tr("How captions look"), "subheading")
        self.form = CaptionLookForm(theme)
        self.done = QPushButton(self.tr("Done"))
        dress(self.done, kind="primary")
        self._page = NarrowPage(theme)
        self._page.column.addWidget(self.form)
        self.form.changed.connect(self.changed)
        self.done.clicked.connect(self.closed)
        # A click beside the fields is meant for nothing, least of all for the picture below, which it would pause.
        self.setAttribute(Qt.WidgetAttribute.WA_NoMousePropagation)
        self.setAccessibleName(self._title.text())
        self.setFocusProxy(self.form.percent)
        self.body.setSpacing(theme.space("one"))
        self.body.addWidget(self._title)
        self.body.addWidget(self._page, 1)
        self.body.addWidget(self.done, 0, Qt.AlignmentFlag.AlignTrailing)
        self.hide()

    def render_look(self, look: CaptionLook) -> None:
        self.form.render_look(look)

    def hasHeightForWidth(self) -> bool:
        """What does not fit scrolls inside, above the button."""
        return False

    def sizeHint(self) -> QSize:
        around = 2 * self._theme.space("two") + 2 * self._theme.space("one")
        page = self._page.widget()
        inside = page.sizeHint().height() + 2 if page is not None else 0
        buttons = self._title.sizeHint().height() + self.done.sizeHint().height()
        return QSize(self._theme.px(CARD_WIDTH), around + inside + buttons)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)
