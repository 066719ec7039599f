"""The command that judges completion files, certificates and transcripts, together where several are given."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from player.bootstrap.collecting import operators_key
from player.bootstrap.keying import reading_key as read_reading_key
from player.bootstrap.places import find_places
from player.bootstrap.verifying import Judged, beside_each_other, verifier_over
from player.cli import code_words, facts, transcript_words, verdict_words
from player.cli.collected import OperatorKeyFile
from player.cli.keying import ask_code, ask_passphrase
from player.cli.show import NO, complain, print_json, problem_facts, tell
from player.desk.judged import Verified, VerifiedCode, VerifiedTranscript, Verifier
from player.domain.event import Purpose
from player.domain.problem import Problem
from player.proof.evidence import Verdict

Json = Annotated[bool, typer.Option("--json", help="Print one JSON value, and nothing else.")]


class PublisherUnknown(Problem):
    what_template = "{name} was recorded for credit, and {who}."
    meaning_template = "Whether it proves credit cannot be told here."
    remedy_template = "Once you are sure of the publisher's key, add it with “carrel trust add FILE” and verify again."


class CertificateRevoked(Problem):
    what_template = "{name} is genuine, and its learner took it back on {day} ({reason})."
    meaning_template = "It proves no credit any more."
    remedy_template = "Ask the learner for {instead}."


class NobodyVouches(Problem):
    what_template = "{name} is whole, and nobody who is known here vouches for the device that signed it."
    meaning_template = "By itself it proves no credit: anybody can sign such a code with a key of their own."
    remedy_template = (
        "Ask the learner for the completion file or the certificate and verify it beside the code; "
        "or add the provider's root with “carrel trust add FILE” once you are sure of it."
    )


class DrawnOtherwise(Problem):
    what_template = "The page of {name} is not drawn as this version of Carrel draws what it says."
    meaning_template = "What it proves is what is said here; how the page looks proves nothing."
    remedy_template = "Ask the learner for a new copy, or go by what is said here."


def add_to(app: typer.Typer) -> None:
    app.command("verify")(verify)


def verify(
    context: typer.Context,
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE", help="Completion files, certificates, credit transcripts or credit codes."),
    ],
    reading_key: Annotated[
        Path | None, typer.Option("--reading-key", metavar="KEY", help="The provider's key for sealed particulars.")
    ] = None,
    operator_key: OperatorKeyFile = None,
    as_json: Json = False,
) -> None:
    """Judge completion files, certificates, transcripts and credit codes.

    Says of each whether it is genuine and what it proves. Of a credit code give the text that a phone shows,
    in a file or typed (-). A certificate or transcript cannot say what was
    revoked later. Give a completion file of the same course, written later, beside it: “carrel verify
    OLD.pdf LATER.completion”.
    """
    key = read_reading_key(reading_key, ask_passphrase) if reading_key else None
    operator = operators_key(operator_key, ask_code) if operator_key else None
    judged = _judged(verifier_over(find_places(context.obj), reading_key=key, operator_key=operator), files)
    results = [_told(file, found, as_json=as_json) for file, found in zip(files, judged, strict=True)]
    if as_json:
        print_json(results)
    if not all(result["accepted"] for result in results):
        raise typer.Exit(NO)


def _judged(check: Verifier, files: Sequence[Path]) -> list[Judged | Problem]:
    found: list[Judged | Problem] = []
    for file in files:
        try:
            found.append(check(file))
        except Problem as problem:
            found.append(problem)
    return beside_each_other(found)


def _told(file: Path, found: Judged | Problem, *, as_json: bool) -> dict[str, object]:
    """Says what was found of one file, unless all are printed together."""
    if isinstance(found, Problem):
        complain(found, about=file.name)
        return {"file": file, "genuine": False, "accepted": False, **problem_facts(found)}
    objection = _objection(found)
    if not as_json:
        _tell(found)
    for remark in _remarks(found, objection):
        complain(remark, about=file.name)
    accepted = objection is None
    if isinstance(found, Verified):
        told = facts.verified_facts(found, accepted=accepted)
    elif isinstance(found, VerifiedCode):
        told = code_words.code_facts(found, accepted=accepted)
    else:
        told = transcript_words.transcript_facts(found, accepted=accepted)
    return told | (problem_facts(objection) if objection else {})


def _tell(found: Judged) -> None:
    for line in _lines(found):
        tell(line)


def _lines(found: Judged) -> Iterator[str]:
    if isinstance(found, VerifiedTranscript):
        return transcript_words.transcript_lines(found)
    return code_words.code_lines(found) if isinstance(found, VerifiedCode) else verdict_words.verified_lines(found)


def _objection(found: Judged) -> Problem | None:
    """What keeps a genuine file from proving credit here."""
    if isinstance(found, Verified):
        return _revoked(found) or _unknown_publisher(found.verdict, found.file.name)
    if isinstance(found, VerifiedCode):
        return _revoked(found) or _not_vouched(found)
    unknown = (_unknown_publisher(verdict, found.file.name) for verdict in found.verdicts)
    return next((problem for problem in unknown if problem), None)


def _remarks(found: Judged, objection: Problem | None) -> Iterator[Problem]:
    if objection:
        yield objection
    if isinstance(found, VerifiedCode):
        return
    if found.drawn is False:
        yield DrawnOtherwise(name=found.file.name)
    today = datetime.now(UTC).date()
    verdicts = (found.verdict,) if isinstance(found, Verified) else found.verdicts
    for verdict in verdicts:
        yield from verdict.signed.warnings(today)


def _revoked(verified: Verified | VerifiedCode) -> Problem | None:
    revocation = verified.revocation
    if revocation is None:
        return None
    instead = f"certificate {verified.replaced_by}" if verified.replaced_by else "the one that counts, if there is one"
    return CertificateRevoked(
        name=verified.file.name,
        day=revocation.moment.date().isoformat(),
        reason=verdict_words.reason_words(revocation.reason),
        instead=instead,
    )


def _not_vouched(found: VerifiedCode) -> Problem | None:
    """A specimen says of itself that it proves nothing; evidence beside the code is worth more than any word on it."""
    if found.code.specimen:
        return None
    if found.beside is not None:
        return _unknown_publisher(found.beside.verdict, found.beside.file.name)
    if found.disowned is not None:
        return found.disowned
    if found.publisher is None:
        return NobodyVouches(name=found.file.name)
    if found.publisher.specimen:
        who = f"{found.publisher.name}, who vouches for its device, signs specimens only"
        return PublisherUnknown(name=found.file.name, who=who)
    return None


def _unknown_publisher(verdict: Verdict, name: str) -> Problem | None:
    """Credit needs a publisher who is known; specimens and rehearsals say of themselves that they prove nothing."""
    signed = verdict.signed
    if verdict.opening.purpose is not Purpose.CREDIT:
        return None
    if signed.gives_credit:
        # What rests on an earlier version stands and falls with that version's key.
        return next((one.revocation for one in verdict.earlier if one.revocation), None)
    if signed.revocation:
        return signed.revocation
    who = f"its publisher (key {signed.key.id[:16]}) is not known here"
    if signed.publisher is not None:
        who = f"its publisher, {signed.publisher.name}, signs specimens only"
    return PublisherUnknown(name=name, who=who)
