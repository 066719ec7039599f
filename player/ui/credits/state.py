"""What the credits page shows: every credit as a line, what is chosen of them, and what the chosen ones add up to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from player.desk.earned import CreditRow
from player.desk.transcripts import entry_of, reported_entry
from player.domain.cycle import LicenceCycle
from player.domain.event import CourseHash
from player.domain.reported import ReportedCredit
from player.domain.transcript import CyclePart, Entry, Selection, Transcript, transcript_of
from player.ui.language import alphabetical

EVERYTHING = Selection()


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One credit: with the course and offer that its document belongs to, or as the learner `reported` it.

    A specimen is shown and counts nothing.
    """

    entry: Entry
    course: CourseHash | None = None
    offer: str = ""
    specimen: bool = False
    reported: ReportedCredit | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditsState:
    """`lines` with the latest first; `name`: the learner's name line; `today`: by this computer's clock."""

    today: date
    name: str = ""
    lines: tuple[Line, ...] = ()
    cycles: tuple[LicenceCycle, ...] = ()
    selection: Selection = field(default=EVERYTHING)

    @property
    def shown(self) -> tuple[Line, ...]:
        """The chosen lines, specimens among them."""
        return tuple(line for line in self.lines if self.selection.takes(line.entry))

    @property
    def has_specimens(self) -> bool:
        return any(line.specimen for line in self.lines)

    @property
    def is_bare(self) -> bool:
        """There is nothing to show at all."""
        return not self.lines and not self.cycles

    @property
    def kinds(self) -> tuple[str, ...]:
        """Every credit type there is, whatever is chosen, the most frequent first."""
        found = Counter(line.entry.kind for line in self.lines)
        return tuple(sorted(alphabetical(found, str), key=lambda kind: -found[kind]))

    @property
    def providers(self) -> tuple[str, ...]:
        return tuple(alphabetical({line.entry.provider for line in self.lines if line.entry.provider}, str))

    @property
    def years(self) -> tuple[int, ...]:
        """The years of any credit, the latest first."""
        return tuple(sorted({line.entry.day.year for line in self.lines}, reverse=True))

    def transcript(self) -> Transcript:
        """Of what is chosen."""
        return self._drawn_up(self.selection)

    def cycle_parts(self) -> tuple[CyclePart, ...]:
        """Whatever is chosen: a cycle counts all that falls into it."""
        return self._drawn_up(EVERYTHING).cycles

    def _drawn_up(self, selection: Selection) -> Transcript:
        counted = (line.entry for line in self.lines if not line.specimen)
        return transcript_of(counted, name=self.name, day=self.today, selection=selection, cycles=self.cycles)


def lines_of(rows: Iterable[CreditRow], reported: Iterable[ReportedCredit]) -> tuple[Line, ...]:
    """The latest first."""
    proven = (Line(entry=entry_of(r), course=r.course, offer=r.offer.id, specimen=r.specimen) for r in rows)
    told = (Line(entry=reported_entry(credit), reported=credit) for credit in reported)
    return tuple(sorted((*proven, *told), key=_order, reverse=True))


def _order(line: Line) -> tuple[date, str]:
    return line.entry.day, line.entry.title
