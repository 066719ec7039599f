"""Whether a recording plays here is found by decoding it for a moment: never guessed, and nothing is left behind."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from player.domain.engine import MediaSource, Sign
from player.media.glimpse import DISK_LATE, Glimpse, Reading, Track, answer, out_of_time
from player.media.source import FileSource
from player.media.trial import try_recording, try_self_test
from player.media.vlc_engine import VlcEngine
from tests.media.bench import Log, PackageLikeSource
from tests.media.clips import make_clip, make_sound
from tests.media.test_formats import FORMATS, Format

RESOURCES = Path(__file__).parents[2] / "resources"
PATIENT_S = 10.0
"""Every machine that runs the tests decodes a moment in this time; a verdict ends the wait."""
BOTH = "the first moment was decoded: H.264 picture, AAC sound"


def tried(path: Path, limit_s: float = PATIENT_S) -> Reading:
    source = FileSource(path)
    try:
        return try_recording(source, limit_s=limit_s)
    finally:
        source.close()


# ---------------------------------------------------------------- what plays


def _slides(words: tuple[str, ...]) -> Format:
    return Format(suffix="mp4", words=words, picture="testsrc2=s=320x180:r=1/10", seconds=40)


H264, AAC = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p"), ("-c:a", "aac")
KINDS = {
    "slides of ten seconds": (_slides(("-c:v", "libx264", "-bf", "3", "-pix_fmt", "yuv420p", *AAC)), BOTH),
    "black and silent": (
        Format(suffix="mp4", words=(*H264, *AAC), picture="color=black:s=320x180:r=25", sound="anullsrc", seconds=3),
        BOTH,
    ),
    "less than a second": (Format(suffix="mp4", words=(*H264, *AAC), seconds=1), BOTH),
    "MPEG transport stream": (Format(suffix="ts", words=(*H264, *AAC), seconds=3), BOTH),
    "VP9 and Opus in WebM": (
        FORMATS["VP9 and Opus in WebM"],
        "the first moment was decoded: VP9 picture, Opus sound",
    ),
    "Ogg Vorbis": (FORMATS["Ogg Vorbis"], "the first moment was decoded: Vorbis sound"),
    "MP3": (FORMATS["MP3"], "the first moment was decoded: MP3 sound"),
    "picture without sound": (FORMATS["picture without sound"], "the first moment was decoded: H.264 picture"),
}


@pytest.mark.parametrize("kind", KINDS)
def test_what_can_be_decoded_says_what_was(kind: str, tmp_path: Path) -> None:
    form, how = KINDS[kind]
    assert _by_layer(tried(form.make(tmp_path))) == ("yes", how)


def _by_layer(found: tuple[str | None, str]) -> tuple[str | None, str]:
    """Some versions of libVLC call MP3 by its layer, others by its family."""
    answer, how = found
    return answer, how.replace("MPEG sound", "MP3 sound")


# ---------------------------------------------------------------- what does not


def _other(name: bytes, other: bytes) -> Callable[[bytes], bytes]:
    return lambda whole: whole.replace(name, other)


BROKEN: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "empty": (lambda _: b"", "“talk.mp4” cannot be played: it is empty."),
    "a text": (lambda _: b"<html>Please log in</html>\n" * 90, "it holds neither picture nor sound."),
    "noise": (lambda _: bytes((i * 7919 >> 3) & 0xFF for i in range(90_000)), "“talk.mp4” cannot be played: it "),
    "cut": (lambda whole: whole[: len(whole) // 2], "bytes are missing at its end."),
    "picture of a codec that is missing": (_other(b"avc1", b"zzz1"), "The picture of “talk.mp4” is in a form (zzz1)"),
    "sound of a codec that is missing": (_other(b"mp4a", b"zzza"), "The sound of “talk.mp4” is in a form (zzza)"),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_what_cannot_be_decoded_says_why(kind: str, short_clip: Path, tmp_path: Path) -> None:
    spoil, says = BROKEN[kind]
    path = tmp_path / "talk.mp4"
    path.write_bytes(spoil(short_clip.read_bytes()))
    began = time.monotonic()
    value, how = tried(path)
    assert value == "no"
    assert says in how
    assert time.monotonic() - began < PATIENT_S / 2, "libVLC said so, and it was not listened to"


def test_a_table_at_an_end_that_is_missing_says_so(tmp_path: Path) -> None:
    path = make_clip(tmp_path / "talk.mp4", seconds=2, table_first=False)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    value, _ = tried(path)
    assert value == "no"


def test_a_damaged_block_is_told_in_the_words_of_the_package(short_clip: Path) -> None:
    value, how = try_recording(PackageLikeSource(short_clip, damaged=0), limit_s=PATIENT_S)
    assert (value, how) == ("no", "Block 0 of “short.mp4” is not what was signed.")


class Stick:
    """A disk that can be pulled out, or does not answer, after `after` reads."""

    def __init__(self, path: Path, *, after: int, error: OSError | None = None) -> None:
        self._below = FileSource(path)
        self.name, self.size = path.name, self._below.size
        self._left, self._error = after, error
        self.let_go = threading.Event()

    def read_at(self, offset: int, length: int) -> bytes:
        self._left -= 1
        if self._left < 0 and self._error is not None:
            raise self._error
        if self._left < 0:
            self.let_go.wait(60)
        return self._below.read_at(offset, length)

    def close(self) -> None:
        self.let_go.set()
        self._below.close()


@pytest.mark.parametrize("after", [0, 2])
def test_what_cannot_be_read_says_why_and_proves_nothing_of_this_computer(short_clip: Path, after: int) -> None:
    stick = Stick(short_clip, after=after, error=OSError(19, "No such device"))
    value, how = try_recording(stick, limit_s=PATIENT_S)
    stick.close()
    assert value is None
    assert how == "The recording “short.mp4” could not be read on: No such device."


@pytest.mark.parametrize(("after", "limit_s"), [(0, 0.2), (2, 1.2)])
def test_a_disk_that_does_not_answer_holds_nobody_up_and_proves_nothing(
    short_clip: Path, after: int, limit_s: float
) -> None:
    stick = Stick(short_clip, after=after)
    began = time.monotonic()
    reading = try_recording(stick, limit_s=limit_s)
    took_s = time.monotonic() - began
    stick.close()
    assert reading == (None, DISK_LATE)
    assert took_s < PATIENT_S


def test_no_time_at_all_proves_nothing(short_clip: Path) -> None:
    assert tried(short_clip, limit_s=0.0001)[0] is None


# ---------------------------------------------------------------- what it leaves behind


def _held() -> tuple[int, int, int]:
    """Threads of Python, threads of the process, open files."""
    tasks, files = (sum(1 for _ in Path("/proc/self", kind).iterdir()) for kind in ("task", "fd"))
    return threading.active_count(), tasks, files


@contextmanager
def nothing_left_behind() -> Generator[None]:
    before = _held()
    yield
    until = time.monotonic() + 5
    while any(now > then for now, then in zip(_held(), before, strict=True)):
        assert time.monotonic() < until, f"left behind: {before} became {_held()}"
        time.sleep(0.01)


needs_proc = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="counted in /proc")


@needs_proc
def test_nothing_is_left_behind_whatever_came_of_it(short_clip: Path, tmp_path: Path) -> None:
    text = tmp_path / "talk.mp4"
    text.write_bytes(b"no recording")
    tried(short_clip)
    with nothing_left_behind():
        for path, limit_s in ((short_clip, PATIENT_S), (text, PATIENT_S), (short_clip, 0.0001)):
            for _ in range(3):
                tried(path, limit_s)
        try_self_test(RESOURCES / "selftest")


def test_who_has_the_answer_may_close_the_source(short_clip: Path) -> None:
    """Also where a read was under way when the time was over."""
    source = PackageLikeSource(short_clip)
    source.dawdle(100)
    assert try_recording(source, limit_s=0.05) == (None, DISK_LATE)
    assert "media-source" not in {thread.name for thread in threading.enumerate()}


@needs_proc
def test_several_at_once_from_any_thread_while_another_plays(
    engine: VlcEngine, clip: Path, short_clip: Path, tmp_path: Path
) -> None:
    sound = make_sound(tmp_path / "talk.mp3", seconds=2)
    log = Log(engine, 70_000)
    engine.load(PackageLikeSource(clip), expected_duration_ms=70_000)
    engine.play()
    log.wait(lambda seen: seen.sign is Sign.TIME)
    with nothing_left_behind(), ThreadPoolExecutor(6) as pool:
        found = [_by_layer(one) for one in pool.map(tried, [short_clip, sound, short_clip] * 4)]
    assert found == [("yes", BOTH), ("yes", "the first moment was decoded: MP3 sound"), ("yes", BOTH)] * 4
    log.wait(lambda seen: seen.sign is Sign.TIME, after=len(log.seen))
    assert Sign.FAILED not in log.signs


def test_the_same_source_may_be_played_and_tried_at_once(engine: VlcEngine, clip: Path) -> None:
    source: MediaSource = PackageLikeSource(clip)
    log = Log(engine, 70_000)
    engine.load(source, expected_duration_ms=70_000)
    engine.play()
    assert try_recording(source, limit_s=PATIENT_S) == ("yes", BOTH)
    log.wait(lambda seen: seen.sign is Sign.TIME, after=len(log.seen))


ENDING = """
import atexit, sys, threading
from pathlib import Path
from player.media.source import FileSource
from player.media.trial import try_recording

reached, over = threading.Event(), threading.Event()

class Stuck(FileSource):
    reads = 0
    def read_at(self, offset, length):
        self.reads += 1
        if self.reads > 2:
            reached.set()
            threading.Event().wait()
        return super().read_at(offset, min(length, 4096))

def one():
    try_recording(Stuck(Path(sys.argv[1])), limit_s=600)
    over.set()

atexit.register(lambda: print(over.wait(5)))
threading.Thread(target=one, daemon=True).start()
reached.wait()
"""
MISSING = """
import sys
sys.modules["vlc"] = None
from pathlib import Path
from player.media.selftest import MemorySource
from player.media.trial import try_recording
print(try_recording(MemorySource("talk.mp4", b"whatever")))
"""


def _run(program: str, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", program, *words],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        cwd=Path(__file__).parents[2],
    )


def test_a_program_that_ends_in_the_middle_of_it_stops_libvlc_before(short_clip: Path) -> None:
    """Else libVLC calls into a Python that is no more, and now and then the program ends in a crash."""
    ended = _run(ENDING, str(short_clip))
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "True\n", "")


def test_without_libvlc_the_answer_is_no_and_no_exception() -> None:
    said = _run(MISSING)
    assert said.stdout.startswith("('no', 'The library that plays recordings (libVLC 3) cannot be used"), said.stderr


# ---------------------------------------------------------------- what is concluded

PICTURE, SOUND = Track(letters="h264"), Track(letters="mp4a")
SEEN, HEARD = Track(letters="h264", came=True), Track(letters="mp4a", came=True)


@pytest.mark.parametrize(
    ("seen", "reading"),
    [
        (Glimpse(name="talk"), None),
        (Glimpse(name="talk", picture=SEEN, sound=SOUND), None),
        (Glimpse(name="talk", picture=SEEN, sound=SOUND, complaints=("“undf” is not known",)), None),
        (Glimpse(name="talk", picture=Track(letters=""), complaints=("something",)), None),
        (Glimpse(name="talk", picture=SEEN, sound=HEARD, ended=True), ("yes", BOTH)),
        (Glimpse(name="talk", picture=SEEN, sound=HEARD, complaints=("h264",)), ("yes", BOTH)),
    ],
)
def test_nothing_is_said_before_it_is_certain(seen: Glimpse, reading: Reading | None) -> None:
    assert answer(seen) == reading


@pytest.mark.parametrize(
    ("seen", "word"),
    [
        (Glimpse(name="talk", picture=PICTURE, sound=SOUND, ended=True), "nothing in it could be decoded"),
        (Glimpse(name="talk", picture=PICTURE, sound=HEARD, ended=True), "The picture of “talk” is in a form (H.264)"),
        (Glimpse(name="talk", picture=SEEN, sound=SOUND, ended=True), "The sound of “talk” is in a form (AAC)"),
        (Glimpse(name="talk", refused=True), "it is not a sound or video file"),
    ],
)
def test_what_ends_without_all_that_it_holds_is_not_decoded(seen: Glimpse, word: str) -> None:
    value, how = answer(seen) or (None, "")
    assert value == "no"
    assert word in how


@pytest.mark.parametrize(
    ("seen", "what"),
    [
        (Glimpse(name="talk"), "it"),
        (Glimpse(name="talk", picture=PICTURE, sound=SOUND), "it"),
        (Glimpse(name="talk", picture=PICTURE, sound=HEARD), "its picture"),
        (Glimpse(name="talk", picture=SEEN, sound=SOUND), "its sound"),
    ],
)
def test_who_was_too_slow_says_for_what(seen: Glimpse, what: str) -> None:
    assert out_of_time(seen) == (None, f"This computer did not decode {what} in time.")
