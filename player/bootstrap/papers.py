"""Joins what writes documents and files to the desk; each room is imported when something of its kind is written."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Sequence
from pathlib import Path

from player.desk.ports import PrintJob
from player.domain.certificate import CertificateFacts
from player.domain.checkup.report import CheckUp
from player.domain.event import StreamId
from player.domain.learner import Learner
from player.domain.problem import Problem
from player.domain.template import PaperSize
from player.domain.transcript import Transcript
from player.proof.evidence import Evidence
from player.proof.keys import PrivateKey


class FileCourier:
    """Completion files as the exchange room writes them."""

    def pack(self, evidence: Evidence, learner: Learner, key: PrivateKey, *, openly: bool = False) -> bytes:
        from player.exchange.completion import write_completion

        return write_completion(evidence, learner=learner, signer=key, openly=openly)

    def file_name(self, course: str, learner: Learner, stream: StreamId) -> str:
        from player.exchange.completion import file_name

        return file_name(course, learner, stream)

    def check_up(self, checkup: CheckUp) -> bytes:
        from player.exchange.checkup_report import report_bytes

        return report_bytes(checkup)

    def table(self, transcript: Transcript) -> bytes:
        from player.exchange.transcript_table import csv_bytes

        return csv_bytes(transcript)


class PaperPress:
    """Certificates as the paper room makes them: rendered, then signed."""

    def __init__(self, fonts: Path) -> None:
        self._fonts = fonts

    def certificate(self, job: PrintJob, *, key: PrivateKey) -> bytes:
        # The PDF libraries take more than a second to import; they are needed for this alone.
        from player.paper.press import printed

        return printed(job, key=key, fonts=self._fonts)

    def certificates(self, jobs: Iterable[PrintJob], *, key: PrivateKey, processes: int) -> Generator[bytes | Problem]:
        from player.bootstrap.printing import printed_by_many

        return printed_by_many(jobs, key=key, fonts=self._fonts, processes=processes)

    def require_printable(self, facts: CertificateFacts) -> None:
        from player.paper.press import require_printable

        require_printable(facts, fonts=self._fonts)

    def is_whole(self, pdf: bytes, *, key: PrivateKey) -> bool:
        from player.paper.seal import signer_of

        return signer_of(pdf) == key.public

    def transcript(
        self, transcript: Transcript, *, evidence: Sequence[tuple[str, bytes]], key: PrivateKey, paper: PaperSize
    ) -> bytes:
        from player.paper.transcript import render_transcript

        return render_transcript(transcript, evidence=evidence, key=key, fonts=self._fonts, paper=paper)

    def lacking(self, name: str) -> int:
        from player.paper.typefaces import lacking

        return lacking(name, fonts=self._fonts)

    def check_up(self, checkup: CheckUp) -> bytes:
        from player.paper.checkup import render_check_up

        return render_check_up(checkup, fonts=self._fonts)
