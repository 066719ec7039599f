"""The learner's life with the sample course that the pictures show, with the real engine and a real recording."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from player.cli.app import run
from player.desk.desk import Desk
from player.desk.rehearsal import answers_from_key, plausible_responses
from player.domain.learner import Profession
from player.proof.manifest import SignedCourse
from player.ui.host import Place, Route
from tests.journeys.hands import Hands
from tests.pictures.photographer import Photographer, live

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "resources" / "samples" / "meet-carrel.course"
SPECIMEN_KEY = ROOT / "resources" / "samples" / "specimen.key"
OTHERS = ("Delirium on the ward", "Asthma in primary care", "Opioids: starting, changing, stopping")
FAR = datetime(2126, 1, 1, 12, tzinfo=UTC)
"""When every course has closed."""


def life(photographer: Photographer, hands: Hands, desk: Desk, signed: SignedCourse) -> None:
    """From an empty library to the completion file, with a picture at each step."""
    course = signed.hash
    photographer.visit("course-before", Route(place=Place.COURSE, course=course))
    journey = desk.journey(signed)
    journey.acknowledge_disclosures()
    photographer.visit("player", Route(place=Place.WATCH, course=course), lambda: watch(hands))
    photographer.visit("library", Route(place=Place.LIBRARY))
    photographer.visit("course", Route(place=Place.COURSE, course=course))
    photographer.visit("quiz", Route(place=Place.QUIZ, course=course), lambda: begin_quiz(hands))
    quiz = signed.course.quiz
    assert quiz is not None
    journey.submit_quiz(answers_from_key(quiz))
    photographer.visit("quiz-result", Route(place=Place.QUIZ, course=course))
    photographer.visit("evaluation", Route(place=Place.EVALUATION, course=course))
    journey.submit_evaluation(plausible_responses(signed.course.evaluation))
    photographer.visit("claim-who", Route(place=Place.CLAIM, course=course))
    desk.save_learner(replace(desk.learner, profession=Profession.PHYSICIAN))
    photographer.visit("claim", Route(place=Place.CLAIM, course=course))
    entitlement = journey.progress().entitlements[0]
    journey.claim(entitlement.offer.id, amount=entitlement.now, profession=Profession.PHYSICIAN)
    offer = entitlement.offer.id
    photographer.visit("certificate", Route(place=Place.CERTIFICATE, course=course, offer=offer), lambda: live(2))
    photographer.visit("course-done", Route(place=Place.COURSE, course=course))
    photographer.visit("credits", Route(place=Place.CREDITS))
    photographer.visit("send", Route(place=Place.SEND))
    photographer.visit("check-up", Route(place=Place.CHECKUP, course=course))
    photographer.visit("profile", Route(place=Place.PROFILE))
    hands.press("Check now")
    photographer.settle()
    photographer.take("profile-records", at=hands.button("Check now"))


def wrong_date(photographer: Photographer, hands: Hands, desk: Desk, signed: SignedCourse) -> None:
    """A course that is locked by its days, and the way out where the date is wrong."""
    desk.correct_clock(signed, FAR)
    route = Route(place=Place.COURSE, course=signed.hash)
    photographer.visit("course-date", route, lambda: hands.press("This computer's date is wrong…"))
    desk.correct_clock(signed, desk.now())


def whole_life(photographer: Photographer, hands: Hands, desk: Desk, folder: Path) -> None:
    """From the welcome on; `folder` takes the courses that lie beside the sample."""
    hands.write("Your name", "Ana María Núñez")
    hands.write("Degrees", "MD")
    photographer.take("welcome")
    hands.pass_welcome()
    photographer.visit("library-empty", Route(place=Place.LIBRARY))
    hands.press("? Keys")
    photographer.take("keys")
    hands.press("Close")
    signed = desk.add_course(SAMPLE)
    others = [
        desk.add_course(other_course(folder / f"other-{number}", number, title)) for number, title in enumerate(OTHERS)
    ]
    wrong_date(photographer, hands, desk, others[0])
    life(photographer, hands, desk, signed)


def other_course(folder: Path, number: int, title: str) -> Path:
    """A course beside the sample, from the template, without a cover of its own."""
    package = folder.with_suffix(".course")
    assert run(["course", "new", str(folder)]) == 0
    text = (folder / "course.toml").read_text(encoding="utf-8")
    text = text.replace('"My course"', f'"{title}"').replace("org.example.my-course", f"org.example.course-{number}")
    before, _, rest = text.partition("[cover]")
    text = before + rest[rest.index("[") :]
    (folder / "course.toml").write_text(text, encoding="utf-8")
    assert run(["course", "build", str(folder), "--key", str(SPECIMEN_KEY), "--out", str(package)]) == 0
    return package


def watch(hands: Hands) -> None:
    """Plays for real, at double speed: the beginning, then on from the middle, so that a hollow part is to be seen."""
    hands.press("Play")
    for _ in range(4):
        hands.key(">")
    hands.live(26)
    for _ in range(2):
        hands.key("l")
    hands.live(24)
    for _ in range(4):
        hands.key("<")
    hands.live(1)


def begin_quiz(hands: Hands) -> None:
    hands.press("Begin the quiz")
    hands.press("The last minute")
    hands.press("Next")
