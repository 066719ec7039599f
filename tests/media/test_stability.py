"""Hundreds of recordings opened, sought in and closed: nothing grows, hangs or crashes, also not when it ends."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.media.clips import make_many_tracks, make_sound

PROGRAM = """
import json, sys, threading
from pathlib import Path
from player.domain.engine import Sign
from player.media.previews import create_previews
from player.media.source import FileSource
from player.media.vlc_engine import create_engine

rounds, early, paths = int(sys.argv[1]), int(sys.argv[2]), [Path(name) for name in sys.argv[3:]]

def resident_kb():
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS"))

class Ear:
    def __init__(self, engine):
        self.heard, self.news = [], threading.Condition()
        engine.on_observation(self.hear)
    def hear(self, seen):
        with self.news:
            self.heard.append(seen.sign)
            self.news.notify_all()
    def wait(self, sign):
        with self.news:
            assert self.news.wait_for(lambda: sign in self.heard, 20), (sign, self.heard[-20:])
            self.heard.clear()

def one_round(engine, ear, path, number):
    source = FileSource(path)
    engine.load(source)
    engine.play()
    ear.wait(Sign.TIME)
    engine.seek(3000 + number % 7 * 200)
    ear.wait(Sign.PLAYING)
    if number % 3 == 0:
        engine.set_rate((100, 150, 75)[number // 3 % 3])
    if number % 5 == 0:
        engine.pause()
        engine.step()
        engine.snapshot()
    if number % 10 == 0:
        previews = create_previews(source)
        previews.ask(2000)
        previews.release()
    engine.close()
    ear.wait(Sign.CLOSED)
    source.close()

engine = create_engine(silent=True)
engine.on_frame(lambda width, height, pitch, pixels: None)
ear = Ear(engine)
figures, threads = {}, 0
for number in range(1, rounds + 1):
    one_round(engine, ear, paths[number % len(paths)], number)
    if number in (early, rounds):
        figures[number] = resident_kb()
        threads = threading.active_count()
files = len(list(Path("/proc/self/fd").iterdir()))
print(json.dumps({"kb": figures, "threads": threads, "files": files}))
if rounds % 2:
    engine.release()
"""


def live(rounds: int, early: int, paths: list[Path]) -> tuple[int, int, dict[str, object]]:
    """How much memory it held after `early` rounds and after all, in kB."""
    ended = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(rounds), str(early), *map(str, paths)],
        capture_output=True,
        timeout=60 + rounds * 4,
        check=False,
        cwd=Path(__file__).parents[2],
    )
    assert (ended.returncode, ended.stderr) == (0, b"")
    told = json.loads(ended.stdout)
    return told["kb"][str(early)], told["kb"][str(rounds)], told


@pytest.fixture
def recordings(short_clip: Path, tmp_path: Path) -> list[Path]:
    sound = make_sound(tmp_path / "talk.mp3", seconds=6)
    return [short_clip, make_many_tracks(tmp_path / "many.mkv", seconds=6), sound]


@pytest.mark.parametrize("rounds", [24, 25])
def test_a_few_recordings_one_after_the_other_leave_nothing_behind(recordings: list[Path], rounds: int) -> None:
    early, late, told = live(rounds, 10, recordings)
    assert late - early < 30_000
    assert int(str(told["threads"])) <= 5
    assert int(str(told["files"])) < 40


@pytest.mark.long
@pytest.mark.serial
def test_five_hundred_recordings_take_no_more_memory_than_a_hundred(recordings: list[Path]) -> None:
    early, late, told = live(500, 100, recordings)
    print(told)
    assert late - early < 15_000
