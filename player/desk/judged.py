"""What a file that was handed in was held to be."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from player.domain.history import Revocation
from player.domain.learner import Learner
from player.domain.problem import Problem
from player.domain.transcript import Transcript
from player.proof.credit_code import CreditCode
from player.proof.evidence import Verdict
from player.proof.keys import PublicKey
from player.proof.trust import Enrolment, Grade, Publisher


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """A file that was held to be genuine: a completion file, or a certificate with the evidence inside it.

    `revocation`: since when and why the certificate counts no more, where that is known; `replaced_by`: the number of
    the one that was issued in its place. `drawn`: whether the page is as its facts are drawn; None where that cannot
    be told (another version of the program, other fonts). `particulars_read` False: only the provider can read them,
    and `learner` has nothing but its id.
    """

    file: Path
    kind: str
    verdict: Verdict
    learner: Learner
    certificate_number: str | None = None
    revocation: Revocation | None = None
    replaced_by: str | None = None
    drawn: bool | None = None
    particulars_read: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifiedTranscript:
    """A credit transcript that was held to be genuine, with what its evidence came to, a verdict for each course.

    `is_named`: whether a certificate vouches for the name on it. `drawn`: as of `Verified`.
    """

    file: Path
    number: str
    transcript: Transcript
    verdicts: tuple[Verdict, ...]
    is_named: bool
    drawn: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifiedCode:
    """A credit code that its device really signed.

    `publisher`: who vouches for the device, None for nobody who is known here; `enrolment`: in which words;
    `disowned`: why that word counts no more. `beside`: the evidence that was given beside it and bears it out;
    `revocation`, `replaced_by`: as of `Verified`, where that evidence says so.
    """

    file: Path
    code: CreditCode
    device: PublicKey
    grade: Grade
    publisher: Publisher | None
    enrolment: Enrolment | None
    disowned: Problem | None
    beside: Verified | None = None
    revocation: Revocation | None = None
    replaced_by: str | None = None


class NotOfOneCourse(Problem):
    what_template = (
        "{name} is a credit transcript or a credit code, where a completion file or a certificate was expected."
    )
    meaning_template = "What was earned is kept."
    remedy_template = "Write or save the file again, under a name of its own."


def of_one_course(found: Verified | VerifiedTranscript | VerifiedCode) -> Verified:
    """For those who handed in a completion file or a certificate of their own. Raises `NotOfOneCourse`."""
    if not isinstance(found, Verified):
        raise NotOfOneCourse(name=found.file.name)
    return found


class Verifier(Protocol):
    """Judges a file by its content. Raises a `Problem` that says what is wrong."""

    def __call__(self, file: Path, /) -> Verified | VerifiedTranscript | VerifiedCode: ...
