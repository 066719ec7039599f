"""The player as a picture: everything is rendered into it, every gesture comes out as a signal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from player.domain.problem import Problem
from player.ui.captions.cues import Cue
from player.ui.keys import window_keys
from player.ui.language import sentences, told
from player.ui.theme import Theme
from player.ui.watch.controls import Controls
from player.ui.watch.footer import Footer
from player.ui.watch.keys import Gesture, Wish, key_words, wish_of
from player.ui.watch.panel import SidePanel
from player.ui.watch.sides import Sides
from player.ui.watch.stage import Stage
from player.ui.watch.state import RATES, Hindrance, Lesson, Liking, LockedLesson, Transport, track_for
from player.ui.watch.title import ShortTitle
from player.ui.watch.words import Onward, credit_line, hindered_remark, remark_on, unsaved_remark
from player.ui.widgets.back import BackButton
from player.ui.widgets.banner import Banner, Message
from player.ui.widgets.empty import EmptyState
from player.ui.widgets.key_overview import KeyOverview
from player.ui.wording import lock_words, problem_message

VOLUME_STEP = 5
LOW = 600
"""A lower window has its height for the picture and its controls."""
WIDE, WIDE_PUBLIC = 900, 1200
"""From this width on the panel is open by itself; large controls leave less room beside it."""


class WatchScreen(QWidget):
    """Gestures: `toggled`, `play_wanted`, `restart_wanted`, `seek_wanted` (ms), `rate_wanted` (per cent), `liked`
    (a Liking), `session_wanted` (id), `full_wanted` (bool), `back_wanted`, `gone_on`, `course_wanted`;
    `panel.handouts` has those about handouts. `wished` brings a Wish that a companion of the player fulfils.

    `public`: it stands where anybody can walk up; `most_volume`: as loud as it gets, in per cent.
    """

    toggled = Signal()
    play_wanted = Signal()
    restart_wanted = Signal()
    seek_wanted = Signal(object)
    rate_wanted = Signal(object)
    liked = Signal(object)
    session_wanted = Signal(object)
    full_wanted = Signal(bool)
    back_wanted = Signal()
    gone_on = Signal()
    course_wanted = Signal()
    wished = Signal(object)

    def __init__(
        self, theme: Theme, parent: QWidget | None = None, *, public: bool = False, most_volume: int = 100
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._public, self._most_volume = public, most_volume
        self._lesson: Lesson | None = None
        self._now = Transport()
        self._liking = Liking()
        self._track = 0
        self._full = False
        self._saves = True
        self._hindrances: frozenset[Hindrance] = frozenset()
        self._panel_open: bool | None = None
        self.back = BackButton(theme, self.tr("Course"))
        self.title = ShortTitle(theme)
        self.banner = Banner(theme)
        self.warning = Banner(theme, low=True)
        self.controls = Controls(theme, public=public, most_volume=most_volume)
        self.stage = Stage(theme, self.controls)
        self.footer = Footer(theme)
        self.panel = SidePanel(theme, public=public)
        self.empty = EmptyState(theme)
        self._keys = KeyOverview(theme, self)
        self._lay_out()
        self._join()
        theme.changed.connect(self._settle)

    # --- what it shows -----------------------------------------------------------------------------------

    def render_loading(self) -> None:
        """Nothing yet: the page is being fetched, which takes no time that a word could fill."""
        self._lesson = None
        self._keys.put_away()
        self._tell(None)
        self._stack.setCurrentWidget(self._blank)

    def render_lesson(self, lesson: Lesson, liking: Liking, start_ms: int) -> None:
        """A session that can be watched, not begun yet."""
        self._lesson, self._hindrances = lesson, frozenset()
        self._track = track_for(lesson, liking.language)
        self._stack.setCurrentWidget(self.sides)
        self.title.setText(lesson.session.title)
        self.controls.render_lesson(lesson)
        self.panel.render_lesson(lesson)
        self._render_track()
        self.stage.render_start(lesson, start_ms)
        self.render_liking(liking)
        self.render_progress(lesson)
        self._settle()

    def render_locked(self, locked: LockedLesson) -> None:
        reason, way = lock_words(locked.lock)
        self._show_empty("lock", reason, way)

    def render_unreadable(self, problem: Problem) -> None:
        """The session cannot be opened at all."""
        telling = told(problem)
        self._show_empty("triangle-alert", telling.what, sentences(telling.meaning, telling.remedy))

    def render_progress(self, lesson: Lesson) -> None:
        """What the evidence comes to now."""
        self._lesson = lesson
        remark = remark_on(lesson.signed, lesson.progress) if self._saves else unsaved_remark()
        remark = hindered_remark(self._hindrances) or remark
        self.footer.render_line(credit_line(lesson.signed.course, lesson.progress), remark)
        self.panel.render_progress(lesson)

    def render_hindrances(self, hindrances: frozenset[Hindrance]) -> None:
        """Says beside the credit why playing does not count at the moment."""
        self._hindrances = hindrances
        if self._lesson is not None:
            self.render_progress(self._lesson)

    def render_saving(self, saves: bool) -> None:
        """Says beside the credit whether what is watched can be saved: what cannot be earns nothing."""
        self._saves = saves
        if self._lesson is not None:
            self.render_progress(self._lesson)

    def render_onward(self, onward: Onward | None, *, just_done: bool = False) -> None:
        self.footer.render_onward(onward, just_done=just_done)

    def render_transport(self, now: Transport) -> None:
        """Where playing stands; called for every frame."""
        before, self._now = self._now, now
        self.controls.render_transport(now)
        self.stage.render_transport(now, self._captions(now.position_ms))
        if now.begun != before.begun:
            self._give_way()
        if now.position_ms // 100 != before.position_ms // 100:
            self.panel.render_position(now.position_ms)

    def render_frame(self, frame: QImage) -> None:
        self.stage.render_frame(frame)

    def render_liking(self, liking: Liking, *, has_sound: bool | None = None) -> None:
        self._liking = liking
        self.controls.render_liking(liking, has_sound=has_sound)
        self.stage.render_captions(self._captions(self._now.position_ms))

    def render_problem(self, problem: Problem | None, action: str = "") -> None:
        """A problem in its place, above the picture; None takes it away."""
        self._tell(None if problem is None else problem_message(problem, action=action, dismissible=True))

    def render_failure(self, problem: Problem, action: str, *, details: str, send_to: str) -> None:
        """A recording that does not play, with details that can be saved, or sent to an address by who owns them."""
        if self._public:
            self.render_problem(problem, action)
            return
        message = problem_message(problem, action=action, dismissible=True)
        self._tell(replace(message, details=details, can_be_saved=True, send_to=send_to))

    def render_full(self, full: bool) -> None:
        """Takes the whole window, without anything but the picture, or gives it back."""
        self._full = full
        self.controls.render_full(full)
        self.stage.render_full(full)
        self.footer.setVisible(not full)
        self._settle()

    @property
    def arrangement(self) -> dict[str, tuple[int, ...]]:
        """Which tab of the panel is open, whether the panel is, and how wide, where somebody said so."""
        opened = {} if self._panel_open is None else {"panel": (int(self._panel_open),)}
        return {"tab": (self.panel.liked_tab,), **opened, **self.sides.arrangement}

    def arrange(self, kept: Mapping[str, tuple[int, ...]]) -> None:
        """As `arrangement` said it."""
        if kept.get("panel"):
            self._panel_open = bool(kept["panel"][0])
        if kept.get("tab"):
            self.panel.liked_tab = min(kept["tab"][0], self.panel.tabs.count() - 1)
        self.sides.arrange(kept)

    def show_tab(self, page: QWidget) -> None:
        """Opens the side panel at one of its tabs, out of full screen if need be."""
        self._leave_full()
        self._open_panel(True)
        self.panel.tabs.setCurrentWidget(page)

    def focus_first(self) -> None:
        """Where a keyboard begins: the large button, or the picture once it plays."""
        if self._stack.currentWidget() is self.sides:
            self.stage.focus_first()

    @property
    def is_full(self) -> bool:
        return self._full

    # --- gestures ----------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        wish = wish_of(event, characters=self._liking.character_keys)
        if wish is None or self._lesson is None:
            event.ignore()
            return
        self.stage.wake()
        self.do(wish)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._settle()
        self._keys.settle()

    def do(self, wish: Wish) -> None:
        """Does what a key asks for, pressed here or in a window of the player's."""
        match wish.gesture:
            case Gesture.TOGGLE:
                self.toggled.emit()
            case Gesture.SEEK_BY:
                self._seek_by(wish.amount)
            case Gesture.SEEK_TENTH:
                self.seek_wanted.emit(self._now.duration_ms * wish.amount // 10)
            case Gesture.LOUDER | Gesture.SOFTER:
                self._turn_volume(VOLUME_STEP if wish.gesture is Gesture.LOUDER else -VOLUME_STEP)
            case Gesture.MUTE:
                self.liked.emit(replace(self._liking, muted=not self._liking.muted))
            case Gesture.CAPTIONS:
                self.liked.emit(replace(self._liking, captions=not self._liking.captions))
            case Gesture.FULL_SCREEN:
                self.full_wanted.emit(not self._full)
            case Gesture.LEAVE_FULL_SCREEN:
                self._leave_full()
            case Gesture.FASTER | Gesture.SLOWER:
                self._turn_rate(1 if wish.gesture is Gesture.FASTER else -1)
            case Gesture.HELP:
                self._open_keys()
            case _:
                self.wished.emit(wish)

    def _seek_by(self, by_ms: int) -> None:
        self.seek_wanted.emit(self._now.position_ms + by_ms)

    def _turn_volume(self, by_percent: int) -> None:
        volume = max(0, min(self._most_volume, self._liking.volume_percent + by_percent))
        self.liked.emit(replace(self._liking, volume_percent=volume, muted=volume == 0))

    def _turn_rate(self, by: int) -> None:
        here = min(range(len(RATES)), key=lambda number: abs(RATES[number] - self._now.rate_percent))
        self.rate_wanted.emit(RATES[max(0, min(len(RATES) - 1, here + by))])

    def _leave_full(self) -> None:
        if self._full:
            self.full_wanted.emit(False)

    def _toggle_full(self) -> None:
        self.full_wanted.emit(not self._full)

    def _double_clicked(self) -> None:
        """Its first click has paused or played already: that is taken back."""
        self.toggled.emit()
        self._toggle_full()

    def _open_keys(self) -> None:
        if not self._public:
            # Half of the keys would do nothing here, and there may be no keyboard at all.
            self._keys.render_keys((*key_words(), *window_keys()), characters=self._liking.character_keys)
            self._keys.open()

    def _close_keys(self) -> None:
        self._keys.put_away()
        self.stage.focus_first()

    def _open_panel(self, open_: bool) -> None:
        self._panel_open = open_
        self._settle()

    def _take_track(self, number: int) -> None:
        if self._lesson is not None and number < len(self._lesson.tracks):
            self._track = number
            self._render_track()
            self.liked.emit(replace(self._liking, captions=True, language=self._lesson.tracks[number].language))

    def _render_track(self) -> None:
        """The transcript and the menu follow the captions' language."""
        if self._lesson is not None and self._track < len(self._lesson.tracks):
            self.panel.transcript.render_cues(self._lesson.tracks[self._track].cues)
            self.controls.render_track(self._track)

    def _captions(self, position_ms: int) -> tuple[Cue, ...]:
        lesson = self._lesson
        if lesson is None or not self._liking.captions or self._track >= len(lesson.tracks):
            return ()
        return lesson.tracks[self._track].cues.at(position_ms) if self.stage.has_begun else ()

    # --- inside ------------------------------------------------------------------------------------------

    def _tell(self, message: Message | None) -> None:
        """What has gone wrong stands alone: what might go wrong is read again after it."""
        self.banner.render_message(message)
        self._give_way()

    def _give_way(self) -> None:
        """What might go wrong takes no room from a picture that plays in a low window."""
        low = self.height() < self._theme.px(LOW)
        self._before.setVisible(self.banner.isHidden() and not (low and self.stage.has_begun))

    def _show_empty(self, icon: str, title: str, text: str) -> None:
        self._lesson = None
        self.empty.render_empty(icon, title, text, self.tr("Open the course page"))
        self._stack.setCurrentWidget(self.empty)
        self.empty.setFocus(Qt.FocusReason.OtherFocusReason)

    def _settle(self) -> None:
        """The panel is there or not, and takes its width."""
        wide = self.width() >= self._theme.px(WIDE_PUBLIC if self._public else WIDE)
        wanted = wide if self._panel_open is None else self._panel_open
        shown = wanted and not self._full and not self.panel.is_empty
        self.controls.render_panel(shown)
        self.controls.panel.setEnabled(not self.panel.is_empty)
        reading = self.panel.handouts.is_reading and self.panel.tabs.currentWidget() is self.panel.handouts
        self.sides.settle(self.width(), shown=shown, full=self._full, reading=reading)
        self._head.setVisible(not self._full and not self.sides.is_instead)
        self._give_way()

    def _lay_out(self) -> None:
        one = self._theme.space("one")
        self._head = QWidget()
        row = QHBoxLayout()
        row.setSpacing(one)
        row.addWidget(self.back, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.title, 1)
        head = QVBoxLayout(self._head)
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(one)
        head.addLayout(row)
        self._before = QWidget()
        before = QVBoxLayout(self._before)
        before.setContentsMargins(0, 0, 0, 0)
        before.addWidget(self.warning)
        head.addWidget(self._before)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(one)
        for part in (self._head, self.banner):
            column.addWidget(part)
        column.addWidget(self.stage, 1)
        column.addWidget(self.footer)
        self._blank = QWidget()
        self.sides = Sides(self._theme, left, self.stage, self.panel, public=self._public)
        self.stage.lie_in(self)
        self._stack = QStackedLayout(self)
        for side in (self._blank, self.sides, self.empty):
            self._stack.addWidget(side)

    def _join(self) -> None:
        self.back.clicked.connect(self.back_wanted)
        self.empty.acted.connect(self.course_wanted)
        self.banner.acted.connect(self.play_wanted)
        self.banner.dismissed.connect(self._give_way)
        self.footer.gone_on.connect(self.gone_on)
        self.stage.invitation.accepted.connect(self.play_wanted)
        self.stage.invitation.restart.connect(self.restart_wanted)
        self.stage.picture.clicked.connect(self.toggled)
        self.stage.picture.double_clicked.connect(self._double_clicked)
        controls = self.controls
        controls.toggled.connect(self.toggled)
        controls.seek_wanted.connect(self.seek_wanted)
        controls.seek_by_wanted.connect(self._seek_by)
        controls.rate_wanted.connect(self.rate_wanted)
        controls.track_wanted.connect(self._take_track)
        controls.liked.connect(self.liked)
        controls.panel_wanted.connect(self._open_panel)
        controls.full_wanted.connect(self._toggle_full)
        controls.help_wanted.connect(self._open_keys)
        self._keys.closed.connect(self._close_keys)
        self.panel.seek_wanted.connect(self.seek_wanted)
        self.panel.session_wanted.connect(self.session_wanted)
        self.panel.handouts.reading_changed.connect(self._settle_for)
        self.panel.tabs.currentChanged.connect(self._settle_for)

    def _settle_for(self, _: object) -> None:
        self._settle()
