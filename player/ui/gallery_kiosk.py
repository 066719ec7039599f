"""What the kiosk's screens are made of, for the gallery."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtWidgets import QVBoxLayout, QWidget

from player.domain.event import CourseHash
from player.domain.kiosk.settings import Identification
from player.kiosk.problems import UnknownCode
from player.ui.gallery_samples import FACES
from player.ui.kiosk.choice_card import Choice, ChoiceCard
from player.ui.kiosk.code_field import CodeField
from player.ui.kiosk.face import KioskButton, Labelled, Notice
from player.ui.kiosk.guest_bar import GuestBar, Seated
from player.ui.kiosk.tiles import ChoiceTile, WayTile
from player.ui.kiosk.words import way_of
from player.ui.theme import Theme
from player.ui.widgets.qr import QrPicture


def kiosk_parts(theme: Theme) -> QWidget:
    """One below the other, in the kiosk's own sizes."""
    whole = QWidget()
    whole.setProperty("kiosk", True)
    column = QVBoxLayout(whole)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(theme.space("two"))
    for part in _parts(theme):
        column.addWidget(part)
    return whole


def _parts(theme: Theme) -> Iterator[QWidget]:
    bar = GuestBar(theme)
    bar.render_guest(Seated(given_name="Ana", station="Station 3", in_course=True))
    yield bar
    tile = WayTile(theme)
    tile.render_way(way_of(Identification.CODE))
    yield tile
    yield ChoiceTile(theme, "Physician")
    yield Labelled(theme, "Your code", CodeField("Your code", "ABCD EFGH"))
    notice = Notice(theme)
    notice.render_problem(UnknownCode())
    yield notice
    card = ChoiceCard(theme, wide=True)
    card.render_choice(Choice(course=CourseHash("0" * 64), face=FACES[0], go="Go on", is_next=True))
    yield card
    picture = QrPicture(theme)
    picture.render_code("carrel:sample", "A sample of a code")
    yield picture
    yield KioskButton(theme, "Go on", kind="primary", broad=True)
