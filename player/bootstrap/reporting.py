"""Joins what writes reports and reads receipts to the desk; each room is imported when it is needed."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Sequence
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from player.bootstrap.places import Places, trust_of
from player.desk.problems import ReceiptOfNoCourse
from player.domain.learner_completion import LearnerCompletion
from player.domain.receipt import Receipt
from player.domain.report_format import Objection, ReportFormat, XapiVersion
from player.domain.roster import RosterRow
from player.proof.files import read_file
from player.proof.keys import PrivateKey
from player.proof.manifest import SignedCourse

if TYPE_CHECKING:
    from player.exchange.tables.layouts import Layouts
    from player.proof.statement_key import StatementKey

LAYOUTS = "exports"
"""The folder of a profile, and of what is shipped, in which layouts lie: a provider's own come first."""


class FileReporter:
    """Reports as the exchange room writes them, with the layouts of this installation."""

    def __init__(self, places: Places, *, now: Callable[[], datetime]) -> None:
        self._places = places
        self._now = now

    @cached_property
    def _layouts(self) -> Layouts:
        from player.exchange.tables.layouts import Layouts

        return Layouts((self._places.profile / LAYOUTS, self._places.resources / LAYOUTS))

    def check(self, form: ReportFormat, rows: Sequence[RosterRow], *, now: datetime) -> Sequence[Objection]:
        from player.exchange.preflight.checking import objections

        return objections(form, rows, layouts=self._layouts, now=now)

    def table(self, form: ReportFormat, rows: Iterable[RosterRow]) -> Generator[bytes]:
        from player.exchange.tables.writing import table_bytes

        return table_bytes(form, rows, layouts=self._layouts, written=self._now())

    def statements(
        self, form: ReportFormat, completions: Iterable[LearnerCompletion], *, version: XapiVersion = XapiVersion.ONE
    ) -> Generator[bytes]:
        from player.exchange.xapi.forms import xapi_bytes

        return xapi_bytes(form, completions, signer=self._signer(form), version=version, now=self._now())

    def badge(self, form: ReportFormat, row: RosterRow, *, evidence: bytes, key: PrivateKey) -> bytes:
        from player.exchange.badges.credential import badge
        from player.exchange.badges.picture import badge_png, badge_svg

        made = badge(row, evidence=evidence, key=key)
        if form is ReportFormat.BADGE_PNG:
            return badge_png(row, badge=made, fonts=self._places.fonts)
        if form is ReportFormat.BADGE_SVG:
            return badge_svg(row, badge=made, fonts=self._places.fonts)
        return made

    def file_name(self, form: ReportFormat, rows: Sequence[RosterRow]) -> str:
        from player.exchange.report_names import report_name
        from player.exchange.tables.layouts import WITH_LAYOUT

        ending = self._layouts.of(form).ending if form in WITH_LAYOUT else ""
        return report_name(form, rows, today=self._now().date(), ending=ending)

    def receipt(self, file: Path, courses: Sequence[SignedCourse]) -> tuple[Receipt, SignedCourse, bytes]:
        from player.exchange.receipt import MOST_BYTES, judge_receipt, read_receipt

        # One byte more than the reader takes, so that it says that it is too large.
        data = read_file(file, most=MOST_BYTES + 1)
        signed = read_receipt(data, name=file.name)
        course = next((one for one in courses if one.hash == signed.receipt.course_hash), None)
        if course is None:
            raise ReceiptOfNoCourse(name=file.name)
        return judge_receipt(signed, course, trust_of(self._places)), course, data

    def _signer(self, form: ReportFormat) -> StatementKey | None:
        from player.proof.statement_key import statement_key_in

        return statement_key_in(self._places.profile) if form is ReportFormat.XAPI_SIGNED else None
