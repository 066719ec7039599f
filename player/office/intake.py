"""The intake: files are read, judged, kept and answered, a batch at a time; nothing is counted twice."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from player.domain.collection.account import Account, Outcome
from player.domain.collection.book import Book, Settled
from player.domain.collection.kept import Known, Refusal
from player.domain.event import CourseHash, DeviceId, StreamId
from player.domain.problem import Problem
from player.domain.receipt import Outcome as Answer
from player.domain.receipt import Receipt
from player.office.accounting import account_of
from player.office.ports import Collection, Judge, Judged, ReceiptSigner
from player.office.refusing import objection_to
from player.office.showing import shown, shown_name
from player.proof.chain import head_of
from player.proof.files import CannotRead, read_ordinary_file
from player.proof.manifest import SignedCourse


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What became of one file. `receipt`: its bytes, empty where none is signed; `reason`: why it was refused."""

    file: Path
    outcome: Outcome
    receipt: bytes = b""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A batch before it is kept, in the order of its files: known already, judged, refused or not to be read."""

    files: tuple[Path, ...]
    found: tuple[Known | Account | Refusal, ...]


@dataclass(slots=True, kw_only=True)
class Intake:
    """`signer` None: nothing is answered. `now` gives the moment, UTC."""

    judge: Judge
    collection: Collection
    signer: ReceiptSigner | None
    now: Callable[[], datetime]
    _courses: dict[CourseHash, bytes] = field(default_factory=dict[CourseHash, bytes])

    def take(self, files: Sequence[Path]) -> Sequence[Taken]:
        """Takes a batch in. Raises a `Problem` of the place in which it is kept; then none of the batch is."""
        return self.keep(self.prepare(files))

    def prepare(self, files: Sequence[Path]) -> Prepared:
        """All that can be done beside others who do the same: reading and judging."""
        read = [self._read(file) for file in files]
        digests = [hashlib.sha256(data).digest() if isinstance(data, bytes) else b"" for data in read]
        known = self.collection.known([digest for digest in digests if digest])
        revoked = self.collection.revoked_devices()
        setting = self._setting(revoked)
        found: list[Known | Account | Refusal] = []
        for file, data, digest in zip(files, read, digests, strict=True):
            if not isinstance(data, bytes):
                found.append(data)
            elif (before := known.get(digest)) and self._stands(before, setting):
                found.append(before)
            else:
                found.append(self._judged(shown_name(file.name), data, digest, revoked))
        return Prepared(files=tuple(files), found=tuple(found))

    def keep(self, prepared: Prepared) -> Sequence[Taken]:
        """Keeps what was prepared, whoever did it, in one transaction for what is new and one for what is refused."""
        accounts = [one for one in prepared.found if isinstance(one, Account)]
        refusals = [one for one in prepared.found if isinstance(one, Refusal)]
        kept = iter(self._kept(accounts))
        if refusals:
            self.collection.refuse(refusals)
        return [self._taken(file, one, kept) for file, one in zip(prepared.files, prepared.found, strict=True)]

    def _kept(self, accounts: Sequence[Account]) -> Sequence[Known]:
        return self.collection.take(accounts, self.settle) if accounts else ()

    def _stands(self, before: Known, setting: str) -> bool:
        """Whether nothing new can come of it: a refusal is looked at again once what it hung on has changed."""
        if before.outcome is Outcome.REFUSED:
            return before.setting == setting
        return bool(before.receipt) or self.signer is None

    def _setting(self, revoked: Mapping[DeviceId, str]) -> str:
        text = "\n".join((self.judge.setting, *sorted(revoked), "signed" if self.signer else ""))
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    # --- one file ----------------------------------------------------------------------------------------

    def _read(self, file: Path) -> bytes | Known:
        """What is still being copied is left for the next time."""
        try:
            data = read_ordinary_file(file, most=self.judge.most_bytes + 1)
            if len(data) <= self.judge.most_bytes and file.stat().st_size != len(data):
                raise CannotRead(name=file.name, reason="it is still being copied.")
        except OSError as error:
            problem = CannotRead(name=file.name, reason="the disk refused.", details=str(error))
            return Known(outcome=Outcome.UNREAD, receipt=b"", reason=shown(problem.sentence))
        except CannotRead as problem:
            return Known(outcome=Outcome.UNREAD, receipt=b"", reason=shown(problem.sentence))
        return data

    def _judged(self, name: str, data: bytes, digest: bytes, revoked: Mapping[DeviceId, str]) -> Account | Refusal:
        received = self.now()
        judged: Judged | None = None
        try:
            judged = self.judge.judge(data, name=name)
            problem = objection_to(judged, name=name, received=received, revoked_devices=revoked)
        except Problem as found:
            problem = found
        if judged is not None and problem is None:
            envelope = self._envelope(judged.verdict.signed)
            return account_of(judged, data, envelope=envelope, digest=digest, name=name, received=received)
        assert problem is not None
        return Refusal(
            digest=digest,
            name=name,
            size=len(data),
            received=received,
            code=problem.code,
            what=shown(problem.what),
            reason=shown(problem.sentence),
            setting=self._setting(revoked),
            receipt=self._refused(judged, digest, received, problem),
        )

    def _envelope(self, signed: SignedCourse) -> bytes:
        if signed.hash not in self._courses:
            self._courses[signed.hash] = signed.envelope.to_json()
        return self._courses[signed.hash]

    @staticmethod
    def _taken(file: Path, one: Known | Account | Refusal, kept: Iterator[Known]) -> Taken:
        if isinstance(one, Refusal):
            return Taken(file=file, outcome=Outcome.REFUSED, receipt=one.receipt, reason=one.reason)
        if isinstance(one, Account):
            now = next(kept)
            return Taken(file=file, outcome=now.outcome, receipt=now.receipt, reason=now.reason)
        same = Outcome.KNOWN if one.outcome in (Outcome.NEW, Outcome.OLDER) else one.outcome
        return Taken(file=file, outcome=same, receipt=one.receipt, reason=one.reason)

    # --- receipts ----------------------------------------------------------------------------------------

    def settle(self, book: Book, account: Account, recall: Callable[[bytes], bytes]) -> tuple[Settled, bytes]:
        """Takes an account into the book, and signs what it came to."""

        def links_of(digest: bytes, stream: StreamId) -> bytes:
            return self.judge.links(recall(digest), stream)

        settled = book.settle(account, links_of)
        return settled, self._answer(account, settled) if self.signer else b""

    def _answer(self, account: Account, settled: Settled) -> bytes:
        own = account.own
        receipt = Receipt(
            completion=account.digest.hex(),
            learner=account.learner.id,
            course_hash=account.course_hash,
            stream=own.stream,
            seq=own.events - 1,
            link=own.link.hex(),
            provider=account.provider,
            received=account.received,
            outcome=Answer.REFUSED if settled.reason else Answer.ACCEPTED,
            reason=settled.reason,
            credited=settled.credited,
            taken_back=settled.taken_back,
        )
        return self.signer.write(receipt) if self.signer else b""

    def _refused(self, judged: Judged | None, digest: bytes, received: datetime, problem: Problem) -> bytes:
        """A file that cannot be read names nobody to whom it could be answered."""
        if judged is None or self.signer is None:
            return b""
        verdict = judged.verdict
        return self.signer.write(
            Receipt(
                completion=digest.hex(),
                learner=judged.learner.id,
                course_hash=verdict.signed.hash,
                stream=verdict.opening.stream,
                seq=len(verdict.events) - 1,
                link=head_of(judged.evidence.bodies).hex(),
                provider=verdict.course.provider.name,
                received=received,
                outcome=Answer.REFUSED,
                reason=problem.what,
            )
        )
