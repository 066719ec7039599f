"""A course of two sessions with everything that the player can show beside a recording, for the pictures."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from player.cli.app import run
from tests.pictures.lives import SAMPLE, SPECIMEN_KEY

RECORDED = SAMPLE.with_suffix("")
"""The folder of the sample course, whose recording and handout serve here, too."""

SESSIONS = """[[session]]
id = "water"
title = "What the water brought to the ward"
media = "media/lecture.mp4"
captions = [
  { file = "captions/lecture.en.vtt", language = "en", label = "English" },
  { file = "captions/lecture.de.vtt", language = "de", label = "Deutsch" },
]
chapter = [
  { at = "0:00", title = "A cluster on the ward" },
  { at = "0:40", title = "Where the swabs were taken" },
  { at = "1:20", title = "What changed after the taps were replaced" },
  { at = "2:10", title = "What to do on Monday" },
]
checkpoint = [
  { at = "0:30", prompt = "Which code is on the slide?", code = "K7-W4" },
  { at = "1:40", prompt = "Which germ was found in nine of twelve taps?", choice = [
    { text = "Legionella pneumophila" },
    { text = "Pseudomonas aeruginosa", correct = true },
    { text = "Stenotrophomonas maltophilia, which is often taken for it where nobody asks the laboratory twice" },
  ] },
]
handout = [
  { file = "handouts/slides.pdf", title = "The slides" },
  { file = "handouts/slides.pdf", title = "Where swabs are taken, and how often: a table for the wall of the ward" },
]

[[session]]
id = "discussion"
title = "Questions and answers"
media = "media/lecture.mp4"

[watch]
required_percent = 5
muted_counts = false
presence = { least_minutes = 10, most_minutes = 20 }
"""

TALK = (
    ("Dr. Amsel", "Eleven patients in six weeks, and no two of them in the same room."),
    ("Prof. Okafor", "Which is why nobody thought of the water at first."),
    ("Dr. Amsel", "So what did the swabs of the ward's taps show in the end?"),
    ("Prof. Okafor", "<i>Pseudomonas aeruginosa</i>, in nine of twelve."),
    ("Dr. Amsel", "And after the taps had been replaced?"),
    ("Prof. Okafor", "Four of twelve. The drains had been forgotten, as they are on most wards."),
)
EACH_S = 5


def series_course(folder: Path) -> Path:
    """Builds it beside `folder`, from the template's words and the sample's recording."""
    package = folder.with_suffix(".course")
    assert run(["course", "new", str(folder)]) == 0
    text = (folder / "course.toml").read_text(encoding="utf-8")
    text = text.replace('"My course"', '"Water on the ward"').replace("org.example.my-course", "org.example.water")
    before, after = text.split("[[session]]", 1)[0], "[quiz]" + text.split("[quiz]", 1)[1]
    (folder / "course.toml").write_text(before + SESSIONS + "\n" + after, encoding="utf-8")
    (folder / "handouts").mkdir()
    shutil.copy(RECORDED / "handout.pdf", folder / "handouts" / "slides.pdf")
    for language in ("en", "de"):
        (folder / "captions" / f"lecture.{language}.vtt").write_text(_captions(), encoding="utf-8")
    _two_sounds(RECORDED / "media" / "meet-carrel.mp4", folder / "media" / "lecture.mp4")
    assert run(["course", "build", str(folder), "--key", str(SPECIMEN_KEY), "--out", str(package)]) == 0
    return package


def _captions() -> str:
    """Two people take turns, and above them a sound is named now and then."""
    blocks = ["WEBVTT", 'STYLE\n::cue(v[voice="Prof. Okafor"]) { color: #8fe3ff }']
    for number in range(34):
        start, end = (f"00:{s // 60:02}:{s % 60:02}.000" for s in (number * EACH_S, (number + 1) * EACH_S))
        who, words = TALK[number % len(TALK)]
        blocks.append(f"{start} --> {end}\n<v {who}>{words}")
        if number % 4 == 2:
            blocks.append(f"{start} --> {end} line:0 align:start\n♪ a tap is running ♪")
    return "\n\n".join(blocks) + "\n"


def _two_sounds(source: Path, target: Path) -> None:
    """The recording with its sound twice, in two languages; with the one that it has where ffmpeg is missing."""
    tool = shutil.which("ffmpeg")
    if tool is None:
        shutil.copy(source, target)
        return
    maps = ["-map", "0:v", "-map", "0:a", "-map", "0:a"]
    named = ["-metadata:s:a:0", "language=eng", "-metadata:s:a:1", "language=deu", "-metadata:s:a:1", "title=Kommentar"]
    subprocess.run([tool, "-loglevel", "error", "-i", source, *maps, *named, "-c", "copy", target], check=True)
