"""Joins the provider's side: who judges, where it is kept, who signs, and workers that do it side by side."""

from __future__ import annotations

import gc
import hashlib
import os
from collections.abc import Generator, Iterable, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from player import __version__
from player.bootstrap.keying import Ask, reading_key, signing_key
from player.bootstrap.places import Places, trust_of
from player.domain.collection.kept import RosterChoice
from player.domain.event import StreamId
from player.domain.phrase import Phrase
from player.domain.receipt import Receipt
from player.exchange.completion import (
    MOST_BYTES,
    CompletionVerdict,
    judge_completion,
    read_completion,
    with_particulars,
)
from player.exchange.receipt import write_receipt
from player.office.intake import Intake, Taken
from player.office.problems import NothingToReport, ParticularsSealed
from player.office.rosters import Registrar
from player.office.walking import in_batches, scattered
from player.proof.chain import links_of, read_events
from player.proof.evidence import Judge as EvidenceJudge
from player.proof.files import make_folder, read_file, write_whole
from player.proof.keys import PrivateKey
from player.proof.sealed_file import is_sealed, most_sealed, open_file
from player.proof.sealing import PrivateReadingKey
from player.proof.trust import Trust

if TYPE_CHECKING:
    from player.ledger.collection.store import SqlCollection

COLLECTION_VARIABLE = "CARREL_COLLECTION"
_SWEPT_AFTER = 20_000
"""New values: what some twenty files leave behind."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """How files are taken in, as plain values that a worker can be handed.

    `place`: a folder, or the address of a PostgreSQL database; `profile`: whose trust counts; `key`: 32 secret bytes
    with which receipts are signed, None for none; `authority`: the publisher's word on that key; `reading_keys`: the
    secret bytes with which particulars are opened.
    """

    place: str
    profile: Path
    resources: Path
    key: bytes | None = None
    authority: bytes | None = None
    reading_keys: tuple[bytes, ...] = ()


def collection_place(places: Places, named: str = "") -> str:
    """What was named, or `CARREL_COLLECTION`, or the folder “collection” of the profile."""
    return named or os.environ.get(COLLECTION_VARIABLE, "") or str(places.profile / "collection")


def terms_for(
    places: Places,
    named: str = "",
    *,
    key: Path | None = None,
    authority: Path | None = None,
    reading_keys: Sequence[Path] = (),
    ask: Ask | None = None,
) -> Terms:
    """Reads the keys once, so that a passphrase is asked for once. Raises a `Problem`."""
    return Terms(
        place=collection_place(places, named),
        profile=places.profile,
        resources=places.resources,
        key=signing_key(key, ask).crypto.private_bytes_raw() if key else None,
        authority=read_file(authority) if authority else None,
        reading_keys=tuple(reading_key(file, ask).secret for file in reading_keys),
    )


def with_operators_key(terms: Terms, file: Path | None, ask: Ask) -> Terms:
    """What is sealed to the operator of a hall is opened too; the code is asked for once. Raises a `Problem`."""
    if file is None:
        return terms
    return replace(terms, reading_keys=(*terms.reading_keys, operators_key(file, ask).secret))


def operators_key(file: Path, ask: Ask) -> PrivateReadingKey:
    """By the code that is set in the environment, or that somebody types. Raises a `Problem`."""
    from player.bootstrap.rostering import operator_code
    from player.proof.operator_key import LockedOperatorKey

    return LockedOperatorKey.read(file).unlock(operator_code(file, ask)).reading


@contextmanager
def collection_at(place: str) -> Generator[SqlCollection]:
    """The collection in a folder, which is made if need be, or on a server. Raises a `Problem`."""
    from player.ledger.collection.problems import told_of_collection
    from player.ledger.collection.store import is_on_server, open_collection

    if not is_on_server(place):
        make_folder(Path(place))
    with told_of_collection(place), closing(open_collection(place)) as collection:
        yield collection


@contextmanager
def intake_for(terms: Terms) -> Generator[Intake]:
    """All that takes files in, by the trust of this moment. Raises a `Problem`."""
    with collection_at(terms.place) as collection:
        intake = intake_over(collection, terms)
        with _seldom_swept():
            yield intake


@contextmanager
def _seldom_swept() -> Generator[None]:
    """Replay makes thousands of values for each file and lets them go without cycles: sweeping after each 700 of them
    took a twentieth of the time."""
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(_SWEPT_AFTER, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()


def intake_over(collection: SqlCollection, terms: Terms) -> Intake:
    trust = trust_of(Places(profile=terms.profile, resources=terms.resources))
    keys = tuple(PrivateReadingKey.from_secret(raw) for raw in terms.reading_keys)
    return Intake(
        judge=CompletionJudge(trust, keys),
        collection=collection,
        signer=Secretary(terms.key, terms.authority) if terms.key else None,
        now=now,
    )


def collect(terms: Terms, files: Iterable[Path], *, workers: int = 1) -> Generator[Sequence[Taken]]:
    """Takes files in, batch by batch, and tells what became of each as soon as its batch is kept.

    Raises a `Problem`: what was told before is kept, and the same once more goes on from there.
    """
    from player.ledger.collection.store import is_on_server

    batches = in_batches(files)
    if is_on_server(terms.place):
        batches = scattered(batches, by=Random())
    if workers > 1:
        from player.bootstrap.crew import collect_together

        yield from collect_together(terms, batches, workers=workers)
        return
    with intake_for(terms) as intake:
        for batch in batches:
            yield intake.take(batch)


@contextmanager
def registrar_for(terms: Terms) -> Generator[Registrar]:
    """Who writes rosters of what was collected. Raises a `Problem`."""
    from player.bootstrap.reporting import FileReporter

    places = Places(profile=terms.profile, resources=terms.resources)
    with collection_at(terms.place) as collection:
        intake = intake_over(collection, terms)
        yield Registrar(
            collection=collection,
            reporter=FileReporter(places, now=now),
            judge=intake.judge,
            key=PrivateKey(Ed25519PrivateKey.from_private_bytes(terms.key)) if terms.key else None,
        )


def write_statistics(places: Places, terms: Terms, choice: RosterChoice, to: Path) -> list[Path]:
    """Adds up what learners said and did in each course, and writes it as PDF, page and tables. Returns the files.

    Raises `NothingToReport`, or the `Problem` of the place or the disk.
    """
    from player.domain.statistics.adding import Statistics
    from player.domain.statistics.wording import report_of
    from player.exchange.statistics_page import html_bytes
    from player.exchange.statistics_tables import csv_files
    from player.paper.statistics import render_statistics

    sums, written = Statistics(), list[Path]()
    with registrar_for(terms) as registrar:
        for completion in registrar.completions(choice):
            sums.add(completion)
    if not sums.courses:
        raise NothingToReport(about=Phrase("of an evaluation"))
    make_folder(to)
    for counts in sums.courses:
        report = report_of(counts, day=now().date())
        files = (
            (f"{report.name}.pdf", render_statistics(report, fonts=places.fonts)),
            (f"{report.name}.html", html_bytes(report)),
            *csv_files(report),
        )
        for name, data in files:
            write_whole(to / name, data)
            written.append(to / name)
    return written


def now() -> datetime:
    """To the millisecond, as it is kept and signed."""
    moment = datetime.now(UTC)
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


class CompletionJudge:
    """Judges completion files by one trust. Implements `office.ports.Judge`; not thread-safe."""

    most_bytes = most_sealed(MOST_BYTES)

    def __init__(self, trust: Trust, reading_keys: Sequence[PrivateReadingKey] = ()) -> None:
        self._judge = EvidenceJudge(trust)
        self._keys = {key.public.hex: key for key in reading_keys}
        self.setting = _setting(trust, sorted(self._keys))

    def judge(self, data: bytes, *, name: str) -> CompletionVerdict:
        """Raises the `Problem` that was found; what stays sealed is one."""
        found = judge_completion(self._opened(data, name), self._judge, name=name)
        if found.particulars_read:
            return found
        reporting = found.verdict.course.reporting
        key = self._keys.get(reporting.reading_key) if reporting else None
        if key is None:
            raise ParticularsSealed(name=name, title=found.verdict.course.title)
        return with_particulars(found, key, name=name)

    def _opened(self, data: bytes, name: str) -> bytes:
        """Kiosks seal whole files where a course states no reading key."""
        return open_file(data, self._keys.values(), name=name) if is_sealed(data) else data

    def links(self, data: bytes, stream: StreamId) -> bytes:
        """See `office.ports.Judge`."""
        name = "a file of the collection"
        evidence = read_completion(self._opened(data, name), name=name).evidence
        for strand in (evidence.strand, *evidence.joined):
            opening = read_events(strand.bodies[:1])[0].fact
            if getattr(opening, "stream", None) == stream:
                return b"".join(links_of(strand.bodies)[1:])
        return b""


class Secretary:
    """Signs receipts. Implements `office.ports.ReceiptSigner`."""

    def __init__(self, key: bytes, authority: bytes | None) -> None:
        self._key = PrivateKey(Ed25519PrivateKey.from_private_bytes(key))
        self._authority = authority

    def write(self, receipt: Receipt) -> bytes:
        return write_receipt(receipt, signer=self._key, authority=self._authority)


def _setting(trust: Trust, reading_keys: Iterable[str]) -> str:
    publishers = (
        f"{one.identity} {one.specimen} {one.root.hash if one.root else ''} {' '.join(sorted(k.id for k in one.keys))}"
        for one in trust.publishers
    )
    enrolments = (f"{one.signer} {one.enrolment.device} {one.enrolment.grade}" for one in trust.enrolments)
    text = "\n".join((__version__, *sorted(publishers), *sorted(enrolments), *reading_keys))
    return hashlib.sha256(text.encode()).hexdigest()
