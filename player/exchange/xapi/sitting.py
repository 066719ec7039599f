"""Sittings: from opening a course to leaving it, told by cmi5's rules for its sessions.

Carrel is both sides of cmi5: what launches a lesson (and says `launched`, `satisfied`, `abandoned`), and the lesson.
"""

from __future__ import annotations

from player.domain.quiz import QuizResult
from player.exchange.xapi.measures import duration
from player.exchange.xapi.pen import Pen
from player.exchange.xapi.words import (
    ABANDONED,
    CMI5_CATEGORY,
    CMI5_SESSION,
    COMPLETED,
    FAILED,
    INITIALIZED,
    LAUNCH_MODE,
    LAUNCH_URL,
    LAUNCHED,
    MASTERY_SCORE,
    MOVE_ON,
    MOVE_ON_CATEGORY,
    PASSED,
    PLATFORM,
    SATISFIED,
    TERMINATED,
    Json,
)

NORMAL, BROWSE, REVIEW = "Normal", "Browse", "Review"
"""Launch modes: only the first may complete, pass or fail anything."""


class Sitting:
    """One session of cmi5. `begin` opens it, and `terminate` or `abandon` ends it, each once."""

    def __init__(self, pen: Pen, link: bytes, wall_ms: int, *, reviewing: bool) -> None:
        self._pen = pen
        self._stage = pen.scene.stage
        self._id = pen.id_of(link, "session")
        self._began_ms = wall_ms
        self._last_ms = wall_ms
        self.mode = BROWSE if pen.scene.marks else REVIEW if reviewing else NORMAL
        self._context = self.context(category=[CMI5_CATEGORY])
        self._begin(link)

    def context(
        self, *, category: list[Json] | None = None, parent: Json | None = None, more: Json | None = None
    ) -> Json:
        """What every statement of this session says of where it belongs."""
        related: Json = {"grouping": [self._stage.publication]}
        if category:
            related["category"] = category
        if parent is not None:
            related["parent"] = [{"objectType": "Activity", "id": parent["id"]}]
        return {
            "registration": self._pen.scene.registration,
            "contextActivities": related,
            "revision": str(self._stage.course.version),
            "platform": PLATFORM,
            "extensions": {CMI5_SESSION: self._id, **self._pen.scene.marks, **(more or {})},
        }

    def went_on(self, wall_ms: int) -> None:
        self._last_ms = max(self._last_ms, wall_ms)

    def _begin(self, link: bytes) -> None:
        pen, stage, began_ms = self._pen, self._stage, self._began_ms
        pen.begin(began_ms)
        launch: Json = {LAUNCH_MODE: self.mode, LAUNCH_URL: stage.address, MOVE_ON: stage.move_on}
        if stage.mastery is not None:
            launch[MASTERY_SCORE] = stage.mastery
        launched = self.context(category=[CMI5_CATEGORY], more=launch)
        pen.write(link, "launched", began_ms, LAUNCHED, stage.lesson, launched)
        pen.write(link, "initialized", began_ms, INITIALIZED, stage.lesson, self._context)

    def judge(self, link: bytes, wall_ms: int, result: QuizResult, points: Json) -> None:
        """Passed or failed; where nothing can be earned neither is said."""
        if self.mode != NORMAL:
            return
        more: Json = {MASTERY_SCORE: self._stage.mastery}
        context = self.context(category=[CMI5_CATEGORY, MOVE_ON_CATEGORY], more=more)
        said: Json = {"score": points, "success": result.passed, "duration": self._spent()}
        verb, about = (PASSED, "passed") if result.passed else (FAILED, "failed")
        self._pen.write(link, about, wall_ms, verb, self._stage.lesson, context, said, once=self._once(about))

    def complete(self, link: bytes, wall_ms: int, *, satisfied: bool) -> None:
        if self.mode != NORMAL:
            return
        context = self.context(category=[CMI5_CATEGORY, MOVE_ON_CATEGORY])
        said: Json = {"completion": True, "duration": self._spent()}
        lesson = self._stage.lesson
        self._pen.write(link, "completed", wall_ms, COMPLETED, lesson, context, said, once=self._once("completed"))
        if satisfied:
            once = self._once("satisfied")
            self._pen.write(link, "satisfied", wall_ms, SATISFIED, self._stage.whole, self._context, once=once)

    def terminate(self, link: bytes) -> None:
        said: Json = {"duration": self._spent()}
        self._pen.write(link, "terminated", self._last_ms, TERMINATED, self._stage.lesson, self._context, said)

    def abandon(self, link: bytes, wall_ms: int) -> None:
        """The program was cut off. It is noticed at the next start, `link` and `wall_ms` of which these are."""
        said: Json = {"duration": self._spent()}
        self._pen.write(link, "abandoned", wall_ms, ABANDONED, self._stage.lesson, self._context, said)

    def _spent(self) -> str:
        return duration(self._last_ms - self._began_ms)

    def _once(self, about: str) -> tuple[str, ...]:
        return (self._pen.scene.registration, about)
