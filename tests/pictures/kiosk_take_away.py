"""The page of taking along in pictures, each way at work."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication

from player.domain.kiosk.settings import KioskSettings
from player.domain.learner import Profession
from player.kiosk.taking_away import Saved, TakingAway
from player.kiosk.taking_problems import StickFull
from player.ui.drive_watch import DriveWatch
from player.ui.host import Place, Route
from player.ui.kiosk.take_away_page import TakeAwayPage
from player.ui.kiosk.take_away_state import Printing, Side
from player.ui.theme import Scheme
from tests.builders import COURSE, SHORT_COURSE
from tests.kiosk.taking import Hands, diary_in
from tests.pictures.looks import Look
from tests.pictures.photographer import live
from tests.ui.fake_host import FakeDesk, FakeDrive, FakeHost, make_host

BAR = QSize(0, 88)
"""What the kiosk's own bar takes of the height."""
PASS = "CARREL-PASS1." + "Zm9vYmFyYmF6cXV4" * 6


def kiosk_take_away(app: QApplication, folder: Path, profile: Path, looks: tuple[Look, ...]) -> None:
    profile.mkdir(parents=True, exist_ok=True)
    desk = FakeDesk(profile, courses=(COURSE, replace(SHORT_COURSE, title="Sepsis in the first hour")))
    desk.print_for_real()
    hands = Hands()
    taking = TakingAway(
        desk,
        settings=KioskSettings(station="Hall 3", operator_key=profile / "key"),
        eject=hands.eject,
        queue=hands,
        diary=diary_in(profile),
        personal_pass=lambda: PASS,
    )
    host = make_host(desk, app)
    host.theme.make_roomy(True)
    page = TakeAwayPage(host, taking)
    page.show()

    def keep(name: str) -> None:
        for look in looks:
            host.theme.switch(Scheme(look.scheme))
            host.theme.scale_text(look.percent)
            page.resize(look.size - BAR)
            live(0.15)
            host.settle()
            live(0.15)
            page.grab().save(str(folder / f"kiosk-take-away-{name}-{look.name}.png"))

    def enter() -> None:
        page.enter(Route(place=Place.TAKE_AWAY))
        host.settle()

    def plug(*sticks: FakeDrive) -> None:
        # Into the computer itself: the page looks every few seconds what is plugged in.
        desk.plugged = list(sticks)
        (watch,) = page.findChildren(DriveWatch)
        while len(page._state.sticks) != len(sticks):
            # A look that had begun before saw what was there before.
            watch._look()
            host.settle()

    enter()
    keep("nothing")
    for course in desk.signed:
        desk.finish(course)
        desk.journey(course).claim("ama", amount=Decimal("0.5"), profession=Profession.PHYSICIAN)
    enter()
    keep("begin")
    page._choose_side(Side.STICK)
    host.settle()
    keep("stick-wait")
    first, second = FakeDrive(root=profile / "a"), FakeDrive(root=profile / "b", name="")
    plug(first)
    keep("stick-here")
    plug(first, second)
    keep("stick-two")
    page._render(saving=(1, 4))
    keep("stick-saving")
    page._render(saving=None, problem=StickFull(needed_kib=0, saved=1, files=4))
    keep("stick-full")
    page._render(problem=None, saved=Saved(files=("a",) * 4, ejected=False))
    keep("stick-done")
    _other_ways(page, host, keep)
    page.close()
    desk.close()


def _other_ways(page: TakeAwayPage, host: FakeHost, keep: Callable[[str], None]) -> None:
    page._choose_side(Side.PRINT)
    keep("print")
    page._render(printing=Printing.SENT)
    keep("print-sent")
    page._choose_side(Side.QR)
    host.settle()
    keep("qr")
    page._choose_side(Side.HOME)
    host.settle()
    keep("home")
