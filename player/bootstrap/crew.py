"""A crew: processes that take files in side by side; on a server each keeps its own, of a file one hand writes."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import cast

from player.bootstrap.collecting import Terms, intake_for
from player.domain.problem import Problem
from player.ledger.collection.store import is_on_server
from player.office.intake import Intake, Prepared, Taken
from player.office.problems import WorkerLost

Batch = Sequence[Path]
Answer = Prepared | Sequence[Taken] | Problem
AHEAD = 2
"""Batches that lie before each worker, so that none waits for the other end of the pipe."""


def collect_together(terms: Terms, batches: Iterator[Batch], *, workers: int) -> Generator[Sequence[Taken]]:
    """As `collect`, by so many processes. A `Problem` of one ends all; what they told is kept."""
    finish = _as_it_is if is_on_server(terms.place) else None
    with ExitStack() as stack:
        # The tables are made, or refused, before anybody else begins.
        intake = stack.enter_context(intake_for(terms))
        pipes = [stack.enter_context(_worker(terms)) for _ in range(workers)]
        yield from _shared_out(pipes, batches, finish or (lambda answer: _kept(intake, answer)))


def _as_it_is(answer: Answer) -> Sequence[Taken]:
    assert not isinstance(answer, Prepared | Problem)
    return answer


def _kept(intake: Intake, answer: Answer) -> Sequence[Taken]:
    assert isinstance(answer, Prepared)
    return intake.keep(answer)


def _shared_out(
    pipes: Sequence[Connection], batches: Iterator[Batch], finish: Callable[[Answer], Sequence[Taken]]
) -> Generator[Sequence[Taken]]:
    lying = dict.fromkeys(pipes, 0)
    for _ in range(AHEAD):
        for pipe in pipes:
            _hand(pipe, batches, lying)
    while any(lying.values()):
        for ready in wait([pipe for pipe, count in lying.items() if count]):
            pipe = cast("Connection", ready)
            answer = _answer_of(pipe)
            lying[pipe] -= 1
            _hand(pipe, batches, lying)
            if isinstance(answer, Problem):
                raise answer
            yield finish(answer)


def _hand(pipe: Connection, batches: Iterator[Batch], lying: dict[Connection, int]) -> None:
    batch = next(batches, None)
    if batch is not None:
        try:
            pipe.send(batch)
        except OSError:
            raise WorkerLost from None
        lying[pipe] += 1


def _answer_of(pipe: Connection) -> Answer:
    try:
        return pipe.recv()
    except (EOFError, OSError):
        raise WorkerLost from None


# --- a worker ------------------------------------------------------------------------------------------------


@contextmanager
def _worker(terms: Terms) -> Generator[Connection]:
    """A process that works until nobody hands it anything any more."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=_work, args=(terms, there), daemon=True)
    process.start()
    there.close()
    try:
        with closing(here):
            yield here
    finally:
        process.join(timeout=10)
        if process.is_alive():
            process.terminate()


def _work(terms: Terms, pipe: Connection) -> None:
    try:
        with intake_for(terms) as intake:
            act = intake.take if is_on_server(terms.place) else intake.prepare
            while True:
                pipe.send(act(pipe.recv()))
    except (EOFError, KeyboardInterrupt, BrokenPipeError):
        return
    except Problem as problem:
        pipe.send(problem)
