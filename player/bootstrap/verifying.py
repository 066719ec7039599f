"""Joins what judges completion files and certificates; no records are opened for that."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from player import __version__
from player.bootstrap.places import Places, trust_of
from player.desk.judged import Verified, VerifiedCode, VerifiedTranscript
from player.domain.problem import Problem
from player.exchange.certificate_check import check_certificate, taken_back
from player.exchange.completion import MOST_BYTES as MOST_EVIDENCE_BYTES
from player.exchange.completion import verify_completion
from player.exchange.credit_code_check import borne_out, check_credit_code
from player.exchange.problems import EntryTakenBack
from player.exchange.transcript_check import check_transcript
from player.proof.credit_code import is_credit_code
from player.proof.evidence import Verdict
from player.proof.files import read_file
from player.proof.sealed_file import is_sealed, most_sealed, open_file
from player.proof.sealing import PrivateReadingKey
from player.proof.trust import Trust

Judged = Verified | VerifiedTranscript | VerifiedCode
STDIN = Path("-")
"""Stands for what is typed, scanned or piped in."""
_PICTURES = (b"\x89PNG\r\n", b"\xff\xd8\xff")


class CodeIsPicture(Problem):
    what_template = "{name} is a picture, and Carrel reads no codes out of pictures."
    meaning_template = "Nothing was judged, and no credit is affected."
    remedy_template = "Scan the code with a phone or a scanner, and give its text; “carrel verify -” takes it."


def verifier_over(
    places: Places, *, reading_key: PrivateReadingKey | None = None, operator_key: PrivateReadingKey | None = None
) -> Callable[[Path], Judged]:
    """Judges completion files and certificates by the publishers that this profile knows.

    `reading_key`: the provider's, for particulars that are sealed to it; either opens what a kiosk sealed as a whole.
    """
    openers = tuple(key for key in (reading_key, operator_key) if key is not None)

    def verify(file: Path) -> Judged:
        # One byte more than the readers take, so that they say that it is too large; a course may have gigabytes.
        data = _read(file, most=most_sealed(MOST_EVIDENCE_BYTES) + 1)
        if is_sealed(data):
            data = open_file(data, openers, name=file.name)
        if data.startswith(_PICTURES):
            raise CodeIsPicture(name=file.name)
        # Asked each time: a course that was added meanwhile may have brought a newer root.
        trust = trust_of(places)
        if is_credit_code(data):
            return _verify_code(file, data, trust)
        if not data.startswith(b"%PDF"):
            return _verify_completion(file, data, trust, reading_key)
        from player.paper.transcript_reading import is_transcript

        judge = _verify_transcript if is_transcript(data) else _verify_certificate
        return judge(file, data, trust, places.fonts)

    return verify


def beside_each_other(found: Sequence[Judged | Problem]) -> list[Judged | Problem]:
    """Each certificate with what the other files, of the same learner and course, say of its being taken back.

    A transcript that lists what they take back proves it no more.
    """
    verdicts = [verdict for one in found if not isinstance(one, Problem) for verdict in _verdicts(one)]
    evidence = [one for one in found if isinstance(one, Verified)]
    return [_with_others(one, verdicts, evidence) for one in found]


def _with_others(one: Judged | Problem, verdicts: Sequence[Verdict], evidence: Sequence[Verified]) -> Judged | Problem:
    if isinstance(one, Problem):
        return one
    return _with_evidence(one, evidence) if isinstance(one, VerifiedCode) else _with_later(one, verdicts)


def _with_evidence(found: VerifiedCode, evidence: Sequence[Verified]) -> VerifiedCode | Problem:
    """A code with what the evidence beside it says of it; of several, that which knows most of what came after."""
    try:
        borne = [
            (one, said)
            for one in evidence
            if (said := borne_out(found.code, found.device, one.verdict, name=found.file.name)) is not None
        ]
    except Problem as problem:
        return problem
    if not borne:
        return found
    beside, said = max(borne, key=lambda pair: (pair[1].revocation is not None, len(pair[0].verdict.events)))
    return replace(found, beside=beside, revocation=said.revocation, replaced_by=said.replaced_by)


def _verdicts(judged: Judged) -> tuple[Verdict, ...]:
    if isinstance(judged, VerifiedCode):
        return ()
    return (judged.verdict,) if isinstance(judged, Verified) else judged.verdicts


def _with_later(verified: Verified | VerifiedTranscript, verdicts: Sequence[Verdict]) -> Judged | Problem:
    if isinstance(verified, VerifiedTranscript):
        return _unless_taken_back(verified, verdicts)
    if verified.certificate_number is None:
        return verified
    revocation, instead = taken_back(verified.verdict, verified.certificate_number, verdicts)
    return replace(verified, revocation=revocation, replaced_by=instead)


def _unless_taken_back(verified: VerifiedTranscript, verdicts: Sequence[Verdict]) -> Judged | Problem:
    learners = {verdict.opening.learner for verdict in verified.verdicts}
    listed = {entry.number for entry in verified.transcript.entries if entry.number}
    theirs = (verdict for verdict in verdicts if verdict.opening.learner in learners)
    revoked = (one for verdict in theirs for one in verdict.history.revocations if one.number in listed)
    found = next(revoked, None)
    if found is None:
        return verified
    day = found.moment.date().isoformat()
    return EntryTakenBack(name=verified.file.name, number=found.number, day=day)


def _read(file: Path, *, most: int) -> bytes:
    return sys.stdin.buffer.read(most) if file == STDIN else read_file(file, most=most)


def _verify_code(file: Path, data: bytes, trust: Trust) -> VerifiedCode:
    checked = check_credit_code(data, trust, name=file.name)
    return VerifiedCode(
        file=file,
        code=checked.code,
        device=checked.device,
        grade=checked.grade,
        publisher=checked.publisher,
        enrolment=checked.enrolment,
        disowned=checked.revocation,
    )


def _verify_completion(file: Path, data: bytes, trust: Trust, reading_key: PrivateReadingKey | None) -> Verified:
    checked = verify_completion(data, trust, name=file.name, reading_key=reading_key)
    return Verified(
        file=file,
        kind="completion file",
        verdict=checked.verdict,
        learner=checked.learner,
        particulars_read=checked.particulars_read,
    )


def _verify_certificate(file: Path, data: bytes, trust: Trust, fonts: Path) -> Verified:
    from player.paper.reading import read_certificate
    from player.paper.redrawing import is_as_drawn
    from player.paper.wording import printed_words

    checked = check_certificate(read_certificate(data), trust, name=file.name, words=printed_words)
    same_program = checked.program == __version__
    return Verified(
        file=file,
        kind="certificate",
        verdict=checked.verdict,
        learner=checked.learner,
        certificate_number=checked.number,
        drawn=is_as_drawn(data, checked.facts, fonts=fonts) if same_program else None,
    )


def _verify_transcript(file: Path, data: bytes, trust: Trust, fonts: Path) -> VerifiedTranscript:
    from player.paper.transcript import is_drawn_as
    from player.paper.transcript_reading import read_transcript

    read = read_transcript(data)
    checked = check_transcript(read, trust, name=file.name)
    return VerifiedTranscript(
        file=file,
        number=checked.number,
        transcript=checked.transcript,
        verdicts=tuple(one.verdict for one in checked.completions),
        is_named=checked.is_named,
        # Another version, or other fonts, draw otherwise: then nothing can be told.
        drawn=is_drawn_as(data, checked.transcript, evidence=read.evidence, fonts=fonts) or None,
    )
