"""How figures are said, and the one status of a course at every stage of a life."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QLocale
from PySide6.QtGui import QColor, QImage, QImageWriter
from PySide6.QtWidgets import QApplication

from player.domain.learner import Profession
from player.domain.progress import LOCK_WORDS, Lock
from player.ui.course.words import step_faces
from player.ui.credits.words import amount_typed
from player.ui.language import Speech, alphabetical, amount_text, day_text
from player.ui.pictures import LARGEST, image_of
from player.ui.professions import profession_text
from player.ui.wording import foreign_text, lock_words, minutes_text, offer_text, size_text, status_of
from tests.builders import AMA, COURSE, SHORT_COURSE, WRONG
from tests.ui.fake_host import FakeDesk, make_speech


@pytest.fixture(autouse=True)
def plain_english() -> Iterator[None]:
    before = QLocale()
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedStates))
    yield
    QLocale.setDefault(before)


@pytest.fixture
def desk(tmp_path: Path) -> FakeDesk:
    return FakeDesk(tmp_path, courses=(COURSE, SHORT_COURSE))


def status(desk: FakeDesk, which: int = 0) -> str:
    course = desk.signed[which]
    return status_of(course.course, desk.progress(course)).text


@pytest.mark.parametrize(
    ("milliseconds", "said"),
    [
        (0, "0 s"),
        (40_000, "40 s"),
        (59_600, "1 min"),
        (180_000, "3 min"),
        (3_600_000, "1 h"),
        (5_400_000, "1 h 30 min"),
    ],
)
def test_running_times_are_said_for_people(milliseconds: int, said: str) -> None:
    assert minutes_text(milliseconds) == said


def test_a_day_names_its_month() -> None:
    assert day_text(date(2020, 12, 31)) == "31 Dec 2020"


def test_an_offer_is_named_with_its_mark() -> None:
    assert offer_text(AMA) == "up to 1.5 AMA PRA Category 1 Credits™"
    assert offer_text(replace(AMA, maximum=Decimal("1"))).startswith("up to 1 AMA PRA Category 1 Credit")


def test_every_profession_has_a_word() -> None:
    assert len({profession_text(profession) for profession in Profession}) == len(Profession)


def test_the_status_follows_a_life(desk: FakeDesk) -> None:
    course = desk.signed[0]
    said = [status(desk)]
    desk.watch(course, percent=50)
    said.append(status(desk))
    desk.watch(course)
    said.append(status(desk))
    journey = desk.journey(course)
    journey.submit_quiz(WRONG)
    said.append(status(desk))
    desk.finish(course)
    said.append(status(desk))
    journey.claim("ama", amount=Decimal("1.5"), profession=Profession.PHYSICIAN)
    said.append(status(desk))
    desk.documents.issue(course, "ama")
    said.append(status(desk))
    assert said == [
        "New",
        "50 % watched",
        "Quiz next",
        "Quiz next",
        "Claim up to 1.5",
        "Print your certificate",
        "Certificate ready",
    ]


def test_a_course_without_a_quiz_goes_on_to_the_evaluation(desk: FakeDesk) -> None:
    desk.watch(desk.signed[1])
    assert status(desk, 1) == "Evaluation next"


def test_a_course_outside_its_days_says_so(desk: FakeDesk) -> None:
    desk.clock.set_wall(datetime(2023, 5, 1, tzinfo=UTC))
    assert status(desk) == "Opens 1 Jan 2024"
    desk.clock.set_wall(datetime(2026, 5, 1, tzinfo=UTC))
    assert status(desk) == "Expired 31 Dec 2024"


def test_credit_earned_in_time_can_be_claimed_after_the_last_day(desk: FakeDesk) -> None:
    desk.finish(desk.signed[0])
    desk.clock.go_to(datetime(2026, 5, 1, tzinfo=UTC))
    assert status(desk) == "Claim up to 1.5"


def test_a_profession_without_an_offer_breaks_nothing(desk: FakeDesk) -> None:
    """The course offers credit to physicians alone, and a nurse took it."""
    course = desk.signed[1]
    desk.finish(course)
    desk.save_learner(replace(desk.learner, profession=Profession.NURSE))
    assert status(desk, 1) == "Claim next"
    reasons = {face.key: face.reason for face in step_faces(desk.progress(course))}
    assert reasons["claim"] == "No credit type of this course is meant for the profession in your profile."


# --- pictures ------------------------------------------------------------------------------------------------


def png(width: int, height: int) -> bytes:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor("teal"))
    held = QByteArray()
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    assert QImageWriter(buffer, QByteArray(b"png")).write(image)
    return bytes(held.data())


def test_a_picture_is_read() -> None:
    image = image_of(png(30, 20))
    assert image is not None and (image.width(), image.height()) == (30, 20)


@pytest.mark.parametrize("data", [None, b"", b"no picture", png(30, 20)[:40]], ids=["none", "empty", "text", "torn"])
def test_what_is_no_picture_is_none(data: bytes | None) -> None:
    assert image_of(data) is None


def test_a_huge_picture_is_read_smaller() -> None:
    image = image_of(png(6_000, 2_000))
    assert image is not None
    assert image.width() == LARGEST.width() and image.height() <= LARGEST.height()


def test_a_lock_that_hangs_on_the_day_says_what_to_do_about_a_wrong_clock() -> None:
    told = {lock for lock in Lock if "this computer's date is wrong" in lock_words(lock)[1]}
    assert told == {Lock.NOT_YET_OPEN, Lock.EXPIRED}
    assert all(lock_words(lock)[0] == LOCK_WORDS[lock][0] for lock in Lock)


@pytest.mark.parametrize(
    ("size", "said"),
    [
        (0, "0 bytes"),
        (4_512_345, "4.5 MB"),
        (9_999_999, "10.0 MB"),
        (412_000_000, "412 MB"),
        (1_318_000_000, "1.3 GB"),
    ],
)
def test_sizes_are_as_exact_as_anybody_needs(size: int, said: str) -> None:
    assert size_text(size) == said


@pytest.fixture
def speech(qapp: QApplication) -> Iterator[Speech]:
    """One that leaves everything in English behind it."""
    speech = make_speech()
    yield speech
    speech.speak("en")


@pytest.mark.parametrize(
    ("tongue", "day", "amount"),
    [
        ("de", "31. Dez. 2020", "0,75"),
        ("es", "31 dic 2020", "0,75"),
        ("fr", "31 déc. 2020", "0,75"),
        ("zh-CN", "2020年12月31日", "0.75"),
    ],
)
def test_days_and_credit_are_written_as_the_language_writes_them(
    speech: Speech, tongue: str, day: str, amount: str
) -> None:
    speech.speak(tongue)
    assert day_text(date(2020, 12, 31)) == day
    assert amount_text(Decimal("0.750")) == amount


def test_an_amount_may_be_typed_with_either_mark() -> None:
    assert amount_typed("0,75") == amount_typed(" 0.75 ") == Decimal("0.75")


def test_names_are_sorted_as_who_reads_them_expects_it(speech: Speech) -> None:
    speech.speak("de")
    assert alphabetical(["Zoe", "Ähn", "Bo", "Teil 10", "Teil 9"], str) == ["Ähn", "Bo", "Teil 9", "Teil 10", "Zoe"]


def test_a_course_says_its_language_where_the_window_speaks_another(speech: Speech) -> None:
    assert foreign_text(COURSE) == ""
    speech.speak("de")
    assert foreign_text(COURSE) == "English"
    assert foreign_text(replace(COURSE, language="de-AT")) == ""
    assert foreign_text(replace(COURSE, language="pt")) == "português"
