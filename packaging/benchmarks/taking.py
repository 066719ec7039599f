"""Taking in: completion files judged, kept and answered, by one process and by two, beside the least they cost."""

from __future__ import annotations

import multiprocessing
import os
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from measuring import Figures
from replay import hour, least, typical

from player.bootstrap.collecting import CompletionJudge, Terms, collect, intake_for
from player.domain.collection.account import Outcome
from player.domain.learner import Learner
from player.office.intake import Intake
from player.office.walking import in_batches
from tests.office.lives import learner
from tests.worlds import TRUST

TYPICAL = 2_000
"""Half an hour in 196 events with 7 or 8 signed heads, as many as fill thirty batches."""
HOURS = 320
"""Of 360 events each."""
ROUNDS = 2
WARM = 128
"""Files with which workers are started, so that what starting costs can be left out."""

Sent = Callable[[int, Learner], bytes]


def typical_of(number: int, who: Learner) -> bytes:
    return typical(number, who=who)


def hour_of(number: int, who: Learner) -> bytes:
    return hour(number, who=who)


def send_many(folder: Path, count: int, sent: Sent) -> list[Path]:
    """Files of so many learners."""
    folder.mkdir(parents=True)
    files = [folder / f"{number:05}.completion" for number in range(count)]
    for number, file in enumerate(files):
        file.write_bytes(sent(number, learner(number)))
    return files


# --- one core ------------------------------------------------------------------------------------------------


def one_core(name: str, terms: Terms, files: Sequence[Path]) -> Figures:
    """Milliseconds of one core for a file, which other work on the machine lengthens less than the time on the wall.

    In turn, batch by batch: the least that a verifier does, judging alone, reading and judging as `collect` does, and
    keeping. Medians over the batches; `…_best…`: the quickest batch.
    """
    with intake_for(terms) as intake:
        batches = [_batch(intake, batch) for batch in in_batches(files)]
    least_ms, judge_ms, prepare_ms, keep_ms = (statistics.median(times) for times in zip(*batches, strict=True))
    all_ms = [prepare + keep for _, _, prepare, keep in batches]
    return {
        f"collect_{name}_least_ms": least_ms,
        f"collect_{name}_judge_ms": judge_ms,
        f"collect_{name}_prepare_ms": prepare_ms,
        f"collect_{name}_keep_ms": keep_ms,
        f"collect_{name}_all_ms": statistics.median(all_ms),
        f"collect_{name}_per_core_s": 1000 / statistics.median(all_ms),
        f"collect_{name}_best_per_core_s": 1000 / min(all_ms),
        f"collect_{name}_ratio_least": statistics.median(ms / one[0] for ms, one in zip(all_ms, batches, strict=True)),
    }


def _batch(intake: Intake, batch: Sequence[Path]) -> tuple[float, float, float, float]:
    judge, data = CompletionJudge(TRUST), [file.read_bytes() for file in batch]
    judge.judge(data[0], name="a.completion")
    began = time.process_time()
    for one in data:
        least(one)
    passed = time.process_time()
    for one in data:
        judge.judge(one, name="a.completion")
    judged = time.process_time()
    prepared = intake.prepare(batch)
    ready = time.process_time()
    intake.keep(prepared)
    kept = time.process_time()
    a_file = 1000 / len(batch)
    return (passed - began) * a_file, (judged - passed) * a_file, (ready - judged) * a_file, (kept - ready) * a_file


# --- the whole machine ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Files in a second on the wall, and milliseconds of a core for each file in all processes together."""

    per_s: float
    cpu_ms: float


Place = Callable[[], Terms]
"""An empty place each time."""


def side_by_side(places: Mapping[str, Place], files: Sequence[Path]) -> Figures:
    """Each place with one worker and with two, all in turn, the least too: medians of the rounds.

    `…_ratio_workers`: how many times as many by two as by one; what the machine had to give just then is
    `collect_least_ratio_workers`. `…_ratio_workers_free`: the same by what the processes computed, so what two cores
    that nobody else wants give as long as no process waits.
    """
    rounds = [_in_turn(places, files) for _ in range(ROUNDS)]
    figures: Figures = {}
    for name in ("least", *places):
        one, two = ([runs[name, workers] for runs in rounds] for workers in (1, 2))
        pairs = tuple(zip(one, two, strict=True))
        figures |= {
            f"collect_{name}_per_s": statistics.median(run.per_s for run in one),
            f"collect_{name}_2_workers_per_s": statistics.median(run.per_s for run in two),
            f"collect_{name}_ratio_workers": statistics.median(b.per_s / a.per_s for a, b in pairs),
        }
        if name in places:
            figures[f"collect_{name}_cpu_ms"] = statistics.median(run.cpu_ms for run in one)
            figures[f"collect_{name}_2_workers_cpu_ms"] = statistics.median(run.cpu_ms for run in two)
            figures[f"collect_{name}_ratio_workers_free"] = statistics.median(2 * a.cpu_ms / b.cpu_ms for a, b in pairs)
    if "postgres" in places:
        ratios = [runs["postgres", 1].per_s / runs["sqlite", 1].per_s for runs in rounds]
        figures["collect_postgres_ratio_sqlite"] = statistics.median(ratios)
    return figures


def _in_turn(places: Mapping[str, Place], files: Sequence[Path]) -> dict[tuple[str, int], Run]:
    found = {("least", workers): Run(per_s=_least_per_s(files, workers), cpu_ms=0.0) for workers in (1, 2)}
    for name, place in places.items():
        for workers in (1, 2):
            found[name, workers] = _run(place, files, workers)
    return found


def _run(place: Place, files: Sequence[Path], workers: int) -> Run:
    before = _cpu_s()
    _per_s(place(), files[:WARM], workers)
    warm = _cpu_s()
    per_s = _per_s(place(), files, workers)
    spent = (_cpu_s() - warm) - (warm - before)
    return Run(per_s=per_s, cpu_ms=spent * 1000 / (len(files) - WARM))


def _cpu_s() -> float:
    """Of this process, and of those that it started and that are over."""
    now = os.times()
    return now.user + now.system + now.children_user + now.children_system


def _per_s(terms: Terms, files: Sequence[Path], workers: int) -> float:
    """With the start of the workers left out: it is over once the first batch is told."""
    with closing(collect(terms, files, workers=workers)) as steps:
        next(steps)
        taken, began = 0, time.perf_counter()
        for step in steps:
            assert all(one.outcome is Outcome.NEW for one in step)
            taken += len(step)
        return taken / (time.perf_counter() - began)


def _least_per_s(files: Sequence[Path], workers: int) -> float:
    """By processes that share nothing: what a second one brings on this machine."""
    with multiprocessing.get_context("spawn").Pool(workers) as pool:
        pool.map(_least_of, files[: 8 * workers], chunksize=4)
        began = time.perf_counter()
        pool.map(_least_of, files, chunksize=64)
        return len(files) / (time.perf_counter() - began)


def _least_of(file: Path) -> None:
    least(file.read_bytes())
