"""Every widget in every state on one page, to be looked at: `python -m player.ui.gallery [--picture FOLDER]`."""

import argparse
import sys
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import (
    QApplication,
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QMainWindow,
    QProgressBar,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from player.ui.gallery_controls import buttons, fields, marks, slider, views
from player.ui.gallery_kiosk import kiosk_parts
from player.ui.gallery_parts import answers, empties, entering, findings, leading, pictures, stacked, timelines
from player.ui.gallery_quiz import marks as marked_prose
from player.ui.gallery_quiz import questions
from player.ui.gallery_samples import DAMAGED, FACES, FACTS, LIKERT, MINUTE, PLACES, STEPS
from player.ui.keys import window_keys
from player.ui.none_guard import guard_none
from player.ui.theme import Scheme, Theme, dress
from player.ui.widgets.banner import Banner, Message
from player.ui.widgets.card import Panel
from player.ui.widgets.chip import Chip
from player.ui.widgets.course_card import CourseCard
from player.ui.widgets.credit import CreditStepper
from player.ui.widgets.empty import EmptyState
from player.ui.widgets.facts import Facts
from player.ui.widgets.flow import CardGrid, FlowLayout
from player.ui.widgets.key_overview import KeyOverview
from player.ui.widgets.prose import Prose
from player.ui.widgets.rating import Rating
from player.ui.widgets.ring import Ring
from player.ui.widgets.scroll import ScrollPage
from player.ui.widgets.section import Section
from player.ui.widgets.sidebar import Sidebar
from player.ui.widgets.stepper import Stepper
from player.ui.widgets.timeline import Timeline
from player.ui.widgets.toast import Toast
from player.ui.widgets.tone import Tone
from player.ui.widgets.tool_button import ToolButton
from player.ui.widgets.words import Words


class Gallery(QMainWindow):
    """The window of the gallery."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.setWindowTitle("Carrel: gallery")
        self.page = ScrollPage(theme)
        self.toast = Toast(theme, self)
        self.keys = KeyOverview(theme, self)
        self.keys.render_keys(window_keys())
        self.keys.closed.connect(self.keys.put_away)
        whole = QWidget()
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self.rail = Sidebar(theme, "Carrel")
        self.rail.render_places(PLACES, "library")
        row.addWidget(self.rail)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self._bar())
        right.addWidget(self.page, 1)
        row.addLayout(right, 1)
        self.setCentralWidget(whole)
        for show in (
            self._type,
            self._cards,
            self._course,
            self._player,
            self._answers,
            self._quiz,
            self._messages,
            self._parts,
            self._controls,
            self._kiosk,
        ):
            show(self.page.column)
        self.page.column.addStretch(1)

    def _bar(self) -> QFrame:
        bar = QFrame()
        dress(bar, kind="bar")
        row = QHBoxLayout(bar)
        row.setContentsMargins(24, 12, 24, 12)
        row.addWidget(Words("Gallery", "subheading", wrap=False))
        row.addStretch(1)
        row.addWidget(self._tool("keyboard", "Keys", self.keys.open))
        for scheme, icon in ((Scheme.LIGHT, "sun"), (Scheme.DARK, "moon"), (Scheme.CONTRAST, "contrast")):
            row.addWidget(self._tool(icon, scheme.value, self._switcher(scheme)))
        for percent in (100, 150, 200):
            row.addWidget(self._tool("a-large-small", f"{percent} %", self._scaler(percent)))
        return bar

    def _tool(self, icon: str, name: str, act: Callable[[], None]) -> ToolButton:
        button = ToolButton()
        button.setIcon(self.theme.icons.icon(icon))
        button.setAccessibleName(name)
        button.setToolTip(name)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.clicked.connect(act)
        return button

    def _switcher(self, scheme: Scheme) -> Callable[[], None]:
        return lambda: self.theme.switch(scheme)

    def _scaler(self, percent: int) -> Callable[[], None]:
        return lambda: self.theme.scale_text(percent)

    def _type(self, column: QBoxLayout) -> None:
        part = self._part(column, "Type and state")
        for role in ("title", "heading", "subheading", "lead", "body", "muted", "caption"):
            part.addWidget(Words(f"The {role}: evidence in 12.5 minutes", role))
        runs = (
            ("This activity is designated for a maximum of 1.5 ", False),
            ("AMA PRA Category 1 Credits™", True),
            (".", False),
        )
        prose = Prose(self.theme)
        prose.render_runs(runs)
        part.addWidget(prose)
        part.addWidget(marked_prose(self.theme))
        chips = FlowLayout(8)
        for tone in Tone:
            chip = Chip(self.theme)
            chip.render_status(f"{tone.value.title()} status", tone)
            chips.addWidget(chip)
        for permille in (0, 80, 430, 760, 1000):
            ring = Ring(self.theme, side=48)
            ring.setAccessibleName("Progress")
            ring.render_permille(permille)
            chips.addWidget(ring)
        part.addLayout(chips)

    def _cards(self, column: QBoxLayout) -> None:
        part = self._part(column, "Library")
        self.grid = grid = CardGrid(self.theme.px(272), 24)
        self.theme.changed.connect(self._widen)
        for face in FACES:
            card = CourseCard(self.theme)
            card.render_face(face)
            card.clicked.connect(self._opened)
            grid.addWidget(card)
        part.addLayout(grid)

    def _widen(self) -> None:
        self.grid.set_least(self.theme.px(272))

    def _opened(self) -> None:
        self.toast.notify("Saved")

    def _course(self, column: QBoxLayout) -> None:
        part = self._part(column, "Course")
        facts = Facts(self.theme)
        facts.render_facts(FACTS)
        part.addWidget(facts)
        self.stepper = Stepper(self.theme)
        self.stepper.render_steps(STEPS, "watch")
        self.stepper.step_chosen.connect(self._step)
        card = Panel(self.theme)
        card.body.addWidget(self.stepper)
        part.addWidget(card)
        fold = Section(self.theme, "Objectives", folds=True)
        prose = Prose(self.theme)
        prose.render_text(
            "After this session you should be able to tell the four pillars of treatment apart, to start them "
            "in an order that suits the patient, and to say <b>when</b> to refer & to whom."
        )
        fold.body.addWidget(prose)
        part.addWidget(fold)

    def _step(self, key: str) -> None:
        self.stepper.render_steps(STEPS, key)

    def _player(self, column: QBoxLayout) -> None:
        part = self._part(column, "Player")
        chapters = ((0, "Welcome"), (9 * MINUTE, "Diagnosis"), (22 * MINUTE, "Treatment"), (40 * MINUTE, "Cases"))
        self.timeline = Timeline(self.theme)
        self.timeline.render_course(60 * MINUTE, chapters)
        self.timeline.render_watched([(0, 12 * MINUTE), (18 * MINUTE, 26 * MINUTE), (44 * MINUTE, 45 * MINUTE)])
        self.timeline.render_position(26 * MINUTE)
        panel = Panel(self.theme)
        panel.body.addWidget(self.timeline)
        keys = QHBoxLayout()
        for icon, name in (("rotate-ccw", "Back 10 seconds"), ("play", "Play"), ("rotate-cw", "Forward 10 seconds")):
            keys.addWidget(self._tool(icon, name, self._opened))
        keys.addStretch(1)
        for icon, name in (
            ("gauge", "Speed"),
            ("captions", "Captions"),
            ("volume-2", "Mute"),
            ("maximize", "Full screen"),
        ):
            keys.addWidget(self._tool(icon, name, self._opened))
        panel.body.addLayout(keys)
        part.addWidget(panel)

    def _answers(self, column: QBoxLayout) -> None:
        part = self._part(column, "Evaluation and claim")
        for value, missing in ((4, ""), (None, "Please choose one.")):
            rating = Rating(self.theme)
            rating.render_rating("The session met its stated objectives.", LIKERT, value, missing)
            part.addWidget(rating)
        credit = CreditStepper(self.theme)
        credit.render_amount(
            Decimal("0.75"),
            step=Decimal("0.25"),
            limit=Decimal("1.5"),
            name="AMA PRA Category 1 Credits",
            note="You may claim up to 1.5.",
        )
        part.addWidget(credit)

    def _quiz(self, column: QBoxLayout) -> None:
        part = self._part(column, "Quiz")
        for question in questions(self.theme):
            part.addWidget(question)

    def _messages(self, column: QBoxLayout) -> None:
        part = self._part(column, "Messages")
        banner = Banner(self.theme)
        part.addWidget(banner)
        banner.render_message(DAMAGED)
        for tone, what in (
            (Tone.CAUTION, "This course ends in 3 days."),
            (Tone.GOOD, "Your certificate is ready."),
            (Tone.ACCENT, "A new version is here."),
            (Tone.NEUTRAL, "The provider's root file is to be renewed by the end of the year."),
        ):
            short = Banner(self.theme)
            part.addWidget(short)
            short.render_message(Message(what=what, tone=tone, dismissible=tone == Tone.ACCENT))
        empty = EmptyState(self.theme)
        empty.render_empty(
            "book-open",
            "Your library is empty",
            "Add a course file that you downloaded or were given, or look around in the sample course first.",
            "Add a course",
            "Open the sample course",
        )
        panel = Panel(self.theme)
        panel.body.addWidget(empty)
        part.addWidget(panel)

    def _parts(self, column: QBoxLayout) -> None:
        gap = self.theme.space("two")
        for title, parts in (
            ("Leading on and back", leading(self.theme, self.page)),
            ("Entering", entering(self.theme)),
            ("Covers and pictures", iter((pictures(self.theme),))),
            ("Answers of a check-up", findings(self.theme)),
            ("Timelines", timelines(self.theme)),
            ("Ratings and credit", answers(self.theme)),
            ("Empty states", empties(self.theme)),
        ):
            self._part(column, title).addLayout(stacked(parts, gap))

    def _controls(self, column: QBoxLayout) -> None:
        part = self._part(column, "Ordinary controls")
        part.addLayout(buttons(self.theme))
        part.addLayout(fields())
        part.addLayout(marks())
        part.addWidget(slider())
        bar = QProgressBar()
        bar.setValue(62)
        bar.setTextVisible(False)
        bar.setAccessibleName("Adding the course")
        part.addWidget(bar)
        tabs = QTabBar()
        tabs.setExpanding(False)
        for word in ("Chapters", "Transcript", "Notes", "Handouts"):
            tabs.addTab(word)
        part.addWidget(tabs)
        part.addLayout(views())

    def _kiosk(self, column: QBoxLayout) -> None:
        part = self._part(column, "Kiosk")
        part.addWidget(kiosk_parts(self.theme))

    def _part(self, column: QBoxLayout, title: str) -> QVBoxLayout:
        section = Section(self.theme, title)
        column.addWidget(section)
        return section.body


def picture(theme: Theme, folder: Path, schemes: Iterable[Scheme] = tuple(Scheme)) -> Sequence[Path]:
    """Grab the whole page in every one of the schemes at 100 and 200 % text."""
    folder.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    for scheme in schemes:
        for percent in (100, 200):
            theme.switch(scheme)
            theme.scale_text(percent)
            written.append(grab_whole(theme, folder / f"gallery-{scheme.value}-{percent}.png"))
    return written


def grab_whole(theme: Theme, path: Path, width: int = 1280) -> Path:
    """The page in one picture, as high as it gets, dressed as the theme is now."""
    window = Gallery(theme)
    window.resize(width, 800)
    window.show()
    QApplication.processEvents()
    window.resize(width, window.page.whole_height() + 120)
    QApplication.processEvents()
    window.toast.notify("Saved")
    QApplication.processEvents()
    window.grab().save(str(path))
    window.close()
    # At once: the next look would be put on this one too.
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return path


def main(arguments: Sequence[str] | None = None) -> int:
    """Show the gallery, or write its pictures."""
    parser = argparse.ArgumentParser(description="Shows every widget in every state.")
    parser.add_argument("--picture", type=Path, help="write PNG files into this folder and end")
    parser.add_argument("--mirrored", action="store_true", help="lay out from right to left")
    parser.add_argument("--resources", type=Path, default=Path(__file__).parents[2] / "resources")
    chosen = parser.parse_args(arguments)
    guard_none()
    app = QApplication(sys.argv[:1])
    theme = Theme(chosen.resources)
    theme.apply(app)
    if chosen.mirrored:
        app.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    if chosen.picture:
        theme.keep_still(True)
        picture(theme, chosen.picture)
        return 0
    window = Gallery(theme)
    window.resize(1280, 800)
    window.show()
    return app.exec()


if __name__ == "__main__":
    sys.exit(main())
