"""Opens a station's window: joins settings, station, theme, pages and supervisor, and runs until it is closed."""

from __future__ import annotations

import logging
import sys
import traceback
from functools import partial
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget

from player.bootstrap.hall_work import HallWork
from player.bootstrap.kiosk import Works, station_over
from player.bootstrap.operating import operator_over
from player.bootstrap.supervised import Supervised
from player.bootstrap.taking_away import taking_away_over
from player.domain.kiosk.settings import KioskSettings
from player.domain.problem import Problem
from player.kiosk.diary import Entry
from player.kiosk.settings_file import read_settings
from player.kiosk.supervision import ALIVE_EVERY_MS
from player.proof.operator_key import OperatorKey
from player.ui.application import make_application
from player.ui.door import Door
from player.ui.dressing import dress_as
from player.ui.host import FindMaker, Host, PageMaker, Place
from player.ui.kiosk.courses_page import ChoicePage
from player.ui.kiosk.operator import OperatorScreen
from player.ui.kiosk.operator_visit import OperatorVisit
from player.ui.kiosk.scanner import keep_keys_plain
from player.ui.kiosk.showing import faces_on
from player.ui.kiosk.take_away_page import TakeAwayPage
from player.ui.kiosk.visit import Leaving
from player.ui.kiosk.window import KioskWindow, Made
from player.ui.language import Speech
from player.ui.none_guard import guard_none
from player.ui.pages import kind_of
from player.ui.settings import Settings
from player.ui.theme import Theme
from player.ui.widgets.card import CardFace

_log = logging.getLogger(__name__)


class Fault(Problem):
    what_template = "Something went wrong at this station."
    meaning_template = "Everything that was saved is kept, and your credit with it."
    remedy_template = "Go on, or touch “I am done” and come back; if it happens again, please tell the staff."


def start_station(settings_file: Path, supervised: Supervised, windowed: bool) -> int:
    """Opens the window of the station with these settings. Returns the exit code. Raises a `Problem`."""
    guard_none()
    settings = read_settings(settings_file)
    keep_keys_plain()
    app = make_application()
    with station_over(settings) as works:
        kiosk = Kiosk(app, works, supervised, windowed=windowed)
        kiosk.begin()
        return app.exec()


class Kiosk(QObject):
    """A station at work: the window, the thread that shares with the hall, and the word to the supervisor."""

    _met = Signal(object)
    _away = Signal(object)
    _courses_came = Signal()
    _ended = Signal()

    def __init__(self, app: QApplication, works: Works, supervised: Supervised, *, windowed: bool) -> None:
        super().__init__(app)
        self._app = app
        self._works = works
        self._supervised = supervised
        self._theme = dressed_for_kiosk(app, works)
        self._settings = guest_settings(works.station.settings)
        self.window = KioskWindow(
            app,
            works.station,
            self._theme,
            Speech(works.places.resources / "i18n", self),
            Made(
                pages=self._pages,
                operator=self._operator_page,
                faces=self._faces,
                settings=self._settings,
                on_bug=self._take_bug,
            ),
            windowed=windowed,
        )
        self._hall = HallWork(works, on_met=self._met.emit, on_away=self._away.emit, on_courses=self._courses_came.emit)
        self._beat = QTimer(self)
        self._beat.setInterval(ALIVE_EVERY_MS)
        self._connect()

    def begin(self) -> None:
        """Comes up with the attract screen, open where the one before was."""
        if self._supervised.key is not None:
            self._works.station.open_with(OperatorKey.from_secret(self._supervised.key))
        self._works.keeper.open(self._works.station)
        self._hall.begin()
        self.window.begin()
        self.window.present()
        self._beat.start()
        # Once the event loop runs and has drawn what is shown.
        QTimer.singleShot(0, self, self._tell_ready)
        self._supervised.listen(self._ended.emit)

    def end(self) -> None:
        """Whoever sits here goes first; what is not shared yet is shared after the next start."""
        self._beat.stop()
        self._hall.end()
        self.window.end()
        self._app.quit()

    # --- inside ------------------------------------------------------------------------------------------

    def _connect(self) -> None:
        sys.excepthook = self._hook
        self._beat.timeout.connect(self._supervised.alive)
        self._met.connect(self.window.take_met, Qt.ConnectionType.QueuedConnection)
        self._away.connect(self._note_away, Qt.ConnectionType.QueuedConnection)
        self._courses_came.connect(self.window.look_at_courses, Qt.ConnectionType.QueuedConnection)
        self._ended.connect(self.end, Qt.ConnectionType.QueuedConnection)
        self.window.opened.connect(self._opened)
        self.window.share_wanted.connect(self._hall.share)
        self.window.close_wanted.connect(self._close)
        self.window.restart_wanted.connect(self._restart)
        self._app.aboutToQuit.connect(self._hall.end)

    def _hook(self, _kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
        """In the place of the interpreter's own, which writes to the log what nobody should read."""
        self._take_bug(error)

    def _tell_ready(self) -> None:
        self._supervised.ready()

    def _opened(self) -> None:
        key = self._works.station.key
        if key is not None:
            self._supervised.keep(key.secret)
        self._hall.begin()
        self.window.entrance.refresh()

    def _note_away(self, problem: Problem) -> None:
        """The operator sees it; attendees need not."""
        _log.info("the hall is away: %s", problem.code)

    def _close(self) -> None:
        self._supervised.leaving()
        self.end()

    def _restart(self) -> None:
        self._supervised.restart()
        self.end()

    def _take_bug(self, error: BaseException) -> None:
        """Where it happened goes to the log, and nothing of what it was about: that may be somebody's."""
        _log.error("a bug at %s: %s", _place_of(error), type(error).__name__)
        self._works.diary.note(Entry.PROBLEM, problem=Fault())
        host = self.window.visit.host
        if host is not None:
            host.show_problem(Fault())
        else:
            self.window.tell(Fault())

    def _faces(self) -> tuple[CardFace, ...]:
        settings, shelf = self._works.station.settings, self._works.parts.shelf
        return faces_on(shelf, settings.courses, self._works.parts.clock.stamp().moment)

    def _pages(self, host: Host, leaving: Leaving) -> FindMaker:
        return partial(self._page, host, leaving)

    def _page(self, host: Host, leaving: Leaving, place: Place) -> PageMaker:
        settings = self._works.station.settings
        if place is Place.LIBRARY:
            return partial(ChoicePage, host, seated=leaving.seated, offered=settings.courses, leave=leaving.leave)
        if place is Place.TAKE_AWAY:
            return partial(TakeAwayPage, host, taking_away_over(self._works, host.desk), took=leaving.took)
        return partial(kind_of(place), host)

    def _operator_page(self, door: Door, visit: OperatorVisit) -> QWidget:
        screen = OperatorScreen(self._theme, door, operator_over(self._works))
        screen.back.connect(visit.end)
        screen.close_wanted.connect(visit.close_wanted)
        screen.restart_wanted.connect(visit.restart_wanted)
        screen.working.connect(visit.working)
        screen.met.connect(self.window.take_met)
        screen.courses_added.connect(self.window.look_at_courses)
        return screen


def dressed_for_kiosk(app: QApplication, works: Works) -> Theme:
    """Large controls and texts, on the whole application."""
    theme = Theme(works.places.resources)
    theme.apply(app)
    theme.make_roomy(True)
    dress_as(theme, guest_settings(works.station.settings))
    return theme


def guest_settings(settings: KioskSettings) -> Settings:
    """With what every guest begins, whatever the one before liked."""
    return Settings(
        scheme="light", text_percent=settings.text_percent, volume_percent=min(settings.volume_most, 60), captions=True
    )


def _place_of(error: BaseException) -> str:
    """The innermost line of our own, without what it was at work on."""
    trace = traceback.extract_tb(error.__traceback__)
    return f"{Path(trace[-1].filename).name}:{trace[-1].lineno}" if trace else "nowhere"
