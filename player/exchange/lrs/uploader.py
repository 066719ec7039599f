"""Uploads statements to one store: what is handed over, how sure it has to be, and what came of it."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable

from player.domain.uploading import Statement, Uploaded
from player.exchange.lrs.delivery import Batch, Delivery
from player.exchange.lrs.journal import Journal
from player.exchange.lrs.store import Store

OnProgress = Callable[[int, int], None]
IsCancelled = Callable[[], bool]


def never() -> bool:
    return False


class Uploader:
    """Hands statements to one store. `verify_all` reads each back, also those that were confirmed before;
    otherwise one of each batch. `again` sends those that were set aside before, too."""

    def __init__(
        self,
        store: Store,
        journal: Journal,
        *,
        verify_all: bool = False,
        again: bool = False,
        choose: Callable[[Batch], Statement] = random.choice,
    ) -> None:
        self._store = store
        self._journal = journal
        self._verify_all = verify_all
        self._again = again
        self._choose = choose

    def run(
        self,
        statements: Iterable[Statement],
        *,
        total: int = 0,
        on_progress: OnProgress | None = None,
        is_cancelled: IsCancelled = never,
    ) -> Uploaded:
        """Raises nothing that a store, a network or a disk can do: that is told in what is returned.

        `total`: how many there are, where that is known, for those to whom progress is told.
        """
        self._store.listen_to(is_cancelled)
        run = Delivery(self._store, self._journal, verify_all=self._verify_all, again=self._again, choose=self._choose)
        problem = run.through(statements, told=lambda done: on_progress and on_progress(done, max(total, done)))
        count = run.count
        return Uploaded(
            sent=count.sent,
            known=count.known,
            set_aside=tuple(count.set_aside),
            left=count.taken_in - count.settled,
            by_word=count.by_word,
            problem=problem,
            again_at=self._store.again_at,
        )
