"""What the evaluation page shows."""

from __future__ import annotations

from dataclasses import dataclass

from player.domain.evaluation import Evaluation, Response
from player.domain.event import CourseHash
from player.domain.progress import Progress, StepName, StepState


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluationState:
    """`unsaved` responses are not in the ledger yet; `wanting` are the (item, row) places named as missing."""

    course: CourseHash
    course_title: str
    evaluation: Evaluation
    progress: Progress
    unsaved: tuple[Response, ...] = ()
    wanting: tuple[tuple[str, str], ...] = ()

    @property
    def responses(self) -> tuple[Response, ...]:
        """What was said last at each place."""
        newer = {response.place for response in self.unsaved}
        return (*(r for r in self.progress.responses if r.place not in newer), *self.unsaved)

    @property
    def is_open(self) -> bool:
        return self.progress.step(StepName.EVALUATION).state is StepState.OPEN

    @property
    def is_sent(self) -> bool:
        return self.progress.step(StepName.EVALUATION).state is StepState.DONE

    def response(self, item: str, row: str = "") -> Response | None:
        return next((r for r in self.responses if r.place == (item, row)), None)
