"""The completion file: a learner's evidence in one course, sealed by the device that recorded it, for the provider.

One DSSE envelope. Its payload is xz (which brings an hour's 360 events to 12 kB, where gzip takes 18) of one JSON
object in the one form that this module writes; see docs/evidence-format.md.
"""

from __future__ import annotations

import lzma
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import msgspec

from player import __version__
from player.domain.certificate import name_digest
from player.domain.event import CertificateIssued, CertificateRevoked, CreditWithdrawn, Fact, StreamId
from player.domain.learner import Learner
from player.domain.phrase import Phrase
from player.exchange import particulars
from player.exchange.completion_form import (
    FORMAT,
    FORMATS,
    Contents,
    CourseText,
    JoinedContents,
    SealedParticulars,
    StrandText,
    UpdatedContents,
    form_of,
    least_format,
)
from player.exchange.problems import (
    NameChanged,
    NotACompletionFile,
    ParticularsExchanged,
    ParticularsUnreadable,
)
from player.proof.chain import read_events
from player.proof.envelope import Envelope, check, seal
from player.proof.evidence import Evidence, Judge, Verdict
from player.proof.keys import PublicKey, Signer
from player.proof.manifest import KIND as MANIFEST_KIND
from player.proof.problems import Fault, NewerFormat
from player.proof.sealing import PrivateReadingKey
from player.proof.strand import Strand
from player.proof.trust import Trust

KIND = "application/vnd.carrel.completion+json+xz"
ENDING = ".completion"
MOST_BYTES = 64 << 20
"""Of the file, of what it unpacks to, and of the memory that unpacking may take."""
_PRESET = 6 | lzma.PRESET_EXTREME
MOST_NAME_BYTES = 200
"""Of a file's name in UTF-8, well below the 255 that file systems take."""


class _Version(msgspec.Struct, frozen=True):
    format: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Completion:
    """What a completion file holds, not yet judged; `program` is the version of Carrel that wrote it.

    `sealed`: the learner's particulars as they are sealed to the provider, empty where they are not, or were opened.
    Until then `learner` has nothing but its id.
    """

    evidence: Evidence
    learner: Learner
    program: str
    sealed: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class CompletionVerdict:
    """A completion file that was judged genuine, and what it holds.

    `sealed`: the learner's particulars, where nobody opened them (see `with_particulars`): then `learner` has nothing
    but its id, and whether the names on the certificates are the learner's was not asked.
    """

    verdict: Verdict
    learner: Learner
    evidence: Evidence
    program: str
    sealed: bytes = b""

    @property
    def particulars_read(self) -> bool:
        return not self.sealed


def write_completion(evidence: Evidence, *, learner: Learner, signer: Signer, openly: bool = False) -> bytes:
    """The file's bytes, with the particulars sealed to the provider's reading key where the course states one.

    `openly`: in clear all the same, for files inside the learner's own documents. In clear, the same evidence,
    particulars and key always give the same bytes; what is sealed comes out otherwise each time.

    Raises `NameChanged` when a certificate was issued under a name that the learner's particulars do not know: nobody
    could tell the file from one in which the name was exchanged. The name on a revoked one need not be known. Raises
    `CannotSeal` where the course's reading key is none.
    """
    facts = [event.fact for strand in (evidence.strand, *evidence.joined) for event in read_events(strand.bodies)]
    revoked = _revoked(facts)
    issued = tuple(one for one in facts if isinstance(one, CertificateIssued) and one.number not in revoked)
    other = _other_name(issued, learner)
    if other is not None:
        raise NameChanged(number=other.number)
    given = particulars.written(learner, issued)
    told = given if openly else particulars.sealed_to_reader(given, evidence)
    packed = lzma.compress(msgspec.json.encode(_written(evidence, told)), preset=_PRESET)
    return seal(packed, KIND, signer).to_json()


def _written(evidence: Evidence, told: SealedParticulars) -> Contents:
    own = _strand_text(evidence.strand)
    plain = Contents(
        format=1,
        program=__version__,
        device=own.device,
        course=_course_text(evidence.course),
        events=own.events,
        heads=own.heads,
        learner=particulars.plain(told),
    )
    joined = tuple(_strand_text(strand) for strand in evidence.joined)
    return form_of(plain, told, joined, tuple(_course_text(course) for course in evidence.earlier))


def _course_text(course: Envelope) -> CourseText:
    return CourseText(manifest=course.payload.decode(), signatures=course.signatures)


def _envelope(course: CourseText) -> Envelope:
    return Envelope(course.manifest.encode(), MANIFEST_KIND, course.signatures)


def _strand_text(strand: Strand) -> StrandText:
    return StrandText(
        device=strand.device.raw.hex(),
        events=tuple(body.decode() for body in strand.bodies),
        heads=tuple(head.to_json().decode() for head in strand.heads),
    )


def read_completion(data: bytes, *, name: str, reading_key: PrivateReadingKey | None = None) -> Completion:
    """What the file holds, when its seal is whole. Raises a `Problem`; takes bounded memory whatever it is given.

    Sealed particulars stay sealed without a `reading_key`.
    """
    if len(data) > MOST_BYTES:
        raise NotACompletionFile(name=name, reason=Phrase("it is far too large."))
    if not data.startswith(b"{"):
        raise NotACompletionFile(name=name, reason=Phrase("it is another kind of file, or damaged."))
    envelope = Envelope.from_json(data, name=name)
    contents, sealed = _contents(envelope, name)
    evidence = _evidence(contents, name)
    check(envelope, KIND, evidence.device, name=name)
    learner = particulars.read(contents.learner)
    found = Completion(evidence=evidence, learner=learner, program=contents.program, sealed=sealed)
    if reading_key is None or not sealed:
        return found
    wanted = particulars.reading_key_of(evidence, name=name)
    read = particulars.opened(sealed, learner.id, evidence, reading_key, wanted=wanted, name=name)
    return replace(found, learner=read, sealed=b"")


def verify_completion(
    data: bytes, trust: Trust, *, name: str, reading_key: PrivateReadingKey | None = None
) -> CompletionVerdict:
    """Judges a completion file by its seal and by replaying its evidence. Raises the `Problem` that was found.

    Without the `reading_key` of the course, sealed particulars are not read, and the file is as genuine.
    """
    return judge_completion(data, Judge(trust), name=name, reading_key=reading_key)


def judge_completion(
    data: bytes, judge: Judge, *, name: str, reading_key: PrivateReadingKey | None = None
) -> CompletionVerdict:
    """The same for those who judge many files: by one judge, which reads a course once however many files have it."""
    completion = read_completion(data, name=name)
    verdict = judge.verify(completion.evidence)
    if verdict.opening.learner != completion.learner.id:
        raise ParticularsExchanged(name=name, fault=Fault.TRANSPLANTED)
    found = CompletionVerdict(
        verdict=verdict,
        learner=completion.learner,
        evidence=completion.evidence,
        program=completion.program,
        sealed=completion.sealed,
    )
    if not found.sealed:
        _check_names(found, name)
        return found
    if not _reading_key_of(verdict):
        raise ParticularsUnreadable(name=name, fault=Fault.TRANSPLANTED)
    return found if reading_key is None else with_particulars(found, reading_key, name=name)


def with_particulars(found: CompletionVerdict, key: PrivateReadingKey, *, name: str) -> CompletionVerdict:
    """What was judged, with its sealed particulars opened and held against the names on its certificates.

    Raises `OtherReadingKey`, `ParticularsUnreadable` or `ParticularsExchanged`.
    """
    wanted, learner = _reading_key_of(found.verdict), found.learner.id
    read = particulars.opened(found.sealed, learner, found.evidence, key, wanted=wanted, name=name)
    opened = replace(found, learner=read, sealed=b"")
    _check_names(opened, name)
    return opened


def _reading_key_of(verdict: Verdict) -> str:
    return verdict.course.reporting.reading_key if verdict.course.reporting else ""


def _check_names(found: CompletionVerdict, name: str) -> None:
    if _other_name(_named(found.verdict, found.learner), found.learner):
        raise ParticularsExchanged(name=name, fault=Fault.TRANSPLANTED)


def file_name(course: str, learner: Learner, stream: StreamId) -> str:
    """A name that every file system takes: the course, the learner in their own script, and the stream's beginning."""
    parts = (_plain(course, MOST_NAME_BYTES // 2), _plain(learner.name, MOST_NAME_BYTES // 3), stream[:8])
    return "-".join(part for part in parts if part) + ENDING


def _contents(envelope: Envelope, name: str) -> tuple[Contents, bytes]:
    """The contents, and what of the particulars is sealed."""
    try:
        unpacked = _unpacked(envelope.payload)
        found = msgspec.json.decode(unpacked, type=_Version).format
        if found > FORMAT:
            raise NewerFormat(name=name, found=found, known=FORMAT)
        contents = msgspec.json.decode(unpacked, type=FORMATS[found])
        joined = contents.joined if isinstance(contents, JoinedContents) else ()
        too_low = found < FORMAT and found < least_format(contents, joined)
        sealed = particulars.sealed_in(contents.learner)
        same = msgspec.json.encode(contents) == unpacked and not too_low
    except (msgspec.MsgspecError, KeyError, lzma.LZMAError, ValueError, RecursionError) as error:
        raise NotACompletionFile(name=name, reason=Phrase("its contents are damaged."), details=str(error)) from None
    if not same:
        raise NotACompletionFile(name=name, reason=Phrase("it is not written as Carrel writes it."))
    return contents, sealed


def _unpacked(payload: bytes) -> bytes:
    """The payload unpacked, never more than `MOST_BYTES` of it."""
    unpacker = lzma.LZMADecompressor(format=lzma.FORMAT_XZ, memlimit=MOST_BYTES)
    unpacked = unpacker.decompress(payload, MOST_BYTES)
    if not unpacker.eof or unpacker.unused_data:
        raise ValueError("not one whole xz stream of a sensible size")
    return unpacked


def _evidence(contents: Contents, name: str) -> Evidence:
    own = _strand(StrandText(device=contents.device, events=contents.events, heads=contents.heads), name)
    others = contents.joined if isinstance(contents, JoinedContents) else ()
    earlier = contents.earlier if isinstance(contents, UpdatedContents) else ()
    return Evidence(
        course=_envelope(contents.course),
        bodies=own.bodies,
        heads=own.heads,
        device=own.device,
        joined=tuple(_strand(other, name) for other in others),
        earlier=tuple(_envelope(course) for course in earlier),
    )


def _strand(text: StrandText, name: str) -> Strand:
    try:
        device = PublicKey.from_hex(text.device)
        if device.raw.hex() != text.device:
            raise ValueError("the key is written otherwise than Carrel writes it")
    except ValueError:
        raise NotACompletionFile(name=name, reason=Phrase("its device's key is not a key.")) from None
    return Strand(
        bodies=tuple(map(str.encode, text.events)),
        heads=tuple(Envelope.from_json(head.encode(), name=name) for head in text.heads),
        device=device,
    )


def _revoked(facts: Iterable[Fact]) -> frozenset[str]:
    return frozenset(fact.number for fact in facts if isinstance(fact, CreditWithdrawn | CertificateRevoked))


def _named(verdict: Verdict, learner: Learner) -> tuple[CertificateIssued, ...]:
    """The certificates whose names must fit: those that nothing takes back, and any other whose name is told."""
    history = verdict.history
    branches = (verdict.events, *(branch for known in history.counted.values() for branch in known))
    revoked = _revoked(event.fact for branch in branches for event in branch)
    untold = revoked - dict(learner.printed_as).keys()
    return tuple(one.certificate for one in history.issues if one.certificate.number not in untold)


def _other_name(issued: Sequence[CertificateIssued], learner: Learner) -> CertificateIssued | None:
    """The first certificate whose name is none that the learner's particulars know for it."""
    return next((one for one in issued if name_digest(one.salt, learner.name_on(one.number)) != one.name), None)


def _plain(text: str, longest: int) -> str:
    """Letters, digits and marks of any script, joined by hyphens, at most `longest` bytes of UTF-8."""
    normal = unicodedata.normalize("NFC", text)
    kept = "".join(c if c.isalnum() or unicodedata.category(c).startswith("M") else " " for c in normal)
    joined = re.sub(r"\s+", "-", kept.strip())
    return joined.encode()[:longest].decode(errors="ignore").strip("-")
