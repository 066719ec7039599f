"""What counts as watching and what a recording asks, from an author's tables to the course."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from player.archive.authoring.draft import read_draft
from player.archive.authoring.lint import check_path
from player.archive.authoring.problems import CourseTextWrong
from player.archive.authoring.remarks import remarks_on
from player.domain.policy import Checkpoint, CheckpointChoice, PresenceChecks, Seeking, WatchPolicy
from tests.archive.breaking import add, put
from tests.archive.making import TRUST, folder_in, probe
from tests.builders import CODE, COURSE

POLICY = """[watch]
seeking = "seen-only"
hidden_counts = false
muted_counts = false
away_counts = true
presence = { least_minutes = 8, most_minutes = 15, patience_seconds = 90 }"""
LATER = '[[session.checkpoint]]\nat = "0:07"\nid = "end"\nprompt = " Which code? "\ncode = "K7-W4"'
SOONER = """[[session.checkpoint]]
at = "0:03.5"
prompt = "Which one?"
choice = ["This", { text = "That", correct = true }, { text = "Neither", id = "none" }]"""


def test_a_policy_reads_as_it_is_written(tmp_path: Path) -> None:
    folder = folder_in(tmp_path)
    put("[watch]", POLICY)(folder)
    watch = read_draft(folder, probe).course.watch
    assert watch == WatchPolicy(
        required_percent=100,
        counted_rate_percent=200,
        seeking=Seeking.SEEN_ONLY,
        hidden_counts=False,
        muted_counts=False,
        away_counts=True,
        presence=PresenceChecks(least_minutes=8, most_minutes=15, patience_seconds=90),
    )


def test_what_is_left_out_is_as_humane_as_it_is_in_the_domain(tmp_path: Path) -> None:
    assert read_draft(folder_in(tmp_path), probe).course.watch == WatchPolicy()


def test_checkpoints_stand_in_the_order_of_their_times_and_get_ids(tmp_path: Path) -> None:
    folder = folder_in(tmp_path)
    add(LATER)(folder)
    add(SOONER)(folder)
    (session,) = read_draft(folder, probe).course.sessions
    choices = (("a", "This"), ("b", "That"), ("none", "Neither"))
    assert session.checkpoints == (
        Checkpoint(
            id="checkpoint-2",
            at_ms=3_500,
            prompt="Which one?",
            choices=tuple(CheckpointChoice(id=name, text=text) for name, text in choices),
            answer="b",
        ),
        Checkpoint(id="end", at_ms=7_000, prompt="Which code?", codes=("K7-W4",)),
    )
    assert check_path(folder, probe=probe, trust=TRUST) == ()


@pytest.mark.parametrize(
    ("text", "key"),
    [
        (LATER.replace("0:07", "7"), "session 1.checkpoint 1.at"),
        (LATER.replace("code", "codes"), "session 1.checkpoint 1.codes"),
        (LATER.replace('\ncode = "K7-W4"', ""), "session 1.checkpoint 1"),
        (f'{LATER}\nchoice = ["a", "b"]', "session 1.checkpoint 1"),
        (SOONER.replace(", correct = true", ""), "session 1.checkpoint 1"),
        (SOONER.replace('"none"', '"none", correct = true'), "session 1.checkpoint 1"),
        (SOONER.replace("prompt", "#"), "session 1.checkpoint 1.prompt"),
    ],
)
def test_a_checkpoint_that_cannot_be_read_is_named_by_its_key(tmp_path: Path, text: str, key: str) -> None:
    folder = folder_in(tmp_path)
    add(text)(folder)
    with pytest.raises(CourseTextWrong) as met:
        read_draft(folder, probe)
    assert met.value.data["key"] == key


def test_a_checkpoint_beyond_the_end_is_an_error_at_its_session(tmp_path: Path) -> None:
    folder = folder_in(tmp_path)
    add(LATER.replace("0:07", "0:50"))(folder)
    (remark,) = check_path(folder, probe=probe, trust=TRUST)
    assert (remark.rule, remark.place) == ("not-sound", "session lecture, checkpoint end")
    assert remark.line > 0


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("K7-W4", ""),
        ("2001", ""),
        ("hello", ""),
        ("K0-W4", "look alike"),
        ("KLW4", "look alike"),
        ("ÄB12", "every keyboard"),
        ("abcd-efgh-ijkl-m", "more than 12"),
        ("7-K", "quickly guessed"),
    ],
)
def test_a_code_can_be_read_off_a_slide_and_typed(code: str, words: str) -> None:
    session = replace(COURSE.sessions[0], checkpoints=(replace(CODE, codes=(code,)),))
    found = remarks_on(replace(COURSE, sessions=(session, COURSE.sessions[1])))
    told = [remark.text for remark in found if remark.rule == "checkpoint-code"]
    assert len(told) == (1 if words else 0)
    assert all(words in text for text in told)
