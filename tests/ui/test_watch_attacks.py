"""Nobody gets ahead of a course's policy through the window, and no forged engine ahead of time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from player.domain.course import Course
from player.domain.engine import MediaTrack, Observation, Sign
from player.domain.event import PresenceConfirmed
from player.domain.policy import Checkpoint, PresenceChecks, Seeking
from player.domain.progress import StepName, StepState
from player.domain.watch import Coverage
from player.ui.watch.checkpoints import Checkpoints
from player.ui.watch.noting import Noting
from player.ui.watch.presence import Presence
from tests.ui.fake_host import FakeDesktop
from tests.ui.watch_parts import FRAME_MS, REPORT_MS, TALK, TALK_COURSE, with_policy
from tests.ui.watch_room import Enter, Room

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support propagateSizeHints", extend=True)

Attack = Callable[[Room], object]
NEAR_MS = 150
CODE = Checkpoint(id="code", at_ms=5_000, prompt="Which word is on the slide?", codes=("Blue Whale",))


IN_ORDER = with_policy(seeking=Seeking.SEEN_ONLY)


def watch(room: Room, from_ms: int, to_ms: int) -> None:
    """Plays this stretch as it comes in a real window, piece by piece."""
    for at_ms in range(from_ms, to_ms, REPORT_MS):
        room.run(at_ms, at_ms + REPORT_MS)


def covered_ms(room: Room) -> int:
    return Coverage(room.covered()).length_ms


def desktop_of(room: Room) -> FakeDesktop:
    assert isinstance(room.host.desktop, FakeDesktop)
    return room.host.desktop


def press(room: Room, keys: str | Qt.Key) -> None:
    picture = room.screen.stage.picture
    if isinstance(keys, str):
        QTest.keyClicks(picture, keys)
    else:
        QTest.keyClick(picture, keys)
    room.settle()


def click_timeline(room: Room, position_ms: int) -> None:
    line = room.screen.controls.timeline
    QTest.mouseClick(line, Qt.MouseButton.LeftButton, pos=QPoint(round(line.x_of(position_ms)), line.height() // 2))


def assert_not_done(room: Room) -> None:
    progress = room.desk.progress(room.desk.course)
    assert not progress.sessions[0].watched
    assert progress.step(StepName.WATCH).state is StepState.OPEN
    assert progress.step(StepName.CLAIM).state is StepState.LOCKED


# --- forged engines ------------------------------------------------------------------------------------------


def forge(room: Room, passed_ms: int, *, positions: int = 1, clock: int = 1, since_ms: int = 0) -> None:
    """So much time passes, in which positions run `positions` times and the engine's own clock `clock` times as fast.

    It never says that the speed is another.
    """
    room.desk.clock.advance(passed_ms)
    room.engine.say(Sign.PLAYING)
    for at_ms in range(0, passed_ms * clock + 1, FRAME_MS):
        if at_ms % REPORT_MS == 0:
            room.engine.say(Sign.TIME, min(60_000, since_ms + at_ms * positions // clock))
        room.engine.say(Sign.FRAME)
        room.engine.mono_ms += FRAME_MS
    room.pause()


@pytest.mark.parametrize("positions", [2, 10])
def test_positions_that_run_faster_than_time_earn_no_more_than_time(enter: Enter, positions: int) -> None:
    room = enter(TALK_COURSE)
    forge(room, 5_000, positions=positions)
    assert covered_ms(room) <= 5_000 + NEAR_MS
    assert_not_done(room)


@pytest.mark.parametrize("clock", [2, 10])
def test_observations_of_the_future_are_refused_by_the_ledger(enter: Enter, clock: int) -> None:
    """The engine keeps pace with its own clock; the computer's is what counts."""
    room = enter(TALK_COURSE)
    forge(room, 6_000, positions=clock, clock=clock)
    assert covered_ms(room) <= 6_000 + 2_000, "the slack of one boot"
    assert_not_done(room)


def test_pictures_without_end_earn_nothing_without_a_position(enter: Enter) -> None:
    room = enter(TALK_COURSE)
    room.desk.clock.advance(60_000)
    room.engine.say(Sign.PLAYING)
    room.engine.say(Sign.TIME, 0)
    for _ in range(60_000 // FRAME_MS):
        room.engine.mono_ms += FRAME_MS
        room.engine.say(Sign.FRAME)
    room.pause()
    assert covered_ms(room) <= 1_000


def test_positions_told_after_the_pause_earn_nothing(enter: Enter) -> None:
    room = enter(TALK_COURSE)
    room.run(0, 3_000)
    room.pause()
    room.desk.clock.advance(60_000)
    for position_ms in range(3_000, 60_001, REPORT_MS):
        room.engine.mono_ms += REPORT_MS
        room.engine.say(Sign.TIME, position_ms)
        room.engine.say(Sign.FRAME)
    room.engine.say(Sign.ENDED)
    room.settle()
    assert covered_ms(room) <= 3_000 + NEAR_MS
    assert_not_done(room)


def test_an_end_that_was_never_played_to_earns_nothing(enter: Enter) -> None:
    room = enter(TALK_COURSE)
    room.run(0, 2_000)
    for _ in range(20):
        room.engine.say(Sign.ENDED)
        room.engine.say(Sign.SEEKING, 59_000)
        room.engine.say(Sign.PLAYING)
        room.engine.say(Sign.TIME, 59_950)
    room.pause()
    assert covered_ms(room) <= 2_000 + NEAR_MS
    assert_not_done(room)


# --- seen in order -------------------------------------------------------------------------------------------


def fifty_skips(room: Room) -> None:
    for _ in range(50):
        press(room, Qt.Key.Key_Right)


def note_ahead(room: Room) -> None:
    room.companion(Noting).page.seek_wanted.emit(40_000)


AHEAD: dict[str, Attack] = {
    "a click on the timeline": lambda room: click_timeline(room, 55_000),
    "the end key on the timeline": lambda room: QTest.keyClick(room.screen.controls.timeline, Qt.Key.Key_End),
    "a tenth": lambda room: press(room, "9"),
    "ten seconds on": lambda room: press(room, "l"),
    "fifty skips": fifty_skips,
    "the next unseen part": lambda room: press(room, "]"),
    "only what is unseen": lambda room: press(room, "o"),
    "a chapter": lambda room: room.screen.panel.chapters.chosen.emit(30_000),
    "a line of the transcript": lambda room: room.screen.panel.transcript.chosen.emit(30_000),
    "a note": note_ahead,
    "a media key": lambda room: desktop_of(room).seek_by_wanted.emit(30_000),
    "the lock screen": lambda room: desktop_of(room).seek_to_wanted.emit(58_000),
}


@pytest.mark.parametrize("way", AHEAD)
def test_in_a_course_seen_in_order_no_way_leads_ahead(enter: Enter, way: str) -> None:
    room = enter(IN_ORDER)
    room.run(0, 10_000)
    AHEAD[way](room)
    room.settle()
    assert all(asked <= 10_000 + NEAR_MS for asked in room.engine.asked("seek")), room.engine.asked("seek")
    assert room.page._player.transport.position_ms <= 10_000 + NEAR_MS


def test_picture_by_picture_leads_not_ahead_of_what_was_played_either(enter: Enter) -> None:
    room = enter(IN_ORDER)
    room.run(0, 10_000)
    room.pause()
    for _ in range(50):
        steps = len(room.engine.asked("step"))
        press(room, ".")
        if len(room.engine.asked("step")) > steps:
            room.engine.say(Sign.SEEKING, room.page._player.transport.position_ms + 40)
            room.settle()
    at_ms = room.page._player.transport.position_ms
    assert at_ms <= 10_000 + NEAR_MS
    room.play()
    room.run(at_ms, 20_000)
    room.pause()
    assert covered_ms(room) >= 20_000 - NEAR_MS, "who went on playing loses nothing"


def muted(room: Room) -> Callable[[], object]:
    room.engine.sounds = (MediaTrack(id=0),)
    liking = replace(room.page._player.liking, captions=False)
    room.screen.liked.emit(replace(liking, muted=True))
    room.settle()
    return lambda: room.screen.liked.emit(liking)


def say_rate(room: Room, rate_percent: int) -> None:
    for watcher in room.engine._watchers:
        watcher(Observation(sign=Sign.RATE, mono_ms=room.engine.mono_ms, rate_percent=rate_percent))


def too_fast(room: Room) -> Callable[[], object]:
    room.screen.rate_wanted.emit(200)
    say_rate(room, 200)
    room.settle()

    def slow_down() -> None:
        room.screen.rate_wanted.emit(100)
        say_rate(room, 100)

    return slow_down


def behind_a_locked_screen(room: Room) -> Callable[[], object]:
    """Paused by the lock, and played on with a media key all the same."""
    desktop_of(room)._tell_away(True)
    room.pause()
    desktop_of(room).play_wanted.emit()
    room.settle()
    return lambda: desktop_of(room)._tell_away(False)


def hidden(room: Room) -> Callable[[], object]:
    room.page.hide()
    room.pause()
    desktop_of(room).play_wanted.emit()
    room.settle()
    return room.page.show


UNCOUNTED: dict[str, Callable[[Room], Callable[[], object]]] = {
    "muted": muted,
    "too fast": too_fast,
    "behind a locked screen": behind_a_locked_screen,
    "hidden": hidden,
}
STRICT = with_policy(seeking=Seeking.SEEN_ONLY, muted_counts=False, hidden_counts=False, counted_rate_percent=150)


@pytest.mark.parametrize("way", UNCOUNTED)
def test_what_does_not_count_earns_nothing_whatever_is_pressed(enter: Enter, way: str) -> None:
    room = enter(replace(STRICT, watch=replace(STRICT.watch, seeking=Seeking.FREE)))
    watch(room, 0, 4_000)
    UNCOUNTED[way](room)
    watch(room, 4_000, 20_000)
    room.pause()
    assert 4_000 - NEAR_MS <= covered_ms(room) <= 4_000 + REPORT_MS + NEAR_MS


@pytest.mark.parametrize("way", UNCOUNTED)
def test_seen_in_order_what_did_not_count_is_played_again_so_that_all_after_it_counts(enter: Enter, way: str) -> None:
    """Otherwise nothing that follows could count: what comes before it was not played."""
    room = enter(STRICT)
    watch(room, 0, 4_000)
    count_again = UNCOUNTED[way](room)
    watch(room, 4_000, 9_000)
    count_again()
    watch(room, 9_000, 9_250)
    back_ms = room.engine.asked("seek")[-1]
    assert abs(back_ms - 4_000) <= REPORT_MS + NEAR_MS
    room.engine.say(Sign.SEEKING, back_ms)
    watch(room, back_ms, 20_000)
    room.pause()
    assert covered_ms(room) >= 20_000 - 2 * NEAR_MS
    assert len(room.covered()) == 1


# --- nobody there --------------------------------------------------------------------------------------------

CHECKED = replace(
    with_policy(presence=PresenceChecks(least_minutes=1, most_minutes=2, patience_seconds=30)),
    sessions=(replace(TALK, duration_ms=600_000),),
)
MOST_MS = 2 * 60_000 + 30_000


@pytest.mark.parametrize("drawn_ms", [0, 60_000])
def test_who_is_not_there_earns_the_longest_time_and_the_patience_and_no_more(enter: Enter, drawn_ms: int) -> None:
    room = enter(CHECKED)
    presence = room.companion(Presence)
    presence._draw = lambda bound: drawn_ms
    presence._draw_next()
    room.run(0, 400_000)
    room.pause()
    assert covered_ms(room) <= MOST_MS + 2_000
    assert not any(isinstance(event.fact, PresenceConfirmed) for event in room.stream.events)
    assert_not_done(room)


def test_who_comes_back_again_and_again_without_an_answer_earns_no_more(enter: Enter) -> None:
    room = enter(CHECKED)
    for visit in range(4):
        room.run(100_000 * visit, 100_000 * (visit + 1))
        room.page.leave()
        room.settle()
        room.enter()
        room.play()
    assert covered_ms(room) <= MOST_MS + 2_000


@pytest.mark.parametrize("shift_ms", [0, 2_000, 4_000, 6_000, 8_000])
def test_who_answers_within_the_patience_loses_nothing(enter: Enter, shift_ms: int) -> None:
    """Asked as late as can be drawn, answered in the last second, wherever the spans begin that are written."""
    room = enter(CHECKED)
    room.run(0, shift_ms)
    room.pause()
    presence = room.companion(Presence)
    presence._draw = lambda bound: bound - 1
    presence._draw_next()
    asked_ms = 0
    for at_ms in range(shift_ms, 200_000, 1_000):
        room.run(at_ms, at_ms + 1_000)
        if presence.card.isVisible() and not asked_ms:
            asked_ms = at_ms
        if asked_ms and at_ms - asked_ms == 29_000:
            break
    presence.card.here.click()
    room.settle()
    room.run(asked_ms + 30_000, asked_ms + 60_000)
    room.pause()
    assert covered_ms(room) >= asked_ms + 60_000 - 2 * NEAR_MS


# --- questions in between ------------------------------------------------------------------------------------


def asking(*checkpoints: Checkpoint) -> Course:
    return replace(TALK_COURSE, sessions=(replace(TALK, checkpoints=checkpoints),))


def test_a_question_that_was_passed_by_seeking_keeps_the_session_undone(enter: Enter) -> None:
    room = enter(asking(CODE))
    room.run(0, 4_000)
    room.engine.say(Sign.SEEKING, 6_000)
    room.settle()
    room.run(6_000, 60_000)
    room.engine.say(Sign.ENDED)
    room.settle()
    room.engine.say(Sign.SEEKING, 4_000)
    room.run(4_000, 4_950)
    room.engine.say(Sign.SEEKING, 5_050)
    room.run(5_050, 6_000)
    room.pause()
    assert covered_ms(room) >= 59_000, "all but the moment of the question"
    assert_not_done(room)


def test_no_number_of_wrong_answers_passes_a_question(enter: Enter) -> None:
    room = enter(asking(CODE))
    room.run(0, 6_000)
    room.pause()
    card = room.companion(Checkpoints).card
    for number in range(30):
        card.field.setText(f"whale {number}")
        card.enter.click()
        room.settle()
    card.later.click()
    room.run(6_000, 60_000)
    room.engine.say(Sign.ENDED)
    room.settle()
    assert covered_ms(room) >= 59_000
    assert_not_done(room)
    assert room.desk.progress(room.desk.course).sessions[0].open_checkpoints == (CODE,)
