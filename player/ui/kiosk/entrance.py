"""The entrance: from the attract screen to a seat, by badge, code, name or registration."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QStackedWidget

from player.domain.kiosk.attendee import Arrival, WalkIn
from player.domain.kiosk.settings import Identification
from player.domain.problem import Problem
from player.kiosk.problems import NotOpen, StationFull
from player.kiosk.station import Station
from player.ui.door import Door
from player.ui.kiosk.attract import AttractScreen, Reception, TextStep
from player.ui.kiosk.face import KioskPage
from player.ui.kiosk.identify import IdentifyScreen
from player.ui.kiosk.registration import RegistrationScreen
from player.ui.kiosk.welcome import Welcome, WelcomeScreen
from player.ui.language import Speech
from player.ui.theme import Theme
from player.ui.widgets.card import CardFace

LARGER_TEXTS = (150, 200)
"""Sizes in per cent that whoever stands here can choose, as far as they are larger than the station's own."""


class Entrance(QObject):
    """Gestures: `confirmed` (an arrival), `operator_wanted`; `changed` whenever another of its screens is in front.

    `stack`: where its screens stand. The station is only ever asked through `door`.
    """

    confirmed = Signal(object)
    operator_wanted = Signal()
    changed = Signal()

    def __init__(
        self, station: Station, door: Door, theme: Theme, speech: Speech, stack: QStackedWidget, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._station = station
        self._door = door
        self._theme = theme
        self._speech = speech
        self._stack = stack
        self._faces: tuple[CardFace, ...] = ()
        self._arrival: Arrival | None = None
        self._asking = 0
        self._make_screens()

    @property
    def screens(self) -> tuple[KioskPage, ...]:
        return self._attract, self._identify, self._registration, self._welcome

    @property
    def is_attracting(self) -> bool:
        """Nobody is here, as far as one can see."""
        return self._stack.currentWidget() is self._attract

    @property
    def is_as_it_was(self) -> bool:
        """Nobody is here, and nobody chose another language or size of text for the next one either."""
        settings = self._station.settings
        chosen = self._speech.tongue.code != settings.languages[0] or self._theme.text_percent != settings.text_percent
        return self.is_attracting and not chosen

    def begin(self) -> None:
        """Waits for the next one; nothing that the one before typed or chose is left."""
        self._take_own_ways()
        self.forget()
        self.refresh()
        self._show(self._attract)

    def render_courses(self, faces: tuple[CardFace, ...]) -> None:
        """What there is to see here."""
        self._faces = faces
        self.refresh()

    def refresh(self) -> None:
        """The attract screen as things stand now."""
        settings = self._station.settings
        self._attract.render_reception(
            Reception(
                station=settings.station,
                greeting=settings.greeting,
                courses=self._faces,
                ways=settings.identification,
                languages=settings.languages,
                language=self._speech.tongue.code,
                text=self._text_step(),
                problem=self._station.trouble,
            )
        )

    def take_scan(self, scanned: str) -> None:
        """A badge was scanned, whatever is in front."""
        if self._station.settings.knows_by(Identification.BADGE):
            self._ask(partial(self._station.by_scan, scanned), self._refuse_scan)

    def say_anew(self) -> None:
        """In the language that is spoken now, which is chosen while nobody has typed anything yet."""
        was_attracting, before = self.is_attracting, self.screens
        self._make_screens()
        self.refresh()
        if was_attracting:
            self._show(self._attract)
        for screen in before:
            self._stack.removeWidget(screen)
            screen.deleteLater()

    # --- inside ------------------------------------------------------------------------------------------

    def _make_screens(self) -> None:
        self._attract = AttractScreen(self._theme)
        self._identify = IdentifyScreen(self._theme)
        self._registration = RegistrationScreen(self._theme)
        self._welcome = WelcomeScreen(self._theme)
        for screen in self.screens:
            self._stack.addWidget(screen)
        self._connect()

    def _connect(self) -> None:
        self._attract.code_wanted.connect(self._ask_code)
        self._attract.name_wanted.connect(self._ask_name)
        self._attract.walk_in_wanted.connect(self._ask_registration)
        self._attract.operator_wanted.connect(self.operator_wanted)
        self._attract.language_chosen.connect(self._speech.speak)
        self._attract.text_wanted.connect(self._take_next_size)
        self._identify.code_given.connect(self._take_code)
        self._identify.name_given.connect(self._take_name)
        self._identify.code_wanted.connect(self._ask_code)
        self._identify.name_wanted.connect(self._ask_name)
        self._identify.walk_in_wanted.connect(self._ask_registration)
        self._identify.back.connect(self.begin)
        self._registration.registered.connect(self._take_registration)
        self._registration.back.connect(self.begin)
        self._welcome.confirmed.connect(self.confirm)
        self._welcome.denied.connect(self.begin)

    def _take_own_ways(self) -> None:
        """The station's own language and size of text, whatever the one before chose."""
        settings = self._station.settings
        self._speech.speak(settings.languages[0])
        self._theme.scale_text(settings.text_percent)

    def _sizes(self) -> tuple[int, ...]:
        own = self._station.settings.text_percent
        return (own, *(size for size in LARGER_TEXTS if size > own))

    def _text_step(self) -> TextStep | None:
        sizes, now = self._sizes(), self._theme.text_percent
        if len(sizes) == 1:
            return None
        return TextStep.AS_BEFORE if now >= sizes[-1] else TextStep.LARGER

    def _take_next_size(self) -> None:
        sizes, now = self._sizes(), self._theme.text_percent
        self._theme.scale_text(next((size for size in sizes if size > now), sizes[0]))
        self.refresh()
        self._attract.focus_text()
        self.changed.emit()

    def _ask_code(self) -> None:
        self._identify.render_code(self._others(Identification.CODE))
        self._show(self._identify)

    def _ask_name(self) -> None:
        self._identify.render_name(self._station.settings.second_factor, self._others(Identification.NAME))
        self._show(self._identify)

    def _ask_registration(self) -> None:
        self._show(self._registration)

    def _others(self, but: Identification) -> tuple[Identification, ...]:
        return tuple(way for way in self._station.settings.identification if way is not but)

    def _take_code(self, code: str) -> None:
        self._identify.render_busy(True)
        self._ask(partial(self._station.by_code, code), self._refuse)

    def _take_name(self, given: str, family: str, second: str) -> None:
        self._identify.render_busy(True)
        self._ask(partial(self._station.by_name, given, family, second), self._refuse)

    def _take_registration(self, walk_in: WalkIn) -> None:
        self._registration.render_busy(True)
        unnamed = self._arrival
        work = partial(self._station.register, walk_in)
        if unnamed is not None:
            work = partial(self._station.introduce, unnamed, walk_in)
        self._ask(work, self._refuse_registration)

    def _ask(self, work: Callable[[], Arrival], refuse: Callable[[Problem], None]) -> None:
        """Whoever went away meanwhile is not greeted, nor told what went wrong."""
        self._asking += 1
        asked = self._asking

        def greet(found: tuple[Arrival, str]) -> None:
            if asked == self._asking:
                self._greet(*found)

        def failed(problem: Problem) -> None:
            if asked == self._asking:
                refuse(problem)

        def find() -> tuple[Arrival, str]:
            arrival = work()
            return arrival, self._station.pass_of(arrival.attendee) if arrival.code else ""

        self._door.ask(find, greet, failed=failed)

    def greet(self, arrival: Arrival) -> None:
        """Somebody who was recognised while another one sat here."""
        self._take_own_ways()
        self._greet(arrival, "")

    def forget(self) -> None:
        """They sit now: nothing of how they came stays in any field."""
        self._arrival = None
        self._asking += 1
        for screen in (self._identify, self._registration, self._welcome):
            screen.clear()

    def _greet(self, arrival: Arrival, pass_text: str) -> None:
        self._still()
        self._arrival = arrival
        learner = arrival.attendee.learner
        if not learner.name:
            # A pass of this hall, and the station that knows the name cannot be asked now.
            self._show(self._registration)
            return
        self._welcome.render_welcome(
            Welcome(
                given_name=learner.given_name or learner.name,
                elsewhere=arrival.elsewhere,
                code=arrival.code,
                code_text=pass_text,
                is_back=not arrival.is_new,
            )
        )
        self._show(self._welcome)

    def _refuse(self, problem: Problem) -> None:
        self._still()
        self._identify.render_problem(problem)

    def _refuse_registration(self, problem: Problem) -> None:
        self._still()
        self._registration.render_problem(problem)

    def _refuse_scan(self, problem: Problem) -> None:
        """Told where other ways are offered beside it."""
        self._still()
        if isinstance(problem, NotOpen | StationFull):
            # The attract screen itself says so.
            self.begin()
            return
        self._identify.render_code(self._others(Identification.CODE))
        self._identify.render_problem(problem)
        self._show(self._identify)
        self._identify.rest()

    def _still(self) -> None:
        self._identify.render_busy(False)
        self._registration.render_busy(False)

    def confirm(self) -> None:
        """It is they."""
        arrival, self._arrival = self._arrival, None
        if arrival is not None:
            self.confirmed.emit(arrival)

    def _show(self, screen: AttractScreen | IdentifyScreen | RegistrationScreen | WelcomeScreen) -> None:
        self._stack.setCurrentWidget(screen)
        screen.focus_first()
        self.changed.emit()
