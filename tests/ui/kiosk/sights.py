"""Every screen of the kiosk in every state that attendees see, made up: for the pictures and for those that measure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import partial
from typing import Protocol, runtime_checkable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from player.domain.event import CourseHash
from player.domain.kiosk.settings import Identification, SecondFactor, TakeAway
from player.kiosk.problems import NotFound, NotOpen, StationFull, TooManyTries, UnknownCode, WrongCode
from player.ui.gallery_samples import CREDIT, FACES
from player.ui.kiosk.attract import AttractScreen, Reception, TextStep
from player.ui.kiosk.choice_card import Choice
from player.ui.kiosk.choosing import ChoosingScreen
from player.ui.kiosk.face import KioskField
from player.ui.kiosk.guest_bar import GuestBar, Seated
from player.ui.kiosk.identify import IdentifyScreen
from player.ui.kiosk.idle_notice import IdleNotice
from player.ui.kiosk.operator_code import OperatorCodeScreen
from player.ui.kiosk.registration import RegistrationScreen
from player.ui.kiosk.thanks import Farewell, Taken, ThanksScreen
from player.ui.kiosk.tiles import ChoiceTile
from player.ui.kiosk.welcome import Welcome, WelcomeScreen
from player.ui.theme import Theme

NOW = datetime(2026, 5, 14, 10, 42, tzinfo=UTC)
LONG_NAME = "Maximiliane-Friederike Wolfeschlegelsteinhausenbergerdorff"
RTL_NAME = "عبد الرحمن"
LONG_TITLE = "Perioperative anticoagulation in patients with atrial fibrillation and chronic kidney disease: an update"
CODE = "K7W4MP2X"
PASS = "carrel:1:K7W4MP2X:4FZQ7J2M9T8N3R6V5C1B0XWYHKLD"
SEATED = Seated(given_name="Ana", station="Station 3")
COURSES = tuple(face for face in FACES if face.status != "Expired 31 Dec 2020")
RECEPTION = Reception(
    station="Station 3 · Foyer",
    greeting="Welcome to the Annual Meeting of Internal Medicine",
    courses=COURSES,
    languages=("en", "de", "fr"),
    text=TextStep.LARGER,
)
ALL = tuple(Identification)


def attract(theme: Theme, reception: Reception) -> QWidget:
    screen = AttractScreen(theme, now=lambda: NOW)
    screen.render_reception(reception)
    return screen


def fill(screen: QWidget, *texts: str) -> None:
    """Types into the visible fields, one after the other."""
    fields = [field for field in screen.findChildren(KioskField) if not field.isHidden()]
    for field, text in zip(fields, texts, strict=False):
        field.setText(text)


def code(theme: Theme, *, wrong: bool = False) -> QWidget:
    screen = IdentifyScreen(theme)
    screen.render_code(ALL)
    if wrong:
        fill(screen, "K7W4MP2")
        screen.render_problem(UnknownCode())
    return screen


def name(theme: Theme, factor: SecondFactor, *, wrong: bool = False) -> QWidget:
    screen = IdentifyScreen(theme)
    screen.render_name(factor, ALL)
    if wrong:
        fields = screen.findChildren(KioskField)
        for field, text in zip(fields[1:], ("Ana", "Nuñez", "10482"), strict=True):
            field.setText(text)
        screen.render_problem(NotFound(factor="registration number"))
    return screen


def welcome(theme: Theme, state: Welcome) -> QWidget:
    screen = WelcomeScreen(theme)
    screen.render_welcome(state)
    return screen


def registration(theme: Theme, *, filled: bool = False, wrong: bool = False) -> QWidget:
    screen = RegistrationScreen(theme)
    if filled:
        fill(screen, "Ana María", "Núñez", "MD, PhD", "ana@example")
        screen.findChildren(ChoiceTile)[0].setChecked(True)
    if wrong:
        screen._register()  # pyright: ignore[reportPrivateUsage]
    return screen


def choice(number: int, *, is_next: bool = False) -> Choice:
    faces = list(COURSES)
    face = faces[number % len(faces)]
    ready = face.status == "Certificate ready"
    word = "See your certificate" if ready else "Go on" if face.permille else "Begin"
    return Choice(course=CourseHash(f"{number:064x}"), face=face, go=word, is_next=is_next)


def choosing(theme: Theme, count: int, seated: Seated = SEATED) -> QWidget:
    screen = ChoosingScreen(theme)
    screen.render_choices(seated, [choice(n, is_next=n == 0) for n in range(count)])
    return screen


def bar(theme: Theme, seated: Seated) -> QWidget:
    whole = QWidget()
    column = QVBoxLayout(whole)
    column.setContentsMargins(0, 0, 0, 0)
    top = GuestBar(theme)
    column.addWidget(top)
    column.addStretch(1)
    top.render_guest(seated)
    return whole


def idle(theme: Theme) -> QWidget:
    screen = choosing(theme, 3)
    notice = IdleNotice(theme, screen)
    notice.setProperty("left", 14_000)
    return screen


def thanks(theme: Theme, farewell: Farewell) -> QWidget:
    screen = ThanksScreen(theme)
    screen.render_farewell(farewell)
    return screen


def operator(theme: Theme, problem: WrongCode | TooManyTries | None = None) -> QWidget:
    screen = OperatorCodeScreen(theme)
    screen.render_purpose(why="Opens this station for attendees.")
    screen.findChildren(KioskField)[0].setText("4711")
    if problem is not None:
        screen.render_problem(problem)
    return screen


FAREWELL = Farewell(
    taken=(
        Taken(way=TakeAway.STICK, text="Your certificate is on the stick “ANAS STICK”. You can pull it out now."),
        Taken(way=TakeAway.PRINT, text="One page was sent to the printer beside the station."),
        Taken(way=TakeAway.QR, text="You photographed the code with your signed credit."),
    ),
    kept=("0.75 AMA PRA Category 1 Credits™ are recorded and go to your provider.",),
    hint="You can come back to any station and go on where you were.",
)
ONE = Reception(station="Station 1", courses=COURSES[:1], text=TextStep.AS_BEFORE)
TYPED = Reception(
    station="Station 12",
    greeting="Guten Tag auf dem Kongress der Gesellschaft für Anästhesiologie und Intensivmedizin",
    courses=COURSES[2:4],
    ways=(Identification.CODE, Identification.WALK_IN),
)
MANY = Reception(
    station="Station 3 · Foyer of the Congress Centre",
    courses=COURSES,
    languages=("en", "es", "de", "fr", "ar", "zh-CN"),
    text=TextStep.LARGER,
)

SIGHTS: Mapping[str, Callable[[Theme], QWidget]] = {
    "attract": partial(attract, reception=RECEPTION),
    "attract-one": partial(attract, reception=ONE),
    "attract-typed": partial(attract, reception=TYPED),
    "attract-languages": partial(attract, reception=MANY),
    "attract-none": partial(attract, reception=Reception(station="Station 2")),
    "attract-not-open": partial(attract, reception=Reception(station="Station 3", problem=NotOpen())),
    "attract-resting": partial(attract, reception=Reception(station="Station 3", problem=StationFull())),
    "code": code,
    "code-unknown": partial(code, wrong=True),
    "name": partial(name, factor=SecondFactor.NUMBER),
    "name-birthday": partial(name, factor=SecondFactor.BIRTHDAY),
    "name-unknown": partial(name, factor=SecondFactor.NUMBER, wrong=True),
    "welcome": partial(welcome, state=Welcome(given_name="Ana")),
    "welcome-back-elsewhere": partial(
        welcome, state=Welcome(given_name="Ana", elsewhere="Station 5 · Gallery", is_back=True)
    ),
    "welcome-new": partial(welcome, state=Welcome(given_name="Ana", code=CODE, code_text=PASS)),
    "welcome-long": partial(welcome, state=Welcome(given_name=LONG_NAME)),
    "welcome-rtl": partial(welcome, state=Welcome(given_name=RTL_NAME, is_back=True)),
    "registration": registration,
    "registration-filled": partial(registration, filled=True),
    "registration-wrong": partial(registration, wrong=True),
    "choosing-none": partial(choosing, count=0),
    "choosing-1": partial(choosing, count=1),
    "choosing-3": partial(choosing, count=3),
    "choosing-12": partial(choosing, count=12),
    "choosing-long": partial(choosing, count=2, seated=Seated(given_name=LONG_NAME, station="Station 3 · Foyer")),
    "bar": partial(bar, seated=Seated(given_name="Ana", station="Station 3", in_course=True)),
    "bar-notice": partial(
        bar,
        seated=Seated(
            given_name=RTL_NAME,
            station="Station 3",
            in_course=True,
            notice="This station's battery is nearly empty. All is saved; please go on at another station soon.",
        ),
    ),
    "idle": idle,
    "thanks": partial(thanks, farewell=FAREWELL),
    "thanks-nothing": partial(thanks, farewell=Farewell(kept=("What you watched is recorded.",))),
    "operator": operator,
    "operator-wrong": partial(operator, problem=WrongCode(left=3)),
    "operator-rests": partial(operator, problem=TooManyTries(wait_s=28)),
}


@runtime_checkable
class Focusing(Protocol):
    def focus_first(self) -> None: ...


def ready(screen: QWidget) -> None:
    """What can only be done to a screen once it is shown."""
    if isinstance(screen, Focusing):
        screen.focus_first()
    for notice in screen.findChildren(IdleNotice):
        notice.render_left(14_000, 20_000)


__all__ = ["CREDIT", "SIGHTS", "ready"]
