"""From a read item to a sound question: fitted, with its feedback and pictures, or left out with the reason."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal

from player.archive.importing.qti.fitting import fit
from player.archive.importing.qti.item import Sheet
from player.archive.importing.qti.names import Names
from player.archive.importing.qti.pictures import Pictures
from player.archive.importing.qti.remarks import with_remarks
from player.archive.importing.qti.shape import NotCarried
from player.archive.importing.qti.tree import unique
from player.archive.importing.qti.typed import fit_typed
from player.archive.importing.report import Fate, ItemReport
from player.domain.quiz import TYPED, Question
from player.domain.soundness_of_quiz import faults_of_question

_LONGEST_REASON = 300
MOST_STEPS = 20_000_000
"""So many pieces of rules are run for all items together."""


@dataclass(slots=True)
class Taking:
    """Takes items one after the other; ids are unique among them."""

    pictures: Pictures
    questions: list[Question] = field(default_factory=list[Question])
    report: list[ItemReport] = field(default_factory=list[ItemReport])
    _steps: int = 0
    _names: Names = field(default_factory=Names)

    def take(
        self,
        item: str,
        title: str,
        read: Callable[[], Sheet],
        *,
        place: str,
        bank: str = "",
        reasons: tuple[str, ...] = (),
    ) -> None:
        """`read` may raise `NotCarried`; `place` is the item's file, from which its pictures' addresses count."""
        kept = dict(self.pictures.files)
        try:
            if self._steps > MOST_STEPS:
                raise NotCarried("The scoring of all items together is too long to be tried.")
            question, told = self._question(read(), item, place)
        except (NotCarried, RecursionError) as error:
            self.pictures.files = kept
            reason = str(error) if isinstance(error, NotCarried) else "Its elements are nested too deep."
            self.leave_out(item, title, reason)
            return
        question = replace(question, bank=bank)
        self.questions.append(question)
        told = unique([*reasons, *told])
        self.note(item, title, told, Fate.CHANGED if told else Fate.TAKEN)

    def leave_out(self, item: str, title: str, reason: str) -> None:
        self.note(item, title, (reason,), Fate.LEFT_OUT)

    def note(self, item: str, title: str, reasons: tuple[str, ...], fate: Fate) -> None:
        short = tuple(reason[:_LONGEST_REASON] for reason in reasons)
        self.report.append(ItemReport(item=item[:200], title=title[:200], fate=fate, reasons=short))

    def _question(self, sheet: Sheet, item: str, place: str) -> tuple[Question, tuple[str, ...]]:
        shape = sheet.shape
        try:
            fitted = fit_typed(shape, sheet.marker) if shape.kind in TYPED else fit(shape, sheet.marker)
        finally:
            self._steps += sheet.marker.probes.steps
        question, told = with_remarks(fitted, shape)
        question, missing = self.pictures.put(question, sheet.words.pictures, place)
        question = _tidy(question)
        wrong = [fault.text for fault in faults_of_question(question)]
        if wrong:
            raise NotCarried(f"It would not be a sound question: {'; '.join(wrong)}.")
        told += tuple(_unlike(question, sheet))
        lost = (f"Left out or written otherwise: {', '.join(sheet.words.lost)}.",) if sheet.words.lost else ()
        question = replace(question, id=self._names.take(sheet.identifier or item, "question"))
        return question, (*sheet.reasons, *told, *missing, *lost)


def _unlike(question: Question, sheet: Sheet) -> Iterator[str]:
    if sheet.stated is not None and sheet.stated != question.points:
        yield f"It states {tidy(sheet.stated)} points, but its best answer earns {question.points}: so many count here."
    if any(not choice.text and choice.picture is None for choice in question.choices):
        yield "It has a choice without words."
    if not question.text and not question.pictures:
        yield "It has no words that ask for anything."


def _tidy(question: Question) -> Question:
    """Decimals as people write them: 1, not 1.0 or 1E+1."""
    return replace(
        question,
        points=tidy(question.points),
        least=tidy(question.least),
        choices=tuple(replace(choice, worth=tidy(choice.worth)) for choice in question.choices),
        blanks=tuple(replace(blank, worth=tidy(blank.worth)) for blank in question.blanks),
        accepted=tuple(
            replace(one, worth=tidy(one.worth), low=_maybe(one.low), high=_maybe(one.high)) for one in question.accepted
        ),
    )


def tidy(number: Decimal) -> Decimal:
    shown = format(number, "f")
    return Decimal(shown.rstrip("0").rstrip(".") or "0") if "." in shown else Decimal(shown)


def _maybe(number: Decimal | None) -> Decimal | None:
    return None if number is None else tidy(number)
