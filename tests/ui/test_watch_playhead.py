"""Where playing stands, from nothing but what an engine reports."""

from player.domain.engine import Observation, Sign
from player.domain.watch import Interval
from player.ui.watch.playhead import Playhead


def head(position_ms: int = 0) -> Playhead:
    return Playhead(duration_ms=60_000, counted_rate_percent=200, position_ms=position_ms)


def see(playhead: Playhead, sign: Sign, mono_ms: int, position_ms: int | None = None) -> None:
    playhead.observe(Observation(sign=sign, mono_ms=mono_ms, position_ms=position_ms))


def test_the_position_runs_on_evenly_between_reports() -> None:
    playhead = head()
    see(playhead, Sign.PLAYING, 0)
    see(playhead, Sign.TIME, 0, 0)
    see(playhead, Sign.FRAME, 40)
    see(playhead, Sign.FRAME, 80)
    assert playhead.is_playing
    assert playhead.position_ms == 80


def test_what_was_played_and_not_written_is_known_and_flushed_as_the_last_span() -> None:
    playhead = head()
    see(playhead, Sign.PLAYING, 0)
    for mono in range(0, 2_001, 50):
        if mono % 250 == 0:
            see(playhead, Sign.TIME, mono, mono)
        see(playhead, Sign.FRAME, mono)
    assert playhead.unwritten == Interval(0, 2_000)
    (span,) = playhead.flush()
    assert span.interval == Interval(0, 2_000)
    assert playhead.unwritten is None
    assert playhead.flush() == ()


def test_a_place_asked_for_is_shown_at_once_and_late_reports_do_not_pull_it_back() -> None:
    playhead = head()
    see(playhead, Sign.PLAYING, 0)
    see(playhead, Sign.TIME, 0, 0)
    assert playhead.go_to(30_000) == 30_000
    see(playhead, Sign.TIME, 100, 100)
    assert playhead.position_ms == 30_000
    see(playhead, Sign.SEEKING, 120, 30_000)
    see(playhead, Sign.PLAYING, 200)
    see(playhead, Sign.TIME, 200, 30_000)
    see(playhead, Sign.TIME, 450, 30_250)
    assert playhead.position_ms == 30_250


def test_nobody_gets_beyond_the_ends() -> None:
    assert head().go_to(-5_000) == 0
    assert head().go_to(99_000) == 60_000


def test_the_end_is_told_and_asking_for_another_place_takes_it_back() -> None:
    playhead = head(59_500)
    see(playhead, Sign.PLAYING, 0)
    see(playhead, Sign.TIME, 0, 59_500)
    see(playhead, Sign.TIME, 250, 59_750)
    see(playhead, Sign.ENDED, 500)
    assert playhead.has_ended
    assert not playhead.is_playing
    assert playhead.position_ms == 60_000
    playhead.go_to(0)
    assert not playhead.has_ended


def test_waiting_for_data_is_told_until_it_plays_on() -> None:
    playhead = head()
    see(playhead, Sign.PLAYING, 0)
    see(playhead, Sign.STALLED, 100)
    assert playhead.is_waiting
    see(playhead, Sign.PLAYING, 900)
    assert not playhead.is_waiting
