"""A learner finishes a whole course in the running program through AT-SPI alone, from adding it to the certificate."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.listening import Listener, Thing, listener_at
from tests.journeys.making import publisher_known_to, short_course

pytestmark = pytest.mark.waiting

SECONDS = 12
SPOKEN = "Replace this clip with your recording."
SOON_S, LATER_S = 3, 60


@pytest.fixture
def course(profile: Path, tmp_path: Path) -> Path:
    key = publisher_known_to(profile, tmp_path)
    return short_course(tmp_path, key=key, seconds=SECONDS)


@pytest.fixture
def listener(course: Path, profile: Path) -> Iterator[Listener]:
    with listener_at(profile) as listener:
        yield listener


def test_a_whole_course_is_finished_through_at_spi_alone(
    listener: Listener, course: Path, profile: Path, tmp_path: Path, root: Path
) -> None:
    welcome(listener)
    add(listener, course, tmp_path)
    begin(listener)
    watch(listener)
    pass_quiz(listener)
    evaluate(listener)
    claim(listener)
    hold_certificate(listener, profile)
    send(listener, root)
    assert listener.obstacles == [], "nothing was unnamed, and the focus was always to be seen"


def welcome(listener: Listener) -> None:
    listener.until_reads("Welcome to Carrel")
    listener.write("Your name", "Ana María Núñez")
    listener.choose("Profession", "Physician")
    listener.press("Go to my library")


def add(listener: Listener, course: Path, folder: Path) -> None:
    """A file that is no course is refused in words that are heard; then the right one."""
    listener.until_reads("Your library is empty")
    wrong = folder / "wrong.course"
    wrong.write_text("This is no course.", encoding="utf-8")
    choose(listener, wrong)
    listener.until_heard("wrong.course is not a course file")
    listener.press("Dismiss")
    choose(listener, course)
    listener.until_heard("“My course” is in your library")


def choose(listener: Listener, file: Path) -> None:
    listener.press("Add a course")
    listener.write("File name:", str(file))
    listener.press("Open")


def begin(listener: Listener) -> None:
    listener.press("My course", begins=True)
    before, *later = steps(listener)
    assert before.name == "Before you start, Open, Step 1 of 6" and "selected" in before.states
    assert len(later) == 5
    for step in later:
        assert ", Locked, " in step.name and step.description and "selected" not in step.states
    listener.press("I have read", begins=True)
    listener.press("Acknowledge and begin")
    listener.until_heard("Saved")
    listener.press("Start watching")


def steps(listener: Listener) -> list[Thing]:
    """The tabs of the course's way, told as they stand."""
    name = "The way through the course"
    listener.find({"page tab list"}, name, usable=False)
    things = listener.things()
    way = next(thing.node for thing in things if thing.name == name)
    return [thing for thing in things if thing.role == "page tab" and thing.above == way]


def watch(listener: Listener) -> None:
    """To the end at twice the speed, described and read along; once back to the beginning by the timeline's value."""
    listener.choose_in_menu("Speed 1×", "2×")
    listener.press("Transcript")
    listener.until_reads(SPOKEN)
    listener.press("Play")
    listener.press("Audio description")
    listener.until_heard("Audio description on")
    listener.until(lambda: listener.value("Timeline") >= SOON_S, "the recording to play")
    # While it plays on, it is past that place again before it can be looked at.
    listener.press("Pause")
    listener.set("Timeline", 0)
    listener.until(lambda: listener.value("Timeline") < SOON_S, "the beginning")
    listener.press("Play")
    listener.until_reads("100 % watched", seconds=LATER_S)
    listener.until_heard("Watched. Next: Quiz.")


def pass_quiz(listener: Listener) -> None:
    """Once with a wrong answer; that it was wrong is heard."""
    listener.press("Course")
    listener.press("Take the quiz")
    listener.press("Begin the quiz")
    listener.until_heard("Which colour has a clear sky at noon? Choose one.")
    listener.press("Green")
    listener.press("Submit the quiz")
    listener.until_heard("Not passed yet. 0 of 1 right")
    listener.press("Take it again")
    listener.press("Blue")
    listener.press("Submit the quiz")
    listener.until_heard("Passed. 1 of 1 right")
    listener.press("Go on")


def evaluate(listener: Listener) -> None:
    """Sent with nothing filled in first: what is missing is heard. What is answered can be copied."""
    listener.press("Send the evaluation")
    listener.until_heard("3 items still need an answer")
    listener.press("4, Fully", of="The course met its objectives.")
    listener.choose_in_menu("Copy or save: What you answered", "Copy the table")
    listener.until_heard("The table is copied")
    listener.press("3, Mostly", of="I can use what I learned.")
    listener.press("Yes")
    listener.press("Send the evaluation")
    listener.press("Claim credit")


def claim(listener: Listener) -> None:
    listener.press("Yes, it may be reported")
    listener.press("I took part", begins=True)
    listener.press("Claim 0.", begins=True)
    listener.until_heard("Making your certificate")


def hold_certificate(listener: Listener, profile: Path) -> None:
    """What is printed on it can be read, though its page is a picture."""
    listener.until(lambda: any((profile / "certificates").glob("*.pdf")), "the certificate")
    for words in ("Ana María Núñez", "is awarded 0.25 AMA PRA Category 1 Credit™", "My course", "Signed by: "):
        listener.until_reads(words)


def send(listener: Listener, root: Path) -> None:
    """Writes the completion file into the folder that the page offers; another process finds it genuine."""
    listener.press("Send", roles={"page tab"})
    listener.press("Write the completion file")
    listener.until_heard("Written and verified")
    (file,) = Path(os.environ["HOME"]).rglob("*.completion")
    command = [sys.executable, "-m", "player", "verify", str(file), "--json"]
    told = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True)
    (facts,) = json.loads(told.stdout)
    assert facts["genuine"]
    assert facts["sessions"][0]["intervals"] == [[0, SECONDS * 1000]]
