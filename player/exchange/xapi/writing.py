"""Writing: completions become statements, each device's told once, in the order in which things happened."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from functools import partial
from operator import attrgetter

from player.domain.carrying import Carrying, Content
from player.domain.clock import BootId, Stamp
from player.domain.event import CourseHash, Fact, StreamJoined
from player.domain.history import History
from player.domain.learner_completion import LearnerCompletion, RecordedStrand
from player.domain.report_format import XapiVersion
from player.exchange.xapi.known import Known
from player.exchange.xapi.measures import wall_ms
from player.exchange.xapi.pen import Pen, Statement, Told
from player.exchange.xapi.scene import Stages, scene_of
from player.exchange.xapi.telling import Telling


def write_statements(
    completions: Iterable[LearnerCompletion], *, version: XapiVersion = XapiVersion.ONE, now: datetime | None = None
) -> Iterator[Statement]:
    """Everything that these learners did, learner by learner; only one completion is held at a time.

    What a clock that is ahead dates later than `now` is held back: a statement may not lie in the future, and will
    be in a later file unchanged.
    """
    latest = None if now is None else wall_ms(now)
    stages = Stages()
    for completion in completions:
        for told in _told(completion, stages, version):
            if latest is None or told.wall_ms <= latest:
                yield told.statement


def _told(completion: LearnerCompletion, stages: Stages, version: XapiVersion) -> list[Told]:
    joining = _Joining(completion, stages)
    when = _times(completion.history)
    told: list[Told] = []
    for strand in completion.strands:
        pen = Pen(scene_of(completion, strand, stages), version)
        Telling(strand, pen, wall_ms=when, join=partial(joining.join, strand, pen)).tell()
        told.extend(pen.told)
    if len(completion.strands) == 1:
        return told
    # Sorting keeps what has one time in its order, and in a session nothing is earlier than what is before it.
    told.sort(key=attrgetter("wall_ms"))
    return _once(told, _counted_claims(completion.history))


def _times(history: History) -> Callable[[Stamp], int]:
    """When a stamp was taken: see `History.moment_of`, which need not be asked where nobody said anything."""
    corrected: frozenset[BootId] = frozenset(history.corrections)

    def when(stamp: Stamp) -> int:
        return wall_ms(history.moment_of(stamp)) if stamp.boot in corrected else stamp.wall_ms

    return when


def _counted_claims(history: History) -> frozenset[tuple[str, ...]]:
    """Those that count, and those that did until they were taken back; one made twice on two devices counts once."""
    claims = (*history.claims, *(one.claim for one in history.revocations if one.withdrawn))
    return frozenset(
        (one.stream, one.credit.offer, str(one.credit.amount), one.credit.profession.value) for one in claims
    )


def _once(told: Sequence[Told], claims: frozenset[tuple[str, ...]]) -> list[Told]:
    """Each statement once, and each once what no learner does twice; of several devices the earliest said so."""
    kept: list[Told] = []
    ids: set[object] = set()
    done: set[tuple[str, ...]] = set()
    for one in told:
        name = one.statement["id"]
        if name in ids or not _is_news(one.once, done, claims, ids):
            continue
        ids.add(name)
        if one.once:
            done.add(one.once)
        kept.append(one)
    return kept


def _is_news(
    once: tuple[str, ...], done: set[tuple[str, ...]], claims: frozenset[tuple[str, ...]], ids: set[object]
) -> bool:
    if not once:
        return True
    registration, about, *rest = once
    if about == "earned":
        return tuple(rest) in claims
    if about == "failed":
        return (registration, "passed") not in done
    if about == "voided" and rest[0] not in ids:
        return False
    return once not in done


class _Joining:
    """Finds among a completion's strands what one of them joined."""

    def __init__(self, completion: LearnerCompletion, stages: Stages) -> None:
        self._strands = completion.strands
        self._stages = stages
        self._contents: dict[CourseHash, Content] = {}

    def join(self, strand: RecordedStrand, pen: Pen, fact: StreamJoined, known: Known) -> None:
        """What cannot be found counts for nothing: whoever verified the completion knows that it is all there."""
        found = next((one for one in self._strands if _holds(one, fact)), None)
        if found is None:
            return
        carried = self._carried(found, strand)
        upto = found.events[: fact.seq + 1]
        for event, link in zip(upto, found.links, strict=False):
            if isinstance(event.fact, StreamJoined) and link not in known.seen:
                known.seen.add(link)
                self.join(strand, pen, event.fact, known)
        told = partial(pen.id_of, about="earned")
        known.absorb(found.opening.stream, zip(upto, found.links, strict=False), carried, told)

    def _carried(self, old: RecordedStrand, new: RecordedStrand) -> Callable[[Fact], Fact | None]:
        if old.opening.course_hash == new.opening.course_hash:
            return _as_it_is
        return Carrying(self._content(old), self._content(new)).carried

    def _content(self, strand: RecordedStrand) -> Content:
        name, course = strand.opening.course_hash, strand.course
        if name not in self._contents:
            self._contents[name] = Content(course)
        return self._contents[name]


def _as_it_is(fact: Fact) -> Fact | None:
    return fact


def _holds(strand: RecordedStrand, fact: StreamJoined) -> bool:
    links = strand.links
    return strand.opening.stream == fact.stream and fact.seq < len(links) and links[fact.seq].hex() == fact.hash
