"""The welcome as a picture: what Carrel keeps and never sends, a few words about oneself, and a first course."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QPushButton, QVBoxLayout, QWidget

from player.domain.learner import Learner
from player.ui.language import tr
from player.ui.tab_order import tab_as_read
from player.ui.theme import Theme, dress
from player.ui.welcome.form import WelcomeForm
from player.ui.welcome.promises import Promises
from player.ui.welcome.state import WelcomeState
from player.ui.widgets.action_bar import ActionBar
from player.ui.widgets.flow import FlowLayout
from player.ui.widgets.scroll import ScrollPage
from player.ui.widgets.words import Words

WIDEST = 1080
ROOM_FOR_TWO = 840


class WelcomeScreen(QWidget):
    """Gestures: `learner_changed` (a Learner), `language_chosen` (a code), `sample_wanted`, and `went_on` without the
    sample course: to the library, or to what was opened. Escape goes on, too."""

    learner_changed = Signal(object)
    language_chosen = Signal(str)
    sample_wanted = Signal()
    went_on = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._page = ScrollPage(theme, widest=WIDEST)
        self._promises = Promises(theme)
        self._form = WelcomeForm(theme)
        self._sides = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._bar = ActionBar(theme, self._page)
        self._offer = Words(role="muted")
        self._sample = QPushButton(tr("Begin with the sample course"))
        self._on = QPushButton()
        self._prepare()
        self._lay_out()
        theme.changed.connect(self._restyle)

    def render_state(self, state: WelcomeState) -> None:
        """Shows what is known of the learner, and what comes next."""
        self._promises.render_folder(state.folder)
        self._form.render_learner(state.learner, state.language)
        waits = state.file is not None
        self._sample.setVisible(not waits)
        self._on.setText(tr("Go on to what you opened") if waits else tr("Go to my library"))
        dress(self._on, kind="primary" if waits else "")
        offer = tr("The sample course takes a few minutes and shows the whole way, up to a certificate.")
        self._offer.setText(tr("“{file}” comes next.").format(file=state.file.name) if state.file else offer)
        tab_as_read(self)

    def render_kept(self, learner: Learner) -> None:
        """Takes note of what is kept now."""
        self._form.render_kept(learner)

    def focus_on(self, name: str) -> None:
        """The keyboard goes to that field, or to where one begins."""
        self._form.focus_on(name)

    def flush(self) -> None:
        """Tells what was typed and not told yet."""
        self._form.flush()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.went_on.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._restyle()

    def _restyle(self) -> None:
        """Where words are large or the window small, the two sides stand below each other."""
        narrow = self.width() < self._theme.px(ROOM_FOR_TWO)
        self._sides.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)

    def _prepare(self) -> None:
        dress(self._sample, kind="primary")
        self._sample.clicked.connect(self.sample_wanted)
        self._on.clicked.connect(self.went_on)
        self._form.learner_changed.connect(self.learner_changed)
        self._form.language_chosen.connect(self.language_chosen)

    def _lay_out(self) -> None:
        asked = QVBoxLayout()
        asked.setSpacing(self._theme.space("one"))
        asked.addWidget(Words(tr("A few words about you"), "heading"))
        later = tr("All of it can stay empty, and be changed at any time in your profile.")
        asked.addWidget(Words(later, "muted"))
        asked.addSpacing(self._theme.space("two"))
        asked.addWidget(self._form)
        asked.addStretch(1)
        self._sides.setSpacing(self._theme.space("six"))
        self._sides.addWidget(self._promises, 1)
        self._sides.addLayout(asked, 1)
        # On a tall window the two stand together a little above its middle.
        self._page.column.addStretch(2)
        self._page.column.addLayout(self._sides)
        self._page.column.addStretch(3)
        buttons = FlowLayout(self._theme.space("one"))
        buttons.addWidget(self._sample)
        buttons.addWidget(self._on)
        self._bar.row.addWidget(self._offer)
        self._bar.row.addLayout(buttons)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._page, 1)
        whole.addWidget(self._bar)
