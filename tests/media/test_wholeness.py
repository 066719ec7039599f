"""A recording whose end is missing is known as such, and what is missing is never counted."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from player.domain.engine import Sign
from player.media.health import Facts, judge
from player.media.problems import MediaEndsEarly, PictureUnknown
from player.media.source import FileSource
from player.media.vlc_engine import VlcEngine, create_engine
from player.media.wholeness import is_cut_off
from tests.media.bench import Log, PackageLikeSource
from tests.media.clips import ffmpeg, make_clip
from tests.truth.sound import loudspeaker

SLIDE_MS, SLIDES_MS = 10_000, 30_000


class Bytes:
    """A recording in memory."""

    name = "talk"

    def __init__(self, data: bytes) -> None:
        self._data = data
        self.size = len(data)

    def read_at(self, offset: int, length: int) -> bytes:
        return self._data[offset : offset + length]


@pytest.fixture(scope="module")
def slides(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three pictures of ten seconds each, with a tone."""
    path = tmp_path_factory.mktemp("clips") / "slides.mp4"
    sources = (f"testsrc2=s=320x180:r=1/{SLIDE_MS // 1000}", "sine=440:r=48000")
    words = "-c:v libx264 -tune stillimage -pix_fmt yuv420p -c:a aac -movflags +faststart".split()
    inputs = [word for source in sources for word in ("-f", "lavfi", "-i", source)]
    ffmpeg(*inputs, "-t", str(SLIDES_MS // 1000), *words, str(path))
    return path


@pytest.mark.parametrize("name", ["first.mp4", "last.mp4", "fragments.mp4", "talk.mkv", "piped.mkv", "talk.ts"])
def test_what_is_whole_is_not_taken_for_cut_and_what_is_cut_is_known(
    short_clip: Path, tmp_path: Path, name: str
) -> None:
    words = {"fragments.mp4": ("-movflags", "+frag_keyframe+empty_moov"), "piped.mkv": ("-live", "1")}
    path = tmp_path / name
    if name == "last.mp4":
        make_clip(path, seconds=2, table_first=False)
    else:
        first = ("-movflags", "+faststart") if name == "first.mp4" else ()
        ffmpeg("-i", str(short_clip), "-c", "copy", *words.get(name, first), str(path))
    data = path.read_bytes()
    assert not is_cut_off(Bytes(data))
    tells = name not in ("fragments.mp4", "piped.mkv", "talk.ts")
    for cut in (1, 100, len(data) // 2):
        assert is_cut_off(Bytes(data[:-cut])) is tells


@given(
    st.binary(max_size=80),
    st.sampled_from([b"", b"\0\0\0\x18ftyp", b"\x1a\x45\xdf\xa3", b"\x1a\x45\xdf\xa3\x80\x18\x53\x80\x67"]),
)
def test_no_bytes_whatever_trouble_it(data: bytes, head: bytes) -> None:
    is_cut_off(Bytes(head + data))


def test_a_disk_that_fails_tells_nothing(short_clip: Path) -> None:
    source = FileSource(short_clip)
    source.close()
    assert not is_cut_off(source)


def test_the_last_slide_may_stand_longer_than_libvlc_waits_but_not_where_bytes_are_missing() -> None:
    facts = Facts(
        name="talk.mp4",
        expected_ms=SLIDES_MS,
        length_ms=SLIDES_MS,
        has_picture=True,
        has_sound=True,
        decoded_pictures=2,
        decoded_sounds=100,
        picture_ms=SLIDE_MS,
        position_ms=20_500,
        ended=True,
    )
    assert judge(facts) is None
    facts.cut_off = True
    assert isinstance(judge(facts), MediaEndsEarly)


def test_a_slide_that_the_decoder_still_holds_back_is_waited_for() -> None:
    facts = Facts(name="talk.mp4", expected_ms=SLIDES_MS, has_picture=True, picture_ms=SLIDE_MS, played_ms=9_000)
    assert judge(facts) is None
    facts.played_ms = 60_000
    assert isinstance(judge(facts), PictureUnknown)


@pytest.fixture(params=["unheard", "heard"])
def ears(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[VlcEngine]:
    """An engine without a sound device, and one with a sound server of its own."""
    with ExitStack() as held:
        if request.param == "heard":
            if shutil.which("pulseaudio") is None:
                pytest.skip("needs a sound server")
            for name, value in held.enter_context(loudspeaker(tmp_path)).environment.items():
                monkeypatch.setenv(name, value)
        made = create_engine(silent=request.param == "unheard")
        held.callback(made.release)
        yield made
        assert made.has_sound_device is (request.param == "heard")


@pytest.mark.parametrize("share", [93, 80])
def test_of_slides_that_are_cut_only_what_was_there_counts(
    ears: VlcEngine, slides: Path, tmp_path: Path, share: int
) -> None:
    path = tmp_path / "talk.mp4"
    path.write_bytes(slides.read_bytes()[: slides.stat().st_size * share // 100])
    there_ms = sound_ms(path)
    for start_ms in (16_000, 20_500):
        log = Log(ears, SLIDES_MS)
        after = len(log.seen)
        ears.load(PackageLikeSource(path), start_ms=start_ms, expected_duration_ms=SLIDES_MS)
        ears.play()
        ended = log.wait(lambda seen: seen.sign in (Sign.FAILED, Sign.ENDED), after=after, seconds=30)
        assert isinstance(ended.problem, MediaEndsEarly)
        assert all(part.end_ms <= there_ms + 250 for part in log.counted.intervals)


def test_slides_that_are_whole_are_counted_to_their_end_from_anywhere(engine: VlcEngine, slides: Path) -> None:
    log = Log(engine, SLIDES_MS)
    engine.load(PackageLikeSource(slides), start_ms=22_000, expected_duration_ms=SLIDES_MS)
    engine.play()
    log.wait(lambda seen: seen.sign in (Sign.FAILED, Sign.ENDED), seconds=30)
    assert Sign.FAILED not in log.signs
    assert log.counted.length_ms >= 7_750


def sound_ms(path: Path) -> int:
    """How much sound there really is to decode."""
    raw = path.with_suffix(".raw")
    ffmpeg("-err_detect", "ignore_err", "-i", str(path), *"-map 0:a -f s16le -ac 1 -ar 1000".split(), str(raw))
    return raw.stat().st_size // 2
