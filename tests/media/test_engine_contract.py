"""What every engine promises, asked of libVLC in real time and of the simulated one that other tests rely on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from player.domain.engine import Sign
from player.media.vlc_engine import create_engine
from tests.media.bench import RealStage, SimulatedStage, Stage
from tests.media.simulated import SimulatedEngine

QUIET = (Sign.FRAME, Sign.TIME)


@pytest.fixture(params=["vlc", "simulated"])
def stage(request: pytest.FixtureRequest) -> Iterator[Stage]:
    made: Stage
    if request.param == "vlc":
        path: Path = request.getfixturevalue("short_clip")
        made = RealStage(create_engine(silent=True), path, 6_000)
    else:
        made = SimulatedStage(SimulatedEngine(6_000))
    yield made
    made.engine.release()


def test_loading_tells_the_length_and_plays_nothing(stage: Stage) -> None:
    stage.load()
    stage.run(500)
    assert stage.log.of(Sign.OPENED)[0].position_ms == stage.engine.duration_ms == stage.duration_ms
    assert not {Sign.PLAYING, Sign.TIME, Sign.FRAME} & set(stage.log.signs)


def test_playing_is_told_before_its_first_report(stage: Stage) -> None:
    stage.load()
    stage.engine.play()
    stage.wait(Sign.TIME)
    signs = [sign for sign in stage.log.signs if sign is not Sign.FRAME]
    assert signs.index(Sign.PLAYING) < signs.index(Sign.TIME)


def test_a_pause_ends_the_reports_and_playing_goes_on_from_there(stage: Stage) -> None:
    stage.load()
    stage.engine.play()
    stage.wait(Sign.TIME)
    stage.run(600)
    stage.engine.pause()
    stage.wait(Sign.PAUSED)
    after = len(stage.log.seen)
    stage.run(600)
    assert not [seen for seen in stage.log.seen[after:] if seen.sign in QUIET]
    stood = stage.log.tracker.position_at(10**12)
    stage.engine.play()
    assert abs((stage.wait(Sign.TIME, after=after).position_ms or 0) - stood) < 500


def test_a_seek_is_told_with_its_target_and_playing_is_told_again_there(stage: Stage) -> None:
    stage.load()
    stage.engine.play()
    stage.wait(Sign.TIME)
    after = len(stage.log.seen)
    stage.engine.seek(4_000)
    report = stage.wait(Sign.TIME, after=len(stage.log.seen))
    told = [seen for seen in stage.log.seen[after:] if seen.sign not in QUIET]
    assert [seen.sign for seen in told[:2]] == [Sign.SEEKING, Sign.PLAYING]
    assert told[0].position_ms == 4_000
    assert 3_900 <= (report.position_ms or 0) <= 4_600


def test_nothing_is_reported_between_leaving_and_arriving(stage: Stage) -> None:
    stage.load()
    stage.engine.play()
    stage.wait(Sign.TIME)
    for target in (4_000, 1_000, 3_000):
        after = len(stage.log.seen)
        stage.engine.seek(target)
        stage.wait(Sign.PLAYING, after=after)
        signs = stage.log.signs[after:]
        gap = signs[signs.index(Sign.SEEKING) : signs.index(Sign.PLAYING)]
        assert not set(gap) & set(QUIET)


def test_a_change_of_speed_is_told_and_kept(stage: Stage) -> None:
    stage.load()
    stage.engine.play()
    stage.wait(Sign.TIME)
    stage.engine.set_rate(150)
    assert stage.wait(Sign.RATE).rate_percent == 150
    after = len(stage.log.seen)
    first = stage.wait(Sign.TIME, after=after)
    stage.run(1_200)
    last = stage.log.of(Sign.TIME)[-1]
    passed = last.mono_ms - first.mono_ms
    assert passed > 0
    assert abs((last.position_ms or 0) - (first.position_ms or 0) - passed * 1.5) < 120


def test_the_end_is_told_once_and_all_of_it_counts(stage: Stage) -> None:
    stage.load()
    stage.engine.play()
    stage.wait(Sign.ENDED)
    stage.run(400)
    assert len(stage.log.of(Sign.ENDED)) == 1
    assert stage.duration_ms - 60 <= stage.log.counted.length_ms <= stage.duration_ms


def test_it_plays_again_after_its_end(stage: Stage) -> None:
    stage.load(start_ms=5_000)
    stage.engine.play()
    stage.wait(Sign.ENDED)
    after = len(stage.log.seen)
    stage.engine.play()
    assert (stage.wait(Sign.TIME, after=after).position_ms or 0) < 1_000


def test_a_seek_after_the_end_goes_there(stage: Stage) -> None:
    stage.load(start_ms=5_000)
    stage.engine.play()
    stage.wait(Sign.ENDED)
    after = len(stage.log.seen)
    stage.engine.seek(2_000)
    stage.engine.play()
    assert 1_900 <= (stage.wait(Sign.TIME, after=after).position_ms or 0) <= 2_700


def test_it_begins_where_it_was_asked_to(stage: Stage) -> None:
    stage.load(start_ms=3_000)
    stage.engine.play()
    assert 2_900 <= (stage.wait(Sign.TIME).position_ms or 0) <= 3_600


def test_closing_is_told_and_ends_everything(stage: Stage) -> None:
    stage.load()
    stage.engine.play()
    stage.wait(Sign.TIME)
    stage.engine.close()
    stage.wait(Sign.CLOSED)
    stage.run(300)
    assert stage.log.signs[-1] is Sign.CLOSED
    assert stage.engine.duration_ms is None


def test_nothing_loaded_is_no_reason_to_fail(stage: Stage) -> None:
    stage.engine.play()
    stage.engine.seek(100)
    stage.engine.pause()
    stage.engine.close()
    stage.load()
    assert Sign.FAILED not in stage.log.signs
