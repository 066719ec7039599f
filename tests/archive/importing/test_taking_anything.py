"""Whatever file is given, it is taken over, or refused in a sentence; nothing else ever comes of it, and soon."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from player.archive.importing.aiken import take_aiken
from player.archive.importing.courses.taking import take_course
from player.archive.importing.gift import take_gift
from player.archive.importing.moodle import take_moodle
from player.archive.importing.problems import NotTaken
from player.archive.importing.report import Fate, TakenQuiz
from player.archive.importing.taking import take_quiz
from player.domain.key import right_answer
from player.domain.scoring import is_right
from player.domain.soundness_of_quiz import faults_of_question
from tests.archive.importing.packages import CARTRIDGE_FILES, CMI5_FILES, SCORM12_FILES, SCORM2004_FILES, packed
from tests.archive.importing.seen import SAMPLES
from tests.archive.making import TEMPLATE
from tests.trying import tries

Take = Callable[..., TakenQuiz]
READERS: dict[str, Take] = {"moodle.xml": take_moodle, "gift.txt": take_gift, "aiken.txt": take_aiken}
PIECES = [
    *("{", "}", "~", "=", "#", "####", "%50%", "%-33.33333%", "::", "//", "$CATEGORY: a", "\n", "\n\n", "\\", "->"),
    *(":", "{T}", "{#1..2}", "{=a ~b}", "[html]", "<b>", "&amp;", "1", "e9", "..", "é", "\ue000", "\ue100"),
    *("ANSWER: A", "A) x", "B. y"),
]


def check(taken: TakenQuiz) -> None:
    """What holds of everything that was taken over."""
    assert not [fault for question in taken.questions for fault in faults_of_question(question)]
    assert all(is_right(question, right_answer(question)) for question in taken.questions)
    assert len({question.id for question in taken.questions}) == len(taken.questions)
    assert all(bool(one.reasons) is (one.fate is not Fate.TAKEN) for one in taken.report)
    named = {picture.path for question in taken.questions for picture in question.pictures}
    named |= {choice.picture.path for question in taken.questions for choice in question.choices if choice.picture}
    assert named == set(taken.files)


def take(reader: Take, data: bytes) -> None:
    try:
        taken = reader(data, name="quiz")
    except NotTaken as refused:
        assert refused.sentence
    else:
        check(taken)


@pytest.mark.parametrize("name", READERS)
def test_samples_are_sound(name: str) -> None:
    check(take_quiz(SAMPLES / name))


def test_a_package_may_hold_several_quizzes_of_any_kind(tmp_path: Path) -> None:
    files = {f"quizzes/{name}": (SAMPLES / name).read_bytes() for name in READERS}
    files |= {name: CARTRIDGE_FILES[name] for name in ("imsmanifest.xml", "test/qti.xml")}
    taken = take_quiz(packed(tmp_path / "all.zip", {**files, "notes.txt": b"Nothing"}))
    check(taken)
    alone = sum(len(take_quiz(SAMPLES / name).questions) for name in READERS)
    assert len(taken.questions) == alone + 1
    assert taken.source.count(", ") == 3
    assert any(one.item == "quizzes/gift.txt, line 50" for one in taken.report)


def test_a_package_without_any_quiz_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotTaken, match="none of QTI"):
        take_quiz(packed(tmp_path / "none.zip", {"notes.txt": b"Nothing", "a.xml": b"<a/>"}))


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
@settings(max_examples=tries(400))
def test_any_text_is_read_as_gift_and_as_aiken(text: str) -> None:
    take(take_gift, text.encode())
    take(take_aiken, text.encode())


@given(st.binary(max_size=200))
def test_any_bytes_are_taken_or_refused(data: bytes) -> None:
    for reader in READERS.values():
        take(reader, data)


def damaged(data: bytes, dice: random.Random) -> bytes:
    """A few bytes changed, taken away, or given twice."""
    out = bytearray(data)
    for _ in range(dice.randint(1, 6)):
        if not out:
            break
        start = dice.randrange(len(out))
        end = min(len(out), start + dice.randint(1, 40))
        match dice.randrange(4):
            case 0:
                out[start] = dice.randrange(256)
            case 1:
                del out[start:end]
            case 2:
                out[start:start] = out[start:end]
            case _:
                out[start:start] = dice.choice(PIECES).encode()
    return bytes(out)


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize("seed", range(3))
def test_damaged_samples_are_taken_or_refused(name: str, seed: int) -> None:
    dice, data = random.Random(seed), (SAMPLES / name).read_bytes()
    for _ in range(60):
        take(READERS[name], damaged(data, dice))


@pytest.mark.long
@pytest.mark.parametrize("name", READERS)
def test_very_many_damaged_samples_are_taken_or_refused(name: str) -> None:
    dice, data = random.Random(7), (SAMPLES / name).read_bytes()
    for _ in range(4_000):
        take(READERS[name], damaged(data, dice))


PACKAGES = {"scorm12": SCORM12_FILES, "scorm2004": SCORM2004_FILES, "cartridge": CARTRIDGE_FILES, "cmi5": CMI5_FILES}


@given(st.sampled_from(sorted(PACKAGES)), st.integers())
@settings(max_examples=tries(40), suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_packages_with_a_damaged_part_are_taken_or_refused_whole(kind: str, seed: int) -> None:
    dice, files = random.Random(seed), PACKAGES[kind]
    name = dice.choice([one for one in files if one.endswith(".xml") or "." in one])
    with TemporaryDirectory() as place:
        path = packed(Path(place) / "p.zip", {**files, name: damaged(files[name], dice)})
        try:
            course = take_course(path, Path(place) / "course", template=TEMPLATE)
        except NotTaken:
            assert [one.name for one in Path(place).iterdir()] == ["p.zip"]
        else:
            check(course.quiz)
            assert (course.folder / "course.toml").exists()


_LARGE = 400_000
_TEXT = b'<quiz><question type="cloze"><questiontext><text>%b</text></questiontext></question></quiz>'
_PLAIN = b'<quiz><question type="essay"><questiontext format="%b"><text>%b</text></questiontext></question></quiz>'
_CHOICES = b'<quiz><question type="multichoice">' + b'<answer fraction="0"><text>a</text></answer>' * 50_000


@pytest.mark.parametrize(
    ("reader", "data"),
    [
        (take_gift, b"{" * _LARGE),
        (take_gift, b"::Same:: Is it? {T}\n\n" * 8_000),
        (take_gift, b"a {~a " * (_LARGE // 6)),
        (take_gift, b"q {=" + b"a ~" * (_LARGE // 3) + b"}"),
        (take_gift, b"\\" * _LARGE),
        (take_gift, b"::" * _LARGE),
        (take_gift, b"//\n" * _LARGE),
        (take_gift, b"q {#" + b"9" * _LARGE + b"}"),
        (take_gift, b"q {=%" + b"-" * _LARGE + b"1%a}"),
        (take_aiken, b"A) a\n" * (_LARGE // 5)),
        (take_aiken, b"ANSWER: A\n" * (_LARGE // 10)),
        (take_moodle, _TEXT % (b"{1:MC:" * 60_000)),
        (take_moodle, _TEXT % (b"{1:MC:=a~" + b"\\~b" * 100_000 + b"}")),
        (take_moodle, _PLAIN.replace(b"essay", b"truefalse") % (b"moodle_auto_format", b"\n" * _LARGE + b"&lt;b>")),
        (take_moodle, _PLAIN.replace(b"essay", b"truefalse") % (b"markdown", b"![](" + b"a" * _LARGE)),
        (take_moodle, _CHOICES + b"</question></quiz>"),
        (take_moodle, b"<quiz>" + b"<question/>" * 20_000 + b"</quiz>"),
    ],
)  # fmt: skip
def test_large_and_empty_things_take_no_more_than_their_time(reader: Take, data: bytes) -> None:
    started = time.process_time()
    take(reader, data)
    assert time.process_time() - started < 30
