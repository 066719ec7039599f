"""What a station does with its hall beside its guests: it shares every few seconds, and fetches courses it lacks."""

from __future__ import annotations

from collections.abc import Callable

from player.bootstrap.hub_courses import hub_courses
from player.bootstrap.kiosk import Works
from player.domain.kiosk.hall import Met
from player.domain.problem import Problem
from player.exchange.union.packages import Shelved
from player.kiosk.course_rounds import CourseRounds
from player.kiosk.sharing import Sharing
from player.machine.network import is_connected


class HallWork:
    """Threads of their own; `on_met`, `on_away` and `on_courses` are called on them. Begun once the station is open,
    without a union too: a station says now and then how it stands (`kiosk.status_file`)."""

    def __init__(
        self,
        works: Works,
        *,
        on_met: Callable[[Met], None],
        on_away: Callable[[Problem], None],
        on_courses: Callable[[], None],
    ) -> None:
        self._works = works
        self._on_courses = on_courses
        self._rounds: CourseRounds[Shelved] | None = None
        self._is_begun = False
        self._sharing = Sharing(
            works.station.meet,
            every_s=works.station.settings.share_every_s,
            on_met=on_met,
            on_away=on_away,
            is_back=is_connected,
        )

    def begin(self) -> None:
        """A second time changes nothing."""
        works = self._works
        key = works.station.key
        if self._is_begun or key is None:
            return
        self._is_begun = True
        self._sharing.start()
        courses = hub_courses(works.station.settings, key, works.parts.shelf, works.places.profile)
        if courses is not None:
            self._rounds = CourseRounds(courses, works.diary, on_fetched=self._on_courses)
            self._rounds.start()

    def share(self) -> None:
        """At once: somebody has just left, or sat down."""
        self._sharing.now()

    def end(self) -> None:
        """Within two seconds; what was not shared yet is shared after the next start."""
        if self._rounds is not None:
            self._rounds.stop()
        self._sharing.stop()
