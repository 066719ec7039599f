"""The book: what is known already of the learners in a batch of files, and what the batch changes in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from player.domain.collection.account import Account, ClaimTold, Decision, Flag, FlagKind, Outcome, StrandTold, Stretch
from player.domain.collection.playing import AT_ONCE_MS, at_once_ms
from player.domain.course import CourseId
from player.domain.event import DeviceId, StreamId
from player.domain.learner import LearnerId

STOLEN = "A record in the file is known here under another learner's name."
MOST_LOOKED_AT = 8
"""Devices of one person that are named where they played at the same time: nobody has so many."""
CreditKey = tuple[str, CourseId, str]
"""Person, course and offer: of these there is one credit, whatever came from where."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownLearner:
    """`person`: the id under which this learner's credit counts; `told_ms`: how new the particulars are."""

    person: str
    told_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownStream:
    """How much of a stream is known, and whose it is: `digest` names the file that tells the most of it."""

    learner: LearnerId
    events: int
    link: bytes
    digest: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownClaim:
    """`events`: how much of its own stream was known when this was told; `withdrawn`: gone for good, and not only
    certified under another number."""

    told: ClaimTold
    learner: LearnerId
    course: CourseId
    gone_ms: int | None
    withdrawn: bool
    digest: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """What a file came to: numbers of its claims that count by now, and of those that count no more.

    `reason`: why nothing of it was taken, empty where it was.
    """

    outcome: Outcome
    reason: str = ""
    credited: tuple[str, ...] = ()
    taken_back: tuple[str, ...] = ()


LinksOf = Callable[[bytes, StreamId], bytes]
"""The links of a stream in the file with this digest: see `StrandTold.links`; empty where it is not in it."""


@dataclass(slots=True, kw_only=True)
class Book:
    """Filled with all that concerns the learners of a batch; `changed…` name what is to be written."""

    learners: dict[LearnerId, KnownLearner] = field(default_factory=dict[LearnerId, KnownLearner])
    streams: dict[StreamId, KnownStream] = field(default_factory=dict[StreamId, KnownStream])
    claims: dict[str, KnownClaim] = field(default_factory=dict[str, KnownClaim])
    credits: dict[CreditKey, str] = field(default_factory=dict[CreditKey, str])
    played: dict[str, list[Stretch]] = field(default_factory=dict[str, list[Stretch]])
    """By person."""
    files: dict[bytes, Outcome] = field(default_factory=dict[bytes, Outcome])
    decisions: dict[LearnerId, Decision] = field(default_factory=dict[LearnerId, Decision])
    changed_decisions: set[LearnerId] = field(default_factory=set[LearnerId])
    changed_learners: dict[LearnerId, Account] = field(default_factory=dict[LearnerId, Account])
    changed_streams: dict[StreamId, tuple[StrandTold, Account]] = field(
        default_factory=dict[StreamId, tuple[StrandTold, Account]]
    )
    changed_claims: set[str] = field(default_factory=set[str])
    changed_credits: set[CreditKey] = field(default_factory=set[CreditKey])
    new_played: list[tuple[LearnerId, Stretch]] = field(default_factory=list[tuple[LearnerId, Stretch]])
    flags: list[tuple[Flag, bytes]] = field(default_factory=list[tuple[Flag, bytes]])

    def settle(self, account: Account, links_of: LinksOf) -> Settled:
        """Takes a file's account into the book."""
        if any(self._is_of_another(strand, account) for strand in account.strands):
            return Settled(outcome=Outcome.REFUSED, reason=STOLEN)
        person = self._meet(account)
        news = [self._extend(strand, account, links_of) for strand in account.strands]
        if news[0]:
            # What an older state says of its claims has been overtaken by the one that is known.
            self._tell_claims(account)
            self._look_at(person, account)
        for offer in sorted({claim.offer for claim in account.claims}):
            self._count(person, account, offer)
        counting = {key[2] for key, number in self.credits.items() if key[:2] == (person, account.course) and number}
        return Settled(
            outcome=Outcome.NEW if any(news) else Outcome.OLDER,
            credited=tuple(number for number in account.standing if self._is_credited(number, counting)),
            taken_back=tuple(dict.fromkeys((*self._gone(account), *account.replaced))),
        )

    def _gone(self, account: Account) -> Iterator[str]:
        for claim in account.claims:
            known = self.claims.get(claim.number)
            if claim.gone is not None or (known is not None and known.gone_ms is not None):
                yield claim.number

    # --- learners and streams ----------------------------------------------------------------------------

    def _meet(self, account: Account) -> str:
        known, told_ms = self.learners.get(account.learner.id), _ms(account.told)
        if known is None or told_ms >= known.told_ms:
            person = known.person if known else account.learner.id
            self.learners[account.learner.id] = known = KnownLearner(person=person, told_ms=told_ms)
            self.changed_learners[account.learner.id] = account
        if account.decision is not None and account.decision.overrules(self.decisions.get(account.learner.id)):
            self.decisions[account.learner.id] = account.decision
            self.changed_decisions.add(account.learner.id)
        return known.person

    def _extend(self, strand: StrandTold, account: Account, links_of: LinksOf) -> bool:
        """Whether something of this stream is new. Two links after one event are a fork, whichever is longer."""
        known = self.streams.get(strand.stream)
        if known is not None:
            shared = min(known.events, strand.events)
            before = known.link if shared == known.events else _link_at(links_of(known.digest, strand.stream), shared)
            forked = bool(before) and before != strand.link_after(shared)
            if forked:
                self._flag_fork(strand, known, account)
            if strand.events <= known.events:
                return forked
        self.streams[strand.stream] = KnownStream(
            learner=account.learner.id, events=strand.events, link=strand.link, digest=account.digest
        )
        self.changed_streams[strand.stream] = (strand, account)
        return True

    def _is_of_another(self, strand: StrandTold, account: Account) -> bool:
        """A stream's id is drawn by lot from 2^128: under two learners' names it was copied by somebody."""
        known = self.streams.get(strand.stream)
        if known is None or known.learner == account.learner.id:
            return False
        words = f"The record {strand.stream[:8]} came under two learners' names; the second was not taken in."
        self._flag(FlagKind.FORKED, f"{strand.stream}/{account.learner.id}", account, words)
        return True

    def _flag_fork(self, strand: StrandTold, known: KnownStream, account: Account) -> None:
        ends = sorted((strand.link.hex()[:16], known.link.hex()[:16]))
        words = f"The record {strand.stream[:8]} was continued in two ways: one ends in {ends[0]}, one in {ends[1]}."
        self._flag(FlagKind.FORKED, f"{strand.stream}/{'/'.join(ends)}", account, words)

    # --- claims and credit -------------------------------------------------------------------------------

    def _tell_claims(self, account: Account) -> None:
        """A claim that was taken back never stands again: a new one has a new number. So the order of files is free."""
        for told in account.claims:
            known = self.claims.get(told.number)
            gone_ms = _ms(told.gone) if told.gone else None
            if known is None or known.gone_ms is None:
                self._put(told, account, gone_ms, withdrawn=gone_ms is not None)
                if known is not None and gone_ms is not None and known.gone_ms is None:
                    self._flag_taken_back(told, account)
        for number in account.replaced:
            known = self.claims.get(number)
            if known is not None and known.gone_ms is None:
                self._put(known.told, account, _ms(account.told), withdrawn=False)

    def _put(self, told: ClaimTold, account: Account, gone_ms: int | None, *, withdrawn: bool) -> None:
        self.claims[told.number] = KnownClaim(
            told=told,
            learner=account.learner.id,
            course=account.course,
            gone_ms=gone_ms,
            withdrawn=withdrawn,
            digest=account.digest,
        )
        self.changed_claims.add(told.number)

    def _flag_taken_back(self, told: ClaimTold, account: Account) -> None:
        words = f"The claim {told.number} was taken back after it had been taken in."
        self._flag(FlagKind.TAKEN_BACK, told.number, account, words)

    def _count(self, person: str, account: Account, offer: str) -> None:
        """The credit of one person, course and offer: what counts already goes on to count while it stands."""
        key = (person, account.course, offer)
        now = self.credits.get(key, "")
        if now and self.claims[now].gone_ms is None:
            return
        standing = self._standing(person, account.course, offer)
        chosen = min(standing, key=lambda one: (one.told.claimed, one.told.number)).told.number if standing else ""
        if chosen != now or key not in self.credits:
            self.credits[key] = chosen
            self.changed_credits.add(key)

    def _standing(self, person: str, course: CourseId, offer: str) -> list[KnownClaim]:
        return [
            claim
            for claim in self.claims.values()
            if claim.gone_ms is None
            and claim.course == course
            and claim.told.offer == offer
            and self.learners[claim.learner].person == person
        ]

    def _is_credited(self, number: str, counting: set[str]) -> bool:
        """A claim that counts once with another one is credited too: its learner need not send it again."""
        claim = self.claims.get(number)
        return claim is None or (claim.gone_ms is None and claim.told.offer in counting)

    # --- what somebody should look at --------------------------------------------------------------------

    def _look_at(self, person: str, account: Account) -> None:
        self.flags.extend((flag, account.digest) for flag in account.flags)
        before = self.played.setdefault(person, [])
        known = {(stretch.stream, stretch.began_ms): stretch for stretch in before}
        new = [one for one in account.played if known.get((one.stream, one.began_ms)) != one]
        if not new:
            return
        others = [*before, *(one for one in account.played)]
        overlap = at_once_ms(new, others)
        if overlap > AT_ONCE_MS:
            self._flag_two_places(new, others, account, overlap)
        for device in sorted({one.device for one in new})[:MOST_LOOKED_AT]:
            self._flag_at_once(device, new, others, account)
        changed = {(one.stream, one.began_ms) for one in new}
        self.played[person] = [*(one for one in before if (one.stream, one.began_ms) not in changed), *new]
        self.new_played.extend((account.learner.id, one) for one in new)

    def _flag_two_places(
        self, new: Sequence[Stretch], others: Sequence[Stretch], account: Account, overlap: int
    ) -> None:
        ours = {one.device for one in new}
        theirs = sorted({other.device for other in others} - ours)
        met = [
            device for device in theirs[:MOST_LOOKED_AT] if at_once_ms(new, [o for o in others if o.device == device])
        ]
        devices = sorted(device[:16] for device in (*sorted(ours)[:MOST_LOOKED_AT], *met))
        words = f"Two devices played at the same time for {overlap // 60_000} minutes: {' and '.join(devices)}."
        key = f"{account.learner.id}/{account.course}/{'/'.join(devices)}"
        self._flag(FlagKind.TWO_PLACES, key, account, words)

    def _flag_at_once(
        self, device: DeviceId, new: Sequence[Stretch], others: Sequence[Stretch], account: Account
    ) -> None:
        """One computer plays one course at a time: two records of it at once are more than time allows."""
        theirs = [_by_record(one) for one in others if one.device == device]
        if len({one.stream for one in theirs}) < 2:
            return
        overlap = at_once_ms([_by_record(one) for one in new if one.device == device], theirs)
        if overlap > AT_ONCE_MS:
            words = f"The device {device[:16]} played in two records at the same time for {overlap // 60_000} minutes."
            self._flag(FlagKind.TOO_FAST, f"{account.learner.id}/{device[:16]}", account, words)

    def _flag(self, kind: FlagKind, key: str, account: Account, words: str) -> None:
        flag = Flag(
            kind=kind,
            key=key,
            learner=account.learner.id,
            course=account.course,
            moment=account.told,
            words=words,
        )
        self.flags.append((flag, account.digest))


def _by_record(stretch: Stretch) -> Stretch:
    """As if each record had been made by a device of its own."""
    return replace(stretch, device=DeviceId(stretch.stream))


def _link_at(links: bytes, events: int) -> bytes:
    return links[(events - 1) * 32 : events * 32]


def _ms(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)
