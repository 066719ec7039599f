"""Judging a transcript: by its signature, by replaying each evidence inside, and by what its pages say.

What is proven is each entry with a number, and that the sums follow. That nothing was left out is not: a transcript
lists what the learner chose.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from player.domain.event import Purpose
from player.domain.learner import LearnerId
from player.domain.phrase import Phrase, Worded
from player.domain.transcript import Entry, Transcript, proven_entry
from player.domain.transcript_print import printed_words, repeated_heads
from player.exchange.completion import CompletionVerdict, verify_completion
from player.exchange.problems import TranscriptAltered
from player.proof import transcript as statement
from player.proof.keys import PublicKey
from player.proof.trust import Grade, Trust

_REPLACEMENT = "\ufffd"
"""Printed in place of a letter that no font had."""


class ReadDocument(Protocol):
    """What was read from the file, as the paper room reads it."""

    @property
    def intact(self) -> bool: ...
    @property
    def signer(self) -> PublicKey | None: ...
    @property
    def contents(self) -> bytes | None: ...
    @property
    def evidence(self) -> tuple[tuple[str, bytes], ...]: ...
    @property
    def text(self) -> str: ...
    @property
    def pages(self) -> int: ...
    @property
    def overlaid(self) -> int: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class TranscriptVerdict:
    """A transcript that was judged genuine: each of its `proven` entries follows from evidence inside it.

    `names`: those that certificates of these entries were issued to, all of which the pages bear.
    """

    transcript: Transcript
    number: str
    completions: tuple[CompletionVerdict, ...]
    names: frozenset[str]

    @property
    def proven(self) -> tuple[Entry, ...]:
        return tuple(entry for entry in self.transcript.entries if not entry.is_reported)

    @property
    def reported(self) -> tuple[Entry, ...]:
        """The learner's own word: nothing proves them."""
        return tuple(entry for entry in self.transcript.entries if entry.is_reported)

    @property
    def is_named(self) -> bool:
        """Whether a certificate vouches for the name of the transcript itself; else it is the learner's word."""
        return self.transcript.name in self.names

    @property
    def learner(self) -> LearnerId | None:
        """Whose evidence it is; None where all is self-reported."""
        return self.completions[0].learner.id if self.completions else None

    @property
    def grade(self) -> Grade | None:
        """No better than that of the least trusted evidence."""
        return max((one.verdict.grade for one in self.completions), default=None)


def check_transcript(read: ReadDocument, trust: Trust, *, name: str) -> TranscriptVerdict:
    """Judges a transcript. Raises the `Problem` that was found first.

    In this order: the signature covers the whole file; the data inside is written as Carrel writes it; each evidence
    replays, was recorded for one learner and signed by the device that signed the transcript; each proven entry is a
    claim that stands there; it bears the names that these were issued to; and the pages say all that and nothing else.
    """
    if not read.intact or read.signer is None:
        raise TranscriptAltered(
            name=name, reason=Phrase("it carries no whole signature, or was changed after it was signed.")
        )
    if read.contents is None:
        raise TranscriptAltered(name=name, reason=Phrase("its entries are not inside it as data."))
    transcript = _transcript(read.contents, name)
    completions = _completions(read, read.signer, trust, name)
    _check_entries(transcript, completions, name)
    names = _names(transcript, completions)
    if frozenset(transcript.issued_to) != names - {transcript.name}:
        reason = Phrase("the names on it are not those that its certificates were issued to.")
        raise TranscriptAltered(name=name, reason=reason)
    number = statement.number_of(read.contents)
    _check_print(read, transcript, number, name)
    return TranscriptVerdict(transcript=transcript, number=number, completions=completions, names=names)


def _transcript(contents: bytes, name: str) -> Transcript:
    try:
        return statement.read(contents)
    except (ValueError, RecursionError) as error:
        raise TranscriptAltered(
            name=name, reason=Phrase("the data inside it is damaged."), details=str(error)
        ) from None


def _completions(read: ReadDocument, signer: PublicKey, trust: Trust, name: str) -> tuple[CompletionVerdict, ...]:
    found = tuple(verify_completion(data, trust, name=f"{file} in {name}") for file, data in read.evidence)
    if any(one.verdict.opening.device != signer.id for one in found):
        raise TranscriptAltered(
            name=name, reason=Phrase("it was signed by another device than the one with the evidence.")
        )
    if len({one.verdict.opening.learner for one in found}) > 1:
        raise TranscriptAltered(name=name, reason=Phrase("the evidence inside it is of several learners."))
    return found


# --- entries ---------------------------------------------------------------------------------------------


def _check_entries(transcript: Transcript, completions: Sequence[CompletionVerdict], name: str) -> None:
    proven = [entry for entry in transcript.entries if not entry.is_reported]
    if len({entry.number for entry in proven}) < len(proven):
        raise TranscriptAltered(name=name, reason=Phrase("an entry is in it twice."))
    standing = {entry for one in completions if _is_of_credit(one) for entry in _entries(one)}
    numbers = {entry.number for entry in standing}
    taken_back = _no_more_counting(completions)
    for entry in proven:
        if entry.number in taken_back:
            reason = Worded("what number {number} stands for was taken back, or counts elsewhere.", number=entry.number)
            raise TranscriptAltered(name=name, reason=reason)
        if entry.number not in numbers:
            reason = Worded("no evidence inside it proves the entry with number {number}.", number=entry.number)
            raise TranscriptAltered(name=name, reason=reason)
        if entry not in standing:
            reason = Worded("the entry with number {number} is not what its evidence says.", number=entry.number)
            raise TranscriptAltered(name=name, reason=reason)


def _is_of_credit(completion: CompletionVerdict) -> bool:
    """Specimens and rehearsals prove no credit. Of a publisher who is not known here that cannot be told: the entry is
    as its evidence has it, and whoever asks is to be told about the publisher."""
    verdict = completion.verdict
    is_open = verdict.opening.purpose is Purpose.CREDIT and not verdict.signed.gives_credit
    return is_open or not verdict.is_specimen


def _entries(completion: CompletionVerdict) -> Iterator[Entry]:
    verdict = completion.verdict
    return (proven_entry(verdict.course, verdict.history, claim) for claim in verdict.history.claims)


def _no_more_counting(completions: Sequence[CompletionVerdict]) -> set[str]:
    """Numbers that were taken back; and those of credit that was claimed again, in a later version of the course."""
    histories = [one.verdict.history for one in completions]
    revoked = {revocation.number for history in histories for revocation in history.revocations}
    return revoked | {claim.number for history in histories for claim in history.repeated_claims}


def _names(transcript: Transcript, completions: Sequence[CompletionVerdict]) -> frozenset[str]:
    """The names that the certificates of the entries were issued to, which the evidence binds."""
    listed = {entry.number for entry in transcript.entries}
    return frozenset(
        one.learner.name_on(issue.certificate.number)
        for one in completions
        for issue in one.verdict.history.issues
        if issue.certificate.number in listed
    )


# --- print -----------------------------------------------------------------------------------------------


def _check_print(read: ReadDocument, transcript: Transcript, number: str, name: str) -> None:
    """Every letter that should be there is, and no other, but for headings where a table goes on on another page.

    Letters are counted rather than read in order: text from right to left comes out of a PDF in another order.
    """
    if read.overlaid:
        raise TranscriptAltered(name=name, reason=Phrase("there are pictures on its pages."))
    wanted = Counter(_letters("".join(printed_words(transcript, number=number, pages=read.pages))))
    printed = Counter(_letters(read.text))
    replaced = max(0, printed[_REPLACEMENT] - wanted[_REPLACEMENT])
    over = Counter(printed)
    over.subtract(wanted)
    del over[_REPLACEMENT]
    heads = [Counter(_letters(head)) for head in repeated_heads(transcript)]
    if not _is_explained(over, heads, pages=read.pages, replaced=replaced):
        raise TranscriptAltered(name=name, reason=Phrase("its pages say something else than the data inside it."))


def _is_explained(over: Counter[str], heads: Sequence[Counter[str]], *, pages: int, replaced: int) -> bool:
    """Whether what is `over` (below 0: lacking) are headings, each as often as there are pages at most.

    As many letters as were replaced by a sign may be lacking, and any that are not of the Latin alphabet.
    """
    if not heads:
        lacking = sum(-count for char, count in over.items() if char.isascii())
        return max(over.values(), default=0) <= 0 and lacking <= replaced and (bool(replaced) or not any(over.values()))
    head = heads[0]
    most = min(pages, *((over[char] + replaced) // count for char, count in head.items()))
    return any(
        _is_explained(_without(over, head, times), heads[1:], pages=pages, replaced=replaced)
        for times in range(most, -1, -1)
    )


def _without(letters: Counter[str], head: Counter[str], times: int) -> Counter[str]:
    left = Counter(letters)
    left.subtract({char: count * times for char, count in head.items()})
    return left


def _letters(text: str) -> str:
    """Letters and signs as they can be compared: without spaces, marks apart, and brackets whichever way they open."""
    taken_apart = unicodedata.normalize("NFKD", text)
    return "".join(_sign(c) for c in taken_apart if not c.isspace() and unicodedata.category(c)[0] != "C")


def _sign(char: str) -> str:
    return "(" if unicodedata.mirrored(char) else char
