"""Makes the ten-second self-test anew: voice and bells, picture, captions, and the list that they are checked against.

    make.py                everything
    make.py --stills DIR   a picture of every second, no film

Needs espeak-ng and ffmpeg; see README.md.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from picture import SIZE, draw, load_fonts
from PySide6.QtGui import QGuiApplication
from sound import LEFT_MS, LENGTH_MS, RIGHT_MS, SENTENCES, VOICE_MS, Sound, perform, write

from player.ui.none_guard import guard_none

HERE = Path(__file__).resolve().parent
RECORDING, CAPTIONS, LIST = "selftest.mp4", "captions.vtt", "selftest.toml"
FPS = 25


def film(sound: Sound, to: Path) -> None:
    """As most courses are: H.264 (here baseline, which everything decodes) and AAC in MP4, a key frame every 2 s."""
    with tempfile.TemporaryDirectory() as folder:
        heard = Path(folder) / "heard.wav"
        write(sound, heard)
        ffmpeg = subprocess.Popen(
            ["ffmpeg", "-v", "error", "-y",
             "-f", "rawvideo", "-pix_fmt", "bgra", "-s", f"{SIZE.width()}x{SIZE.height()}", "-r", str(FPS), "-i", "-",
             "-i", str(heard), "-vf", "scale=out_color_matrix=bt709:out_range=tv,format=yuv420p",
             "-c:v", "libx264", "-preset", "veryslow", "-crf", "24", "-tune", "animation", "-g", str(2 * FPS),
             "-profile:v", "baseline", "-level", "3.1", "-colorspace", "bt709",
             "-color_primaries", "bt709", "-color_trc", "bt709", "-color_range", "tv",
             "-c:a", "aac", "-b:a", "80k", "-movflags", "+faststart", "-t", f"{LENGTH_MS / 1000:.3f}",
             "-map_metadata", "-1", "-fflags", "+bitexact", "-metadata", "title=Carrel's test",
             "-metadata:s:a:0", "language=eng", str(to)],
            stdin=subprocess.PIPE,
        )  # fmt: skip
        assert ffmpeg.stdin is not None
        for frame in range(LENGTH_MS * FPS // 1000):
            image = draw(sound, frame * 1000 // FPS)  # held by name: constBits() does not keep it alive
            ffmpeg.stdin.write(image.constBits())
        ffmpeg.stdin.close()
        if ffmpeg.wait():
            sys.exit("ffmpeg could not make the film; what it said stands above.")


def captions(sound: Sound) -> Iterator[str]:
    """What is said, word for word, and the two tones. A caption stays a moment after its sentence."""
    (first, _), (second, end) = sound.sentences
    cues = (
        (LEFT_MS, RIGHT_MS - 100, "[a tone on the left]"),
        (RIGHT_MS, VOICE_MS - 100, "[a tone on the right]"),
        (first, second - 80, SENTENCES[0]),
        (second, min(end + 1_200, LENGTH_MS - 200), SENTENCES[1]),
    )
    yield "WEBVTT\n"
    for number, (start, stop, words) in enumerate(cues, 1):
        yield f"\n{number}\n{stamp(start)} --> {stamp(stop)}\n{words}\n"


def stamp(ms: int) -> str:
    """A time as WebVTT writes it."""
    return f"{ms // 3600000:02}:{ms // 60000 % 60:02}:{ms // 1000 % 60:02}.{ms % 1000:03}"


def list_of_files() -> Iterator[str]:
    """The length, and what each file must be: so a damaged one is told from a machine that lacks something."""
    yield "# Written by make.py.\n"
    yield f"duration_ms = {LENGTH_MS}\n"
    for key, name in (("recording", RECORDING), ("captions", CAPTIONS)):
        digest = hashlib.sha256((HERE / name).read_bytes()).hexdigest()
        yield f'\n[{key}]\nname = "{name}"\nsha256 = "{digest}"\n'


def main() -> None:
    """Make what was asked for."""
    wishes = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    wishes.add_argument("--stills", type=Path, metavar="DIR", help="only pictures to look at, into DIR")
    wish = wishes.parse_args()
    guard_none()
    application = QGuiApplication(sys.argv[:1])
    load_fonts()
    sound = perform()
    print(sound.sentences)
    if wish.stills:
        wish.stills.mkdir(parents=True, exist_ok=True)
        for at_ms in range(0, LENGTH_MS, 500):
            draw(sound, at_ms).save(str(wish.stills / f"{at_ms:05}.png"))
        return
    (HERE / CAPTIONS).write_text("".join(captions(sound)), "utf-8", newline="\n")
    film(sound, HERE / RECORDING)
    (HERE / LIST).write_text("".join(list_of_files()), "utf-8", newline="\n")
    application.quit()


if __name__ == "__main__":
    main()
