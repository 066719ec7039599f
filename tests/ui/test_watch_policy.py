"""What a course asks of watching, in the window: waiting while hidden or away, presence, checkpoints, no skipping."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from player.domain.course import Course
from player.domain.engine import MediaTrack, Sign
from player.domain.event import CheckpointAnswered, PresenceConfirmed
from player.domain.policy import Checkpoint, CheckpointChoice, PresenceChecks, Seeking
from player.ui.course.policy_words import policy_lines
from player.ui.watch.checkpoints import CheckpointCard, Checkpoints
from player.ui.watch.presence import Presence
from tests.ui.fake_host import FakeDesktop
from tests.ui.watch_parts import TALK, TALK_COURSE, with_policy
from tests.ui.watch_room import Enter, Room

# The offscreen platform says this of every window that is shown.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support propagateSizeHints", extend=True)


CODE = Checkpoint(id="code", at_ms=5_000, prompt="Which word is on the slide?", codes=("Blue Whale",))
CHOICE = Checkpoint(
    id="dose",
    at_ms=20_000,
    prompt="Which dose?",
    choices=(CheckpointChoice(id="a", text="5 mg"), CheckpointChoice(id="b", text="50 mg")),
    answer="a",
)


def asking(*checkpoints: Checkpoint) -> Course:
    return replace(TALK_COURSE, sessions=(replace(TALK, checkpoints=checkpoints),))


def remark(room: Room) -> str:
    chip = room.screen.footer.remark
    return chip.text() if chip.isVisible() else ""


def covered_ms(room: Room) -> int:
    return sum(part.length_ms for part in room.covered())


# --- hidden, away, muted -------------------------------------------------------------------------------------


def test_where_it_does_not_count_hidden_playing_waits_and_goes_on_with_the_window(enter: Enter) -> None:
    room = enter(with_policy(hidden_counts=False))
    room.run(0, 4_000)
    room.page.hide()
    room.settle()
    assert room.engine.asked("pause")
    room.pause()
    plays = len(room.engine.asked("play"))
    assert not room.page._player.transport.counts
    room.page.show()
    room.settle()
    assert len(room.engine.asked("play")) == plays + 1
    assert room.page._player.transport.counts


def test_a_hidden_window_counts_unless_the_course_says_otherwise(enter: Enter) -> None:
    room = enter(TALK_COURSE)
    room.run(0, 4_000)
    room.page.hide()
    room.settle()
    assert not room.engine.asked("pause")
    assert room.page._player.transport.counts


def test_a_picture_in_a_window_of_its_own_is_seen(enter: Enter) -> None:
    room = enter(with_policy(hidden_counts=False))
    room.run(0, 2_000)
    room.page._player.is_seen_outside = True
    room.page.hide()
    room.settle()
    assert not room.engine.asked("pause")


def test_behind_a_locked_screen_playing_waits_until_the_learner_plays_on(enter: Enter) -> None:
    room = enter(TALK_COURSE)
    room.run(0, 4_000)
    desktop = room.host.desktop
    assert isinstance(desktop, FakeDesktop)
    desktop._tell_away(True)
    room.settle()
    assert room.engine.asked("pause")
    assert remark(room) == "Screen locked: does not count"
    room.pause()
    plays = len(room.engine.asked("play"))
    desktop._tell_away(False)
    room.settle()
    assert len(room.engine.asked("play")) == plays
    assert "locked" not in remark(room)


def test_muted_does_not_count_where_the_course_asks_for_sound_unless_captions_are_on(enter: Enter) -> None:
    room = enter(with_policy(muted_counts=False))
    room.engine.sounds = (MediaTrack(id=0),)
    liking = room.page._player.liking
    room.screen.liked.emit(replace(liking, muted=True, captions=True))
    room.run(0, 4_000)
    assert remark(room) == ""
    room.screen.liked.emit(replace(liking, muted=True, captions=False))
    room.run(4_000, 8_000)
    assert remark(room) == "Muted: does not count here"
    room.screen.liked.emit(replace(liking, muted=False, captions=False))
    room.run(8_000, 12_000)
    assert remark(room) == ""
    room.pause()
    assert 7_500 <= covered_ms(room) <= 8_500


# --- presence ------------------------------------------------------------------------------------------------

CHECKED = with_policy(presence=PresenceChecks(least_minutes=1, most_minutes=1, patience_seconds=60))
LONG = replace(CHECKED, sessions=(replace(TALK, duration_ms=600_000),))


def confirmed(room: Room) -> int:
    return sum(isinstance(event.fact, PresenceConfirmed) for event in room.stream.events)


def asked(room: Room) -> Presence:
    """Plays a minute, after which the question is there."""
    presence = room.companion(Presence)
    room.run(0, 55_000)
    assert not presence.card.isVisible()
    room.run(55_000, 75_000)
    assert presence.card.isVisible()
    return presence


def test_after_the_time_it_asks_and_an_answer_is_evidence(enter: Enter) -> None:
    room = enter(LONG)
    presence = asked(room)
    assert not room.engine.asked("pause"), "it plays on while it asks"
    QTest.keyClick(presence.card.here, Qt.Key.Key_Space)
    room.settle()
    assert confirmed(room) == 1
    assert not presence.card.isVisible()
    assert room.desk.progress(room.desk.course).unconfirmed_ms == 0


def test_without_an_answer_it_waits_and_goes_on_when_somebody_is_there(enter: Enter) -> None:
    room = enter(LONG)
    presence = asked(room)
    presence._patience.stop()
    presence._wait()
    room.settle()
    assert room.engine.asked("pause")
    room.pause()
    before = covered_ms(room)
    assert 74_000 <= before <= 75_500, "what played is kept"
    plays = len(room.engine.asked("play"))
    presence.card.here.click()
    room.settle()
    assert confirmed(room) == 1
    assert len(room.engine.asked("play")) == plays + 1


def test_playing_on_is_an_answer_too(enter: Enter) -> None:
    room = enter(LONG)
    presence = asked(room)
    presence._patience.stop()
    presence._wait()
    room.pause()
    presence._look_for_answers()
    room.run(75_000, 76_000)
    assert confirmed(room) == 1
    assert not presence.card.isVisible()


def test_a_course_without_checks_never_asks(enter: Enter) -> None:
    room = enter(replace(LONG, watch=TALK_COURSE.watch))
    room.run(0, 200_000)
    assert not room.companion(Presence).card.isVisible()


def test_the_time_of_the_question_is_drawn_between_least_and_most(enter: Enter) -> None:
    checks = PresenceChecks(least_minutes=10, most_minutes=20)
    room = enter(with_policy(presence=checks))
    presence = room.companion(Presence)
    for drawn in (0, 599_999, 600_000):
        presence._draw = lambda bound, drawn=drawn: min(drawn, bound - 1)
        presence._draw_next()
        assert presence._due_ms == 600_000 + drawn


# --- checkpoints ---------------------------------------------------------------------------------------------


def card_of(room: Room) -> CheckpointCard:
    return room.companion(Checkpoints).card


def answers(room: Room) -> list[str]:
    return [event.fact.answer for event in room.stream.events if isinstance(event.fact, CheckpointAnswered)]


def test_at_its_time_playing_waits_and_a_right_code_goes_on(enter: Enter) -> None:
    room = enter(asking(CODE))
    room.run(0, 4_750)
    assert not card_of(room).isVisible()
    room.run(5_000, 5_250)
    assert card_of(room).isVisible()
    assert room.engine.asked("pause")
    room.pause()
    plays = len(room.engine.asked("play"))
    QTest.keyClicks(card_of(room).field, "blue-whale")
    QTest.keyClick(card_of(room).field, Qt.Key.Key_Return)
    room.settle()
    assert answers(room) == ["blue-whale"]
    assert not card_of(room).isVisible()
    assert len(room.engine.asked("play")) == plays + 1


def test_a_wrong_answer_is_kept_and_may_be_tried_again(enter: Enter) -> None:
    room = enter(asking(CODE))
    room.run(0, 5_250)
    room.pause()
    QTest.keyClicks(card_of(room).field, "red")
    card_of(room).enter.click()
    room.settle()
    assert card_of(room).isVisible()
    assert "not it" in card_of(room)._wrong.text()
    card_of(room).back.click()
    room.settle()
    assert room.engine.asked("seek")[-1] == 0
    assert not card_of(room).isVisible()
    assert answers(room) == ["red"]


def test_a_choice_is_one_press(enter: Enter) -> None:
    room = enter(asking(CHOICE))
    room.run(18_000, 20_250)
    room.pause()
    first = card_of(room).focusProxy()
    assert first is not None
    QTest.keyClick(first, Qt.Key.Key_Return)
    room.settle()
    assert answers(room) == ["a"]


def test_it_can_be_put_off_and_is_asked_again_at_the_end(enter: Enter) -> None:
    room = enter(asking(CODE))
    room.run(0, 5_250)
    room.pause()
    QTest.keyClick(card_of(room).field, Qt.Key.Key_Escape)
    room.settle()
    assert not card_of(room).isVisible()
    assert room.companion(Checkpoints).action.text() == "Answer the question at 0:05"
    room.run(5_250, 60_000)
    room.engine.say(Sign.ENDED)
    room.settle()
    assert card_of(room).isVisible()
    assert not room.desk.progress(room.desk.course).sessions[0].watched


def test_a_jump_over_a_checkpoint_asks_nothing_there(enter: Enter) -> None:
    room = enter(asking(CODE))
    room.run(0, 1_000)
    room.engine.say(Sign.SEEKING, 30_000)
    room.settle()
    room.run(30_000, 33_000)
    assert not card_of(room).isVisible()


# --- seen in order -------------------------------------------------------------------------------------------


def test_a_course_that_is_seen_in_order_lets_nobody_ahead_and_says_why(enter: Enter) -> None:
    room = enter(with_policy(seeking=Seeking.SEEN_ONLY))
    room.run(0, 10_000)
    room.screen.seek_wanted.emit(40_000)
    room.settle()
    assert 9_900 <= room.engine.asked("seek")[-1] <= 10_200
    assert any("in order" in notice for notice in room.host.notices)
    room.screen.seek_wanted.emit(3_000)
    room.settle()
    assert room.engine.asked("seek")[-1] == 3_000


# --- told before the start -----------------------------------------------------------------------------------


def test_every_rule_is_told_before_the_start() -> None:
    plain = " ".join(policy_lines(TALK_COURSE))
    assert "any place in any order" in plain
    assert "locked" in plain
    assert "hidden" not in plain
    checks = PresenceChecks(least_minutes=10, most_minutes=20)
    strict = with_policy(
        seeking=Seeking.SEEN_ONLY, hidden_counts=False, muted_counts=False, presence=checks, required_percent=80
    )
    told = " ".join(policy_lines(replace(strict, sessions=(replace(TALK, checkpoints=(CODE, CHOICE)),))))
    for word in ("in order", "hidden", "captions on", "10 to 20 minutes", "2 questions or codes", "80 %"):
        assert word in told


def test_no_card_of_the_player_is_left_without_a_name(enter: Enter) -> None:
    room = enter(asking(CODE))
    room.run(0, 5_250)
    assert all(button.text() for button in card_of(room).findChildren(QPushButton) if button.isVisible())
