"""The side panel: chapters, transcript, handouts and, where there are several, the sessions."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from player.domain.course import Session, SessionId
from player.domain.progress import SessionProgress
from player.ui.captions.cues import Cues
from player.ui.theme import Theme, dress
from player.ui.watch.handouts import Handouts
from player.ui.watch.narrow import NarrowPage
from player.ui.watch.state import Lesson, session_progress
from player.ui.watch.tabs import FoldingTabs
from player.ui.watch.timed_list import Line, TimedView
from player.ui.watch.transcript import Transcript
from player.ui.watch.words import session_status
from player.ui.widgets.card import Card
from player.ui.widgets.chip import Chip
from player.ui.widgets.tone import Tone
from player.ui.widgets.words import Words
from player.ui.wording import minutes_text


class SidePanel(QFrame):
    """Gestures: `seek_wanted` (ms), `session_wanted` (id); handouts have their own. `public`: nothing in it is lent."""

    seek_wanted = Signal(object)
    session_wanted = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None, *, public: bool = False) -> None:
        super().__init__(parent)
        self._theme = theme
        self.tabs = FoldingTabs(theme)
        self.chapters = TimedView(theme)
        self.transcript = Transcript(theme)
        self.handouts = Handouts(theme, lent=not public)
        self.sessions = _Sessions(theme)
        self.chapters.setAccessibleName(self.tr("Chapters"))
        self.chapters.chosen.connect(self.seek_wanted)
        self.transcript.chosen.connect(self.seek_wanted)
        self.sessions.chosen.connect(self.session_wanted)
        self.tabs.add(self.chapters, self.tr("Chapters"), "list")
        self.tabs.add(self.transcript, self.tr("Transcript"), "message-square-text")
        self.tabs.add(self.handouts, self.tr("Handouts"), "file-text")
        self.tabs.add(self.sessions, self.tr("Sessions"), "list-video")
        self.tabs.setAccessibleName(self.tr("About this recording"))
        self.liked_tab = 0
        """The one that was opened last by hand; of a session that has nothing in it, another one is open."""
        self._is_choosing = False
        self.tabs.currentChanged.connect(self._note_tab)
        dress(self, kind="card")
        column = QVBoxLayout(self)
        one = theme.space("one")
        column.setContentsMargins(one, one, one, one)
        column.addWidget(self.tabs)

    def render_lesson(self, lesson: Lesson) -> None:
        """Take another session. A tab with nothing in it is left out."""
        session, course = lesson.session, lesson.signed.course
        self.chapters.take_lines([Line(chapter.at_ms, chapter.title) for chapter in session.chapters])
        self.transcript.render_cues(Cues())
        self.handouts.render_handouts(session.handouts)
        self.sessions.render_lesson(lesson)
        several = len(course.sessions) > 1
        self._is_choosing = True
        shown = (bool(session.chapters), bool(lesson.tracks), bool(session.handouts), several)
        for number, is_shown in enumerate(shown):
            self.tabs.setTabVisible(number, is_shown)
        wanted = (self.liked_tab, *range(self.tabs.count()))
        self.tabs.setCurrentIndex(next((n for n in wanted if self.tabs.isTabVisible(n)), 0))
        self._is_choosing = False
        self.tabs.fold()

    def render_progress(self, lesson: Lesson) -> None:
        self.sessions.render_lesson(lesson)

    def render_position(self, position_ms: int) -> None:
        """Mark the chapter and the sentence of the moment."""
        self.chapters.follow(position_ms)
        self.transcript.follow(position_ms)

    def _note_tab(self, number: int) -> None:
        if not self._is_choosing:
            self.liked_tab = max(0, number)

    def add_tab(self, page: QWidget, name: str, icon: str) -> None:
        """One more tab, which is there for every session."""
        self.tabs.add(page, name, icon)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to show for this session."""
        return not any(self.tabs.isTabVisible(number) for number in range(self.tabs.count()))


class _Sessions(NarrowPage):
    """The sessions of the course, each with how far it is watched."""

    chosen = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._cards: list[_SessionCard] = []
        self._look = theme

    def render_lesson(self, lesson: Lesson) -> None:
        if [card.session for card in self._cards] != [session.id for session in lesson.signed.course.sessions]:
            self._rebuild(lesson)
        for card, session in zip(self._cards, lesson.signed.course.sessions, strict=True):
            card.render_session(session, session_progress(lesson.progress, session), here=session is lesson.session)

    def _rebuild(self, lesson: Lesson) -> None:
        self.clear()
        self._cards = [_SessionCard(self._look, session.id) for session in lesson.signed.course.sessions]
        for card in self._cards:
            card.clicked.connect(self._choose)
            self.column.addWidget(card)
        self.column.addStretch(1)

    def _choose(self) -> None:
        card = self.sender()
        if isinstance(card, _SessionCard):
            self.chosen.emit(card.session)


class _SessionCard(Card):
    """One session to go to."""

    def __init__(self, theme: Theme, session: SessionId) -> None:
        super().__init__(theme)
        self.session = session
        self._title = Words(role="strong")
        self._length = Words(role="caption")
        self._chip = Chip(theme)
        words = QVBoxLayout()
        words.setContentsMargins(12, 12, 12, 12)
        words.setSpacing(theme.space("half"))
        for part in (self._title, self._length, self._chip):
            words.addWidget(part)
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.body.addLayout(words)

    def render_session(self, session: Session, part: SessionProgress, *, here: bool) -> None:
        status = session_status(part)
        self._title.setText(session.title)
        self._length.setText(minutes_text(session.duration_ms))
        tone = Tone.GOOD if part.watched else Tone.ACCENT if here else Tone.NEUTRAL
        icon = "circle-check" if part.watched else "play" if here else "circle"
        self._chip.render_status(self.tr("Here · {status}").format(status=status) if here else status, tone, icon)
        self.setAccessibleName(f"{session.title}, {self._length.text()}, {self._chip.text()}")
