"""What is said of credit transcripts: to people in lines, to programs as facts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from player.cli.show import counted, table
from player.cli.verdict_words import page_words
from player.desk.judged import VerifiedTranscript
from player.domain.credit import plain
from player.domain.transcript import CyclePart, Entry, Sum, Transcript
from player.proof.trust import Grade


def entry_lines(transcript: Transcript) -> Sequence[str]:
    """Every line, then what they add up to and what counts for each licence cycle."""
    if not transcript.entries:
        return ("No credit yet.",)
    rows = table(_row(entry) for entry in transcript.entries)
    totals = table((one.kind, _sum(one)) for one in transcript.totals)
    cycles = table((part.cycle.name, _counted(part)) for part in transcript.cycles)
    return (*rows, "", "In all", *totals, *(("", "Licence cycles", *cycles) if cycles else ()))


def transcript_lines(verified: VerifiedTranscript) -> Iterator[str]:
    """What a transcript that was judged genuine proves."""
    transcript = verified.transcript
    proven = sum(not entry.is_reported for entry in transcript.entries)
    reported = len(transcript.entries) - proven
    yield f"{verified.file.name}: a genuine credit transcript, number {verified.number}"
    yield from table(
        (
            ("Learner", transcript.name or "no name given"),
            *((("", "no certificate in it vouches for this name"),) if not verified.is_named else ()),
            ("Proven", _proven(verified, proven)),
            ("Self-reported", f"{counted(reported, 'line')}, which nobody vouches for" if reported else "nothing"),
            *((("Devices", f"grade {grade} at least"),) if (grade := _grade(verified)) else ()),
            ("Pages", page_words(verified.drawn)),
        )
    )
    yield from entry_lines(transcript)


def _proven(verified: VerifiedTranscript, lines: int) -> str:
    if not lines:
        return "nothing"
    known = all(verdict.signed.gives_credit for verdict in verified.verdicts)
    return f"{counted(lines, 'line')}, each by evidence inside" + (
        "" if known else ", under a publisher who gives no credit here"
    )


def transcript_facts(verified: VerifiedTranscript, *, accepted: bool) -> dict[str, object]:
    return {
        "file": verified.file,
        "genuine": True,
        "accepted": accepted,
        "kind": "credit transcript",
        "number": verified.number,
        "grade": _grade(verified),
        "name_vouched_for": verified.is_named,
        "page_as_drawn": verified.drawn,
        "transcript": verified.transcript,
        "proven": [entry.number for entry in verified.transcript.entries if not entry.is_reported],
    }


def _grade(verified: VerifiedTranscript) -> Grade | None:
    return max((verdict.grade for verdict in verified.verdicts), default=None)


def _counted(part: CyclePart) -> str:
    if not part.is_countable:
        return "of several types, which are not added together"
    required = part.cycle.required
    return plain(part.counted) + (f" of {plain(required)}" if required is not None else "")


def _row(entry: Entry) -> tuple[str, str]:
    mark = "self-reported" if entry.is_reported else entry.number
    return entry.day.isoformat(), f"{plain(entry.amount)} {entry.kind} · {entry.title} · {mark}"


def _sum(one: Sum) -> str:
    if not one.reported:
        return plain(one.amount)
    return f"{plain(one.amount)} ({plain(one.reported)} of it self-reported)"
