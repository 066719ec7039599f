"""The completion file: a learner's evidence in one course, sealed by the device that recorded it, for the provider.

One DSSE envelope. Its payload is gzip (so that a file of 360 events stays under 15 kB) of one JSON object in the one
form that this module writes; see docs/evidence-format.md.
"""

from __future__ import annotations

import gzip
import re
import unicodedata
import zlib
from dataclasses import dataclass

import msgspec

from player import __version__
from player.domain.certificate import name_digest
from player.domain.event import StreamId
from player.domain.history import Issue
from player.domain.learner import Learner
from player.exchange.problems import NotACompletionFile, ParticularsExchanged
from player.proof.envelope import Envelope, Signature, check, seal
from player.proof.evidence import Evidence, Verdict, verify
from player.proof.keys import PublicKey, Signer
from player.proof.manifest import KIND as MANIFEST_KIND
from player.proof.problems import NewerFormat
from player.proof.trust import Trust

FORMAT = 1
KIND = "application/vnd.carrel.completion+json+gzip"
ENDING = ".completion"
MOST_BYTES = 64 << 20
"""Of the file, and of what it unpacks to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Course:
    """The signed manifest: its bytes as text, and the publisher's signatures."""

    manifest: str
    signatures: tuple[Signature, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Contents:
    format: int
    program: str
    device: str
    course: _Course
    events: tuple[str, ...]
    heads: tuple[str, ...]
    learner: Learner


class _Version(msgspec.Struct, frozen=True):
    format: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Completion:
    """What a completion file holds, not yet judged."""

    evidence: Evidence
    learner: Learner


@dataclass(frozen=True, slots=True, kw_only=True)
class CompletionVerdict:
    """A completion file that was judged genuine."""

    verdict: Verdict
    learner: Learner


def write_completion(evidence: Evidence, *, learner: Learner, signer: Signer) -> bytes:
    """The file's bytes; the same evidence, particulars and key always give the same."""
    contents = _Contents(
        format=FORMAT,
        program=__version__,
        device=evidence.device.raw.hex(),
        course=_Course(manifest=evidence.course.payload.decode(), signatures=evidence.course.signatures),
        events=tuple(body.decode() for body in evidence.bodies),
        heads=tuple(head.to_json().decode() for head in evidence.heads),
        learner=learner,
    )
    return seal(gzip.compress(msgspec.json.encode(contents), mtime=0), KIND, signer).to_json()


def read_completion(data: bytes, *, name: str) -> Completion:
    """What the file holds, when its seal is whole. Raises a `Problem`; takes bounded memory whatever it is given."""
    if len(data) > MOST_BYTES:
        raise NotACompletionFile(name=name, reason="it is far too large.")
    if not data.lstrip()[:1] == b"{":
        raise NotACompletionFile(name=name, reason="it is another kind of file, or damaged.")
    envelope = Envelope.from_json(data, name=name)
    contents = _contents(envelope, name)
    try:
        device = PublicKey.from_hex(contents.device)
    except ValueError:
        raise NotACompletionFile(name=name, reason="its device's key is not a key.") from None
    check(envelope, KIND, device, name=name)
    return Completion(evidence=_evidence(contents, device, name), learner=contents.learner)


def verify_completion(data: bytes, trust: Trust, *, name: str) -> CompletionVerdict:
    """Judges a completion file by its seal and by replaying its evidence. Raises the `Problem` that was found."""
    completion = read_completion(data, name=name)
    verdict = verify(completion.evidence, trust)
    for issue in verdict.history.issues:
        _check_name(issue, completion.learner, name)
    return CompletionVerdict(verdict=verdict, learner=completion.learner)


def file_name(course: str, learner: Learner, stream: StreamId) -> str:
    """A name that every file system takes: the course, the learner in their own script, and the stream's beginning."""
    parts = (_plain(course, 48), _plain(learner.name, 40), stream[:8])
    return "-".join(part for part in parts if part) + ENDING


def _contents(envelope: Envelope, name: str) -> _Contents:
    try:
        unpacked = _unpacked(envelope.payload)
        found = msgspec.json.decode(unpacked, type=_Version).format
        if found > FORMAT:
            raise NewerFormat(name=name, found=found, known=FORMAT)
        contents = msgspec.json.decode(unpacked, type=_Contents)
        same = msgspec.json.encode(contents) == unpacked
    except (msgspec.MsgspecError, zlib.error, ValueError, RecursionError) as error:
        raise NotACompletionFile(name=name, reason="its contents are damaged.", details=str(error)) from None
    if not same:
        raise NotACompletionFile(name=name, reason="it is not written as Carrel writes it.")
    return contents


def _unpacked(payload: bytes) -> bytes:
    """The payload unzipped, never more than `MOST_BYTES` of it."""
    unzip = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
    unpacked = unzip.decompress(payload, MOST_BYTES)
    if not unzip.eof or unzip.unused_data:
        raise ValueError("not one whole gzip member of a sensible size")
    return unpacked


def _evidence(contents: _Contents, device: PublicKey, name: str) -> Evidence:
    course = Envelope(contents.course.manifest.encode(), MANIFEST_KIND, contents.course.signatures)
    return Evidence(
        course=course,
        bodies=tuple(event.encode() for event in contents.events),
        heads=tuple(Envelope.from_json(head.encode(), name=name) for head in contents.heads),
        device=device,
    )


def _check_name(issue: Issue, learner: Learner, name: str) -> None:
    certificate = issue.certificate
    if name_digest(certificate.salt, learner.printed_name) != certificate.name:
        raise ParticularsExchanged(name=name)


def _plain(text: str, longest: int) -> str:
    """Letters, digits and marks of any script, joined by hyphens, at most `longest` characters."""
    normal = unicodedata.normalize("NFC", text)
    kept = "".join(c if c.isalnum() or unicodedata.category(c).startswith("M") else " " for c in normal)
    return re.sub(r"\s+", "-", kept.strip())[:longest].strip("-")
