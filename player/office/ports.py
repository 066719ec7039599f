"""What the office needs from outside: who judges files, who keeps what they say, who signs receipts, who reports."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol

from player.domain.collection.account import Account, Flag
from player.domain.collection.book import Book, Settled
from player.domain.collection.identity import Likeness
from player.domain.collection.kept import Figures, Known, Refusal, RosterChoice
from player.domain.event import DeviceId, StreamId
from player.domain.learner import Learner, LearnerId
from player.domain.learner_completion import LearnerCompletion
from player.domain.receipt import Receipt
from player.domain.report_format import Objection, ReportFormat, XapiVersion
from player.domain.roster import RosterRow
from player.proof.evidence import Evidence, Verdict
from player.proof.keys import PrivateKey


class Judged(Protocol):
    """A completion file that was replayed and found genuine."""

    @property
    def verdict(self) -> Verdict: ...
    @property
    def learner(self) -> Learner: ...
    @property
    def evidence(self) -> Evidence: ...


class Judge(Protocol):
    """Judges completion files by the publishers that are known here."""

    @property
    def setting(self) -> str:
        """What its judgement hangs on (program, publishers, enrolments): refusals are looked at again when it
        changed."""
        ...

    @property
    def most_bytes(self) -> int:
        """A larger file is none, whatever is in it."""
        ...

    def judge(self, data: bytes, *, name: str) -> Judged:
        """Raises the `Problem` that was found."""
        ...

    def links(self, data: bytes, stream: StreamId) -> bytes:
        """Of a file that was judged before: the chain's 32 bytes after each event of a stream, empty if it is not in
        it."""
        ...


class ReceiptSigner(Protocol):
    """Writes receipts in the provider's name."""

    def write(self, receipt: Receipt) -> bytes:
        """The same receipt always gives the same bytes."""
        ...


Settle = Callable[[Book, Account, Callable[[bytes], bytes]], tuple[Settled, bytes]]
"""Takes an account into a book and gives what it came to and its receipt; the last argument recalls the bytes of a
file by its digest."""


class Collection(Protocol):
    """Everything that was taken in. Several programs may write to it at once: each act is whole or not done at all."""

    def known(self, digests: Sequence[bytes]) -> Mapping[bytes, Known]:
        """Those of these files that were met before."""
        ...

    def take(self, accounts: Sequence[Account], settle: Settle) -> Sequence[Known]:
        """Keeps the files and what they say, in one transaction. A file that is there by now is only answered."""
        ...

    def refuse(self, refusals: Sequence[Refusal]) -> None: ...
    def refusals(self) -> Iterable[Refusal]:
        """By the moment when they came."""
        ...

    def flags(self) -> Iterable[Flag]:
        """What was flagged as files came, by its moment; then what many files show together."""
        ...

    def likenesses(self, kinds: Iterable[str] | None = None) -> Sequence[Likeness]:
        """Marks that several persons have, of these kinds or of all."""
        ...

    def person_of(self, learner: LearnerId) -> str | None:
        """Under which id this learner's credit counts; None for a learner who is not known."""
        ...

    def permitted(self, learner: LearnerId) -> bool | None:
        """What this person said last on being reported, in whichever file; None where nobody was asked."""
        ...

    def merge(self, one: str, other: str, at: datetime) -> None:
        """From now on the person `other` is `one`, and what both have counts once."""
        ...

    def revoked_devices(self) -> Mapping[DeviceId, str]:
        """With the reason."""
        ...

    def revoke_device(self, device: DeviceId, reason: str, at: datetime) -> None: ...
    def figures(self) -> Figures: ...
    def rows(self, choice: RosterChoice) -> AbstractContextManager[Iterator[RosterRow]]:
        """What a receiver was told and is to delete, then the credit that counts; read bit by bit."""
        ...

    def tell(self, form: ReportFormat, numbers: Mapping[str, bool], at: datetime) -> None:
        """Keeps that the receiver of a format was told of these numbers; True: that they are gone."""
        ...

    def contents(self, choice: RosterChoice, *, one_each: bool) -> AbstractContextManager[Iterator[tuple[str, bytes]]]:
        """Name and bytes of the files that together hold all evidence, by person and course, the fullest first;
        or only the fullest of each."""
        ...

    def evidence(self, number: str) -> bytes:
        """The bytes of the file that tells of the claim with this number."""
        ...

    def close(self) -> None: ...


class Reporter(Protocol):
    """Writes what was collected as receiving systems read it."""

    def check(self, form: ReportFormat, rows: Sequence[RosterRow], *, now: datetime) -> Sequence[Objection]: ...
    def table(self, form: ReportFormat, rows: Iterable[RosterRow]) -> Generator[bytes]: ...
    def statements(
        self, form: ReportFormat, completions: Iterable[LearnerCompletion], *, version: XapiVersion = XapiVersion.ONE
    ) -> Generator[bytes]: ...
    def badge(self, form: ReportFormat, row: RosterRow, *, evidence: bytes, key: PrivateKey) -> bytes: ...
    def file_name(self, form: ReportFormat, rows: Sequence[RosterRow]) -> str: ...
