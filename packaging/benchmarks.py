"""What `packaging/bench` measures: each figure of ours beside one of a baseline, taken in turn in the same run."""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

SAMPLE = ROOT / "resources" / "samples" / "meet-carrel.course"
Figures = dict[str, float]


def main() -> int:
    parser = argparse.ArgumentParser(prog="packaging/bench", description=__doc__)
    parser.add_argument("--json", action="store_true", help="one flat object of name and number")
    parser.add_argument("--only", default="", help="a group: start, playback, ledger, paper, package")
    options = parser.parse_args()
    figures: Figures = {}
    for group, measure in GROUPS.items():
        if options.only in ("", group):
            print(f"measuring {group} …", file=sys.stderr)
            with tempfile.TemporaryDirectory(prefix="carrel-bench-") as folder:
                figures |= measure(Path(folder))
    if options.json:
        print(json.dumps(figures, indent=2))
    else:
        for name, value in figures.items():
            print(f"{name:32} {value:10.3f}")
    return 0


# --- start: whole processes, offscreen --------------------------------------------------------------------

LIBRARY = """
import sys, time
from pathlib import Path
from player.ui.none_guard import guard_none
guard_none()
from PySide6.QtTest import QTest
from player.bootstrap import desk_over, find_places
from player.ui.start import make_application, make_window
app = make_application()
places = find_places()
with desk_over(places) as desk:
    shell = make_window(app, desk, places)
    shell.show()
    while not shell.door.is_idle:
        app.processEvents()
    app.processEvents()
    shell.close()
"""
BARE = """
from PySide6.QtWidgets import QApplication, QLabel
app = QApplication([])
label = QLabel("Library")
label.show()
app.processEvents()
"""


def measure_start(folder: Path) -> Figures:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "CARREL_PROFILE": str(folder)}
    subprocess.run(
        [sys.executable, "-m", "player", "add", str(SAMPLE)],
        cwd=ROOT,
        env=environment,
        check=True,
        stdout=subprocess.DEVNULL,
    )

    def process(code: str) -> float:
        began = time.perf_counter()
        subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, check=True)
        return time.perf_counter() - began

    ours, bare = in_turn(lambda: process(LIBRARY), lambda: process(BARE), times=5)
    return {"start_to_library_s": ours, "start_bare_qt_s": bare}


# --- playback: straight from the package beside the plain file ----------------------------------------------


def measure_playback(folder: Path) -> Figures:
    from player.archive.package import open_package
    from player.bootstrap import find_places, trust_of

    package = open_package(SAMPLE, trust_of(find_places(folder)))
    session = package.signed.course.sessions[0]
    plain = folder / "plain.mp4"
    plain.write_bytes(package.read(session.media))
    packed = Playing(lambda: package.source(session.media))
    unpacked = Playing(lambda: PlainFile(plain))
    load, load_plain = in_turn(packed.first_frame_ms, unpacked.first_frame_ms, times=7)
    seek, seek_plain = in_turn(packed.seek_ms, unpacked.seek_ms, times=3)
    return {
        "load_to_first_frame_ms": load,
        "load_plain_file_ms": load_plain,
        "seek_ms": seek,
        "seek_plain_file_ms": seek_plain,
    }


class PlainFile:
    """A file without any verification, as a source."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("rb")
        self.name = path.name
        self.size = path.stat().st_size

    def read_at(self, offset: int, length: int) -> bytes:
        return os.pread(self._file.fileno(), length, offset)


class Playing:
    """An engine without sound device, timed from call to frame."""

    def __init__(self, source: Callable[[], object]) -> None:
        self._source = source
        self._frame = threading.Event()

    @contextmanager
    def _engine(self) -> Iterator[object]:
        from player.media.vlc_engine import create_engine

        engine = create_engine(silent=True)
        engine.on_frame(self._seen)
        try:
            yield engine
        finally:
            engine.close()
            engine.release()

    def _seen(self, *_: object) -> None:
        self._frame.set()

    def first_frame_ms(self) -> float:
        with self._engine() as engine:
            self._frame.clear()
            began = time.perf_counter()
            engine.load(self._source())
            engine.play()
            assert self._frame.wait(10), "no frame came"
            return (time.perf_counter() - began) * 1000

    def seek_ms(self) -> float:
        """The median over eight places, while paused, so that the next frame is the one sought."""
        with self._engine() as engine:
            engine.load(self._source())
            engine.play()
            assert self._frame.wait(10), "no frame came"
            engine.pause()
            time.sleep(0.5)
            return statistics.median(self._seek(engine, place) for place in range(8))

    def _seek(self, engine: object, place: int) -> float:
        time.sleep(0.3)
        self._frame.clear()
        began = time.perf_counter()
        engine.seek(5_000 + place * 17_300)
        assert self._frame.wait(10), "no frame came after a seek"
        return (time.perf_counter() - began) * 1000


# --- the ledger beside raw sqlite3 --------------------------------------------------------------------------


def measure_ledger(folder: Path) -> Figures:
    from player.bootstrap import desk_over, find_places
    from player.domain.event import WatchStarted

    count = 300
    places = find_places(folder)
    with desk_over(places) as desk:
        signed = desk.add_course(SAMPLE)
        stream = desk.journey(signed).stream
        session = signed.course.sessions[0]
        fact = WatchStarted(session=session.id, content=session.content, position_ms=0)
        raw = RawSqlite(folder / "raw.sqlite")
        pairs = [(timed(lambda: stream.append(fact)), timed(raw.append)) for _ in range(count)]
    ours = statistics.median(a for a, _ in pairs)
    theirs = statistics.median(b for _, b in pairs)
    return {
        "append_p50_ms": ours,
        "append_raw_p50_ms": theirs,
        "append_ratio_raw": statistics.median(a / b for a, b in pairs),
        "replay_500_ms": replay_500(folder / "replay"),
    }


class RawSqlite:
    """The same bytes in one row and one synced transaction, with nothing around it."""

    def __init__(self, file: Path) -> None:
        from pysqlite3 import dbapi2

        self._db = dbapi2.connect(str(file), isolation_level=None)
        for pragma in ("journal_mode=WAL", "synchronous=FULL"):
            self._db.execute(f"PRAGMA {pragma}")
        self._db.execute(
            "CREATE TABLE event (stream INT, seq INT, kind INT, at INT, body BLOB, hash BLOB, "
            "PRIMARY KEY (stream, seq)) WITHOUT ROWID"
        )
        self._seq = 0

    def append(self) -> None:
        self._db.execute("BEGIN IMMEDIATE")
        self._db.execute("INSERT INTO event VALUES (1, ?, 2, 3, ?, ?)", (self._seq, bytes(180), bytes(32)))
        self._db.execute("COMMIT")
        self._seq += 1


def replay_500(folder: Path) -> float:
    """Opening the ledger's stream of 500 events: read, chain verified, folded into progress."""
    from player.bootstrap import desk_over, find_places
    from player.domain.event import WatchStarted

    places = find_places(folder)
    with desk_over(places) as desk:
        signed = desk.add_course(SAMPLE)
        stream = desk.journey(signed).stream
        session = signed.course.sessions[0]
        while len(stream.events) < 500:
            stream.append(WatchStarted(session=session.id, content=session.content, position_ms=0))

    def once() -> float:
        with desk_over(places) as desk:
            signed = desk.package(str(SAMPLE)).signed
            return timed(lambda: desk.progress(signed))

    return statistics.median(once() for _ in range(7))


# --- paper ----------------------------------------------------------------------------------------------------


def measure_paper(folder: Path) -> Figures:
    """A warm certificate beside fpdf2 writing the same number of words with one of its own fonts and no tags."""
    from fpdf import FPDF

    from player.bootstrap import find_places
    from player.paper.certificate import render_certificate
    from tests.paper.samples import EVIDENCE, EVIDENCE_NAME, PHYSICIAN, TOKEN

    fonts = find_places(folder).fonts

    def ours() -> float:
        return timed(
            lambda: render_certificate(
                PHYSICIAN, evidence=EVIDENCE, evidence_name=EVIDENCE_NAME, token=TOKEN, fonts=fonts
            )
        )

    def plain() -> float:
        def write() -> None:
            pdf = FPDF(format="Letter", orientation="L")
            pdf.add_page()
            pdf.set_font("Helvetica", size=12)
            for _ in range(14):
                pdf.cell(text="A line of a certificate with some words in it.", new_x="LMARGIN", new_y="NEXT")
            pdf.output()

        return timed(write)

    ours()
    warm, baseline = in_turn(ours, plain, times=9)
    return {"certificate_warm_ms": warm, "certificate_plain_fpdf_ms": baseline}


# --- the package ------------------------------------------------------------------------------------------------


def measure_package(folder: Path) -> Figures:
    from player.archive.package import open_package
    from player.bootstrap import find_places, trust_of

    trust = trust_of(find_places(folder))

    def ours() -> float:
        return timed(lambda: open_package(SAMPLE, trust).close())

    def plain() -> float:
        return timed(lambda: zipfile.ZipFile(SAMPLE).close())

    mine, zipped = in_turn(ours, plain, times=15)
    return {"open_package_ms": mine, "open_zipfile_ms": zipped}


# --- measuring ----------------------------------------------------------------------------------------------------


def timed(work: Callable[[], object]) -> float:
    """Milliseconds that one call took."""
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def in_turn(a: Callable[[], float], b: Callable[[], float], *, times: int) -> tuple[float, float]:
    """The medians of both, measured A B A B …, so that a drifting machine drifts under both; one warm-up each."""
    a(), b()
    pairs = [(a(), b()) for _ in range(times)]
    return statistics.median(x for x, _ in pairs), statistics.median(y for _, y in pairs)


GROUPS: dict[str, Callable[[Path], Figures]] = {
    "start": measure_start,
    "playback": measure_playback,
    "ledger": measure_ledger,
    "paper": measure_paper,
    "package": measure_package,
}

if __name__ == "__main__":
    sys.exit(main())
