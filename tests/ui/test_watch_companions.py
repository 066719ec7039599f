"""What companions add to the player: unseen parts, single pictures, several sounds, and going on by itself."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu
from pytestqt.qtbot import QtBot

from player.domain.course import Contact
from player.domain.engine import MediaTrack, Sign
from player.domain.problem import Problem
from player.domain.watch import Coverage, Interval
from player.ui.host import Place
from player.ui.watch.continuing import Continuing
from player.ui.watch.sounds import Sounds
from player.ui.watch.stalling import Stalling
from player.ui.watch.unseen import Unseen
from player.ui.widgets.banner import Banner
from tests.builders import SECOND
from tests.ui.watch_parts import TALK_COURSE, WatchDesk
from tests.ui.watch_room import Room, make_room

# The offscreen platform says this of every window that is shown.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support propagateSizeHints", extend=True)


def key(room: Room, text: str) -> None:
    QTest.keyClicks(room.screen.stage.picture, text)
    room.settle()


def seek(room: Room, to_ms: int) -> None:
    room.engine.say(Sign.SEEKING, to_ms)
    room.settle()


def watch(room: Room, *parts: tuple[int, int]) -> None:
    """Plays these stretches, one after the other, and pauses."""
    for start, end in parts:
        seek(room, start)
        room.run(start, end)
    room.pause()


def test_the_gaps_of_a_coverage_are_what_it_lacks_and_small_ones_can_be_left_out() -> None:
    coverage = Coverage.of([Interval(500, 2_000), Interval(4_000, 9_000)])
    assert coverage.gaps(10_000) == (Interval(0, 500), Interval(2_000, 4_000), Interval(9_000, 10_000))
    assert coverage.gaps(10_000, least_ms=1_000) == (Interval(2_000, 4_000), Interval(9_000, 10_000))
    assert coverage.gaps(3_000) == (Interval(0, 500), Interval(2_000, 3_000))
    assert Coverage().gaps(5) == (Interval(0, 5),)


def test_brackets_go_to_the_unseen_part_before_and_after(room: Room) -> None:
    room.play()
    watch(room, (10_000, 20_000), (30_000, 40_000))
    key(room, "[")
    start = room.engine.asked("seek")[-1]
    assert 19_900 <= start <= 20_200
    room.engine.say(Sign.SEEKING, 30_500)
    room.settle()
    key(room, "]")
    assert 39_900 <= room.engine.asked("seek")[-1] <= 40_200


def test_playing_only_what_is_unseen_leaves_out_what_was_seen_before(room: Room) -> None:
    room.play()
    watch(room, (10_000, 20_000))
    key(room, "o")
    seek(room, 8_000)
    before = len(room.engine.asked("seek"))
    room.run(8_000, 9_750)
    assert len(room.engine.asked("seek")) == before, "what was not seen plays"
    room.run(10_000, 10_250)
    assert 19_900 <= room.engine.asked("seek")[-1] <= 20_200


def test_what_is_played_just_now_is_never_left_out(room: Room) -> None:
    key(room, "o")
    room.play()
    room.run(0, 25_000)
    assert room.engine.asked("seek") == []


def test_when_everything_is_seen_it_says_so_and_plays_on(room: Room) -> None:
    room.play()
    watch(room, (0, 30_000), (29_000, 60_000))
    key(room, "o")
    seek(room, 5_000)
    room.run(5_000, 6_000)
    assert not room.companion(Unseen).only.isChecked()
    assert "You have seen all of it." in room.host.notices


def test_a_full_stop_steps_to_the_next_picture_and_a_comma_back(room: Room) -> None:
    key(room, ".")
    assert room.engine.asked("step") == [], "before it has begun there is nothing to step through"
    room.play()
    room.run(0, 5_000)
    key(room, ".")
    assert room.engine.asked("step") == [0]
    key(room, ",")
    assert room.engine.asked("pause")
    assert 4_900 <= room.engine.asked("seek")[-1] <= 5_000


def actions(menu: QMenu) -> list[str]:
    return [action.text() for action in menu.actions()]


def test_several_sounds_and_subtitles_inside_a_recording_are_offered(room: Room) -> None:
    sounds = room.companion(Sounds)
    assert not sounds.sounds.menuAction().isVisible()
    room.engine.sounds = (MediaTrack(id=1, language="en"), MediaTrack(id=2, language="de", label="Fassung"))
    room.engine.subtitles = (MediaTrack(id=5, language="fr"),)
    room.engine.say(Sign.OPENED, 60_000)
    room.settle()
    assert actions(sounds.sounds)[1] == "Deutsch · Fassung"
    assert len(actions(sounds.sounds)) == 2
    sounds.sounds.actions()[1].trigger()
    sounds.subtitles.actions()[1].trigger()
    sounds.subtitles.actions()[0].trigger()
    assert room.engine.asked("sound") == [2]
    assert room.engine.asked("subtitles") == [5, -1]


def test_one_sound_is_no_choice(room: Room) -> None:
    room.engine.sounds = (MediaTrack(id=1),)
    room.engine.say(Sign.OPENED, 60_000)
    room.settle()
    assert not room.companion(Sounds).sounds.menuAction().isVisible()


def to_the_end(series: Room) -> None:
    series.play()
    series.run(0, 60_000)
    series.engine.say(Sign.ENDED)
    series.settle()


def test_at_the_end_of_a_session_the_next_one_is_offered_and_begins_when_accepted(series: Room) -> None:
    to_the_end(series)
    card = series.companion(Continuing)._card
    assert card.isVisible()
    card.now.click()
    series.settle()
    assert not card.isVisible()
    route = series.host.routes[-1]
    assert (route.place, route.session, route.play) == (Place.WATCH, SECOND, True)


def test_who_would_rather_stay_stays(series: Room) -> None:
    to_the_end(series)
    card = series.companion(Continuing)._card
    QTest.keyClick(card, Qt.Key.Key_Escape)
    series.settle()
    assert not card.isVisible()
    assert series.host.routes == []


def test_going_on_by_itself_can_be_switched_off_and_stays_off(series: Room) -> None:
    series.companion(Continuing).action.trigger()
    assert not series.host.settings.play_on
    to_the_end(series)
    assert not series.companion(Continuing)._card.isVisible()


def point_at(room: Room, at_ms: int) -> None:
    """Told to the timeline alone: a pointer that were really moved would stay there for the tests that follow."""
    timeline = room.screen.controls.timeline
    place = QPointF(timeline.x_of(at_ms), timeline.height() / 2)
    none = (Qt.MouseButton.NoButton, Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier)
    move = QMouseEvent(QEvent.Type.MouseMove, place, timeline.mapToGlobal(place), *none)
    QApplication.sendEvent(timeline, move)
    room.settle()


def test_pointing_at_the_timeline_shows_the_place_and_asks_for_each_place_once(room: Room) -> None:
    room.play()
    room.run(0, 1_000)
    for at_ms in (31_000, 32_000, 50_000, 31_500):
        point_at(room, at_ms)
    (maker,) = room.desk.preview_makers
    assert maker.asked == [30_000, 50_000]
    bubble = room.screen.controls.timeline._bubble
    assert bubble._picture.isVisible()
    assert bubble._words.text() == "0:31  ·  How"


def test_before_it_plays_the_time_stands_there_alone(room: Room) -> None:
    point_at(room, 31_000)
    assert room.desk.preview_makers == []
    assert room.screen.controls.timeline._bubble.isVisible()


def test_previews_are_let_go_with_the_session(room: Room) -> None:
    room.play()
    room.run(0, 1_000)
    point_at(room, 10_000)
    point_at(room, 44_000)
    room.page.leave()
    room.settle()
    assert room.desk.preview_makers[0].released


class Broken(Problem):
    what_template = "The recording cannot be played."
    meaning_template = "Nothing further counts."
    remedy_template = "Get a new copy."


def fail(room: Room) -> Banner:
    room.play()
    room.run(0, 4_000)
    room.engine.say(Sign.FAILED, problem=Broken(details="block 7"))
    room.settle()
    return room.screen.banner


def test_the_details_of_a_failure_say_what_and_where_and_nothing_about_the_learner(room: Room) -> None:
    room.desk.save_learner(replace(room.desk.learner, name="Ana Núñez"))
    details = fail(room)._details.toPlainText()
    for fact in ("block 7", str(room.desk.course.hash), "at 4000 ms", "failed", "playing"):
        assert fact in details
    assert "Núñez" not in details
    assert room.desk.learner.id not in details


def test_the_details_can_be_saved(room: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "details.txt"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(file), ""))
    banner = fail(room)
    banner._more.click()
    banner._save.click()
    room.settle()
    assert "block 7" in file.read_text(encoding="utf-8")


def test_the_details_can_be_sent_to_whom_the_course_names(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    contacts = (
        Contact(purpose="activity", label="Activity", email="activity@example.org"),
        Contact(purpose="technical", label="Help", email="help@example.org"),
    )
    made = make_room(qtbot, qapp, WatchDesk(tmp_path, replace(TALK_COURSE, contacts=contacts)))
    made.desk.journey(made.desk.course).acknowledge_disclosures()
    made.enter()
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: bool(opened.append(url)) or True)
    banner = fail(made)
    banner._more.click()
    banner._send.click()
    assert opened[0].scheme() == "mailto"
    assert opened[0].path() == "help@example.org"
    assert "block 7" in opened[0].query(QUrl.ComponentFormattingOption.FullyDecoded)


def test_without_an_address_there_is_nothing_to_send_to(room: Room) -> None:
    banner = fail(room)
    banner._more.click()
    assert banner._save.isVisible()
    assert not banner._send.isVisible()


def test_the_speed_is_kept_for_the_session_that_follows(series: Room) -> None:
    series.play()
    series.screen.rate_wanted.emit(150)
    series.page.leave()
    series.enter(SECOND)
    assert series.page._player.transport.rate_percent == 150
    assert series.engine.asked("rate") == [150]


def test_a_disk_that_does_not_answer_is_named_while_it_lasts(room: Room, qtbot: QtBot) -> None:
    stalling = room.companion(Stalling)
    stalling.long_ms = 0
    room.play()
    room.run(0, 2_000)
    room.engine.say(Sign.STALLED)
    room.settle()
    banner = room.screen.banner
    qtbot.waitUntil(banner.isVisible)
    assert "does not answer" in banner.accessibleName()
    room.run(2_000, 2_500)
    assert not banner.isVisible()


def test_a_short_wait_is_not_worth_a_word(room: Room) -> None:
    room.play()
    room.run(0, 2_000)
    room.engine.say(Sign.STALLED)
    room.settle()
    room.run(2_000, 2_500)
    assert not room.companion(Stalling)._timer.isActive()
    assert not room.screen.banner.isVisible()
