"""The timeline and the buttons under the picture."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLabel, QMenu, QToolButton, QVBoxLayout, QWidget

from player.domain.course import Session
from player.ui.keys import other_keys
from player.ui.language import amount_text, tr
from player.ui.tab_order import tab_as_read
from player.ui.theme import Theme, dress
from player.ui.watch.control_button import ControlButton
from player.ui.watch.more import Group, MoreMenu, read_as_window
from player.ui.watch.state import RATES, Lesson, Liking, Transport
from player.ui.widgets.clock import clock_text
from player.ui.widgets.slider import Slider
from player.ui.widgets.spoken import open_with_press
from player.ui.widgets.timeline import Timeline
from player.ui.widgets.words import show_if

LEAST_MOVE_MS = 200
"""The timeline follows in steps of this; finer ones cannot be seen."""


class Controls(QFrame):
    """Gestures: `toggled`, `seek_wanted` (ms), `seek_by_wanted` (ms), `rate_wanted` (per cent), `track_wanted`
    (number), `liked` (a Liking), `panel_wanted`, `full_wanted`, `help_wanted`."""

    toggled = Signal()
    seek_wanted = Signal(object)
    seek_by_wanted = Signal(object)
    rate_wanted = Signal(object)
    track_wanted = Signal(object)
    liked = Signal(object)
    panel_wanted = Signal(bool)
    full_wanted = Signal()
    help_wanted = Signal()

    def __init__(
        self, theme: Theme, parent: QWidget | None = None, *, public: bool = False, most_volume: int = 100
    ) -> None:
        super().__init__(parent)
        # A recording runs from left to right in every language, as on every player; so do the arrow keys.
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self._theme = theme
        self._public, self._most_volume = public, most_volume
        self._shown = Transport()
        self._liking = Liking()
        self._drawn_ms = -LEAST_MOVE_MS
        self._buttons: list[QToolButton] = []
        self._keys: dict[QToolButton, str] = {}
        self.timeline = Timeline(theme)
        self.play = self._button("play", self.tr("Play"), "K")
        self.back = self._button("rotate-ccw", self.tr("Back 10 seconds"), "J")
        self.forward = self._button("rotate-cw", self.tr("Forward 10 seconds"), "L")
        self.time = QLabel()
        self.rate = self._button("", self.tr("Speed"), "< >")
        self.captions = self._button("captions", self.tr("Captions"), "C")
        self.description = self._button("", self.tr("Audio description"), "D")
        self.mute = self._button("volume-2", self.tr("Mute"), "M")
        self.volume = Slider(Qt.Orientation.Horizontal)
        self.panel = self._button("panel-right", self.tr("Chapters, transcript and handouts"))
        self.more = self._button("ellipsis", self.tr("More"))
        self.menu = MoreMenu(self.more)
        self.help = QAction(self.tr("Keys"), self)
        self.full = self._button("maximize", self.tr("Full screen"), "F")
        self._prepare()
        self._lay_out()
        theme.changed.connect(self.restyle)
        self.restyle()

    # --- what it shows -----------------------------------------------------------------------------------

    def render_lesson(self, lesson: Lesson) -> None:
        """Take another recording."""
        session = lesson.session
        self.timeline.render_course(session.duration_ms, _chapters(session))
        self._shown = Transport()
        self._drawn_ms = -LEAST_MOVE_MS
        self._fill_rates(lesson.signed.course.watch.counted_rate_percent)
        self._fill_tracks([track.label for track in lesson.tracks])
        self.captions.setEnabled(bool(lesson.tracks))

    def render_transport(self, now: Transport) -> None:
        """Show where playing stands; cheap enough for every frame."""
        before, self._shown = self._shown, now
        if (now.playing, now.ended) != (before.playing, before.ended):
            self._render_play(now)
        if now.rate_percent != before.rate_percent or not self.rate.text():
            self._render_rate(now.rate_percent)
        self._render_time(now)
        if abs(now.position_ms - self._drawn_ms) >= LEAST_MOVE_MS or not now.playing:
            self._drawn_ms = now.position_ms
            self.timeline.render_position(now.position_ms)
            self._render_watched(now)

    def render_liking(self, liking: Liking, *, has_sound: bool | None = None) -> None:
        """Show captions and volume as the learner likes them; `has_sound` only when it became known."""
        before, self._liking = self._liking, liking
        if liking.character_keys != before.character_keys:
            self._tell_keys()
        self.captions.setChecked(liking.captions and self.captions.isEnabled())
        self.volume.blockSignals(True)
        self.volume.setValue(liking.volume_percent)
        self.volume.blockSignals(False)
        silent = liking.muted or liking.volume_percent == 0
        icon = "volume-x" if silent else "volume-1" if liking.volume_percent < 50 else "volume-2"
        self.mute.setIcon(self._theme.icons.icon(icon))
        self._name(self.mute, self.tr("Sound on") if liking.muted else self.tr("Mute"), "M")
        if has_sound is not None:
            self.volume.setEnabled(has_sound)
            self.volume.setToolTip("" if has_sound else self.tr("No sound device was found on this computer"))

    def render_full(self, full: bool) -> None:
        self.full.setIcon(self._theme.icons.icon("minimize" if full else "maximize"))
        self._name(self.full, self.tr("Leave full screen") if full else self.tr("Full screen"), "F")
        self.panel.setVisible(not full)

    def render_track(self, number: int) -> None:
        """Marks the captions that are chosen."""
        if self.captions.popupMode() is QToolButton.ToolButtonPopupMode.MenuButtonPopup:
            for action in self.captions.menu().actions():
                action.setChecked(action.data() == number)

    def render_description(self, *, offered: bool, on: bool) -> None:
        """Audio description, beside captions and volume; not there where the recording has none."""
        show_if(self.description, offered)
        self.description.setChecked(on)
        self._fold()

    def render_panel(self, open_: bool) -> None:
        self.panel.setChecked(open_)

    def pad(self, pixels: int) -> None:
        """Leave so much room around."""
        self._column.setContentsMargins(pixels, pixels, pixels, pixels)

    def has_keyboard_focus(self) -> bool:
        """Whether somebody is going through the buttons by keyboard (the mouse never gives them the focus)."""
        holder = self.window().focusWidget()
        return self.isAncestorOf(holder) if holder else False

    def restyle(self) -> None:
        """Follow the theme."""
        side = self._theme.px(24 if self._theme.roomy else 20)
        for button in self._buttons:
            button.setIconSize(QSize(side, side))
        self.time.setFont(self._theme.font("body", figures=True))
        self.volume.setFixedWidth(self._theme.px(120 if self._theme.roomy else 88))
        self.rate.setMinimumWidth(self._theme.px(64))
        self._fold()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fold()

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            # A button grew or shrank: another speed, other icons, a menu beside the captions.
            self._fold()
        return done

    # --- inside ------------------------------------------------------------------------------------------

    def _render_play(self, now: Transport) -> None:
        icon = "pause" if now.playing else "refresh-cw" if now.ended else "play"
        word = self.tr("Pause") if now.playing else self.tr("Play again") if now.ended else self.tr("Play")
        self.play.setIcon(self._theme.icons.icon(icon))
        self._name(self.play, word, "K")

    def _render_time(self, now: Transport) -> None:
        text = f"{clock_text(now.position_ms)} / {clock_text(now.duration_ms)}"
        if text != self.time.text():
            self.time.setText(text)

    def _render_watched(self, now: Transport) -> None:
        saved = [(part.start_ms, part.end_ms) for part in now.saved]
        self.timeline.render_watched(saved, [(part.start_ms, part.end_ms) for part in now.unsaved])

    def _render_rate(self, rate_percent: int) -> None:
        self.rate.setText(rate_text(rate_percent))
        self._name(self.rate, self.tr("Speed {rate}").format(rate=rate_text(rate_percent)), "< >")
        for action in self.rate.menu().actions():
            action.setChecked(action.data() == rate_percent)

    def _fill_rates(self, counted: int) -> None:
        menu = self.rate.menu()
        menu.clear()
        for rate in RATES:
            text = self.tr("{rate} · does not count") if rate > counted else "{rate}"
            action = menu.addAction(text.format(rate=rate_text(rate)))
            action.setData(rate)
            action.setCheckable(True)
            action.setChecked(rate == self._shown.rate_percent)

    def _fill_tracks(self, labels: list[str]) -> None:
        """A choice of languages only where there is one."""
        menu = read_as_window(QMenu(self.captions)) if len(labels) > 1 else None
        if menu is not None:
            for number, label in enumerate(labels):
                action = menu.addAction(label)
                action.setData(number)
                action.setCheckable(True)
            menu.triggered.connect(self._track_chosen)
            self.captions.setMenu(menu)
        else:
            self.captions.setMenu(None)  # pyright: ignore[reportArgumentType]  # Qt takes none for no menu
        mode = QToolButton.ToolButtonPopupMode
        self.captions.setPopupMode(mode.MenuButtonPopup if menu is not None else mode.DelayedPopup)
        dress(self.captions, mirrored=self.isRightToLeft())

    def _button(self, icon: str, name: str, key: str = "") -> QToolButton:
        button = ControlButton(self)
        if icon:
            button.setIcon(self._theme.icons.icon(icon, on="accent"))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._name(button, name, key)
        self._buttons.append(button)
        return button

    def _name(self, button: QToolButton, name: str, key: str = "") -> None:
        self._keys[button] = key
        button.setAccessibleName(name)
        told = key if self._liking.character_keys else other_keys(key)
        button.setToolTip(f"{name} ({told})" if told else name)

    def _tell_keys(self) -> None:
        """Beside the names of buttons, and in the menu."""
        for button, key in self._keys.items():
            self._name(button, button.accessibleName(), key)
        self.menu.tell_keys(characters=self._liking.character_keys)

    def _prepare(self) -> None:
        for button in (self.back, self.forward):
            button.setText("10")
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            dress(button, kind="skip")
        self.captions.setCheckable(True)
        # The sign that broadcasters use; no icon says it as shortly.
        self.description.setText(tr("AD", "audio description, on a button"))
        self.description.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        self.description.setCheckable(True)
        self.description.hide()
        self.panel.setCheckable(True)
        self.timeline.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.volume.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.volume.setRange(0, self._most_volume)
        self.volume.setPageStep(10)
        self.volume.setAccessibleName(self.tr("Volume"))
        self.rate.setMenu(read_as_window(QMenu(self.rate)))
        open_with_press(self.rate)
        self.rate.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        if not self._public:
            self.menu.take(self.help, Group.HELP, "?")
        self.more.setMenu(self.menu)
        open_with_press(self.more)
        self.play.clicked.connect(self.toggled)
        self.back.clicked.connect(self._go_back)
        self.forward.clicked.connect(self._go_forward)
        self.timeline.seek_requested.connect(self.seek_wanted)
        self.rate.menu().triggered.connect(self._rate_chosen)
        self.captions.clicked.connect(self._captions_clicked)
        self.mute.clicked.connect(self._mute_clicked)
        self.volume.valueChanged.connect(self._volume_moved)
        self.panel.clicked.connect(self.panel_wanted)
        self.help.triggered.connect(self.help_wanted)
        self.full.clicked.connect(self.full_wanted)

    def _lay_out(self) -> None:
        left, right = QHBoxLayout(), QHBoxLayout()
        self._left = (self.play, self.back, self.forward, self.time)
        self._right = (self.rate, self.captions, self.description, self.mute, self.more, self.panel, self.full)
        for row, parts in (
            (left, self._left),
            (right, (*self._right[:4], self.volume, *self._right[4:])),
        ):
            row.setSpacing(self._theme.space("half"))
            for part in parts:
                row.addWidget(part)
        left.addStretch(1)
        right.addStretch(0)
        self._rows = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._rows.setSpacing(self._theme.space("half"))
        self._rows.addLayout(left, 1)
        self._rows.addLayout(right)
        self._column = QVBoxLayout(self)
        self._column.setSpacing(self._theme.space("half"))
        self._column.addWidget(self.timeline)
        self._column.addLayout(self._rows)
        tab_as_read(self)
        self.pad(0)

    def _fold(self) -> None:
        """One row where it fits, two where it does not; where not even these fit, the volume is left to its keys."""
        around = self._column.contentsMargins()
        room = self.width() - around.left() - around.right()
        left, right = self._width(*self._left), self._width(*self._right)
        slider = self.volume.width() + self._theme.space("half")
        direction = QBoxLayout.Direction
        wide = left + right + slider <= room
        self._rows.setDirection(direction.LeftToRight if wide else direction.TopToBottom)
        show_if(self.volume, wide or right + slider <= room)

    def _width(self, *parts: QWidget) -> int:
        """What these take beside each other."""
        widths = [part.sizeHint().width() for part in parts if not part.isHidden()]
        return sum(widths) + self._theme.space("half") * len(widths)

    def _go_back(self) -> None:
        self.seek_by_wanted.emit(-10_000)

    def _go_forward(self) -> None:
        self.seek_by_wanted.emit(10_000)

    def _rate_chosen(self, action: object) -> None:
        self.rate_wanted.emit(getattr(action, "data", int)())

    def _track_chosen(self, action: object) -> None:
        self.track_wanted.emit(getattr(action, "data", int)())

    def _captions_clicked(self, on: bool) -> None:
        self._like(replace(self._liking, captions=on))

    def _mute_clicked(self) -> None:
        self._like(replace(self._liking, muted=not self._liking.muted))

    def _volume_moved(self, percent: int) -> None:
        self._like(replace(self._liking, volume_percent=percent, muted=percent == 0))

    def _like(self, liking: Liking) -> None:
        self.liked.emit(liking)


def rate_text(rate_percent: int) -> str:
    """ "1.25×"."""
    return tr("{rate}×").format(rate=amount_text(Decimal(rate_percent) / 100))


def _chapters(session: Session) -> list[tuple[int, str]]:
    return [(chapter.at_ms, chapter.title) for chapter in session.chapters]
