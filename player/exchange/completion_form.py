"""The form of a completion file's contents in each of its formats; see docs/evidence-format.md, section 6."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from player.domain.learner import LearnerId, Profession
from player.proof.envelope import Signature
from player.proof.wire import kind_in

FORMAT = 6
"""Format 2 adds the branches that were joined from other devices, format 3 the earlier versions of the course that some
of these were recorded in, formats 4 and 5 kinds of facts that those before do not know; format 6 more of these, names
in parts, and particulars that are sealed. A file is written in the lowest format that holds what it has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseText:
    """The signed manifest: its bytes as text, and the publisher's signatures."""

    manifest: str
    signatures: tuple[Signature, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Particulars:
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
class SealedParticulars(Particulars):
    """Format 6. `sealed` is empty, or base64 of the same fields sealed to the provider: then only `id` is in clear."""

    given_name: str
    family_name: str
    sealed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """Format 1."""

    format: int
    program: str
    device: str
    course: CourseText
    events: tuple[str, ...]
    heads: tuple[str, ...]
    learner: Particulars


@dataclass(frozen=True, slots=True, kw_only=True)
class StrandText:
    """A branch that the events join: as `device`, `events` and `heads` of the file itself."""

    device: str
    events: tuple[str, ...]
    heads: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinedContents(Contents):
    """Format 2."""

    joined: tuple[StrandText, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdatedContents(JoinedContents):
    """Formats 3 to 5."""

    earlier: tuple[CourseText, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedContents(UpdatedContents):
    """Format 6."""

    learner: SealedParticulars


FORMATS: Mapping[int, type[Contents]] = {
    1: Contents,
    2: JoinedContents,
    3: UpdatedContents,
    4: UpdatedContents,
    5: UpdatedContents,
    6: SealedContents,
}
_SINCE: Mapping[str, int] = {
    "presence-confirmed": 4,
    "checkpoint-answered": 4,
    "machine-checked": 4,
    "credit-withdrawn": 5,
    "certificate-revoked": 5,
    "reporting-decided": 6,
    "receipt-accepted": 6,
}
"""The format that brought a kind of facts, where it was not the first."""


def form_of(
    plain: Contents,
    particulars: SealedParticulars,
    joined: tuple[StrandText, ...],
    earlier: tuple[CourseText, ...],
) -> Contents:
    """The contents (`plain`: in format 1, with the same particulars) in the lowest format that holds all of this."""
    least = least_format(plain, joined)
    if least > 5 or particulars.sealed or particulars.given_name or particulars.family_name:
        return _sealed(plain, particulars, joined, earlier)
    if least > 1 or earlier:
        return _updated(plain, joined, earlier, written_in=max(least, 3))
    return _joined(plain, joined) if joined else plain


def least_format(contents: Contents | StrandText, joined: Iterable[StrandText]) -> int:
    """The lowest format that knows all kinds of facts that are in it."""
    bodies = [body for one in (contents, *joined) for body in one.events]
    # Most files have none of these kinds, which all bodies together say in a fraction of the time.
    together = "\n".join(bodies)
    if not any(kind in together for kind in _SINCE):
        return 1
    return max(_SINCE.get(kind_in(body.encode()), 1) for body in bodies)


def _shared(plain: Contents) -> dict[str, Any]:
    """What every form has, but for its number and the learner."""
    return {name: getattr(plain, name) for name in ("program", "device", "course", "events", "heads")}


def _joined(plain: Contents, joined: tuple[StrandText, ...]) -> JoinedContents:
    return JoinedContents(
        format=2,
        **_shared(plain),
        learner=plain.learner,
        joined=joined,
    )


def _updated(
    plain: Contents, joined: tuple[StrandText, ...], earlier: tuple[CourseText, ...], *, written_in: int
) -> UpdatedContents:
    return UpdatedContents(
        format=written_in,
        **_shared(plain),
        learner=plain.learner,
        joined=joined,
        earlier=earlier,
    )


def _sealed(
    plain: Contents,
    particulars: SealedParticulars,
    joined: tuple[StrandText, ...],
    earlier: tuple[CourseText, ...],
) -> SealedContents:
    return SealedContents(
        format=6,
        **_shared(plain),
        learner=particulars,
        joined=joined,
        earlier=earlier,
    )
