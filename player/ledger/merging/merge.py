"""Merging: takes in what other ledgers, completion files and backups hold; in any order and as often as one likes.

Everything is checked before anything of it is written, and each batch of branches is one transaction: a merge that was
broken off is done again, and takes in what was left.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from types import MappingProxyType

from sqlalchemy import Connection, select

from player.domain.event import StreamId, StreamOpened
from player.domain.phrase import Phrase, Worded
from player.domain.problem import Problem
from player.ledger.database import Database
from player.ledger.merging.branches import HEADS, Copy, opening_in, stated
from player.ledger.merging.union import Outcome, Sound, unite
from player.ledger.problems import RecordsBusy, ServerBusy
from player.ledger.shape import Fork, forks_in, has_link
from player.ledger.tables import DEVICE, STREAM
from player.proof import chain, wire
from player.proof.chain import Head
from player.proof.keys import Signer
from player.proof.problems import EvidenceAltered, Fault, NotSigned

AT_ONCE_EVENTS = 10_000
AT_ONCE_BRANCHES = 400
"""What is written in one transaction: enough to be quick, so little that a learner's next event hardly waits."""
ATTEMPTS = 20
"""How often a batch is tried while other programs hold the records."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """What was not taken in, or only as far as it held. `stream` is empty where not even that can be read."""

    stream: StreamId
    problem: Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeReport:
    """What came of a merge.

    `branches`: how many were looked at; `known`: how many of them held nothing new; `events`: how many were new here.
    `grown`: streams with new events at the end of their main branch, new streams among them; `moved`: streams whose
    main branch is another one now; `forks`: the streams of which branches were taken in beside the main one, as they
    are now. `unvouched`: streams that were kept although the key of their device is not known.
    """

    branches: int
    known: int
    events: int
    grown: tuple[StreamId, ...]
    moved: tuple[StreamId, ...]
    forks: tuple[Fork, ...]
    unvouched: tuple[StreamId, ...]
    refused: tuple[Refused, ...]

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is to be told about it."""
        return tuple(refused.problem for refused in self.refused)


@dataclass(slots=True)
class _Draft:
    """A report that is being written. Dicts keep the order and name each stream once."""

    branches: int = 0
    known: int = 0
    events: int = 0
    grown: dict[StreamId, None] = field(default_factory=dict[StreamId, None])
    moved: dict[StreamId, None] = field(default_factory=dict[StreamId, None])
    forked: dict[StreamId, None] = field(default_factory=dict[StreamId, None])
    unvouched: dict[StreamId, None] = field(default_factory=dict[StreamId, None])
    refused: list[Refused] = field(default_factory=list[Refused])


class Merge:
    """Takes branches into one ledger."""

    def __init__(self, database: Database, *, own: str) -> None:
        """`own`: the id of the ledger's own device."""
        self._database = database
        self._own = own
        self._draft = _Draft()

    def take_in(self, branches: Iterable[Copy | Refused], signers: Mapping[str, Signer]) -> MergeReport:
        """Raises the `Problem`s of the place in which records are kept; what was written until then is whole.

        `signers` sign the ends of branches of their devices that are not signed yet.
        """
        for batch in _batches(self._checked_in(branches)):
            self._take(batch, signers)
        return self._report()

    def pass_over(self, count: int) -> None:
        """So many branches were known before they were read."""
        self._draft.branches += count
        self._draft.known += count

    def _checked_in(self, branches: Iterable[Copy | Refused]) -> Iterator[Copy]:
        for found in branches:
            self._draft.branches += 1
            if isinstance(found, Refused):
                self._draft.refused.append(found)
                continue
            if found.problem is not None:
                self._draft.refused.append(Refused(stream=found.stream, problem=found.problem))
            if found.bodies:
                yield found

    def _take(self, batch: Sequence[Copy], signers: Mapping[str, Signer]) -> None:
        with self._database.read() as connection:
            fresh = _unknown(connection, batch)
        self._draft.known += len(batch) - len(fresh)
        sound: list[Sound] = []
        for copy in fresh:
            try:
                sound.append(hold(copy, signers))
            except Problem as problem:
                self._draft.refused.append(Refused(stream=copy.stream, problem=problem))
        if sound:
            for outcome in _written(self._database, partial(unite, batch=sound, own=self._own)):
                self._note(outcome)
            self._draft.unvouched.update((found.copy.stream, None) for found in sound if found.copy.key is None)

    def _note(self, outcome: Outcome) -> None:
        draft = self._draft
        if outcome.problem is not None:
            draft.refused.append(Refused(stream=outcome.stream, problem=outcome.problem))
            return
        draft.events += outcome.events
        if outcome.grown:
            draft.grown[outcome.stream] = None
        if outcome.moved:
            draft.moved[outcome.stream] = None
        if outcome.forked:
            draft.forked[outcome.stream] = None

    def _report(self) -> MergeReport:
        draft = self._draft
        with self._database.read() as connection:
            forks = tuple(forks_in(connection, draft.forked))
        return MergeReport(
            branches=draft.branches,
            known=draft.known,
            events=draft.events,
            grown=tuple(draft.grown),
            moved=tuple(draft.moved),
            forks=forks,
            unvouched=tuple(draft.unvouched),
            refused=tuple(draft.refused),
        )


def hold(copy: Copy, signers: Mapping[str, Signer] = MappingProxyType({})) -> Sound:
    """The branch, checked as strictly as `check_strand` does it. Raises `EvidenceAltered`, `NotSigned`, `NewerFormat`.

    Unlike there the events are not kept: with a million of them that takes longer than all the rest. Where the
    device's key is not known, everything but the signatures is checked.
    """
    opening = _opening(copy)
    _check_places(copy.bodies)
    signed = -1
    for envelope in copy.heads:
        head = stated(envelope) if copy.key is None else chain.read_head(envelope, copy.key)
        chain.check_head(copy.links, head)
        if head.stream != opening.stream:
            raise EvidenceAltered(reason=Phrase("a signed head belongs to another stream."), fault=Fault.TRANSPLANTED)
        signed = max(signed, head.seq)
    if signed < 0:
        # The opening and its head are written in one transaction: where there is none, it was taken away.
        raise NotSigned(name=Phrase("The evidence"), reason=Phrase("no head of it is signed."))
    return _signed(Sound(copy=copy, opening=opening, signed=signed), signers)


def _opening(copy: Copy) -> StreamOpened:
    opening = opening_in(copy.bodies)
    if copy.key is not None and opening.device != copy.key.id:
        reason = Phrase("it was recorded on another device than the one that signed it.")
        raise EvidenceAltered(reason=reason, fault=Fault.WRONG_KEY)
    return opening


def _check_places(bodies: Sequence[bytes]) -> None:
    for place, body in enumerate(bodies):
        number = wire.number_of(body, name=f"event {place}")
        if number != place:
            reason = Worded("event {number} stands in the place of event {place}.", number=number, place=place)
            raise EvidenceAltered(reason=reason, fault=Fault.REORDERED)


def _signed(sound: Sound, signers: Mapping[str, Signer]) -> Sound:
    """The same with its last event signed, if somebody may; damage is never signed over."""
    copy, last = sound.copy, len(sound.copy.bodies) - 1
    signer = signers.get(sound.opening.device)
    if signer is None or copy.key is None or copy.problem is not None or sound.signed == last:
        return sound
    head = chain.sign_head(Head(stream=copy.stream, seq=last, hash=copy.links[-1].hex()), signer)
    return replace(sound, copy=replace(copy, heads=(*copy.heads, head)), signed=last)


def _written(database: Database, work: Callable[[Connection], list[Outcome]]) -> list[Outcome]:
    for _ in range(ATTEMPTS - 1):
        try:
            return database.write(work)
        except (RecordsBusy, ServerBusy):
            # Whoever else writes has waited for us, or the other way round: nothing was written, so again.
            continue
    return database.write(work)


def _batches(found: Iterable[Copy]) -> Iterator[list[Copy]]:
    """Each stream at most once in a batch."""
    batch: dict[StreamId, Copy] = {}
    events = 0
    for copy in found:
        if batch and (copy.stream in batch or events >= AT_ONCE_EVENTS or len(batch) >= AT_ONCE_BRANCHES):
            yield list(batch.values())
            batch, events = {}, 0
        batch[copy.stream] = copy
        events += len(copy.bodies)
    if batch:
        yield list(batch.values())


def _unknown(connection: Connection, batch: Sequence[Copy]) -> list[Copy]:
    """Those in which there may be something new."""
    numbers = numbers_of(connection, [copy.stream for copy in batch])
    devices = set(connection.scalars(select(DEVICE.c.id)))
    return [
        copy
        for copy in batch
        if copy.stream not in numbers or not _holds(connection, numbers[copy.stream], copy, devices)
    ]


def _holds(connection: Connection, number: int, copy: Copy, devices: Container[str]) -> bool:
    """Whether the last event is there, which means all of them, with each of the heads and the device's key."""
    if copy.key is not None and copy.key.id not in devices:
        return False
    if not has_link(connection, number, len(copy.bodies) - 1, copy.links[-1]):
        return False
    stored = {envelope for _, _, envelope in HEADS.run(connection, number)}
    return all(envelope.to_json() in stored for envelope in copy.heads)


def numbers_of(connection: Connection, streams: Sequence[StreamId]) -> Mapping[StreamId, int]:
    """The local numbers of those of the streams that are here."""
    query = select(STREAM.c.id, STREAM.c.number).where(STREAM.c.id.in_([name for name in streams if "\0" not in name]))
    return {StreamId(name): number for name, number in connection.execute(query)}
