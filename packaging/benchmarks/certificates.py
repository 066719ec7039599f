"""Certificates: work and size of one, first and warm, and of a thousand, beside reportlab drawing the same untagged.

What is timed is a real one: the evidence of a whole life is inside, and no two have the same name or number. reportlab
sets the same texts in the same fonts, registered once, and draws the same code; it neither shapes letters nor tags
anything, and attaches nothing. For Chinese it takes a font that it need not embed: that of the system is none for it.
"""

from __future__ import annotations

import multiprocessing
import os
import pickle
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from itertools import count, cycle, islice
from pathlib import Path

from drawn_by_reportlab import drawn
from measuring import ROOT, Figures, in_turn
from start import LIBRARY

from player.bootstrap.printing import printed_by_many
from player.desk.ports import PrintJob
from player.domain.picture import Picture
from player.domain.template import CertificateTemplate
from player.exchange.completion import write_completion
from player.paper.press import unsigned
from player.paper.signature import sign_pdf
from player.proof import token
from tests.builders import COURSE, PHYSICIAN
from tests.paper.samples import LONG, signature_png
from tests.worlds import DEVICE, world

TIMES = 25
MANY = 1_000
PROCESSES = 2
STARTS = 5
FONTS = ROOT / "resources" / "fonts"
SIGNER = "Example Academy (Carrel)"
PDF_LIBRARIES = ("fpdf", "pyhanko", "pyhanko_certvalidator", "pypdf", "uharfbuzz", "fontTools")
LIMITS = {
    "certificate_latin_cpu_ms": 40,
    "certificate_arabic_cpu_ms": 60,
    "certificate_devanagari_cpu_ms": 60,
    "certificate_chinese_cpu_ms": 60,
    "certificate_latin_to_reportlab": 2.5,
    "certificate_arabic_to_reportlab": 2.5,
    "certificate_devanagari_to_reportlab": 2.5,
    "certificate_chinese_to_reportlab": 2.5,
    "certificate_latin_signed_kb": 60,
    "certificate_chinese_signed_kb": 80,
    "certificates_1000_s": 40,
    "certificates_1000_signed_s": 80,
    "library_pdf_modules": 0,
    "carrel_list_pdf_modules": 0,
}
"""None of these may be more."""

NAMES = {
    "latin": ("Ana María Núñez, MD", "Łukasz O’Brien, PhD", "Zoë Ødegård-Smythe", "Kwame Mensah, MD", "Jörg Weiß"),
    "arabic": ("محمد عبد الرحمن", "فاطمة الزهراء", "ليلى بنت خالد", "د. يوسف الحسيني", "سعاد القحطاني"),
    "devanagari": ("डॉ. प्रिया श्रीवास्तव", "कृष्ण त्रिपाठी", "राजेन्द्र शर्मा", "लक्ष्मी अय्यर", "विक्रम सिंह"),
    "chinese": ("王小明", "李麗華 醫師", "陳志強", "张伟 博士", "欧阳静"),
}
FIRST = """
import pickle, sys, time
from pathlib import Path
job, signer = pickle.loads(Path(sys.argv[1]).read_bytes())
began = time.process_time()
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from player.paper.press import printed
from player.proof.keys import PrivateKey
key = PrivateKey(Ed25519PrivateKey.from_private_bytes(signer))
printed(job, key=key, fonts=Path(sys.argv[2]))
print(1000 * (time.process_time() - began))
"""
FIRST_BASELINE = """
import pickle, sys, time
from pathlib import Path
job, _ = pickle.loads(Path(sys.argv[1]).read_bytes())
began = time.process_time()
sys.path.insert(0, sys.argv[3])
from drawn_by_reportlab import drawn
drawn(job, script="latin", fonts=Path(sys.argv[2]))
print(1000 * (time.process_time() - began))
"""
LOADED = f"""
import sys
print(sum(name.split(".")[0] in {PDF_LIBRARIES} for name in sys.modules))
"""
LIST = """
from player.cli.app import run
run(["list"])
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Jobs:
    """Certificates to be made, each for another learner."""

    pattern: PrintJob
    numbers: Iterator[int]

    def next(self, script: str) -> PrintJob:
        number = next(self.numbers)
        name = NAMES[script][number % len(NAMES[script])]
        facts = replace(self.pattern.facts, name=name, number=f"CRL-{number:04d}-M9XA-4TZB")
        said = token.Token(number=facts.number, facts=facts.digest, head=facts.digest)
        return replace(self.pattern, facts=facts, token=token.write(said, DEVICE))


def measure_certificates(folder: Path) -> Figures:
    jobs = Jobs(pattern=whole_life(), numbers=count(1))
    figures: Figures = {"certificate_evidence_kb": len(jobs.pattern.evidence) / 1000}
    for script in NAMES:
        figures |= _measure_one(jobs, script)
    figures |= _measure_size(jobs) | _measure_many(jobs) | _measure_first(jobs, folder) | _measure_loaded(folder)
    # What is told by the clock is told of an idle machine only where this is about as many as were asked to work.
    return figures | {"load_average": os.getloadavg()[0]}


def whole_life() -> PrintJob:
    """The certificate of a whole life: watched, passed, claimed; with a picture, and statements of a real length."""
    accredited = replace(COURSE.provider.accreditation, statement=LONG.accreditation_statement[:600])
    course = replace(
        COURSE,
        certificate=CertificateTemplate(),
        provider=replace(COURSE.provider, accreditation=accredited),
        grant=replace(COURSE.grant, signature=Picture(path="signature.png", alt="Signature")),
    )
    here = world(course)
    issued = here.earn()
    return PrintJob(
        facts=here.facts(),
        evidence=write_completion(here.evidence(), learner=PHYSICIAN, signer=DEVICE),
        evidence_name="sleep-2024.completion",
        token=here.token(issued),
        signature_image=signature_png(),
    )


def _worked(work: Callable[[], object]) -> float:
    """Milliseconds of the processor's that one call took, whatever else the machine is at."""
    began = time.process_time()
    work()
    return (time.process_time() - began) * 1000


def _measure_one(jobs: Jobs, script: str) -> Figures:
    def ours() -> float:
        job = jobs.next(script)
        return _worked(lambda: unsigned(job, fonts=FONTS))

    def baseline() -> float:
        job = jobs.next(script)
        return _worked(lambda: drawn(job, script=script, fonts=FONTS))

    def signing() -> float:
        pdf = unsigned(jobs.next(script), fonts=FONTS)
        return _worked(lambda: sign_pdf(pdf, key=DEVICE, name=SIGNER))

    mine, other = in_turn(ours, baseline, times=TIMES)
    figures = {
        f"certificate_{script}_cpu_ms": mine,
        f"reportlab_{script}_cpu_ms": other,
        f"certificate_{script}_to_reportlab": mine / other,
    }
    if script == "latin":
        signing()
        figures["certificate_signing_cpu_ms"] = statistics.median(signing() for _ in range(TIMES))
    return figures


def _measure_size(jobs: Jobs) -> Figures:
    figures: Figures = {}
    for script in ("latin", "chinese"):
        job = jobs.next(script)
        plain = unsigned(job, fonts=FONTS)
        figures[f"certificate_{script}_kb"] = len(plain) / 1000
        figures[f"certificate_{script}_signed_kb"] = len(sign_pdf(plain, key=DEVICE, name=SIGNER)) / 1000
        figures[f"reportlab_{script}_kb"] = len(drawn(job, script=script, fonts=FONTS)) / 1000
    return figures


def _measure_many(jobs: Jobs) -> Figures:
    """A day's end: every fifth name in another script. Seconds by the clock, and the processor's of all processes."""
    others = ("latin", "latin", "latin", "latin", "arabic", "latin", "latin", "latin", "latin", "chinese")
    asked = [(script, jobs.next(script)) for script in islice(cycle(others), MANY)]

    def print_them(*, is_signed: bool) -> None:
        key = DEVICE if is_signed else None
        made = list(printed_by_many((job for _, job in asked), key=key, fonts=FONTS, processes=PROCESSES))
        assert len(made) == MANY
        assert all(isinstance(pdf, bytes) for pdf in made)

    def draw_them() -> None:
        with multiprocessing.get_context("spawn").Pool(PROCESSES) as pool:
            assert sum(1 for _ in pool.imap(_drawn, asked, chunksize=8)) == MANY

    figures: Figures = {}
    for name, work in (
        ("certificates_1000", partial(print_them, is_signed=False)),
        ("certificates_1000_signed", partial(print_them, is_signed=True)),
        ("reportlab_1000", draw_them),
    ):
        began, before = time.perf_counter(), os.times()
        work()
        after = os.times()
        figures[f"{name}_s"] = time.perf_counter() - began
        figures[f"{name}_cpu_s"] = sum(after[:4]) - sum(before[:4])
    return figures


def _drawn(asked: tuple[str, PrintJob]) -> bytes:
    script, job = asked
    return drawn(job, script=script, fonts=FONTS)


def _measure_first(jobs: Jobs, folder: Path) -> Figures:
    """The first certificate of a process, signed, with all that must be imported and read for it."""
    file = folder / "job"
    file.write_bytes(pickle.dumps((jobs.next("latin"), DEVICE.crypto.private_bytes_raw())))
    arguments = (str(file), str(FONTS), str(Path(__file__).parent))
    ours, baseline = in_turn(
        lambda: float(_told(folder, FIRST, *arguments)),
        lambda: float(_told(folder, FIRST_BASELINE, *arguments)),
        times=STARTS,
    )
    return {"certificate_first_cpu_ms": ours, "reportlab_first_cpu_ms": baseline}


def _measure_loaded(folder: Path) -> Figures:
    """How many modules that only documents need are there when the library is shown, and when it was listed."""
    return {
        "library_pdf_modules": float(_told(folder, LIBRARY + LOADED)),
        "carrel_list_pdf_modules": float(_told(folder, LIST + LOADED)),
    }


def _told(folder: Path, code: str, *arguments: str) -> str:
    """The last line of what a new process says, which finds its code compiled after the first time."""
    environment = {
        **{name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"},
        "QT_QPA_PLATFORM": "offscreen",
        "CARREL_PROFILE": str(folder / "profile"),
        "PYTHONPYCACHEPREFIX": str(folder / "compiled"),
    }
    command = [sys.executable, "-c", code, *arguments]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    return done.stdout.splitlines()[-1]
