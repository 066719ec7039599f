"""Makes the recording "Meet Carrel" anew: voice, captions, pictures, chapters, cover and handout.

    recording.py                everything
    recording.py --stills DIR   one picture per sentence, no film

Needs espeak-ng and ffmpeg. What is said stands in narration.toml; see README.md.
"""

from __future__ import annotations

import argparse
import array
import json
import os
import subprocess
import sys
import tempfile
import textwrap
import tomllib
import wave
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

import credit_slides
import evidence_slides
import handout
import logo
import slides
from drawing import DARK, HEIGHT, WIDTH, Beat, Stage, load_fonts
from PySide6.QtCore import QSize
from PySide6.QtGui import QGuiApplication, QImage, QPainter

from player.ui.none_guard import guard_none

HERE = Path(__file__).resolve().parent
RATE, FPS, FADE = 22050, 25, 0.48
DRAWN: dict[str, Callable[[Stage, Beat], None]] = {
    name: getattr(room, name)
    for room, names in (
        (slides, ("welcome", "offline", "way", "disclosures")),
        (credit_slides, ("counted", "once", "questions", "claim")),
        (evidence_slides, ("certificate", "chain", "send", "specimen")),
    )
    for name in names
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One caption, from `start` to `end` in milliseconds of the recording."""

    words: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Slide:
    """One slide, from `start` to `end` in milliseconds; both are whole seconds."""

    draw: Callable[[Stage, Beat], None]
    chapter: str
    start: int
    end: int
    sentences: tuple[Sentence, ...]

    def beat(self, at: int) -> Beat:
        """The slide's own time when the recording stands at `at` milliseconds."""
        return Beat(
            now=max(0.0, (at - self.start) / 1000),
            length=(self.end - self.start) / 1000,
            sentences=tuple((sentence.start - self.start) / 1000 for sentence in self.sentences),
        )


def silence(ms: int) -> array.array[int]:
    """So many milliseconds of nothing."""
    return array.array("h", bytes(2 * (RATE * ms // 1000)))


def speak(words: str, script: dict[str, Any]) -> array.array[int]:
    """One sentence as 16-bit samples, its silent edges cut off."""
    voice = script["voice"]
    for written, said in script["say"].items():
        words = words.replace(written, str(said))
    with tempfile.TemporaryDirectory() as folder:
        sound = Path(folder) / "sentence.wav"
        subprocess.run(
            ["espeak-ng", "-v", str(voice["name"]), "-s", str(voice["words_per_minute"]),
             "-p", str(voice["pitch"]), "-k", str(voice["capitals"]), "-w", str(sound), words],
            check=True,
        )  # fmt: skip
        with wave.open(str(sound)) as file:
            samples = array.array("h", file.readframes(file.getnframes()))
    heard = [index for index, sample in enumerate(samples) if abs(sample) > 200]
    edge = RATE * 15 // 1000
    return samples[max(0, heard[0] - edge) : heard[-1] + edge]


def perform(script: dict[str, Any]) -> tuple[list[Slide], array.array[int]]:
    """Speak the whole script; gives the slides with their times, and the sound.

    Every slide opens on a whole second, so that a chapter's time can be written as minutes and seconds.
    """
    pauses = script["pauses_ms"]
    sound = silence(pauses["before"])
    made: list[Slide] = []
    for number, entry in enumerate(script["slides"]):
        start = made[-1].end if made else 0
        sentences: list[Sentence] = []
        for words in entry["lines"]:
            samples = speak(words, script)
            begin = len(sound) * 1000 // RATE
            sound += samples
            sentences.append(Sentence(words=words, start=begin, end=len(sound) * 1000 // RATE))
            sound += silence(pauses["sentence"])
        last = number == len(script["slides"]) - 1
        rest = (pauses["after"] if last else pauses["slide"]) - pauses["sentence"]
        end = -(-(len(sound) * 1000 // RATE + rest) // 1000) * 1000
        missing = RATE * end // 1000 - len(sound) + (0 if last else RATE * 350 // 1000)
        sound += array.array("h", bytes(2 * missing))
        made.append(Slide(draw=DRAWN[entry["slide"]], chapter=entry.get("chapter", ""), start=start, end=end,
                          sentences=tuple(sentences)))  # fmt: skip
    return made, sound


def polish(sound: array.array[int], to: Path) -> None:
    """Take the edge off the voice, put it into a small room, and set its loudness (EBU R128, -17 LUFS)."""
    raw = to.with_name("raw.wav")
    with wave.open(str(raw), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(sound.tobytes())
    tone = (
        "highpass=f=85,equalizer=f=210:t=q:w=0.9:g=2.5,equalizer=f=2900:t=q:w=1.1:g=-3,treble=g=-4:f=5200,"
        "lowpass=f=8200,acompressor=threshold=-22dB:ratio=2.2:attack=12:release=180,"
        "aecho=0.92:0.5:23|37|59:0.10|0.07|0.04"
    )
    goal = "loudnorm=I=-17:TP=-2:LRA=7"
    seen = subprocess.run(
        ["ffmpeg", "-hide_banner", "-nostats", "-i", str(raw),
         "-af", f"{tone},{goal}:print_format=json", "-f", "null", "-"],
        check=True, capture_output=True, text=True,
    ).stderr  # fmt: skip
    found = json.loads(seen[seen.rindex("{") : seen.rindex("}") + 1])
    exact = (
        f"{goal}:measured_I={found['input_i']}:measured_TP={found['input_tp']}:measured_LRA={found['input_lra']}"
        f":measured_thresh={found['input_thresh']}:offset={found['target_offset']}:linear=true"
    )
    subprocess.run(
        ["ffmpeg", "-v", "error", "-y", "-i", str(raw), "-af", f"{tone},{exact},aresample=48000",
         "-t", f"{len(sound) / RATE:.3f}", "-ac", "1", str(to)],
        check=True,
    )  # fmt: skip


def blank() -> tuple[QImage, QPainter]:
    """An empty picture and a painter on it."""
    image = QImage(QSize(WIDTH, HEIGHT), QImage.Format.Format_RGB32)
    painter = QPainter(image)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
    return image, painter


def melt(painter: QPainter, coming: QImage, part: float) -> None:
    """Go over to the picture that is coming: first to its plain ground, then to the whole of it.

    Two slides are never seen through each other, so that no words cross.
    """
    painter.setOpacity(min(1.0, part * 2))
    painter.fillRect(coming.rect(), coming.pixelColor(0, 0))
    painter.setOpacity(max(0.0, part * 2 - 1))
    painter.drawImage(0, 0, coming)
    painter.setOpacity(1.0)


def picture(made: list[Slide], at: int) -> QImage:
    """The recording's picture at `at` milliseconds; each slide melts into the next at its own end."""
    image, painter = blank()
    number = next((index for index, slide in enumerate(made) if at < slide.end), len(made) - 1)
    slide, stage = made[number], Stage(painter)
    slide.draw(stage, slide.beat(at))
    melted = 1 - (slide.end - at) / 1000 / FADE
    if melted > 0 and number + 1 < len(made):
        melt(painter, picture_of(made[number + 1], made[number + 1].start), melted)
    slides.floor_line(stage, at / made[-1].end)
    painter.end()
    return image


def picture_of(slide: Slide, at: int) -> QImage:
    """One slide alone."""
    image, painter = blank()
    slide.draw(Stage(painter), slide.beat(at))
    painter.end()
    return image


def film(made: list[Slide], voice: Path, to: Path) -> None:
    """Draw every frame and let ffmpeg make the MP4: H.264, a key frame every 2 s and at every slide, AAC."""
    keys = ",".join(f"{slide.start / 1000:.3f}" for slide in made)
    ffmpeg = subprocess.Popen(
        ["ffmpeg", "-v", "error", "-y",
         "-f", "rawvideo", "-pix_fmt", "bgra", "-s", f"{WIDTH}x{HEIGHT}", "-r", str(FPS), "-i", "-",
         "-i", str(voice), "-vf", "scale=out_color_matrix=bt709:out_range=tv,format=yuv420p",
         "-c:v", "libx264", "-preset", "medium", "-crf", "23", "-tune", "animation", "-g", str(FPS * 2),
         "-force_key_frames", keys, "-profile:v", "high", "-level", "3.1", "-colorspace", "bt709",
         "-color_primaries", "bt709", "-color_trc", "bt709", "-color_range", "tv",
         "-c:a", "aac", "-b:a", "80k", "-movflags", "+faststart", "-t", f"{made[-1].end / 1000:.3f}",
         "-map_metadata", "-1", "-fflags", "+bitexact", "-metadata", "title=Meet Carrel",
         "-metadata:s:a:0", "language=eng", str(to)],
        stdin=subprocess.PIPE,
    )  # fmt: skip
    assert ffmpeg.stdin is not None
    for frame in range(made[-1].end * FPS // 1000):
        image = picture(made, frame * 1000 // FPS)  # held by name: constBits() does not keep it alive
        ffmpeg.stdin.write(image.constBits())
    ffmpeg.stdin.close()
    if ffmpeg.wait():
        sys.exit("ffmpeg could not make the film; what it said stands above.")


def stamp(ms: int) -> str:
    """A time as WebVTT writes it."""
    return f"{ms // 3600000:02}:{ms // 60000 % 60:02}:{ms // 1000 % 60:02}.{ms % 1000:03}"


def rows(words: str) -> list[str]:
    """A caption in one row or two rows of like length, each of at most 42 characters."""
    if len(words) <= 42:
        return [words]
    for width in range(len(words) // 2, 43):
        lines = textwrap.wrap(words, width)
        if len(lines) == 2:
            return lines
    sys.exit(f"Too long for a caption of two rows, please shorten: {words}")


def captions(made: list[Slide]) -> Iterator[str]:
    """The WebVTT file. A caption stays a moment after its sentence, if the next one lets it."""
    yield "WEBVTT\n"
    spoken = [sentence for slide in made for sentence in slide.sentences]
    for number, sentence in enumerate(spoken):
        following = spoken[number + 1].start if number + 1 < len(spoken) else made[-1].end
        end = min(sentence.end + 600, following - 80)
        yield (f"\n{number + 1}\n{stamp(sentence.start)} --> {stamp(end)}\n" + "\n".join(rows(sentence.words)) + "\n")


def chapters(made: list[Slide]) -> Iterator[str]:
    """The entries for course.toml, and the exact length."""
    yield f"duration_ms = {made[-1].end}\n"
    for slide in made:
        if slide.chapter:
            at = slide.start // 1000
            yield f'\n[[chapters]]\nat = "{at // 60}:{at % 60:02}"\ntitle = "{slide.chapter}"\n'


def cover(to: Path) -> None:
    """The course's cover: the desk with its lamp on, and no words (the window writes the title)."""
    image, painter = blank()
    stage = Stage(painter)
    stage.clear(DARK)
    slides.desk(stage, x=640, y=520, scale=1.32, light=1.0)
    painter.end()
    image.save(str(to))


def stills(made: list[Slide], folder: Path) -> None:
    """A picture shortly before the end of every sentence, to look at."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, slide in enumerate(made):
        for index, sentence in enumerate(slide.sentences):
            picture(made, sentence.end).save(str(folder / f"{number + 1:02}-{index + 1}.png"))


def main() -> None:
    """Make what was asked for."""
    wishes = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    wishes.add_argument("--stills", type=Path, metavar="DIR", help="only pictures to look at, into DIR")
    wish = wishes.parse_args()
    guard_none()
    application = QGuiApplication(sys.argv[:1])
    load_fonts()
    made, sound = perform(tomllib.loads((HERE / "narration.toml").read_text("utf-8")))
    print("".join(chapters(made)))
    if wish.stills:
        stills(made, wish.stills)
        return
    for folder in ("media", "captions"):
        (HERE / folder).mkdir(exist_ok=True)
    (HERE / "captions" / "meet-carrel.en.vtt").write_text("".join(captions(made)), "utf-8")
    (HERE / "chapters.toml").write_text("".join(chapters(made)), "utf-8")
    cover(HERE / "cover.png")
    logo.write(HERE / "logo.png")
    handout.write(HERE / "handout.pdf", HERE / "cover.png")
    with tempfile.TemporaryDirectory() as folder:
        voice = Path(folder) / "voice.wav"
        polish(sound, voice)
        film(made, voice, HERE / "media" / "meet-carrel.mp4")
    application.quit()


if __name__ == "__main__":
    main()
