"""Prints many documents at once, on several processes.

A process imports the paper room and nothing else, is handed the key as bytes, and goes when its pipe is closed: also
when this program is killed. One that dies is noticed, another takes its place, and its document is made here.
"""

from __future__ import annotations

import multiprocessing
import signal
import sys
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import chain, islice
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from pathlib import Path
from queue import SimpleQueue

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from player.desk.ports import PrintJob
from player.domain.problem import Problem
from player.paper.certificate import render_certificate
from player.paper.press import printed
from player.proof.keys import PrivateKey

FEW = 8
"""Up to so many documents are made here: a process takes as long to begin as it takes to make thirty."""
AHEAD = 3
"""Jobs for each process that are on their way or waiting to be taken: what bounds the memory."""


def printed_by_many(
    jobs: Iterable[PrintJob], *, key: PrivateKey | None, fonts: Path, processes: int
) -> Generator[bytes | Problem]:
    """In the order of the jobs, which are taken a few at a time; without a key, as they are before they are signed.

    With one process, or for a few documents, none is started. Close the iterator to be rid of the processes early.
    """
    left = iter(jobs)
    first = list(islice(left, FEW + 1)) if processes > 1 else []
    if len(first) <= FEW:
        yield from (_made(job, key, fonts) for job in chain(first, left))
        return
    with _crew(key, fonts, processes) as crew:
        yield from crew.made(chain(first, left))


def _made(job: PrintJob, key: PrivateKey | None, fonts: Path) -> bytes | Problem:
    try:
        return render_certificate(job, fonts=fonts) if key is None else printed(job, key=key, fonts=fonts)
    except Problem as problem:
        return problem


@dataclass(frozen=True, slots=True, kw_only=True)
class _Waiting:
    """A job that was handed out, and what will come of it; None where its process died."""

    job: PrintJob
    future: Future[bytes | Problem | None]


class _Crew:
    """Processes that make documents, each asked by a thread of its own, which waits for it."""

    def __init__(self, key: PrivateKey | None, fonts: Path, processes: int) -> None:
        self._key = key
        self._fonts = fonts
        self._most = AHEAD * processes
        self._idle: SimpleQueue[_Worker] = SimpleQueue()
        self._workers: list[_Worker] = []
        self._replaceable = processes
        """How many may still be put in the place of dead ones: where all die, there is a reason."""
        self._askers = ThreadPoolExecutor(processes, thread_name_prefix="printing")
        for _ in range(processes):
            self._start()

    def made(self, jobs: Iterable[PrintJob]) -> Iterator[bytes | Problem]:
        waiting: deque[_Waiting] = deque()
        for job in jobs:
            waiting.append(_Waiting(job=job, future=self._askers.submit(self._ask, job)))
            if len(waiting) >= self._most:
                yield self._result(waiting.popleft())
        while waiting:
            yield self._result(waiting.popleft())

    def close(self) -> None:
        for worker in self._workers:
            worker.stop()
        self._askers.shutdown(cancel_futures=True)
        for worker in self._workers:
            worker.wait()

    def _start(self) -> None:
        worker = _Worker(self._key, self._fonts)
        self._workers.append(worker)
        self._idle.put(worker)

    def _ask(self, job: PrintJob) -> bytes | Problem | None:
        worker = self._idle.get()
        answer = worker.ask(job)
        # A dead one goes back as well: there are as many as threads, so that no thread waits for ever.
        self._idle.put(worker)
        return answer

    def _result(self, one: _Waiting) -> bytes | Problem:
        answer = one.future.result()
        if answer is not None:
            return answer
        self._replace_dead()
        return _made(one.job, self._key, self._fonts)

    def _replace_dead(self) -> None:
        for worker in self._workers:
            if worker.is_dead and self._replaceable > 0:
                self._replaceable -= 1
                worker.stop()
                worker.wait()
                worker.start()


@contextmanager
def _crew(key: PrivateKey | None, fonts: Path, processes: int) -> Generator[_Crew]:
    crew = _Crew(key, fonts, processes)
    try:
        yield crew
    finally:
        crew.close()


class _Worker:
    """One process and the pipe to it. It is asked by one thread at a time."""

    def __init__(self, key: PrivateKey | None, fonts: Path) -> None:
        self._key = None if key is None else key.crypto.private_bytes_raw()
        self._fonts = fonts
        self.is_dead = False
        self.start()

    def start(self) -> None:
        """Begins the process, or another in the place of a dead one."""
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=_work, args=(theirs, self._key, self._fonts), daemon=True)
        with _deaf_to_the_keyboard():
            process.start()
        theirs.close()
        self._process: SpawnProcess = process
        self._pipe: Connection = ours
        self.is_dead = False

    def ask(self, job: PrintJob) -> bytes | Problem | None:
        """What it makes of a job; None where it is dead."""
        if self.is_dead:
            return None
        try:
            self._pipe.send(job)
            return _put_together(self._pipe.recv())
        except (EOFError, OSError):
            self.is_dead = True
            return None

    def stop(self) -> None:
        """Ends it, whatever it is at: nothing of what it does lies on a disk."""
        self._process.terminate()

    def wait(self) -> None:
        self._process.join()
        self._pipe.close()


_Parts = tuple[type[Problem], dict[str, object]]
"""A problem as it goes through a pipe: pickle would make it anew from its sentence."""


def _work(pipe: Connection, key: bytes | None, fonts: Path) -> None:
    """Makes documents until the pipe is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signer = None if key is None else PrivateKey(Ed25519PrivateKey.from_private_bytes(key))
    with suppress(EOFError, OSError):
        while True:
            pipe.send(_taken_apart(_made(pipe.recv(), signer, fonts)))


def _taken_apart(made: bytes | Problem) -> bytes | _Parts:
    return (type(made), vars(made)) if isinstance(made, Problem) else made


def _put_together(answer: bytes | _Parts) -> bytes | Problem:
    if isinstance(answer, bytes):
        return answer
    kind, parts = answer
    problem = kind.__new__(kind)
    vars(problem).update(parts)
    problem.args = (problem.sentence,)
    return problem


@contextmanager
def _deaf_to_the_keyboard() -> Generator[None]:
    """What is started meanwhile hears no Ctrl-C, which a terminal sends to all: whoever started it hears it."""
    if sys.platform == "win32":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
