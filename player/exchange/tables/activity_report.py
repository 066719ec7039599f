"""The MedBiquitous Activity Report as XML: one report for each learner's completion of an activity."""

from __future__ import annotations

import io
from collections.abc import Generator, Iterable, Mapping
from contextlib import contextmanager
from datetime import datetime
from itertools import groupby
from urllib.parse import quote
from xml.sax.saxutils import escape, quoteattr

from player.domain.roster import RosterRow
from player.exchange.tables.forms import Form
from player.exchange.tables.forms import written as in_form
from player.exchange.tables.layout import Layout
from player.exchange.tables.pieces import PIECE, taken

NAMESPACES: Mapping[str, str] = {
    "xmlns": "http://ns.medbiq.org/activityreport/v1/",
    "xmlns:m": "http://ns.medbiq.org/member/v1/",
    "xmlns:n": "http://ns.medbiq.org/name/v1/",
    "xmlns:hx": "http://ns.medbiq.org/lom/extend/v1/",
}
_CREDIT = (
    "accreditingBody",
    "activityCertification",
    "creditType",
    "creditUnit",
    "accreditedProvider",
    "releaseDate",
    "numberOfCredits",
)
"""In the order of the schema's `creditsType`."""
_UNIQUE = "UniqueID "


def report_bytes(rows: Iterable[RosterRow], layout: Layout, *, written: datetime) -> Generator[bytes]:
    """Rows of one learner, course and activity that follow each other make one report with their certificates."""
    text = io.StringIO('<?xml version="1.0" encoding="utf-8"?>\n')
    text.seek(0, io.SEEK_END)
    tree = _Tree(text)
    with tree.element("ActivityReports", NAMESPACES):
        tree.leaf("DateTimeCreated", in_form(written, Form.ISO_MOMENT))
        for _, group in groupby(rows, key=_report_of):
            _report(tree, tuple(_cells(row, layout) for row in group))
            if text.tell() >= PIECE:
                yield taken(text)
    yield taken(text)


def credit_id(organisation: str, number: str) -> str:
    """`ccid:<organisation>:<number>`: the same for a claim wherever and whenever it is reported."""
    return f"ccid:{quote(organisation, safe='')}:{quote(number, safe='')}"


Cells = Mapping[str, str]


def _report_of(row: RosterRow) -> tuple[str, str, str]:
    return row.learner.id, row.course_hash, row.offer.activity_number


def _cells(row: RosterRow, layout: Layout) -> Cells:
    return {column.heading: column.text(value) for column, value in layout.values(row)}


def _report(tree: _Tree, certificates: tuple[Cells, ...]) -> None:
    first = certificates[0]
    activity = first.get("activityID", "")
    with tree.element("ActivityReport"):
        tree.leaf("ReportingOrganization", first.get("ReportingOrganization", ""))
        _member(tree, first)
        with tree.element("Activity", {"activityID": activity} if activity else {}):
            tree.leaf("ProviderOrganization", first.get("ProviderOrganization", ""))
            tree.leaf("ActivityName", first.get("ActivityName", ""))
            with tree.element("Module"):
                tree.leaf("ModuleName", first.get("ActivityName", ""))
                tree.leaf("Status", "Completed")
                tree.leaf("StartDateTime", first.get("StartDateTime", ""))
                tree.leaf("CompletedDateTime", first.get("CompletedDateTime", ""))
                for cells in certificates:
                    _certificate(tree, cells)


def _member(tree: _Tree, cells: Cells) -> None:
    with tree.element("Member"):
        for heading, value in cells.items():
            if heading.startswith(_UNIQUE) and heading != "UniqueID domain" and value:
                domain = heading.removeprefix(_UNIQUE)
                stated = cells.get("UniqueID domain", "") if domain == "*" else domain
                tree.leaf("m:UniqueID", value, {"domain": stated})
        with tree.element("m:Name"):
            tree.leaf("n:GivenName", cells.get("GivenName", ""))
            tree.leaf("n:FamilyName", cells.get("FamilyName", ""))


def _certificate(tree: _Tree, cells: Cells) -> None:
    with tree.element("CreditCertificate"):
        with tree.element("CreditReceived"):
            for name in _CREDIT:
                tree.leaf(f"hx:{name}", cells.get(name, ""))
        tree.leaf("CreditID", credit_id(cells.get("CreditID organisation", ""), cells.get("CreditID number", "")))


class _Tree:
    """Writes elements as they come and keeps none. No text has a character that XML does not take: see `sources`."""

    def __init__(self, text: io.StringIO) -> None:
        self._text = text

    @contextmanager
    def element(self, name: str, attributes: Mapping[str, str] | None = None) -> Generator[None]:
        self._text.write(f"<{name}{_attributes(attributes)}>\n")
        yield
        self._text.write(f"</{name}>\n")

    def leaf(self, name: str, text: str, attributes: Mapping[str, str] | None = None) -> None:
        """Left out where there is nothing to say: empty elements are refused."""
        if text:
            self._text.write(f"<{name}{_attributes(attributes)}>{escape(text)}</{name}>\n")


def _attributes(attributes: Mapping[str, str] | None) -> str:
    return "".join(f" {name}={quoteattr(value)}" for name, value in (attributes or {}).items())
