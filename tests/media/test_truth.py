"""What is counted against what was really shown: the number in each picture is read back from its pixels.

Each act of a session may cost a tenth of a second and add as much. A picture more is allowed where what was shown is
known to a picture only: the one that a pause cuts short is shown once more while it stands still.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

import pytest

from player.domain.engine import Sign
from player.domain.watch import Coverage
from player.media.vlc_engine import VlcEngine, create_engine
from tests.media.bench import RealStage
from tests.media.clips import ffmpeg, make_clip, make_sound
from tests.media.truth import Session

DURATION_MS = 70_000
PER_ACT_MS = 100
HOUR_MS = 3_600_000
PER_HOUR_MS = 250


def seeks_and_pauses(session: Session) -> None:
    session.load()
    session.play(2_100)
    session.seek(20_000, 1_500)
    session.pause()
    session.play(1_000)
    for target in (27_000, 29_000, 31_040):
        session.seek(target, 230)
    session.seek(33_000, 600)
    session.pause(300)
    session.play(400)
    session.seek(10_000, 1_000)
    session.pause()
    session.seek(14_000, 500)
    session.play(1_000)
    session.seek(68_000, 0)
    session.to_the_end()


def speeds(session: Session) -> None:
    session.load()
    session.play(1_000)
    session.rate(150, 1_500)
    session.seek(40_120, 2_000)
    session.rate(75, 2_000)
    session.rate(200, 1_500)
    session.seek(50_080, 400)
    session.seek(52_080, 1_500)
    session.pause()
    session.play(1_500)
    session.rate(50, 2_000)
    session.seek(60_000, 2_000)
    session.rate(125, 1_500)
    session.rate(100, 1_000)
    session.seek(4_000, 1_000)
    session.pause()


@pytest.fixture(
    params=[
        "25",
        *(pytest.param(kind, marks=pytest.mark.long) for kind in ("unheard", "30", "24000/1001", "60", "mkv")),
    ]
)
def session(engine: VlcEngine, request: pytest.FixtureRequest, tmp_path: Path) -> Session:
    """MP4 with sound at several numbers of pictures a second; Matroska; and no sound at all."""
    kind: str = request.param
    if kind == "unheard":
        return Session(engine, request.getfixturevalue("silent_clip"), DURATION_MS)
    clip: Path = request.getfixturevalue("clip")
    if kind == "25":
        return Session(engine, clip, DURATION_MS)
    if kind == "mkv":
        path = tmp_path / "numbers.mkv"
        ffmpeg("-i", str(clip), "-c", "copy", str(path))
        return Session(engine, path, DURATION_MS)
    if kind == "24000/1001":
        path = tmp_path / "film.mp4"
        encoded = ("-c:v", "libx264", "-preset", "ultrafast", "-g", "48", "-c:a", "copy")
        slower = ("-vf", "setpts=N/(24000/1001)/TB", "-r", kind, "-t", str(DURATION_MS // 1000))
        ffmpeg("-i", str(clip), *slower, *encoded, str(path))
        return Session(engine, path, DURATION_MS, 23_976)
    path = make_clip(tmp_path / "numbers.mp4", seconds=DURATION_MS // 1000, fps=int(kind))
    return Session(engine, path, DURATION_MS, int(kind) * 1_000)


def each_act_is_counted(session: Session) -> None:
    print(f"\n{session.table()}")
    room = PER_ACT_MS + session.media_ms(1)
    assert [act for act in session.acts if act.lost_ms > room or act.added_ms > room] == []


@pytest.mark.serial
@pytest.mark.parametrize("script", [seeks_and_pauses, speeds])
def test_each_act_costs_and_adds_less_than_a_tenth_of_a_second(
    session: Session, script: Callable[[Session], None]
) -> None:
    script(session)
    each_act_is_counted(session)


@pytest.mark.long
@pytest.mark.serial
@pytest.mark.parametrize("rate", [100, 200])
def test_ten_minutes_are_counted_to_the_picture(engine: VlcEngine, tmp_path: Path, rate: int) -> None:
    minutes = 10
    clip = make_clip(tmp_path / "long.mp4", seconds=minutes * 60)
    session = Session(engine, clip, minutes * 60_000)
    session.load()
    if rate != 100:
        session.rate(rate, 0)
    session.play(0)
    session.to_the_end()
    lost, added = session.measure()
    print(f"\n{lost} lost, {added} added")
    allowed = PER_HOUR_MS * minutes * 60_000 // HOUR_MS + session.media_ms(1) + (PER_ACT_MS if rate != 100 else 0)
    assert lost <= allowed
    assert added <= allowed


# ---------------------------------------------------------------- mishaps


@pytest.mark.serial
@pytest.mark.parametrize("stopped_ms", [pytest.param(200, marks=pytest.mark.long), 700])
def test_while_the_process_is_stopped_nothing_counts(session_of_one: Session, stopped_ms: int) -> None:
    session = session_of_one
    session.load()
    session.play(3_000)
    session.freeze(stopped_ms, 3_000)
    session.pause()
    each_act_is_counted(session)


@pytest.mark.serial
@pytest.mark.parametrize("slow_ms", [pytest.param(1_000, marks=pytest.mark.long), 4_000])
def test_a_slow_disk_is_not_played(session_of_one: Session, slow_ms: int) -> None:
    session = session_of_one
    session.load()
    session.play(3_000)
    session.slow_disk(slow_ms, 3_000)
    session.pause()
    each_act_is_counted(session)


@pytest.fixture
def session_of_one(clip: Path) -> Iterator[Session]:
    made = create_engine(silent=True)
    yield Session(made, clip, DURATION_MS)
    made.release()


@pytest.mark.serial
def test_slides_with_sound_count_fully(engine: VlcEngine, tmp_path: Path) -> None:
    """One picture a minute: no picture tells that it plays."""
    path = tmp_path / "slides.mp4"
    picture = ("-f", "lavfi", "-i", "testsrc2=s=640x360:r=1/60:d=180")
    ffmpeg(*picture, "-f", "lavfi", "-i", "sine=440:d=180", "-c:v", "libx264", "-c:a", "aac", str(path))
    slides_count(RealStage(engine, path, 180_000))


@pytest.mark.serial
def test_slides_without_sound_count_fully(engine: VlcEngine, tmp_path: Path) -> None:
    path = tmp_path / "slides.mp4"
    ffmpeg("-f", "lavfi", "-i", "testsrc2=s=640x360:r=1/4:d=180", "-c:v", "libx264", str(path))
    slides_count(RealStage(engine, path, 180_000))


def slides_count(stage: RealStage) -> None:
    stage.load()
    stage.engine.play()
    stage.wait(Sign.PLAYING)
    stage.run(6_000)
    stage.engine.pause()
    paused = stage.wait(Sign.PAUSED)
    played_ms = paused.mono_ms - stage.log.of(Sign.PLAYING)[0].mono_ms
    assert played_ms - PER_ACT_MS <= stage.log.counted.length_ms <= played_ms


def test_sound_alone_is_counted_as_long_as_it_played(engine: VlcEngine, tmp_path: Path) -> None:
    """There is no picture to compare with: what libVLC says it arrived at, and the time that passed, must agree."""
    stage = RealStage(engine, make_sound(tmp_path / "talk.mp3", seconds=60), 60_000)
    stage.load()
    stage.engine.play()
    stage.run(3_000)
    spans: list[tuple[int, int]] = []
    for target in (20_000, 40_000):
        stage.engine.seek(target)
        arrived = stage.wait(Sign.PLAYING, after=len(stage.log.seen))
        stage.run(2_000)
        stage.engine.pause()
        left = stage.wait(Sign.PAUSED, after=stage.log.seen.index(arrived))
        spans.append((target, left.mono_ms - arrived.mono_ms))
        stage.engine.play()
        stage.run(50)
    for target, played_ms in spans:
        counted = next(i for i in stage.log.counted.intervals if i.start_ms <= target + PER_ACT_MS < i.end_ms)
        assert counted.start_ms >= target
        assert abs(counted.length_ms - played_ms - 50) <= PER_ACT_MS


# ---------------------------------------------------------------- what is seen


@pytest.fixture(params=["clip", "silent_clip"])
def stage(engine: VlcEngine, request: pytest.FixtureRequest) -> RealStage:
    recording: Path = request.getfixturevalue(request.param)
    return RealStage(engine, recording, DURATION_MS)


def overlap(one: Coverage, other: Coverage) -> int:
    return one.length_ms + other.length_ms - one.union(other).length_ms


def test_dragging_through_a_recording_counts_next_to_nothing(stage: RealStage) -> None:
    stage.load()
    stage.engine.play()
    stage.wait(Sign.TIME)
    for target in range(5_000, 60_000, 2_500):
        stage.engine.seek(target)
        stage.run(100)
    stage.engine.pause()
    stage.wait(Sign.PAUSED)
    shown, counted = stage.shown.coverage(), stage.log.counted
    assert counted.length_ms - overlap(shown, counted) <= 300
    assert counted.length_ms <= 3_500


def test_a_change_of_speed_leaves_nothing_out(stage: RealStage) -> None:
    """libVLC by itself jumps ahead by up to half a second when the speed goes up."""
    stage.load()
    stage.engine.play()
    stage.wait(Sign.TIME)
    for rate in (200, 50, 200, 100):
        stage.run(900)
        stage.engine.set_rate(rate)
    stage.run(900)
    stage.engine.pause()
    stage.wait(Sign.PAUSED)
    shown = stage.shown.coverage()
    missing = max(stage.shown.numbers) * 40 + 40 - shown.length_ms
    assert missing <= 240


def test_a_seek_while_paused_shows_its_picture(stage: RealStage) -> None:
    stage.load()
    for target in (30_000, 10_040, 50_960, 12_000, 12_080, 69_000, 480):
        after = len(stage.shown.numbers)
        stage.engine.seek(target)
        stage.shown.wait(lambda number, want=target // 40: abs(number - want) <= 1, after=after, seconds=3)
    assert Sign.PLAYING not in stage.log.signs


def test_loading_shows_the_picture_at_the_place_of_beginning(stage: RealStage) -> None:
    stage.load(start_ms=25_000)
    stage.shown.wait(lambda number: abs(number - 625) <= 2)
    stage.run(400)
    assert max(stage.shown.numbers) <= 630
    assert stage.log.counted.length_ms == 0


@pytest.mark.parametrize("rate", [50, 150, 200])
def test_a_seek_at_another_speed_leaves_nothing_out_after_its_target(stage: RealStage, rate: int) -> None:
    stage.engine.set_rate(rate)
    stage.load()
    stage.engine.play()
    stage.wait(Sign.TIME)
    stage.engine.seek(31_240)
    stage.run(2_500)
    stage.engine.pause()
    stage.wait(Sign.PAUSED)
    numbers = {number for number in stage.shown.numbers if 31_240 // 40 <= number < 1_000}
    assert len(range(31_240 // 40, max(numbers))) - len(numbers) <= 6
    counted = stage.log.counted.intervals[-1]
    assert 31_240 <= counted.start_ms <= 31_500
    assert abs(counted.end_ms - max(numbers) * 40) <= 120


@pytest.mark.serial
def test_where_the_sound_ends_before_the_picture_it_is_counted_all_the_same(
    engine: VlcEngine, half_silent_clip: Path
) -> None:
    stage = RealStage(engine, half_silent_clip, 16_000)
    stage.load()
    engine.play()
    stage.run(5_000)
    engine.seek(9_320)
    stage.run(2_000)
    engine.seek(6_000)
    stage.run(2_000)
    engine.seek(12_520)
    stage.wait(Sign.ENDED)
    shown, counted = stage.shown.coverage(), stage.log.counted
    lost = shown.length_ms - overlap(shown, counted)
    added = counted.length_ms - overlap(shown, counted)
    print(f"\nshown {shown.length_ms} ms, counted {counted.length_ms} ms: {lost} lost, {added} added")
    assert lost <= 750, "at most a quarter of a second at each of three jumps"
    assert added <= 500


@pytest.mark.long
@pytest.mark.parametrize("seed", range(6))
def test_whatever_is_pressed_nothing_is_counted_that_was_not_shown(stage: RealStage, seed: int) -> None:
    chance = Random(seed)
    stage.load(start_ms=chance.choice([0, 13_000]))
    stage.engine.play()
    for _ in range(60):
        match chance.choice(["wait", "wait", "seek", "drag", "pause", "play", "blink", "rate"]):
            case "seek":
                stage.engine.seek(chance.randrange(DURATION_MS))
            case "drag":
                for _ in range(4):
                    stage.engine.seek(chance.randrange(DURATION_MS))
                    stage.run(chance.randrange(80))
            case "pause":
                stage.engine.pause()
            case "play":
                stage.engine.play()
            case "blink":
                stage.engine.pause()
                stage.engine.play()
            case "rate":
                stage.engine.set_rate(chance.choice([50, 75, 100, 125, 150, 200]))
            case _:
                pass
        stage.run(chance.choice([10, 100, 400, 1_000]))
    stage.engine.seek(20_000)
    stage.engine.play()
    stage.wait(Sign.TIME, after=len(stage.log.seen))
    stage.engine.pause()
    stage.run(300)
    shown, counted = stage.shown.coverage(), stage.log.counted
    assert counted.length_ms - overlap(shown, counted) <= 400
    assert Sign.FAILED not in stage.log.signs
