"""Exports: 10,000 completions as statements and as badges, some as completion files, and the memory that it takes."""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from measuring import Figures, timed

from player.domain.learner import Learner
from player.domain.learner_completion import LearnerCompletion
from player.domain.report_format import ReportFormat
from player.domain.roster import RosterRow
from player.exchange.badges.credential import badge
from player.exchange.badges.picture import badge_png, badge_svg
from player.exchange.completion import write_completion
from player.exchange.xapi import xapi_bytes
from player.proof.evidence import Evidence
from player.proof.statement_key import StatementKey
from tests.builders import COURSE, MINUTE, RESPONSES, RIGHT
from tests.exchange.badges.rows import EVIDENCE, FONTS, ROW
from tests.exchange.xapi.lives import completion_of, open_player, pause, play
from tests.worlds import DEVICE, world

LEARNERS = 10_000
SIGNED = 100
"""Each statement is signed by itself, with RSA: what so many learners take tells what more of them will."""
COMPLETIONS = 100


def measure_xapi(folder: Path) -> Figures:
    completion = typical()
    figures: Figures = {}
    for form in (ReportFormat.XAPI, ReportFormat.XAPI_LINES):
        figures[f"{form.replace('-', '_')}_10000_s"] = _write(folder, form, completion, LEARNERS)
    key = StatementKey.generate()
    figures["xapi_signed_100_s"] = _write(folder, ReportFormat.XAPI_SIGNED, completion, SIGNED, signer=key)
    figures["xapi_peak_mib"] = _peak_mib(completion)
    return figures | measure_files(folder)


def measure_files(folder: Path) -> Figures:
    """Forms with a file for each learner; a completion file is mostly packing, and each computer writes its own."""
    figures: Figures = {}
    for form, bake in (("badge", _as_it_is), ("badge_png", badge_png), ("badge_svg", badge_svg)):
        figures[f"{form}_10000_s"] = timed(lambda bake=bake: _write_badges(folder, bake)) / 1000
    here = world()
    here.earn()
    evidence = here.evidence()
    figures["completion_100_s"] = timed(lambda: _write_completions(folder, evidence, here.learner)) / 1000
    return figures


def _as_it_is(_: RosterRow, *, badge: bytes, **_fonts: Path) -> bytes:
    return badge


def _write_badges(folder: Path, bake: Callable[..., bytes]) -> None:
    for number in range(LEARNERS):
        row = replace(ROW, number=f"CRL-{number:012}")
        made = badge(row, evidence=EVIDENCE, key=DEVICE)
        (folder / "badge").write_bytes(bake(row, badge=made, fonts=FONTS))


def _write_completions(folder: Path, evidence: Evidence, learner: Learner) -> None:
    for _ in range(COMPLETIONS):
        (folder / "completion").write_bytes(write_completion(evidence, learner=learner, signer=DEVICE))


def typical() -> LearnerCompletion:
    """Half an hour with a pause here and there, a jump back, another speed, the quiz, the evaluation and a claim."""
    talk = COURSE.sessions[1]
    here = world(replace(COURSE, sessions=(talk,)))
    here.journey.acknowledge_disclosures()
    open_player(here, talk)
    for part in range(6):
        play(here, talk, part * 5 * MINUTE, (part + 1) * 5 * MINUTE)
        pause(here)
    play(here, talk, 20 * MINUTE, 22 * MINUTE, rate_percent=150)
    here.journey.submit_quiz(RIGHT)
    here.journey.submit_evaluation(RESPONSES)
    here.claim(amount="0.5")
    here.journey.issue_certificate(here.certificate())
    return completion_of(here)


def _write(
    folder: Path,
    form: ReportFormat,
    completion: LearnerCompletion,
    learners: int,
    *,
    signer: StatementKey | None = None,
) -> float:
    began = time.perf_counter()
    with (folder / f"{form}.out").open("wb") as file:
        for piece in xapi_bytes(form, _crowd(completion, learners), signer=signer):
            file.write(piece)
    return time.perf_counter() - began


def _peak_mib(completion: LearnerCompletion) -> float:
    """The most that Python held of it at once."""
    tracemalloc.start()
    for _ in xapi_bytes(ReportFormat.XAPI, _crowd(completion, 500)):
        pass
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / (1 << 20)


def _crowd(completion: LearnerCompletion, learners: int) -> Iterator[LearnerCompletion]:
    return (completion for _ in range(learners))
