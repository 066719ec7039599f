"""What is said to people, and to programs, of a credit code: what it says, who vouches for it, what it cannot prove."""

from __future__ import annotations

from collections.abc import Iterator

from player.cli.show import table
from player.cli.verdict_words import GRADES
from player.desk.judged import VerifiedCode

ALONE = "not in it: the code is the device's word, not the evidence itself"


def code_lines(found: VerifiedCode) -> Iterator[str]:
    yield f"{found.file.name}: a genuine credit code"
    if found.code.specimen:
        yield "  A specimen: genuine, and it proves no credit."
    first, *others = found.code.lines
    yield from table(
        (
            ("Says", first),
            *(("", line) for line in others),
            ("Device", f"{found.device.id[:16]}, {GRADES[found.grade]}"),
            *((("", _by_whom(found)),) if found.enrolment else ()),
            ("Evidence", f"{found.beside.file.name} bears it out" if found.beside else ALONE),
            *(() if found.beside else (("Not proven", "whether the certificate was taken back later"),)),
        )
    )


def code_facts(found: VerifiedCode, *, accepted: bool) -> dict[str, object]:
    code = found.code
    return {
        "file": found.file,
        "genuine": True,
        "accepted": accepted,
        "proves_credit": accepted and not code.specimen,
        "kind": "credit code",
        "specimen": code.specimen,
        "grade": found.grade,
        "device": found.device.id,
        "vouched_by": found.publisher.name if found.publisher else None,
        "device_name": found.enrolment.name if found.enrolment else None,
        "learner": code.name,
        "certificate": code.number,
        "offer": code.offer,
        "amount": str(code.amount),
        "course_hash": code.course,
        "says": list(code.lines),
        "evidence": found.beside.file if found.beside else None,
        "revoked": found.revocation.moment if found.revocation else None,
        "replaced_by": found.replaced_by,
    }


def _by_whom(found: VerifiedCode) -> str:
    called = f"called “{found.enrolment.name}” " if found.enrolment and found.enrolment.name else ""
    return f"{called}by {found.publisher.name}" if found.publisher else called
