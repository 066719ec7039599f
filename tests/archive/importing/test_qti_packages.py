"""Content packages of QTI: their tests, sections, pictures and shared texts, and whatever is wrong with them."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from player.archive.importing.markup import parse
from player.archive.importing.problems import NotTaken
from player.archive.importing.qti.packages import is_qti, take_qti
from player.archive.importing.report import Fate
from player.domain.quiz import Draw
from tests.archive.importing.qti_items import SAMPLES, SPACES, as_version, packed, reasons
from tests.archive.importing.quizzes import png

ITEM = (
    '<qti-assessment-item xmlns="http://www.imsglobal.org/xsd/imsqtiasi_v3p0" identifier="{name}" title="Title {name}">'
    '<qti-response-declaration identifier="RESPONSE" cardinality="single" base-type="identifier">'
    "<qti-correct-response><qti-value>A</qti-value></qti-correct-response></qti-response-declaration>"
    '<qti-outcome-declaration identifier="SCORE" cardinality="single" base-type="float"/>{extra}<qti-item-body>{body}'
    '<qti-choice-interaction response-identifier="RESPONSE" max-choices="1"><qti-simple-choice identifier="A">Yes'
    '</qti-simple-choice><qti-simple-choice identifier="B">No</qti-simple-choice></qti-choice-interaction>'
    '</qti-item-body><qti-response-processing template="https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/'
    'match_correct.xml"/></qti-assessment-item>'
)


def an_item(name: str, body: str = "<p>Is it?</p>", extra: str = "") -> str:
    return ITEM.format(name=name, body=body, extra=extra)


def a_test(content: str, more: str = "") -> str:
    return (
        f'<qti-assessment-test xmlns="{SPACES["3.0"]}" identifier="test" title="The whole test">'
        f'<qti-test-part identifier="p">{content}</qti-test-part>{more}</qti-assessment-test>'
    )


def section(name: str, *references: str, rules: str = "") -> str:
    items = "".join(f'<qti-assessment-item-ref identifier="r-{r}" href="../items/{r}.xml"/>' for r in references)
    return f'<qti-assessment-section identifier="{name}" title="{name}">{rules}{items}</qti-assessment-section>'


def manifest(*files: str) -> str:
    resources = "".join(
        f'<resource identifier="r{number}" type="imsqti_item_xmlv3p0" href="{file}"><file href="{file}"/></resource>'
        for number, file in enumerate(files)
    )
    space = "http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1"
    return f'<manifest xmlns="{space}" identifier="m"><resources>{resources}</resources></manifest>'


def test_questions_stand_in_the_order_of_the_test(tmp_path: Path) -> None:
    members = {
        "imsmanifest.xml": manifest("items/a.xml", "items/b.xml", "items/c.xml", "tests/test.xml"),
        "tests/test.xml": a_test(section("s1", "c") + section("s2", "a")),
        **{f"items/{name}.xml": an_item(name) for name in "abc"},
    }
    taken = take_qti(packed(members, tmp_path))

    assert [question.id for question in taken.questions] == ["c", "a", "b"]
    assert taken.title == "The whole test"
    assert [report.item for report in taken.report] == ["r-c", "r-a", "b"]


def test_a_folder_is_read_as_a_zip_is(tmp_path: Path) -> None:
    members = {"imsmanifest.xml": manifest("a.xml"), "a.xml": an_item("a")}
    for name, text in members.items():
        (tmp_path / name).write_text(text)

    taken = take_qti(tmp_path)

    assert [question.id for question in taken.questions] == ["a"]


def test_a_package_may_lie_in_a_folder_within_or_have_no_manifest(tmp_path: Path) -> None:
    within = packed({"x/imsmanifest.xml": manifest("a.xml"), "x/a.xml": an_item("a")}, tmp_path, "within.zip")
    without = packed({"b.xml": an_item("b"), "notes.xml": "<notes/>"}, tmp_path, "without.zip")

    assert [question.id for question in take_qti(within).questions] == ["a"]
    assert [question.id for question in take_qti(without).questions] == ["b"]


def test_a_selection_becomes_a_bank_and_a_draw(tmp_path: Path) -> None:
    rules = '<qti-selection select="2"/><qti-ordering shuffle="true"/>'
    members = {
        "tests/test.xml": a_test(section("s1", "a", "b", "c", rules=rules) + section("s2", "d")),
        **{f"items/{name}.xml": an_item(name) for name in "abcd"},
    }
    taken = take_qti(packed(members, tmp_path))

    assert taken.draws == (Draw(bank="s1", count=2),)
    assert [question.bank for question in taken.questions] == ["s1", "s1", "s1", ""]
    assert taken.shuffle
    assert "Only some sections" in reasons(taken)


def test_a_selection_that_cannot_be_made_is_told_and_all_are_asked(tmp_path: Path) -> None:
    members = {
        "tests/test.xml": a_test(section("s1", "a", rules='<qti-selection select="2"/>')),
        "items/a.xml": an_item("a"),
    }
    taken = take_qti(packed(members, tmp_path))

    assert taken.draws == ()
    assert taken.questions[0].bank == ""
    assert "2 questions cannot be drawn" in reasons(taken)


def test_an_item_that_is_missing_is_reported(tmp_path: Path) -> None:
    members = {"tests/test.xml": a_test(section("s", "a", "gone")), "items/a.xml": an_item("a")}
    taken = take_qti(packed(members, tmp_path))

    assert [(report.item, report.fate) for report in taken.report] == [
        ("r-a", Fate.TAKEN),
        ("r-gone", Fate.LEFT_OUT),
    ]
    assert "gone.xml" in reasons(taken)


def test_whatever_a_test_says_besides_is_reported(tmp_path: Path) -> None:
    more = "<qti-outcome-processing/><qti-test-feedback/>"
    content = '<qti-time-limits max-time="60"/>' + section("s", "a", rules="<qti-pre-condition/>")
    members = {"tests/test.xml": a_test(content, more), "items/a.xml": an_item("a")}
    taken = take_qti(packed(members, tmp_path))

    for word in ("time limit", "condition for showing", "Feedback on the whole", "makes its result"):
        assert word in reasons(taken)


def test_a_broken_item_is_reported_and_the_others_are_taken(tmp_path: Path) -> None:
    members = {"imsmanifest.xml": manifest("a.xml", "b.xml"), "a.xml": "<broken", "b.xml": an_item("b")}
    taken = take_qti(packed(members, tmp_path))

    assert [question.id for question in taken.questions] == ["b"]
    assert taken.report[0].item == "a.xml"
    assert taken.report[0].fate is Fate.LEFT_OUT


def test_pictures_come_along_and_a_missing_alternative_text_is_told(tmp_path: Path) -> None:
    body = (
        '<p>Look: <img src="../pics/a%20b.png" alt="A curve"/><img src="../pics/no-alt.png"/>'
        '<img src="../../out.png" alt=""/><img src="http://example.org/x.png" alt="Far"/></p>'
    )
    members = {
        "items/a.xml": an_item("a", body),
        "pics/a b.png": png(),
        "pics/no-alt.png": png((1, 2, 3)),
        "pics/fake.png": b"no picture",
    }
    taken = take_qti(packed(members, tmp_path))

    (question,) = taken.questions
    assert [(picture.path, picture.alt) for picture in question.pictures] == [
        ("images/quiz/a-b.png", "A curve"),
        ("images/quiz/no-alt.png", ""),
    ]
    assert taken.files["images/quiz/a-b.png"] == png()
    assert "no words for those who do not see it" in reasons(taken)
    assert "../../out.png" in reasons(taken)
    assert "example.org" in reasons(taken)


def test_what_is_no_picture_is_left_out(tmp_path: Path) -> None:
    members = {"a.xml": an_item("a", '<p><img src="fake.png" alt="A fake"/></p>'), "fake.png": b"no picture"}
    taken = take_qti(packed(members, tmp_path))

    assert taken.files == {}
    assert "fake.png" in reasons(taken)


def test_a_text_that_items_share_stands_before_each(tmp_path: Path) -> None:
    reference = '<qti-assessment-stimulus-ref identifier="s" href="case.xml"/>'
    stimulus = (
        f'<qti-assessment-stimulus xmlns="{SPACES["3.0"]}" identifier="s" title="Case"><qti-stimulus-body>'
        "<p>A man of 60 faints.</p></qti-stimulus-body></qti-assessment-stimulus>"
    )
    gone = '<qti-assessment-stimulus-ref identifier="t" href="gone.xml"/>'
    members = {
        "imsmanifest.xml": manifest("a.xml", "b.xml", "case.xml"),
        "a.xml": an_item("a", "<p>Why?</p>", reference),
        "b.xml": an_item("b", "<p>And then?</p>", reference + gone),
        "case.xml": stimulus,
    }
    taken = take_qti(packed(members, tmp_path))

    assert [question.text for question in taken.questions] == [
        "A man of 60 faints.\n\nWhy?",
        "A man of 60 faints.\n\nAnd then?",
    ]
    assert "gone.xml" in reasons(taken)


def test_ids_that_clash_stay_apart(tmp_path: Path) -> None:
    members = {"a.xml": an_item("Same"), "b.xml": an_item("same"), "c.xml": an_item("SAME")}
    taken = take_qti(packed(members, tmp_path))

    assert [question.id for question in taken.questions] == ["same", "same-2", "same-3"]


def test_a_quiz_that_canvas_writes_twice_is_taken_once(tmp_path: Path) -> None:
    quiz = (SAMPLES / "several_scores_1_2.xml").read_text()
    members = {"q1/assessment_qti.xml": quiz, "non_cc_assessments/q1.xml.qti": quiz}
    taken = take_qti(packed(members, tmp_path))

    assert [question.id for question in taken.questions] == ["minus", "number"]


@pytest.mark.parametrize("version", ["2.1", "2.2", "3.0"])
def test_qti_is_known_by_its_root(version: str) -> None:
    text = as_version((SAMPLES / "order.xml").read_text(), version)

    assert is_qti(text.encode())
    assert is_qti(parse(text.encode(), name="order.xml"))
    assert is_qti((SAMPLES / "canvas_quiz.xml").read_bytes())


@pytest.mark.parametrize(
    "data", [b"<quiz/>", b"", b"<assessmentItem", b'<assessmentItem xmlns="http://www.w3.org/1"/>']
)
def test_anything_else_is_not(data: bytes) -> None:
    assert not is_qti(data)


@pytest.mark.parametrize("data", [b"", b"<quiz/>", b"\xff\xfe", b"PK\3\4 no zip"])
def test_what_is_no_qti_is_refused_in_one_sentence(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "quiz.xml"
    path.write_bytes(data)

    with pytest.raises(NotTaken) as refused:
        take_qti(path)
    assert "quiz.xml" in refused.value.what


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotTaken):
        take_qti(tmp_path / "gone.xml")


@pytest.mark.parametrize("name", ["../evil.xml", "/etc/evil.xml", "c:/evil.xml", "a\\..\\evil.xml"])
def test_a_package_with_hostile_names_is_refused_and_writes_nothing(name: str, tmp_path: Path) -> None:
    path = tmp_path / "quiz.zip"
    with zipfile.ZipFile(path, "w") as archive:
        info = zipfile.ZipInfo("x")
        info.filename = name
        archive.writestr(info, an_item("a"))
    before = sorted(tmp_path.rglob("*"))

    with pytest.raises(NotTaken):
        take_qti(path)
    assert sorted(tmp_path.rglob("*")) == before
