"""The smaller parts of the pages, for the gallery: what leads on, what is entered, covers, pictures, states."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from player.ui.findings import FindingFace
from player.ui.gallery_samples import LIKERT, MINUTE
from player.ui.theme import Theme, dress
from player.ui.widgets.action_bar import ActionBar
from player.ui.widgets.back import BackButton
from player.ui.widgets.breaking import BreakingButton
from player.ui.widgets.card import Panel
from player.ui.widgets.combo import Combo
from player.ui.widgets.cover import Cover
from player.ui.widgets.credit import CreditStepper
from player.ui.widgets.day_field import DayField
from player.ui.widgets.empty import EmptyState
from player.ui.widgets.end_button import EndButton
from player.ui.widgets.finding import FindingRow
from player.ui.widgets.flow import CardGrid, FlowLayout
from player.ui.widgets.picture import CoursePicture
from player.ui.widgets.quiet_combo import QuietCombo
from player.ui.widgets.rating import Rating
from player.ui.widgets.scroll import ScrollPage
from player.ui.widgets.search_field import SearchField
from player.ui.widgets.table_actions import TableActions
from player.ui.widgets.table_text import Table
from player.ui.widgets.tick import Tick
from player.ui.widgets.timeline import Timeline
from player.ui.widgets.tone import Tone

TABLE = Table(title="Credit", headings=("Course", "Credit"), rows=(("Sepsis", "0.75"),))
COVERS = ("Sepsis", "Asthma", "Delirium on the ward", "Opioid stewardship")
HOUR = 60 * MINUTE


def leading(theme: Theme, page: ScrollPage) -> Iterator[QWidget]:
    """What leads on and back."""
    row = QWidget()
    line = QHBoxLayout(row)
    line.setContentsMargins(0, 0, 0, 0)
    line.addWidget(BackButton(theme, "Library"))
    line.addStretch(1)
    line.addWidget(EndButton("All of them"))
    narrow = BreakingButton("Goes on in another line where there is no room")
    narrow.setMaximumWidth(theme.px(200))
    line.addWidget(narrow)
    line.addWidget(TableActions(theme, "Credit", lambda: TABLE, over=row))
    yield row
    bar = ActionBar(theme, page)
    buttons = FlowLayout(theme.space("one"))
    for word, kind in (("Next", "primary"), ("Back", "")):
        button = QPushButton(word)
        dress(button, kind=kind)
        buttons.addWidget(button)
    bar.row.addLayout(buttons)
    yield bar


def entering(theme: Theme) -> Iterator[QWidget]:
    """What is searched, chosen, dated and ticked."""
    yield SearchField(theme, "Search title, provider or speaker", "Search")
    row = QWidget()
    line = FlowLayout(theme.space("one"), row)
    quiet, plain = QuietCombo(), Combo()
    for box, name in ((quiet, "Which drug"), (plain, "Order")):
        box.setAccessibleName(name)
        box.addItems(["Choose…", "A beta blocker", "A nitrate"])
        line.addWidget(box)
    line.addWidget(DayField("Day", first=date(2020, 1, 1), last=date(2030, 12, 31)))
    yield row
    for text, ticked in (("Not ticked yet", False), ("I attest that I took part to the extent that I claim.", True)):
        tick = Tick(theme, text)
        tick.stop.setProperty("checked", ticked)
        yield tick


def pictures(theme: Theme) -> QWidget:
    """Covers that are drawn, and a picture of a course that cannot be shown."""
    whole = QWidget()
    grid = CardGrid(theme.px(200), theme.space("two"), whole)
    for title in COVERS:
        cover = Cover(theme)
        cover.render_cover(title)
        grid.addWidget(cover)
    broken, drawn = CoursePicture(theme, "A tap that drips"), CoursePicture(theme, "A grey square")
    broken.render_image(None)
    square = QImage(64, 36, QImage.Format.Format_RGB32)
    square.fill(Qt.GlobalColor.gray)
    drawn.render_image(square)
    grid.addWidget(broken)
    grid.addWidget(drawn)
    policy = whole.sizePolicy()
    policy.setHeightForWidth(True)
    whole.setSizePolicy(policy)
    return whole


def findings(theme: Theme) -> Iterator[FindingRow]:
    """Answers of a check-up: met, not met, open."""
    for word, tone, icon, remedy in (
        ("Met", Tone.GOOD, "check", ""),
        ("Not met", Tone.BAD, "x", "Free some room, and check again."),
        ("Cannot tell", Tone.CAUTION, "circle-help", "The check-up finds it out."),
    ):
        row = FindingRow(theme)
        row.render_face(
            FindingFace(word=word, tone=tone, icon=icon, title="2 GB of room", details="1.2 GB", remedy=remedy)
        )
        yield row


def timelines(theme: Theme) -> Iterator[Timeline]:
    """Nothing watched; some of it not saved, with questions; all of it."""
    spans: tuple[list[tuple[int, int]], ...] = ([], [(0, 20 * MINUTE)], [(0, HOUR)])
    for name, watched in zip(("Nothing watched", "A part, not all saved", "All of it"), spans, strict=True):
        line = Timeline(theme)
        line.render_course(HOUR, ((0, "Welcome"), (30 * MINUTE, "Cases")))
        line.render_watched(watched, [(20 * MINUTE, 25 * MINUTE)] if "part" in name else [])
        line.render_questions([40 * MINUTE], [10 * MINUTE])
        line.render_position(25 * MINUTE if "part" in name else 0)
        line.setAccessibleName(name)
        yield line


def answers(theme: Theme) -> Iterator[QWidget]:
    """A rating not given yet, and amounts of credit: none, and the whole only."""
    rating = Rating(theme)
    rating.render_rating("I can use what I learned.", LIKERT)
    yield rating
    for limit, step, note in (("0", "0.25", "Nothing is supported yet."), ("1", "1", "Given for the whole only.")):
        credit = CreditStepper(theme)
        credit.render_amount(Decimal(limit), step=Decimal(step), limit=Decimal(limit), name="Contact hours", note=note)
        yield credit


def empties(theme: Theme) -> Iterator[Panel]:
    """With one way on, and with none."""
    for action in ("Back to the course", ""):
        empty = EmptyState(theme)
        empty.render_empty("lock", "The quiz is locked", "The recording comes first. Watch it to the end.", action)
        panel = Panel(theme)
        panel.body.addWidget(empty)
        yield panel


def stacked(parts: Iterator[QWidget], gap: int) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(gap)
    for part in parts:
        column.addWidget(part)
    return column
