"""A desk on which everything lies that can happen to courses as files, to an update, and to questions of a quiz."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from player.domain.course import Course, CourseId
from player.domain.problem import Problem
from player.domain.whereabouts import Whereabouts
from tests.builders import COURSE, RIGHT
from tests.ui.fake_host import FakeDesk, FakeShelved
from tests.ui.quizzes import ALL_SIGHTS, picture_files
from tests.versions import OTHER_EVALUATION, OTHER_QUIZ, RERECORDED, later

LONG_TITLE = "Pneumonoultramicroscopicsilicovolcanoconiosis: a Donaudampfschifffahrtsgesellschaftsarzt’s report"
LONG_PLACE = Path("/media/ana.maria.nunez/CONGRESS-2026-STICK/Continuing medical education/Autumn/delirium.course")
NEXT = later(sessions=RERECORDED.sessions, quiz=OTHER_QUIZ.quiz, evaluation=OTHER_EVALUATION.evaluation)
"""The second recording, the quiz and the evaluation of the sample course are other ones."""


class Away(Problem):
    what_template = "“{title}” lies on a drive that is not connected: {place}"
    meaning_template = "It cannot be shown now; everything that you did in it is kept."
    remedy_template = "Connect that drive, or add the course again from wherever it lies now."


class Damaged(Problem):
    what_template = "“{title}” is damaged: block 1204 of media/lecture.mp4 is not what the provider signed."
    meaning_template = "What you did in it is kept, and no credit is lost."
    remedy_template = "Add the course again from a good copy; you go on where you stopped."


class Cut(Problem):
    what_template = "opioids-2026.course does not end as a course file ends."
    meaning_template = "It is not in your library; no credit is affected."
    remedy_template = "Copy it again, to the end."


def twin(name: str, title: str) -> Course:
    """Another course of the same make."""
    return replace(COURSE, id=CourseId(f"org.example.{name}"), title=title)


SIGHTS = replace(twin("kinds", "Every kind of question"), quiz=ALL_SIGHTS)


def filled_desk(profile: Path) -> FakeDesk:
    """A course here, one played from a stick that is away, one with a long name that is damaged, an older version."""
    courses = (COURSE, NEXT, twin("delirium", "Delirium on the ward"), twin("long", LONG_TITLE), SIGHTS)
    desk = FakeDesk(profile, courses=courses)
    old, new, away, bad, sights = desk.shelf.held
    sights.files |= picture_files()
    gone = Away(title=away.signed.course.title, place=LONG_PLACE)
    told = (
        FakeShelved(path=Path("courses/first.course"), package=old, size=412_000_000, superseded=True),
        FakeShelved(path=new.path, package=new, size=1_318_000_000),
        FakeShelved(path=LONG_PLACE, package=away, where=Whereabouts.OUT_OF_REACH, problem=gone),
        FakeShelved(path=bad.path, package=bad, problem=Damaged(title=LONG_TITLE), size=3_221_000_000),
        FakeShelved(path=LONG_PLACE.with_name("kinds.course"), package=sights, where=Whereabouts.IN_PLACE),
    )
    desk.shelf.told = {row.package.signed.hash: row for row in told if row.package is not None}
    desk.shelf.broken = [
        FakeShelved(path=Path("courses/opioids-2026.course"), package=None, problem=Cut(), size=73_000_000)
    ]
    desk.watch(desk.signed[0])
    desk.journey(desk.signed[0]).submit_quiz(RIGHT)
    desk.watch(desk.signed[4])
    return desk
