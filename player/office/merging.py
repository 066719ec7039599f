"""Merging: what several devices of one learner recorded of a course without knowing of each other, told as one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain, groupby
from types import MappingProxyType

from player.domain.history import Claim, History
from player.domain.learner_completion import LearnerCompletion


def merged(completions: Iterable[LearnerCompletion]) -> Iterator[LearnerCompletion]:
    """Those of one learner in one course that follow each other become one; one learner's are held at a time."""
    for _, group in groupby(completions, key=lambda one: (one.learner.id, one.course.id)):
        several = tuple(group)
        yield several[0] if len(several) == 1 else _as_one(several)


def _as_one(several: Sequence[LearnerCompletion]) -> LearnerCompletion:
    """The fullest comes first and gives its name; a record that is in two of them is told once by its links."""
    first = several[0]
    strands = {(strand.opening.stream, strand.links[-1]): strand for one in several for strand in one.strands}
    return replace(first, strands=tuple(strands.values()), history=_history(first.history, several))


def _history(history: History, several: Sequence[LearnerCompletion]) -> History:
    """With what statements ask of it: when everything was, and which claims count or did."""
    corrections = {boot: said for one in reversed(several) for boot, said in one.history.corrections.items()}
    revocations = {gone.number: gone for one in several for gone in one.history.revocations}
    claims = chain.from_iterable(one.history.claims for one in several)
    standing = sorted((one for one in claims if one.number not in revocations), key=_since)
    # Of two claims of one offer the first counts, as in the book.
    counting = {claim.credit.offer: claim for claim in reversed(standing)}
    return replace(
        history,
        corrections=MappingProxyType(corrections),
        claims=tuple(counting.values()),
        revocations=tuple(revocations.values()),
    )


def _since(claim: Claim) -> tuple[float, str]:
    return claim.moment.timestamp(), claim.number
