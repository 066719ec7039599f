"""The picture with what lies over it; in full screen also the controls, which fade while nobody needs them."""

from __future__ import annotations

from PySide6.QtCore import QEasingCurve, QEvent, QObject, QPoint, QPropertyAnimation, QRect, QSize, Qt, QTimer
from PySide6.QtGui import QImage, QResizeEvent
from PySide6.QtWidgets import QGraphicsOpacityEffect, QVBoxLayout, QWidget

from player.ui.captions.cues import Cue
from player.ui.captions.look import CaptionLook
from player.ui.playback.picture import Picture
from player.ui.theme import Theme, dress
from player.ui.watch.controls import Controls
from player.ui.watch.invitation import Invitation
from player.ui.watch.narrow import Room
from player.ui.watch.state import Lesson, Transport

IDLE_MS = 3_000
CARD_WIDTH, LEAST_CARD = 420, 280
LEAST_PICTURE = 135


class Stage(QWidget):
    """Holds picture and controls: one below the other, or in full screen the controls over the picture's foot."""

    def __init__(self, theme: Theme, controls: Controls, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._controls = controls
        self._full = False
        self._playing = False
        self._card: QWidget | None = None
        self._tray: Room | None = None
        """Holds the card, which scrolls in it where the picture is smaller than what it says."""
        self._page: QWidget | None = None
        self._instead: QWidget | None = None
        self.has_begun = False
        self._look = CaptionLook()
        self.picture = Picture(theme)
        self._pictures = (self.picture,)
        self.invitation = Invitation(theme, self.picture)
        self._idle = QTimer(self)
        self._idle.setSingleShot(True)
        self._idle.setInterval(IDLE_MS)
        self._idle.timeout.connect(self._fade)
        self._veil = QGraphicsOpacityEffect(controls)
        self._veil.setEnabled(False)
        controls.setGraphicsEffect(self._veil)
        self._fading = QPropertyAnimation(self._veil, b"opacity", self)
        self._fading.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._fading.finished.connect(self._faded)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.space("half"))
        self._column.addWidget(self.picture, 1)
        self._column.addWidget(controls)
        theme.changed.connect(self.restyle)
        self.restyle()
        self.picture.installEventFilter(self)
        controls.installEventFilter(self)
        for part in controls.findChildren(QWidget):
            part.installEventFilter(self)

    def restyle(self) -> None:
        """Follow the theme: what lies over the picture is as large as the text."""
        self.picture.setMinimumHeight(self._theme.px(LEAST_PICTURE))

    # --- what it shows -----------------------------------------------------------------------------------

    def render_start(self, lesson: Lesson, start_ms: int) -> None:
        """The poster, and the invitation to begin."""
        self.has_begun = False
        self.picture.render_poster(lesson.session.title, lesson.poster)
        self.invitation.render_start(start_ms, lesson.session.duration_ms)
        self.invitation.show()
        self.invitation.raise_()

    def render_transport(self, now: Transport, captions: tuple[Cue, ...]) -> None:
        if now.begun and not self.has_begun:
            self._begin()
        elif not now.begun:
            self.invitation.render_start(now.position_ms, now.duration_ms)
        if now.playing != self._playing:
            self._playing = now.playing
            self.wake()
        self.picture.render_waiting(now.waiting and self.has_begun)
        self.render_captions(captions)

    def render_captions(self, captions: tuple[Cue, ...]) -> None:
        for picture in self._pictures:
            picture.render_captions(captions)

    def render_caption_look(self, look: CaptionLook) -> None:
        self._look = look
        for picture in self._pictures:
            picture.render_caption_look(look)

    def render_frame(self, frame: QImage) -> None:
        for picture in self._pictures:
            picture.render_frame(frame)

    def add_mirror(self, picture: Picture) -> None:
        """Another picture, in a window of its own, shows the same from now on."""
        picture.render_caption_look(self._look)
        if self.picture.frame is not None:
            picture.render_frame(self.picture.frame)
        self._pictures = (*self._pictures, picture)

    def drop_mirror(self, picture: Picture) -> None:
        self._pictures = tuple(one for one in self._pictures if one is not picture)

    def render_full(self, full: bool) -> None:
        """Moves the controls over the picture, or back below it."""
        self._full = full
        dress(self._controls, kind="card" if full else "")
        self._controls.pad(self._theme.space("one") if full else 0)
        if full:
            self._column.removeWidget(self._controls)
            self._controls.raise_()
            self._float()
            # Nobody has gone to the controls: what had the focus is hidden now, and Qt would give it to them.
            self.picture.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._column.addWidget(self._controls)
            self.picture.keep_foot_free(0)
        self._controls.show()
        self.wake()

    def lie_in(self, page: QWidget) -> None:
        """Cards may lie over all of this where the picture is smaller than what they say."""
        self._page = page
        page.installEventFilter(self)

    def stand_in(self, panel: QWidget | None) -> None:
        """Shows this where the picture would stand; None brings the picture back."""
        before, self._instead = self._instead, panel
        if before is not None:
            self._column.removeWidget(before)
        if panel is not None:
            self._column.insertWidget(0, panel, 1)
        self.picture.setVisible(panel is None)
        self._place_card()

    def lay_over(self, card: QWidget) -> None:
        """Shows a card in the middle of the picture, in place of one that lay there, and gives it the focus."""
        self.take_away(self._card)
        self._card = card
        card.installEventFilter(self)
        self._tray = Room(card)
        self._tray.setWidgetResizable(False)
        self._tray.setParent(self._page or self.picture)
        card.show()
        self._place_card()
        self._tray.show()
        self._tray.raise_()
        card.setFocus(Qt.FocusReason.OtherFocusReason)
        self._tray.ensureWidgetVisible(card.focusProxy() or card)
        self.wake()

    def take_away(self, card: QWidget | None) -> None:
        """Takes that card off the picture again, if it still lies there."""
        if card is None or card is not self._card:
            return
        tray, self._card, self._tray = self._tray, None, None
        card.removeEventFilter(self)
        had_focus = card.isAncestorOf(self.focusWidget()) if self.focusWidget() else False
        had_focus = had_focus or card.hasFocus()
        card.hide()
        card.setParent(self.picture)
        if tray is not None:
            tray.hide()
            tray.deleteLater()
        if had_focus:
            self.focus_first()

    def focus_first(self) -> None:
        if self._card is not None:
            self._card.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.invitation.isVisible():
            self.invitation.focus_first()
        else:
            self.picture.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- fading ------------------------------------------------------------------------------------------

    def wake(self) -> None:
        """Somebody is there: the controls come back, and stay for a while."""
        self._fading.stop()
        self._veil.setEnabled(False)
        self._controls.show()
        self.unsetCursor()
        if self._full:
            self.picture.keep_foot_free(self._controls.height() + 2 * self._theme.space("two"))
            self._idle.start()
        else:
            self._idle.stop()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if self._full and event.type() in _SIGNS_OF_PEOPLE:
            self.wake()
        if watched is self.picture and event.type() == QEvent.Type.Resize:
            self.invitation.setGeometry(self.picture.rect())
        if watched in (self.picture, self._page) and event.type() in (QEvent.Type.Resize, QEvent.Type.Move):
            self._place_card()
        if watched is self._controls and self._full and event.type() == QEvent.Type.LayoutRequest:
            # No layout holds them there: larger text, or another button, asks for more height.
            self._float()
        if watched is self._card and event.type() == QEvent.Type.LayoutRequest:
            # It says more than before, or less: an answer was wrong, the recording waits.
            self._place_card()
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:
        if self._full:
            self._float()

    def _place_card(self) -> None:
        """In the middle, as wide as the picture allows, and over more than the picture where that is too low."""
        card, tray = self._card, self._tray
        if card is None or tray is None:
            return
        ground, two = self._page or self.picture, self._theme.space("two")
        over = self.picture.rect().translated(self.picture.mapTo(ground, QPoint(0, 0)))
        if self.picture.isHidden():
            over = ground.rect()
        room = ground.size() - QSize(1, 1) * 2 * two
        widest = min(room.width(), max(over.width() - 2 * two, self._theme.px(LEAST_CARD)))
        width = min(widest, max(card.sizeHint().width(), self._theme.px(CARD_WIDTH)))
        bar = tray.verticalScrollBar().sizeHint().width()
        if not card.hasHeightForWidth():
            size = tall = QSize(width, min(room.height(), card.sizeHint().height()))
        elif card.heightForWidth(width) <= room.height():
            size = tall = QSize(width, card.heightForWidth(width))
        else:
            size, tall = QSize(width, room.height()), QSize(width - bar, card.heightForWidth(width - bar))
        card.resize(tall)
        tray.resize(size)
        place = QRect(QPoint(0, 0), size)
        place.moveCenter(over.center())
        bounds = ground.rect().adjusted(two, two, -two, -two)
        place.moveLeft(max(bounds.left(), min(place.left(), bounds.right() - size.width() + 1)))
        place.moveTop(max(bounds.top(), min(place.top(), bounds.bottom() - size.height() + 1)))
        tray.move(place.topLeft())

    def _fade(self) -> None:
        """Only while it plays, and never under the mouse or the keyboard's focus."""
        controls = self._controls
        if not self._full or not self._playing:
            return
        if controls.has_keyboard_focus() or controls.underMouse():
            self._idle.start()
            return
        length = self._theme.duration("calm")
        if not length:
            self._faded()
            return
        self._veil.setEnabled(True)
        self._fading.setDuration(length)
        self._fading.setStartValue(1.0)
        self._fading.setEndValue(0.0)
        self._fading.start()

    def _faded(self) -> None:
        self._controls.hide()
        self._veil.setEnabled(False)
        self.picture.keep_foot_free(0)
        self.setCursor(Qt.CursorShape.BlankCursor)

    def _float(self) -> None:
        two = self._theme.space("two")
        width = min(self.width() - 2 * two, self._theme.px(1080))
        height = max(self._controls.sizeHint().height(), self._controls.minimumSizeHint().height())
        self._controls.setGeometry((self.width() - width) // 2, self.height() - height - two, width, height)

    def _begin(self) -> None:
        """The invitation goes, and the focus with it moves on to the picture, where the keys are."""
        self.has_begun = True
        had_focus = self.invitation.isAncestorOf(self.focusWidget()) if self.focusWidget() else False
        self.invitation.hide()
        if had_focus:
            self.picture.setFocus(Qt.FocusReason.OtherFocusReason)


_SIGNS_OF_PEOPLE = frozenset(
    {
        QEvent.Type.MouseMove,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.Enter,
        QEvent.Type.KeyPress,
        QEvent.Type.FocusIn,
        QEvent.Type.Wheel,
    }
)
