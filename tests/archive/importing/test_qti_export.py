"""Questions written as QTI 3.0: read again they are the same, and the package is what QTI asks for."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from itertools import combinations, permutations, product
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, Phase, given, settings

from player.archive.importing.markup import local, parse
from player.archive.importing.qti.packages import take_qti
from player.archive.importing.qti.writing import write_qti3
from player.archive.importing.report import Fate, TakenQuiz
from player.domain.picture import Picture
from player.domain.quiz import FILLED, TYPED, Accepted, Answer, Choice, Draw, Question, QuestionKind, Scoring
from player.domain.scoring import misfit, points_of
from tests.archive.importing.quizzes import FILES, questions
from tests.trying import tries


def _taken_again(package: bytes) -> TakenQuiz:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "quiz.zip"
        path.write_bytes(package)
        return take_qti(path)


def _told(question: Question) -> Question:
    """All but how points are written down: partial credit of which one part is all is exact scoring too."""
    return replace(
        question,
        scoring=Scoring.EXACT,
        least=Decimal(0),
        choices=tuple(replace(choice, worth=Decimal(0)) for choice in question.choices),
        blanks=tuple(replace(blank, worth=Decimal(0)) for blank in question.blanks),
        accepted=tuple(replace(accepted, worth=Decimal(0)) for accepted in question.accepted),
    )


def _answers(question: Question) -> list[Answer]:
    """Every answer that can be given; of typed ones those that matter."""
    ids = [choice.id for choice in question.choices]
    if question.kind in TYPED:
        ends = [end for one in question.accepted for end in (one.low, one.high) if end is not None]
        numbers = [format(end + step, "f") for end in ends for step in (Decimal("-0.01"), Decimal(0), Decimal("0.01"))]
        words = [one.wording.replace("*", "x").swapcase() for one in question.accepted]
        given = [(text,) for text in (*numbers, *words, *(one.wording for one in question.accepted)) if text]
    elif question.kind in FILLED:
        given = list(product(*(blank.choices or ids for blank in question.blanks)))
    elif question.kind is QuestionKind.ORDERING:
        given = list(permutations(ids))
    else:
        most = len(ids) if question.kind is QuestionKind.MULTIPLE else 1
        given = [found for size in range(1, most + 1) for found in combinations(ids, size)]
    answers = [Answer(question=question.id, choices=tuple(found)) for found in given]
    return [answer for answer in answers if not misfit(question, answer.choices)]


_PHASES = (Phase.explicit, Phase.reuse, Phase.generate)
"""A failing question is small enough to be read as it is, and shrinking it takes minutes."""


@settings(
    max_examples=tries(40), deadline=None, phases=_PHASES,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)  # fmt: skip
@given(questions())
def test_a_question_of_any_kind_that_is_exported_and_imported_is_the_same(question: Question) -> None:
    taken = _taken_again(write_qti3([question], title="Round trip", files=FILES))

    assert [report.reasons for report in taken.report if report.fate is Fate.LEFT_OUT] == []
    (found,) = taken.questions
    assert _told(found) == _told(question)
    assert [points_of(found, answer) for answer in _answers(question)] == [
        points_of(question, answer) for answer in _answers(question)
    ]


# ---- the package as such


ASI = "{http://www.imsglobal.org/xsd/imsqtiasi_v3p0}"
CP = "{http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1}"
_CHILDREN = (
    "qti-response-declaration", "qti-outcome-declaration", "qti-item-body", "qti-response-processing",
    "qti-modal-feedback",
)  # fmt: skip
"""What our items have, in the order in which the schema of QTI 3.0 wants it."""
_ATTRIBUTES = {
    "qti-assessment-item": {"identifier", "title", "time-dependent"},
    "qti-response-declaration": {"identifier", "cardinality"},
    "qti-outcome-declaration": {"identifier", "cardinality"},
    "qti-choice-interaction": {"response-identifier"},
    "qti-simple-choice": {"identifier"},
    "qti-simple-associable-choice": {"identifier", "match-max"},
    "qti-gap-text": {"identifier", "match-max"},
    "qti-map-entry": {"map-key", "mapped-value"},
    "qti-base-value": {"base-type"},
    "qti-modal-feedback": {"outcome-identifier", "identifier", "show-hide"},
    "qti-feedback-inline": {"outcome-identifier", "identifier", "show-hide"},
    "qti-pattern-match": {"pattern"},
    "qti-string-match": {"case-sensitive"},
    "img": {"src", "alt"},
}
_IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")


def _opened(package: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(package)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@settings(
    max_examples=tries(40), deadline=None, phases=_PHASES,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)  # fmt: skip
@given(questions())
def test_an_item_keeps_the_rules_of_the_schema(question: Question) -> None:
    members = _opened(write_qti3([question], title="Rules", files=FILES))
    item = parse(members[f"items/{question.id}.xml"], name="item")

    assert item.tag == f"{ASI}qti-assessment-item"
    order = [_CHILDREN.index(local(child)) for child in item]
    assert order == sorted(order)
    for element in item.iter():
        assert str(element.tag).startswith(ASI)
        assert _ATTRIBUTES.get(local(element), set()) <= element.attrib.keys()
        for name in ("identifier", "response-identifier", "outcome-identifier"):
            assert _IDENTIFIER.fullmatch(element.get(name, "x"))
    declared = [child.get("identifier") for child in item if local(child).endswith("declaration")]
    assert len(set(declared)) == len(declared)
    used = {e.get("identifier") for e in item.iter() if local(e) in ("qti-variable", "qti-set-outcome-value")}
    used |= {e.get("response-identifier") for e in item.iter() if e.get("response-identifier")}
    assert used <= set(declared)


QUIZ = (
    Question(
        id="1.first", kind=QuestionKind.SINGLE, text="Is **it**?", points=Decimal(1),
        choices=(
            Choice(id="a", text="Yes", correct=True, picture=Picture(path="images/quiz/one.png", alt="A < b")),
            Choice(id="b", text="No"),
        ),
    ),
    Question(
        id="drawn", kind=QuestionKind.NUMERIC, text="How many?", bank="heart",
        accepted=(Accepted(low=Decimal(3), high=Decimal(5)),),
    ),
    Question(
        id="drawn-2", kind=QuestionKind.TEXT, text="Which?", bank="heart", accepted=(Accepted(wording="aorta"),)
    ),
)  # fmt: skip


def test_a_package_names_all_that_is_in_it_and_nothing_else() -> None:
    members = _opened(write_qti3(QUIZ, title="All", files=FILES))
    manifest = parse(members["imsmanifest.xml"], name="manifest")

    named = {str(file.get("href")) for file in manifest.iter(f"{CP}file")}
    assert named == members.keys() - {"imsmanifest.xml"}
    assert next(iter(members)) == "imsmanifest.xml"
    assert "images/quiz/one.png" in members
    assert "images/quiz/3.png" not in members
    resources = {str(found.get("identifier")) for found in manifest.iter(f"{CP}resource")}
    assert {found.get("identifierref") for found in manifest.iter(f"{CP}dependency")} == resources - {"test"}


def test_the_same_questions_give_the_same_bytes() -> None:
    assert write_qti3(QUIZ, title="All", files=FILES) == write_qti3(QUIZ, title="All", files=dict(FILES))


def test_banks_and_draws_come_back() -> None:
    draws = (Draw(bank="heart", count=1),)
    taken = _taken_again(write_qti3(QUIZ, title="A title & more", files=FILES, draws=draws))

    assert taken.questions == QUIZ
    assert (taken.title, taken.draws) == ("A title & more", draws)
    assert taken.files == {"images/quiz/one.png": FILES["images/quiz/one.png"]}


def test_markup_in_a_text_is_never_markup_in_the_package() -> None:
    hostile = Question(
        id="x", kind=QuestionKind.TEXT, accepted=(Accepted(wording="]]><a>"),),
        text="<script>alert(1)</script> & ]]> <!DOCTYPE x> ![pic](http://example.org/x.png) \ufffe\x01",
    )  # fmt: skip
    members = _opened(write_qti3([hostile], title='"><x>', files={}))
    item = parse(members["items/x.xml"], name="item")

    assert {local(element) for element in item.iter()} & {"script", "img", "x"} == set()
