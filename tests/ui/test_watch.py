"""The player: what counts, what is shown as saved, keys, and what it says when something goes wrong."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QSlider
from pytestqt.qtbot import QtBot

from player.domain.credit import Basis
from player.domain.engine import Sign
from player.domain.evaluation import Response
from player.domain.learner import Profession
from player.domain.problem import Problem
from player.domain.watch import Interval, Span
from player.ui.host import Place, Route
from player.ui.watch.controls import rate_text
from player.ui.watch.keys import wish_of
from player.ui.watch.timed_list import Line, TimedModel
from player.ui.watch.words import credit_line, left_ms
from tests.builders import FIRST, SECOND
from tests.ui.watch_parts import TALK, TALK_COURSE, WatchDesk
from tests.ui.watch_room import Room, make_room

# The offscreen platform says this of every window that is shown.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support propagateSizeHints", extend=True)


class DiskFull(Problem):
    what_template = "The disk is full."
    meaning_template = "What you watch now cannot be saved and earns nothing."
    remedy_template = "Make some room."


# --- what counts ---------------------------------------------------------------------------------------------


def test_looking_at_the_player_records_nothing_and_plays_nothing(room: Room) -> None:
    assert len(room.stream.events) == 2
    assert room.engine.asked("play") == []
    assert room.screen.stage.invitation.isVisible()


def test_the_ledger_hears_of_it_before_anything_is_played(room: Room) -> None:
    room.stream.problem = DiskFull()
    room.play()
    assert room.engine.asked("play") == []
    assert "disk is full" in room.screen.banner.accessibleName()
    room.stream.problem = None
    room.screen.banner.acted.emit()
    room.settle()
    assert room.engine.asked("play") == [0]
    assert not room.screen.banner.isVisible()


def test_watching_starts_once_in_a_visit(room: Room) -> None:
    room.play()
    room.run(0, 1_000)
    room.pause()
    room.play()
    kinds = [type(event.fact).__name__ for event in room.stream.events]
    assert kinds.count("WatchStarted") == 1
    assert room.engine.asked("play") == [0, 0]


def test_only_what_was_played_counts_never_where_the_slider_stood(room: Room) -> None:
    room.play()
    room.run(0, 3_000)
    room.screen.seek_wanted.emit(40_000)
    room.engine.say(Sign.SEEKING, 40_000)
    room.run(40_000, 42_000)
    room.pause()
    assert room.covered() == (Interval(0, 3_000), Interval(40_000, 42_000))


def test_what_is_not_saved_yet_is_painted_apart_and_said_to_be_saved_only_after_the_commit(room: Room) -> None:
    room.play()
    room.run(0, 2_000)
    timeline = room.screen.controls.timeline
    assert (timeline._watched, timeline._unsaved) == ((), ((0, 2_000),))
    assert room.host.saved == 0
    room.pause()
    assert (timeline._watched, timeline._unsaved) == (((0, 2_000),), ())
    assert room.host.saved == 1


def test_when_saving_fails_playing_pauses_and_what_failed_is_kept_and_tried_again(room: Room) -> None:
    room.play()
    room.stream.problem = DiskFull()
    room.run(0, 12_000)
    timeline = room.screen.controls.timeline
    assert room.engine.asked("pause") == [0]
    assert room.host.saved == 0
    assert timeline._watched == ()
    assert "disk is full" in room.screen.banner.accessibleName()
    room.pause()
    room.stream.problem = None
    room.page._player._recorder.try_again()
    room.settle()
    assert room.covered() == (Interval(0, 12_000),)
    assert timeline._unsaved == ()
    assert not room.screen.banner.isVisible()


def test_while_nothing_can_be_saved_the_line_says_so_and_playing_goes_on_by_itself_afterwards(room: Room) -> None:
    room.play()
    room.stream.problem = DiskFull()
    room.run(0, 12_000)
    room.pause()
    assert room.screen.footer.remark.text() == "Nothing can be saved: watching earns nothing now"
    assert room.engine.asked("play") == [0]
    room.stream.problem = None
    room.page._player._recorder.try_again()
    room.settle()
    assert room.engine.asked("play") == [0, 0]
    assert not room.screen.footer.remark.isVisible()
    assert room.host.notices == ["Saved again: watching counts"]


def test_who_paused_before_the_disk_was_full_is_not_played_to(room: Room) -> None:
    room.play()
    room.run(0, 3_000)
    room.stream.problem = DiskFull()
    room.pause()
    room.stream.problem = None
    room.page._player._recorder.try_again()
    room.settle()
    assert room.engine.asked("play") == [0]


def test_a_message_on_the_disk_that_was_read_and_taken_away_does_not_come_back_with_every_try(room: Room) -> None:
    room.play()
    room.stream.problem = DiskFull()
    room.run(0, 12_000)
    room.screen.banner._dismiss()
    room.page._player._recorder.try_again()
    room.settle()
    assert not room.screen.banner.isVisible()
    assert room.screen.footer.remark.isVisible(), "that it earns nothing is still said"
    room.play()
    assert room.screen.banner.isVisible(), "it is told again to who wants to play on"


def test_playing_on_after_a_failure_tries_to_save_first(room: Room) -> None:
    room.play()
    room.stream.problem = DiskFull()
    room.run(0, 12_000)
    room.pause()
    room.stream.problem = None
    room.play()
    assert room.covered() == (Interval(0, 12_000),)


def test_leaving_writes_the_last_span_and_lets_the_engine_go(room: Room) -> None:
    room.play()
    room.desk.clock.advance(4_000)
    room.engine.run(0, 4_000)
    room.page.leave()
    room.host.door.close()
    assert room.covered() == (Interval(0, 4_000),)
    assert room.engine.calls[-3:] == [("pause", 0), ("close", 0), ("release", 0)]


def test_an_engine_that_comes_after_the_page_was_left_is_let_go(room: Room) -> None:
    room.page.leave()
    room.settle()
    room.page.enter(Route(place=Place.WATCH, course=room.desk.course.hash))
    room.page.leave()
    room.settle()
    assert all(engine.asked("release") == [0] for engine in room.desk.engines)


def test_playing_goes_on_two_seconds_before_where_it_stopped(room: Room) -> None:
    room.play()
    room.run(0, 12_000)
    room.pause()
    room.page.leave()
    room.settle()
    room.enter()
    assert room.engine.asked("load") == [10_000]
    assert "0:10" in room.screen.stage.invitation._disc.accessibleName()
    room.screen.restart_wanted.emit()
    room.settle()
    assert room.engine.asked("seek") == [0]
    assert room.engine.asked("play") == [0]


# --- the way on ----------------------------------------------------------------------------------------------


def test_the_line_tells_what_is_left_and_changes_with_each_commit(room: Room) -> None:
    assert room.screen.footer.line.text() == "1 min left for the full 0.5."
    room.play()
    room.run(0, 31_000)
    room.pause()
    assert room.screen.footer.line.text() == "Watched so far: enough for 0.25. 29 s left for the full 0.5."


def test_the_line_says_that_it_can_be_claimed_now_only_when_that_is_so(tmp_path: Path) -> None:
    course = replace(TALK_COURSE, watch=replace(TALK_COURSE.watch, required_percent=50))
    desk = WatchDesk(tmp_path, course)
    desk.watch(desk.course, percent=55)
    before = credit_line(course, desk.progress(desk.course))
    assert before == "Watched so far: enough for 0.25. 27 s left for the full 0.5."
    desk.journey(desk.course).submit_evaluation((Response(item="say", text="Soap."),))
    after = credit_line(course, desk.progress(desk.course))
    assert after == "You can claim 0.25 now. 27 s left for the full 0.5."


def test_once_claimed_or_all_watched_the_line_says_so(tmp_path: Path) -> None:
    desk = WatchDesk(tmp_path)
    desk.finish(desk.course)
    assert credit_line(TALK_COURSE, desk.progress(desk.course)) == "All of it is watched: enough for the full 0.5."
    desk.journey(desk.course).claim("ama", amount=Decimal("0.5"), profession=Profession.PHYSICIAN)
    assert credit_line(TALK_COURSE, desk.progress(desk.course)) == "You claimed 0.5."


def test_where_time_spent_counts_the_rest_is_told_in_time_spent(tmp_path: Path) -> None:
    course = replace(TALK_COURSE, credit=replace(TALK_COURSE.credit, basis=Basis.ENGAGED))
    desk = WatchDesk(tmp_path, course)
    journey = desk.journey(desk.course)
    journey.acknowledge_disclosures()
    journey.start_watching(TALK.id, position_ms=0)
    desk.clock.advance(10_000)
    journey.watched(TALK.id, Span(interval=Interval(0, 20_000), engaged_ms=10_000, rate_percent=200))
    assert left_ms(course, desk.progress(desk.course)) == 50_000


def test_where_half_is_enough_the_page_says_so(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> None:
    course = replace(TALK_COURSE, watch=replace(TALK_COURSE.watch, required_percent=50))
    room = make_room(qtbot, qapp, WatchDesk(tmp_path, course))
    room.desk.watch(room.desk.course, percent=60)
    room.enter()
    assert room.screen.footer.done.text() == "Enough is watched. Next: Evaluation."
    assert room.screen.footer.button.isVisible()


def test_a_watched_session_leads_on_to_the_next_and_the_last_one_to_the_quiz(series: Room) -> None:
    footer = series.screen.footer
    assert not footer.button.isVisible()
    series.play()
    series.run(0, 60_000)
    series.engine.say(Sign.ENDED)
    series.settle()
    assert footer.done.text() == "Watched. Next: “Part two”."
    footer.button.click()
    assert series.host.routes[-1].session == SECOND
    series.page.leave()
    series.enter(SECOND)
    assert not footer.button.isVisible()
    series.play()
    series.run(0, 60_000)
    series.engine.say(Sign.ENDED)
    series.settle()
    assert footer.done.text() == "Watched. Next: Quiz."
    footer.button.click()
    assert series.host.routes[-1].place is Place.QUIZ


def test_without_a_session_named_the_first_unfinished_one_is_shown(series: Room) -> None:
    series.play()
    series.run(0, 60_000)
    series.pause()
    series.page.leave()
    series.enter()
    assert series.screen.title.text() == "Part two"


def test_several_sessions_are_listed_with_how_far_they_are_watched(series: Room) -> None:
    cards = series.screen.panel.sessions._cards
    assert [card.session for card in cards] == [FIRST, SECOND]
    assert "Not begun" in cards[1].accessibleName()
    cards[1].click()
    assert series.host.routes[-1].session == SECOND


def test_before_the_disclosures_are_acknowledged_the_page_says_so_and_leads_to_the_course(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    room = make_room(qtbot, qapp, WatchDesk(tmp_path))
    room.enter()
    assert "disclose" in room.screen.empty._title.text()
    assert room.desk.engines == []
    room.screen.empty.acted.emit()
    assert room.host.routes[-1] == Route(place=Place.COURSE, course=room.desk.course.hash)


def test_after_the_last_day_it_can_be_watched_and_says_that_it_earns_nothing(room: Room) -> None:
    room.page.leave()
    room.desk.clock.go_to(datetime(2025, 3, 1, tzinfo=UTC))
    room.enter()
    assert "earns nothing" in room.screen.footer.remark.text()
    room.play()
    assert room.engine.asked("play") == [0]


# --- the picture and what belongs to it ----------------------------------------------------------------------


def test_frames_are_painted_between_black_bars(room: Room) -> None:
    room.play()
    room.engine.show(0xFF3366CC)
    room.settle()
    picture = room.screen.stage.picture
    room.screen.render_full(True)
    picture.resize(400, 400)
    image = picture.grab().toImage()
    middle = image.pixelColor(image.width() // 2, image.height() // 3)
    assert middle == QColor("#3366CC")
    assert image.pixelColor(2, 2) == QColor("#000000")


def test_captions_follow_the_position_and_c_turns_them_off_for_good(room: Room) -> None:
    room.play()
    room.run(0, 2_000)
    picture = room.screen.stage.picture
    assert picture.accessibleDescription() == "Wash your hands."
    QTest.keyClick(picture, Qt.Key.Key_C)
    assert picture.accessibleDescription() == ""
    assert not room.screen.controls.captions.isChecked()
    room.page.leave()
    assert room.host.settings.captions is False


def test_the_transcript_is_searched_followed_and_leads_to_the_place(room: Room) -> None:
    transcript = room.screen.panel.transcript
    room.play()
    room.run(0, 4_000)
    assert transcript.view.lines.current == 1
    transcript.field.setText("AGAIN")
    assert transcript.view.model().rowCount() == 1
    transcript.view.setCurrentIndex(transcript.view.model().index(0, 0))
    QTest.keyClick(transcript.view, Qt.Key.Key_Return)
    assert room.engine.asked("seek") == [3_000]
    transcript.field.setText("nothing of that kind")
    assert transcript.found.text() == "Nobody says that here."


def test_a_chapter_leads_to_its_place_and_the_present_one_is_marked(room: Room) -> None:
    chapters = room.screen.panel.chapters
    chapters.chosen.emit(30_000)
    assert room.engine.asked("seek") == [30_000]
    assert chapters.lines.current == 1


def test_the_list_of_lines_is_a_sound_model() -> None:
    model = TimedModel()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.take_lines([Line(2_000, "b"), Line(0, "a")])
    assert model.mark(2_500)
    assert not model.mark(2_600)
    assert [model.index(row).data() for row in range(model.rowCount())] == ["a", "b"]


def test_a_handout_that_is_no_pdf_after_all_says_so_and_can_be_saved(room: Room, tmp_path: Path) -> None:
    room.screen.panel.handouts.open_wanted.emit(TALK.handouts[0])
    room.settle()
    assert "cannot be shown" in room.screen.banner.accessibleName()


def test_captions_that_cannot_be_read_do_not_keep_anybody_from_watching(room: Room) -> None:
    room.page.leave()
    del room.desk.package_.files["talk.vtt"]
    room.enter()
    assert "missing" in room.screen.banner.accessibleName()
    assert not room.screen.controls.captions.isEnabled()
    room.play()
    assert room.engine.asked("play") == [0]


# --- keys ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "text", "asked", "amount"),
    [
        (Qt.Key.Key_J, "j", "seek", 10_000),
        (Qt.Key.Key_L, "l", "seek", 30_000),
        (Qt.Key.Key_Left, "", "seek", 15_000),
        (Qt.Key.Key_Right, "", "seek", 25_000),
        (Qt.Key.Key_5, "5", "seek", 30_000),
        (Qt.Key.Key_Up, "", "volume", 85),
        (Qt.Key.Key_Down, "", "volume", 75),
        (Qt.Key.Key_M, "m", "muted", 1),
        (Qt.Key.Key_Greater, ">", "rate", 125),
        (Qt.Key.Key_Less, "<", "rate", 75),
    ],
)
def test_the_keys_that_people_know_work(room: Room, key: Qt.Key, text: str, asked: str, amount: int) -> None:
    room.screen.seek_wanted.emit(20_000)
    room.engine.calls.clear()
    if text and text in "<>":
        QTest.keyClicks(room.screen.stage.picture, text)
    else:
        QTest.keyClick(room.screen.stage.picture, key)
    assert room.engine.asked(asked)[-1] == amount


def test_space_and_k_play_and_pause(room: Room) -> None:
    QTest.keyClick(room.screen.stage.picture, Qt.Key.Key_Space)
    room.settle()
    room.engine.say(Sign.PLAYING)
    room.settle()
    QTest.keyClick(room.screen.stage.picture, Qt.Key.Key_K)
    assert room.engine.asked("pause") == [0]


def test_without_keys_of_a_single_character_the_others_still_work(room: Room) -> None:
    """Turned off while the page is there, and on again: who speaks to the computer says letters all the time."""
    room.switch_characters(False)
    picture = room.screen.stage.picture
    before = room.page._player.liking
    room.engine.calls.clear()
    QTest.keyClicks(picture, "kKjlmcdf><.,][onbi0123456789?")
    room.settle()
    assert room.engine.calls == [] and not room.host.full_screen
    assert room.page._player.liking == before
    assert not room.screen._keys.isVisible()
    QTest.keyClick(picture, Qt.Key.Key_Space)
    room.settle()
    QTest.keyClick(picture, Qt.Key.Key_Right)
    QTest.keyClick(picture, Qt.Key.Key_MediaStop)
    assert room.engine.asked("seek")[-1] == 5_000
    assert room.engine.asked("pause")
    room.switch_characters(True)
    QTest.keyClicks(picture, "f")
    assert room.host.full_screen


def test_whoever_turns_the_volume_does_not_turn_keys_of_a_single_character_on_again(room: Room) -> None:
    room.switch_characters(False)
    QTest.keyClick(room.screen.stage.picture, Qt.Key.Key_Up)
    QTest.keyClicks(room.screen.stage.picture, "f")
    room.page.leave()
    assert not room.host.full_screen
    assert (room.host.settings.volume_percent, room.host.settings.character_keys) == (85, False)


def test_a_key_that_is_held_down_does_not_flicker_between_play_and_pause(room: Room) -> None:
    held = QKeyEvent(
        QKeyEvent.Type.KeyPress, Qt.Key.Key_Space, Qt.KeyboardModifier.NoModifier, " ", autorep=True, count=1
    )
    assert wish_of(held) is None


def test_keys_that_mean_something_elsewhere_or_nothing_at_all_are_left_alone(room: Room) -> None:
    control = QKeyEvent(QKeyEvent.Type.KeyPress, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier, "f")
    unknown = QKeyEvent(QKeyEvent.Type.KeyPress, 0x01FFFFF0, Qt.KeyboardModifier.NoModifier, "")
    assert wish_of(control) is None
    assert wish_of(unknown) is None


def test_a_double_click_gives_the_whole_screen_and_leaves_playing_as_it_was(room: Room) -> None:
    room.play()
    room.engine.say(Sign.PLAYING)
    room.settle()
    QTest.mouseDClick(room.screen.stage.picture, Qt.MouseButton.LeftButton)
    assert room.host.full_screen


def test_letters_typed_into_the_search_stay_there(room: Room) -> None:
    field = room.screen.panel.transcript.field
    room.screen.panel.tabs.setCurrentIndex(1)
    QTest.keyClicks(field, "wash k j")
    assert field.text() == "wash k j"
    assert room.engine.asked("seek") == []


def test_f_gives_the_whole_screen_and_escape_takes_it_back(room: Room) -> None:
    picture = room.screen.stage.picture
    QTest.keyClick(picture, Qt.Key.Key_F)
    assert room.host.full_screen
    assert not room.screen.footer.isVisible()
    QTest.keyClick(picture, Qt.Key.Key_Escape)
    assert not room.host.full_screen
    assert room.screen.footer.isVisible()


def test_in_full_screen_the_controls_fade_while_playing_but_never_from_keyboard_users(room: Room) -> None:
    room.host.theme.keep_still(True)
    room.play()
    room.run(0, 1_000)
    QTest.keyClick(room.screen.stage.picture, Qt.Key.Key_F)
    controls, stage = room.screen.controls, room.screen.stage
    stage._idle.timeout.emit()
    assert not controls.isVisible()
    QTest.keyClick(stage.picture, Qt.Key.Key_Shift)
    assert controls.isVisible()
    controls.play.setFocus(Qt.FocusReason.TabFocusReason)
    stage._idle.timeout.emit()
    assert controls.isVisible()
    room.host.theme.keep_still(False)


def test_a_problem_and_the_end_give_the_window_back(room: Room) -> None:
    room.play()
    QTest.keyClick(room.screen.stage.picture, Qt.Key.Key_F)
    room.engine.say(Sign.FAILED, problem=DiskFull())
    room.settle()
    assert not room.host.full_screen
    assert room.screen.banner.isVisible()


def test_the_question_mark_shows_all_keys_and_goes_away_again(room: Room) -> None:
    QTest.keyClicks(room.screen.stage.picture, "?")
    assert room.screen._keys.isVisible()
    QTest.keyClick(room.screen._keys, Qt.Key.Key_Escape)
    assert not room.screen._keys.isVisible()


def test_every_control_has_a_name_and_can_be_reached_by_tab(room: Room) -> None:
    parts = [
        *room.page.findChildren(QAbstractButton),
        *room.page.findChildren(QSlider),
        *room.page.findChildren(QLineEdit),
    ]
    shown = [part for part in parts if part.isVisible() and part.parent() is not room.screen.panel.transcript.field]
    assert len(shown) > 10
    for part in shown:
        named = part.accessibleName() or (part.text() if isinstance(part, QAbstractButton) else "")
        assert named, part
        assert part.focusPolicy() & Qt.FocusPolicy.TabFocus, part


# --- what can go wrong ---------------------------------------------------------------------------------------


def test_a_recording_that_fails_says_so_in_place_and_is_opened_anew_when_tried_again(room: Room) -> None:
    room.play()
    room.run(0, 3_000)
    room.engine.say(Sign.FAILED, problem=DiskFull())
    room.settle()
    assert room.covered() == (Interval(0, 3_000),)
    assert room.screen.banner.isVisible()
    room.screen.banner.acted.emit()
    room.settle()
    assert room.engine.asked("load") == [0, 3_000]
    assert room.engine.asked("play") == [0, 0]


def test_without_an_engine_the_page_says_so_and_asks_again_when_wanted(room: Room) -> None:
    room.page.leave()
    room.desk.engine_problem = DiskFull()
    room.enter()
    assert room.screen.banner.isVisible()
    assert room.screen.panel.transcript.view.model().rowCount() == 2
    room.desk.engine_problem = None
    room.play()
    assert room.engine.asked("play") == [0]


def test_a_course_that_cannot_be_opened_says_so(room: Room) -> None:
    room.page.leave()
    room.desk.shelf.held = []
    room.enter()
    assert "not on the shelf" in room.screen.empty._title.text()


def test_a_failure_to_save_the_last_span_is_told_on_the_next_page(room: Room) -> None:
    room.play()
    room.run(0, 3_000)
    room.stream.problem = DiskFull()
    room.page.leave()
    room.settle()
    assert [problem.code for problem in room.host.problems] == ["DiskFull"]
    room.page._player._recorder.try_again()
    room.settle()
    assert len(room.host.problems) == 1, "it is tried again and again, and told once"
    room.stream.problem = None
    room.page._player._recorder.try_again()
    room.settle()
    assert room.covered() == (Interval(0, 3_000),)
    assert room.host.notices == ["What you watched is saved now"]


def test_speeds_read_as_people_write_them() -> None:
    assert [rate_text(rate) for rate in (50, 75, 100, 125, 200)] == ["0.5×", "0.75×", "1×", "1.25×", "2×"]
