"""Transcripts: all that a learner earned, here and elsewhere, as one document."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from player.desk.documents import named_only
from player.desk.earned import CreditRow
from player.desk.parts import Parts
from player.desk.walks import Walks
from player.domain.learner import Learner
from player.domain.reported import ReportedCredit, ReportedId, require_reportable
from player.domain.template import CertificateTemplate, PaperSize, paper_for
from player.domain.transcript import Entry, Selection, Transcript, transcript_of
from player.proof.manifest import SignedCourse


class Transcripts:
    """`rows`: every claim in the courses that were ever here."""

    def __init__(
        self,
        parts: Parts,
        walks: Walks,
        *,
        learner: Callable[[], Learner],
        rows: Callable[[], Sequence[CreditRow]],
    ) -> None:
        self._parts = parts
        self._walks = walks
        self._learner = learner
        self._rows = rows

    def entries(self) -> tuple[Entry, ...]:
        """What evidence proves and what the learner reports; specimens give no credit and are left out."""
        proven = (entry_of(row) for row in self._rows() if not row.specimen)
        return (*proven, *(reported_entry(one) for one in self.reported()))

    def draw_up(self, selection: Selection) -> Transcript:
        learner, entries = self._learner(), self.entries()
        chosen = (entry.number for entry in entries if entry.number and selection.takes(entry))
        return transcript_of(
            entries,
            name=learner.printed_name,
            day=self._today(),
            selection=selection,
            cycles=learner.cycles,
            issued_to=map(learner.name_on, chosen),
        )

    def print(self, transcript: Transcript) -> bytes:
        """The transcript as a signed PDF, with the evidence of each proven entry inside."""
        numbers = {entry.number for entry in transcript.entries if not entry.is_reported}
        hashes = {row.course for row in self._rows() if row.number in numbers}
        courses = [signed for signed in self._parts.shelf.known() if signed.hash in hashes]
        learner, key = self._learner(), self._parts.key
        evidence: list[tuple[str, bytes]] = []
        for signed in courses:
            journey = self._walks.journey(signed)
            name = self._parts.courier.file_name(signed.course.title, learner, journey.stream.id)
            packed = self._parts.courier.pack(
                self._walks.evidence(signed, key.public), named_only(learner, journey.history), key, openly=True
            )
            evidence.append((name, packed))
        return self._parts.press.transcript(transcript, evidence=evidence, key=key, paper=_paper(courses))

    def table(self, transcript: Transcript) -> bytes:
        """The transcript as a table that any spreadsheet opens (CSV)."""
        return self._parts.courier.table(transcript)

    def reported(self) -> tuple[ReportedCredit, ...]:
        """Credit from elsewhere, as the learner entered it, the latest first."""
        found = self._parts.reports.reported(self._learner().id)
        return tuple(sorted(found, key=lambda one: (one.day, one.title), reverse=True))

    def report(self, credit: ReportedCredit) -> None:
        """Keeps an entry, new or changed. Raises `NotReportable`."""
        require_reportable(credit, today=self._today())
        self._save_learner()
        self._parts.reports.keep(self._learner().id, credit)

    def take_out(self, credit: ReportedId) -> None:
        self._parts.reports.remove(credit)

    def new_id(self) -> ReportedId:
        return ReportedId(self._parts.new_stream_id())

    def _save_learner(self) -> None:
        """An entry belongs to an id, which must be known again the next time."""
        self._parts.people.save(self._learner())

    def _today(self) -> date:
        return self._parts.clock.stamp().moment.date()


def _paper(courses: Sequence[SignedCourse]) -> PaperSize:
    """What printers hold where most of the credit comes from; Letter where that is nowhere."""
    countries = [signed.course.provider.country for signed in courses]
    usual = max(countries, key=countries.count, default="")
    return paper_for(CertificateTemplate(), usual)


def entry_of(row: CreditRow) -> Entry:
    return Entry(
        day=row.day,
        title=row.title,
        provider=row.provider,
        kind=row.offer.plural + row.offer.mark,
        italic=row.offer.italic,
        amount=row.amount,
        document=row.document,
        number=row.number,
    )


def reported_entry(credit: ReportedCredit) -> Entry:
    return Entry(
        day=credit.day,
        title=credit.title,
        provider=credit.provider,
        kind=credit.kind,
        amount=credit.amount,
        note=credit.note,
    )
