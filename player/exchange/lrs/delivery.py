"""One upload: statements are handed over until the store confirms them, and none is in the way of the others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from player.domain.phrase import Phrase, Worded
from player.domain.problem import Problem
from player.domain.uploading import Cause, SetAside, Statement
from player.exchange.lrs.answers import Answer, Held, Verdict
from player.exchange.lrs.batches import MOST_ALONE, batches
from player.exchange.lrs.client import GivenUp
from player.exchange.lrs.journal import Journal
from player.exchange.lrs.problems import EverythingRefused, StoreFails, StoreNotBelieved
from player.exchange.lrs.store import Store

MOST_REFUSED = 100
"""So many refused, and none ever taken: then it is not the statements that are wrong."""
MOST_FAILED = 2
"""So many alone in a row over which the store failed: then it is the store."""
_TWICE = Phrase("another statement to be sent bears the same id")

Batch = tuple[Statement, ...]


@dataclass(slots=True)
class Count:
    """What became of the statements so far; `doubtful`: those whose setting aside counts once the store took any."""

    taken_in: int = 0
    sent: int = 0
    known: int = 0
    by_word: int = 0
    set_aside: list[SetAside] = field(default_factory=list[SetAside])
    doubtful: list[tuple[SetAside, bytes]] = field(default_factory=list[tuple[SetAside, bytes]])

    @property
    def settled(self) -> int:
        return self.sent + self.known + len(self.set_aside)


class Delivery:
    """One upload, from its first statement to its last or to what ended it."""

    def __init__(
        self,
        store: Store,
        journal: Journal,
        *,
        verify_all: bool,
        again: bool,
        choose: Callable[[Batch], Statement],
    ) -> None:
        self._store = store
        self._journal = journal
        self._verify_all = verify_all
        self._again = again
        self._choose = choose
        self._seen: dict[bytes, int] = {}
        self._failed_in_a_row = 0
        self._took_now = False
        self._told: Callable[[int], object] = lambda _done: None
        self._is_over = False
        self.count = Count()

    def through(self, statements: Iterable[Statement], *, told: Callable[[int], object]) -> Problem | None:
        """What ended it before all were dealt with; None also where it was cancelled."""
        self._told = told
        source = iter(statements)
        problem: Problem | None = None
        try:
            for batch in batches(self._fresh(source)):
                self._deliver(batch)
            problem = self._what_of_the_doubtful()
        except Problem as found:
            problem = found
        except GivenUp:
            pass
        self._is_over = True
        # The rest is counted, so that it can be said how many are left.
        for _ in self._fresh(source):
            pass
        return problem

    def _fresh(self, statements: Iterable[Statement]) -> Iterator[Statement]:
        """Those that are to be sent now; the others are counted on the way."""
        for statement in statements:
            key = _key(statement.id)
            if key and self._seen.get(key) == hash(statement.body):
                # The very same once more.
                continue
            self.count.taken_in += 1
            unfit = self._unfit(statement, key)
            if unfit is not None:
                self.count.set_aside.append(unfit)
            elif self._journal.is_confirmed(statement.id) and not self._is_lost(statement):
                self.count.known += 1
            else:
                yield statement
                continue
            self._told(self.count.settled)

    def _unfit(self, statement: Statement, key: bytes | None) -> SetAside | None:
        """Why a statement is not even sent."""
        if key is None:
            return SetAside(id=statement.id[:64], cause=Cause.MALFORMED, reason=Phrase("its id is no UUID"))
        if self._seen.setdefault(key, hash(statement.body)) != hash(statement.body):
            return SetAside(id=statement.id, cause=Cause.CONFLICT, reason=_TWICE)
        if len(statement.body) > MOST_ALONE:
            reason = Worded("it has {body:,} bytes, more than any store takes", body=len(statement.body))
            return SetAside(id=statement.id, cause=Cause.TOO_LARGE, reason=reason)
        return None if self._again else self._journal.set_aside_before(statement.id, statement.body)

    def _is_lost(self, statement: Statement) -> bool:
        """Whether the store has no more what it had confirmed; asked only where everything is to be read back."""
        if not self._verify_all or self._is_over:
            return False
        if self._store.look_up(statement) is not Held.NOTHING:
            return False
        self._journal.lose((statement.id,))
        return True

    def _deliver(self, batch: Batch) -> None:
        """In halves where the whole is not taken, down to the one that is in the way."""
        waiting, has_failed = [batch], False
        while waiting:
            part = waiting.pop()
            # Over which of them the store fails is sought without waiting each time; only the last word is asked twice.
            answer = self._store.hand_over(part, once=has_failed and len(part) > 1)
            has_failed = has_failed or answer.verdict is Verdict.FAILED
            if answer.verdict is not Verdict.FAILED:
                self._failed_in_a_row = 0
            if answer.verdict is Verdict.TAKEN:
                waiting += reversed(self._confirm(part, answer))
            elif len(part) > 1:
                middle = len(part) // 2
                waiting += (part[middle:], part[:middle])
            else:
                for statement in part:
                    self._set_aside(statement, answer)
            self._told(self.count.settled)

    # --- taken -------------------------------------------------------------------------------------------

    def _confirm(self, batch: Batch, answer: Answer) -> Sequence[Batch]:
        """Counts as sent what the store really holds. Returns what has to be sent again, each alone."""
        named = tuple(one for one in batch if answer.named is None or one.id.lower() in answer.named)
        unnamed = tuple(one for one in batch if answer.named is not None and one.id.lower() not in answer.named)
        if named:
            self._confirm_named(named, answer)
        missing = tuple(one for one in unnamed if not self._is_held(one))
        if missing and len(batch) == 1:
            raise StoreNotBelieved(host=self._store.host, reason=Phrase("It does not have them."))
        return [(one,) for one in missing]

    def _confirm_named(self, named: Batch, answer: Answer) -> None:
        sample = self._choose(named)
        found = self._store.look_up(sample, patiently=True)
        if found is Held.UNTOLD:
            if not answer.is_proven:
                raise StoreNotBelieved(host=self._store.host, reason=Phrase("It does not let them be read back."))
            self._count_sent(named, by_word=True)
        elif found is Held.SAME and not self._verify_all:
            self._count_sent(named)
        else:
            self._confirm_each(named)

    def _confirm_each(self, named: Batch) -> None:
        lacking = 0
        for statement in named:
            match self._store.look_up(statement, patiently=not lacking):
                case Held.SAME:
                    self._count_sent((statement,))
                case Held.OTHER:
                    self._conflict(statement, Phrase("it took it, and holds another statement under this id"))
                case _:
                    lacking += 1
        if lacking:
            raise StoreNotBelieved(host=self._store.host, reason=Phrase("It does not have all of them."))

    def _is_held(self, statement: Statement) -> bool:
        """Of one that the store did not name: it may have had it before."""
        match self._store.look_up(statement):
            case Held.SAME:
                self._journal.confirm((statement.id,))
                self._store_takes()
                self.count.known += 1
                return True
            case Held.OTHER:
                self._conflict(statement, Phrase("it holds another statement under this id"))
                return True
            case _:
                return False

    def _count_sent(self, statements: Batch, *, by_word: bool = False) -> None:
        self._journal.confirm(one.id for one in statements)
        self._store_takes()
        self.count.sent += len(statements)
        self.count.by_word += len(statements) if by_word else 0

    # --- not taken ---------------------------------------------------------------------------------------

    def _set_aside(self, statement: Statement, answer: Answer) -> None:
        match answer.verdict:
            case Verdict.CLASH:
                self._settle_clash(statement, answer.reason)
            case Verdict.FAILED:
                self._failed_in_a_row += 1
                found = SetAside(id=statement.id, cause=Cause.STORE_FAILED, reason=answer.reason)
                self.count.doubtful.append((found, statement.body))
                if self._failed_in_a_row > MOST_FAILED:
                    raise StoreFails(host=self._store.host, reason=answer.reason)
            case _:
                found = SetAside(id=statement.id, cause=Cause.REFUSED, reason=answer.reason)
                self._doubt(found, statement.body)

    def _settle_clash(self, statement: Statement, reason: str) -> None:
        """At odds is what differs by the specification's rule: some stores are stricter about the same statement."""
        match self._store.look_up(statement):
            case Held.SAME:
                self._journal.confirm((statement.id,))
                self._store_takes()
                self.count.known += 1
            case Held.OTHER:
                self._conflict(statement, Phrase("it holds another statement under this id"))
            case _:
                self._conflict(
                    statement, Worded("{reason}; what it holds under this id it does not show", reason=reason)
                )

    def _conflict(self, statement: Statement, reason: str) -> None:
        found = SetAside(id=statement.id, cause=Cause.CONFLICT, reason=reason)
        self._journal.set_aside(found, statement.body)
        self.count.set_aside.append(found)

    def _doubt(self, found: SetAside, body: bytes) -> None:
        """A store that took nothing yet may be refusing something else than this statement."""
        if self._took_now:
            self._journal.set_aside(found, body)
            self.count.set_aside.append(found)
            return
        self.count.doubtful.append((found, body))
        refused = [one for one, _ in self.count.doubtful if one.cause is Cause.REFUSED]
        if len(refused) >= MOST_REFUSED and not self._journal.has_any:
            raise EverythingRefused(host=self._store.host, count=len(refused), reason=refused[0].reason)

    def _store_takes(self) -> None:
        """The store took something: what it did not take was at fault itself."""
        self._took_now = True
        for found, body in self.count.doubtful:
            self._journal.set_aside(found, body)
            self.count.set_aside.append(found)
        self.count.doubtful.clear()

    def _what_of_the_doubtful(self) -> Problem | None:
        """At the end: what was refused is told; where the store failed and took nothing at all, it is the store."""
        doubtful = tuple(self.count.doubtful)
        failed = [found for found, _ in doubtful if found.cause is Cause.STORE_FAILED]
        if failed and not self._took_now:
            return StoreFails(host=self._store.host, reason=failed[0].reason)
        for found, body in doubtful:
            if self._journal.has_any:
                # Otherwise it is not sure whether the fault is theirs: they are tried again at the next upload.
                self._journal.set_aside(found, body)
            self.count.set_aside.append(found)
        return None


def _key(statement: str) -> bytes | None:
    try:
        return UUID(statement).bytes
    except ValueError:
        return None
