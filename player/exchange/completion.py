"""The completion file: a learner's evidence in one course, sealed by the device that recorded it, for the provider.

One DSSE envelope. Its payload is xz (which brings an hour's 360 events to 12 kB, where gzip takes 18) of one JSON
object in the one form that this module writes; see docs/evidence-format.md.
"""

from __future__ import annotations

import lzma
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import msgspec

from player import __version__
from player.domain.certificate import name_digest
from player.domain.event import CertificateIssued, StreamId
from player.domain.learner import Learner, LearnerId, Licence, Profession
from player.exchange.problems import NameChanged, NotACompletionFile, ParticularsExchanged
from player.proof.chain import read_events
from player.proof.envelope import Envelope, Signature, check, seal
from player.proof.evidence import Evidence, Verdict, verify
from player.proof.keys import PublicKey, Signer
from player.proof.manifest import KIND as MANIFEST_KIND
from player.proof.problems import Fault, NewerFormat
from player.proof.strand import Strand
from player.proof.trust import Trust
from player.proof.wire import kind_in

FORMAT = 4
"""Format 2 adds the branches that were joined from other devices, format 3 the earlier versions of the course that some
of these were recorded in, format 4 the kinds of facts that the earlier ones do not know; a file is written in the
lowest format that holds what it has."""
KIND = "application/vnd.carrel.completion+json+xz"
ENDING = ".completion"
MOST_BYTES = 64 << 20
"""Of the file, of what it unpacks to, and of the memory that unpacking may take."""
_PRESET = 6 | lzma.PRESET_EXTREME
MOST_NAME_BYTES = 200
"""Of a file's name in UTF-8, well below the 255 that file systems take."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Course:
    """The signed manifest: its bytes as text, and the publisher's signatures."""

    manifest: str
    signatures: tuple[Signature, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Particulars:
    """What the learner gave, as this format writes it: apart from `Learner`, so that the two can change apart.

    `printed_as`: number and name of each certificate in this file that was issued under another name than `name`
    and `degrees` now give.
    """

    id: LearnerId
    name: str
    degrees: str
    profession: Profession | None
    licences: tuple[tuple[str, str], ...]
    identifiers: tuple[tuple[str, str], ...]
    printed_as: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Contents:
    format: int
    program: str
    device: str
    course: _Course
    events: tuple[str, ...]
    heads: tuple[str, ...]
    learner: _Particulars


@dataclass(frozen=True, slots=True, kw_only=True)
class _Strand:
    """A branch that the events join: as `device`, `events` and `heads` of the file itself."""

    device: str
    events: tuple[str, ...]
    heads: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _JoinedContents(_Contents):
    """Format 2."""

    joined: tuple[_Strand, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _UpdatedContents(_JoinedContents):
    """Format 3, and 4."""

    earlier: tuple[_Course, ...]


_FORMATS: Mapping[int, type[_Contents]] = {1: _Contents, 2: _JoinedContents, 3: _UpdatedContents, 4: _UpdatedContents}
_KINDS_SINCE_4 = frozenset({"presence-confirmed", "checkpoint-answered", "machine-checked"})


class _Version(msgspec.Struct, frozen=True):
    format: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Completion:
    """What a completion file holds, not yet judged; `program` is the version of Carrel that wrote it."""

    evidence: Evidence
    learner: Learner
    program: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CompletionVerdict:
    """A completion file that was judged genuine, and what it holds."""

    verdict: Verdict
    learner: Learner
    evidence: Evidence
    program: str


def write_completion(evidence: Evidence, *, learner: Learner, signer: Signer) -> bytes:
    """The file's bytes; the same evidence, particulars and key always give the same.

    Raises `NameChanged` when a certificate was issued under a name that the learner's particulars do not know: nobody
    could tell the file from one in which the name was exchanged.
    """
    issued = _all_issued(evidence)
    other = _other_name(issued, learner)
    if other is not None:
        raise NameChanged(number=other.number)
    packed = lzma.compress(msgspec.json.encode(_written(evidence, _particulars(learner, issued))), preset=_PRESET)
    return seal(packed, KIND, signer).to_json()


def _written(evidence: Evidence, particulars: _Particulars) -> _Contents:
    own = _strand_text(evidence.strand)
    plain = _Contents(
        format=1,
        program=__version__,
        device=own.device,
        course=_course_text(evidence.course),
        events=own.events,
        heads=own.heads,
        learner=particulars,
    )
    joined = tuple(_strand_text(strand) for strand in evidence.joined)
    earlier = tuple(_course_text(course) for course in evidence.earlier)
    if _has_later_kinds(own, joined):
        return _updated(plain, joined, earlier, written_in=4)
    if earlier:
        return _updated(plain, joined, earlier, written_in=3)
    return _joined(plain, joined) if joined else plain


def _joined(plain: _Contents, joined: tuple[_Strand, ...]) -> _JoinedContents:
    return _JoinedContents(
        format=2,
        program=plain.program,
        device=plain.device,
        course=plain.course,
        events=plain.events,
        heads=plain.heads,
        learner=plain.learner,
        joined=joined,
    )


def _updated(
    plain: _Contents, joined: tuple[_Strand, ...], earlier: tuple[_Course, ...], *, written_in: int
) -> _UpdatedContents:
    return _UpdatedContents(
        format=written_in,
        program=plain.program,
        device=plain.device,
        course=plain.course,
        events=plain.events,
        heads=plain.heads,
        learner=plain.learner,
        joined=joined,
        earlier=earlier,
    )


def _has_later_kinds(contents: _Contents | _Strand, joined: Iterable[_Strand]) -> bool:
    """Whether facts are in it that came with format 4."""
    return any(kind_in(body.encode()) in _KINDS_SINCE_4 for one in (contents, *joined) for body in one.events)


def _course_text(course: Envelope) -> _Course:
    return _Course(manifest=course.payload.decode(), signatures=course.signatures)


def _envelope(course: _Course) -> Envelope:
    return Envelope(course.manifest.encode(), MANIFEST_KIND, course.signatures)


def _strand_text(strand: Strand) -> _Strand:
    return _Strand(
        device=strand.device.raw.hex(),
        events=tuple(body.decode() for body in strand.bodies),
        heads=tuple(head.to_json().decode() for head in strand.heads),
    )


def read_completion(data: bytes, *, name: str) -> Completion:
    """What the file holds, when its seal is whole. Raises a `Problem`; takes bounded memory whatever it is given."""
    if len(data) > MOST_BYTES:
        raise NotACompletionFile(name=name, reason="it is far too large.")
    if not data.startswith(b"{"):
        raise NotACompletionFile(name=name, reason="it is another kind of file, or damaged.")
    envelope = Envelope.from_json(data, name=name)
    contents = _contents(envelope, name)
    evidence = _evidence(contents, name)
    check(envelope, KIND, evidence.device, name=name)
    return Completion(evidence=evidence, learner=_learner(contents.learner), program=contents.program)


def verify_completion(data: bytes, trust: Trust, *, name: str) -> CompletionVerdict:
    """Judges a completion file by its seal and by replaying its evidence. Raises the `Problem` that was found."""
    completion = read_completion(data, name=name)
    verdict = verify(completion.evidence, trust)
    if verdict.opening.learner != completion.learner.id or _other_name(_certificates(verdict), completion.learner):
        raise ParticularsExchanged(name=name, fault=Fault.TRANSPLANTED)
    return CompletionVerdict(
        verdict=verdict,
        learner=completion.learner,
        evidence=completion.evidence,
        program=completion.program,
    )


def file_name(course: str, learner: Learner, stream: StreamId) -> str:
    """A name that every file system takes: the course, the learner in their own script, and the stream's beginning."""
    parts = (_plain(course, MOST_NAME_BYTES // 2), _plain(learner.name, MOST_NAME_BYTES // 3), stream[:8])
    return "-".join(part for part in parts if part) + ENDING


def _contents(envelope: Envelope, name: str) -> _Contents:
    try:
        unpacked = _unpacked(envelope.payload)
        found = msgspec.json.decode(unpacked, type=_Version).format
        if found > FORMAT:
            raise NewerFormat(name=name, found=found, known=FORMAT)
        contents = msgspec.json.decode(unpacked, type=_FORMATS[found])
        joined = contents.joined if isinstance(contents, _JoinedContents) else ()
        too_low = found < 4 and _has_later_kinds(contents, joined)
        same = msgspec.json.encode(contents) == unpacked and not too_low
    except (msgspec.MsgspecError, KeyError, lzma.LZMAError, ValueError, RecursionError) as error:
        raise NotACompletionFile(name=name, reason="its contents are damaged.", details=str(error)) from None
    if not same:
        raise NotACompletionFile(name=name, reason="it is not written as Carrel writes it.")
    return contents


def _unpacked(payload: bytes) -> bytes:
    """The payload unpacked, never more than `MOST_BYTES` of it."""
    unpacker = lzma.LZMADecompressor(format=lzma.FORMAT_XZ, memlimit=MOST_BYTES)
    unpacked = unpacker.decompress(payload, MOST_BYTES)
    if not unpacker.eof or unpacker.unused_data:
        raise ValueError("not one whole xz stream of a sensible size")
    return unpacked


def _evidence(contents: _Contents, name: str) -> Evidence:
    own = _strand(_Strand(device=contents.device, events=contents.events, heads=contents.heads), name)
    others = contents.joined if isinstance(contents, _JoinedContents) else ()
    earlier = contents.earlier if isinstance(contents, _UpdatedContents) else ()
    return Evidence(
        course=_envelope(contents.course),
        bodies=own.bodies,
        heads=own.heads,
        device=own.device,
        joined=tuple(_strand(other, name) for other in others),
        earlier=tuple(_envelope(course) for course in earlier),
    )


def _strand(text: _Strand, name: str) -> Strand:
    try:
        device = PublicKey.from_hex(text.device)
        if device.raw.hex() != text.device:
            raise ValueError("the key is written otherwise than Carrel writes it")
    except ValueError:
        raise NotACompletionFile(name=name, reason="its device's key is not a key.") from None
    return Strand(
        bodies=tuple(event.encode() for event in text.events),
        heads=tuple(Envelope.from_json(head.encode(), name=name) for head in text.heads),
        device=device,
    )


def _all_issued(evidence: Evidence) -> tuple[CertificateIssued, ...]:
    strands = (evidence.strand, *evidence.joined)
    facts = (event.fact for strand in strands for event in read_events(strand.bodies))
    return tuple(fact for fact in facts if isinstance(fact, CertificateIssued))


def _certificates(verdict: Verdict) -> tuple[CertificateIssued, ...]:
    return tuple(issue.certificate for issue in verdict.history.issues)


def _other_name(issued: Sequence[CertificateIssued], learner: Learner) -> CertificateIssued | None:
    """The first certificate whose name is none that the learner's particulars know for it."""
    return next((one for one in issued if name_digest(one.salt, learner.name_on(one.number)) != one.name), None)


def _particulars(learner: Learner, issued: Sequence[CertificateIssued]) -> _Particulars:
    names = ((certificate.number, learner.name_on(certificate.number)) for certificate in issued)
    return _Particulars(
        id=learner.id,
        name=learner.name,
        degrees=learner.degrees,
        profession=learner.profession,
        licences=tuple((licence.authority, licence.number) for licence in learner.licences),
        identifiers=learner.identifiers,
        printed_as=tuple((number, name) for number, name in names if name != learner.printed_name),
    )


def _learner(given: _Particulars) -> Learner:
    return Learner(
        id=given.id,
        name=given.name,
        degrees=given.degrees,
        profession=given.profession,
        licences=tuple(Licence(authority=authority, number=number) for authority, number in given.licences),
        identifiers=given.identifiers,
        printed_as=given.printed_as,
    )


def _plain(text: str, longest: int) -> str:
    """Letters, digits and marks of any script, joined by hyphens, at most `longest` bytes of UTF-8."""
    normal = unicodedata.normalize("NFC", text)
    kept = "".join(c if c.isalnum() or unicodedata.category(c).startswith("M") else " " for c in normal)
    joined = re.sub(r"\s+", "-", kept.strip())
    return joined.encode()[:longest].decode(errors="ignore").strip("-")
