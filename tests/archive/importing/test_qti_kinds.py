"""Every kind of question of QTI 2.1, 2.2 and 3.0: taken over with exactly the scoring that its source has."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from player.archive.importing.report import Fate, ItemReport
from player.domain.quiz import Answer, Question, QuestionKind, Scoring
from player.domain.scoring import feedback_for, points_of
from tests.archive.importing.qti_items import SAMPLES, as_version, item, one, reasons, taken_from

VERSIONS = pytest.mark.parametrize("version", ["2.1", "2.2", "3.0"])
ONE = '<responseProcessing template="http://www.imsglobal.org/question/qti_v2p1/rptemplates/match_correct"/>'
MAPPED = '<responseProcessing template="http://www.imsglobal.org/question/qti_v2p1/rptemplates/map_response"/>'


def taken(sample: str, version: str, folder: Path) -> tuple[Question, ItemReport]:
    return one(taken_from(as_version((SAMPLES / f"{sample}.xml").read_text(encoding="utf-8"), version), folder))


def earned(question: Question, *given: str) -> Decimal:
    return points_of(question, Answer(question=question.id, choices=given))


@VERSIONS
def test_a_single_choice(version: str, tmp_path: Path) -> None:
    question, report = taken("single", version, tmp_path)

    assert question.kind is QuestionKind.SINGLE
    assert question.id == "single"
    assert question.text == "A patient takes an SSRI. *Which* drug must **not** be added?\n\nChoose one."
    assert [choice.text for choice in question.choices] == ["Paracetamol", "An *MAO* inhibitor", "None of these"]
    assert [choice.fixed for choice in question.choices] == [False, False, True]
    assert question.key == {"choiceb"}
    assert question.shuffle
    assert report.fate is Fate.CHANGED
    assert "tablet.png" in report.reasons[0]


@VERSIONS
def test_a_multiple_response_with_a_mapping_has_worths_and_bounds(version: str, tmp_path: Path) -> None:
    question, report = taken("multiple_map", version, tmp_path)

    assert report.fate is Fate.TAKEN
    assert question.kind is QuestionKind.MULTIPLE
    assert {choice.id: choice.worth for choice in question.choices} == {"h": 1, "o": 1, "c": -2, "cl": -1}
    assert (question.scoring, question.points, question.least) == (Scoring.PARTIAL, 2, 0)
    assert question.most_choices == 0
    assert [earned(question, *given) for given in (("h", "o"), ("h",), ("h", "o", "cl"), ("c",))] == [2, 1, 1, 0]


@VERSIONS
def test_an_order(version: str, tmp_path: Path) -> None:
    question, report = taken("order", version, tmp_path)

    assert report.fate is Fate.TAKEN
    assert question.kind is QuestionKind.ORDERING
    assert earned(question, "call", "press", "shock") == 1
    assert earned(question, "press", "call", "shock") == 0


@VERSIONS
def test_an_order_that_is_half_right_in_one_other_way_is_left_out(version: str, tmp_path: Path) -> None:
    found = taken_from(as_version((SAMPLES / "order_one_other_way.xml").read_text(), version), tmp_path)

    assert found.questions == ()
    assert found.report[0].fate is Fate.LEFT_OUT
    assert "no counterpart" in reasons(found)


@VERSIONS
def test_a_match_with_a_mapping(version: str, tmp_path: Path) -> None:
    question, report = taken("match", version, tmp_path)

    assert report.fate is Fate.TAKEN
    assert question.kind is QuestionKind.MATCHING
    assert [(blank.text, blank.right, blank.worth) for blank in question.blanks] == [
        ("Opioids", ("naloxone",), 1),
        ("Warfarin", ("vitamink",), Decimal("0.5")),
        ("Heparin", ("protamine",), Decimal("0.5")),
    ]
    assert question.reuse
    assert earned(question, "naloxone", "naloxone", "protamine") == Decimal("1.5")


@VERSIONS
def test_an_association_becomes_a_matching_and_says_so(version: str, tmp_path: Path) -> None:
    question, report = taken("associate", version, tmp_path)

    assert report.fate is Fate.CHANGED
    assert [(blank.id, blank.right) for blank in question.blanks] == [("brady", ("slow",)), ("tachy", ("fast",))]
    assert not question.reuse


@VERSIONS
def test_gaps_to_drag_words_to_become_an_inline_choice(version: str, tmp_path: Path) -> None:
    question, _ = taken("gap_match", version, tmp_path)

    assert question.kind is QuestionKind.INLINE
    assert "Now is the [[g1]] of our discontent" in question.text
    assert earned(question, "w", "su") == 1
    assert earned(question, "w", "sp") == 0


@VERSIONS
def test_a_list_within_a_text_keeps_its_formulas_as_text(version: str, tmp_path: Path) -> None:
    question, report = taken("inline_math", version, tmp_path)

    assert report.fate is Fate.TAKEN
    assert question.text == "If a = √(b/2) then [[response]]."
    assert [choice.text for choice in question.choices] == ["b = a", "b = 2a²"]


@VERSIONS
def test_a_short_text_with_a_mapping(version: str, tmp_path: Path) -> None:
    question, report = taken("text_map", version, tmp_path)

    assert report.fate is Fate.TAKEN
    assert question.kind is QuestionKind.TEXT
    given = ["York", "york", "LANCASTER", "Kent"]
    assert [earned(question, text) for text in given] == [1, 0, Decimal("0.5"), 0]


@VERSIONS
def test_a_number_with_a_tolerance_and_a_wider_range_worth_less(version: str, tmp_path: Path) -> None:
    question, report = taken("number_tolerance", version, tmp_path)

    assert report.fate is Fate.TAKEN
    assert question.kind is QuestionKind.NUMERIC
    given = ["7.4", "7.35", "7.45", "7.46", "7", "8", "8.01", "6.99"]
    assert [earned(question, text) for text in given] == [2, 2, 2, *[Decimal("0.5")] * 3, 0, 0]


@VERSIONS
def test_feedback_goes_where_its_rules_show_it(version: str, tmp_path: Path) -> None:
    question, report = taken("feedback", version, tmp_path)

    assert report.fate is Fate.TAKEN
    assert question.kind is QuestionKind.TRUE_FALSE
    assert question.points == 10
    assert question.rationale == "It lets cells take up glucose."
    assert feedback_for(question, Answer(question="feedback", choices=("true",))) == ("Well done.",)
    wrong = Answer(question="feedback", choices=("false",))
    assert feedback_for(question, wrong) == ("Not quite.", "Read it again.")


@VERSIONS
def test_free_text_is_left_out_with_the_reason(version: str, tmp_path: Path) -> None:
    found = taken_from(as_version((SAMPLES / "essay.xml").read_text(), version), tmp_path)

    assert found.questions == ()
    assert "free text" in reasons(found)


@VERSIONS
def test_right_to_left_text_is_kept_and_isolated_only_where_it_stands_in_other_text(
    version: str, tmp_path: Path
) -> None:
    question, _ = taken("right_to_left", version, tmp_path)

    assert question.text == "ما هي عاصمة مصر؟\n\nEnglish \u2067القاهرة (2)\u2069 first"


def declared(*right: str, cardinality: str = "single", base: str = "identifier", mapping: str = "") -> str:
    values = "".join(f"<value>{value}</value>" for value in right)
    correct = f"<correctResponse>{values}</correctResponse>" if right else ""
    return (
        f'<responseDeclaration identifier="RESPONSE" cardinality="{cardinality}" baseType="{base}">'
        f"{correct}{mapping}</responseDeclaration>"
    )


def choices(*names: str, attributes: str = 'maxChoices="1"') -> str:
    simple = "".join(f'<simpleChoice identifier="{name}">Choice {name}</simpleChoice>' for name in names)
    prompt = "<prompt>Which?</prompt>"
    return f'<choiceInteraction responseIdentifier="RESPONSE" {attributes}>{prompt}{simple}</choiceInteraction>'


def test_an_item_without_scoring_is_taken_with_a_word_on_it(tmp_path: Path) -> None:
    question, report = one(taken_from(item(declared("A"), choices("A", "B"), ""), tmp_path))

    assert question.key == {"A".lower()}
    assert report.fate is Fate.CHANGED
    assert "does not say how it is scored" in report.reasons[0]


def test_an_item_without_any_key_is_left_out(tmp_path: Path) -> None:
    found = taken_from(item(declared(), choices("A", "B"), ONE), tmp_path)

    assert found.questions == ()
    assert "No answer earns points" in reasons(found)


LEFT_OUT = {
    "adaptive": (item(declared("A"), choices("A", "B"), ONE, attributes='adaptive="true"'), "adaptive"),
    "a template": (
        item(declared("A") + "<templateProcessing><setTemplateValue/></templateProcessing>", choices("A", "B"), ONE),
        "template",
    ),
    "two interactions": (item(declared("A"), choices("A", "B") * 2, ONE), "several interactions"),
    "a hot spot": (item(declared("A"), '<hotspotInteraction responseIdentifier="RESPONSE"/>', ONE), "place in a"),
    "an unknown interaction": (item(declared("A"), "<telepathyInteraction/>", ONE), "telepathyInteraction"),
    "no interaction": (item("", "<p>Only text.</p>", ONE), "no interaction"),
    "an unknown template": (item(declared("A"), choices("A"), '<responseProcessing template="x/odd"/>'), "odd"),
    "an unknown rule": (
        item(declared("A"), choices("A"), "<responseProcessing><lookupOutcomeValue/></responseProcessing>"),
        "lookupOutcomeValue",
    ),
    "an unknown expression": (
        item(
            declared("A"),
            choices("A"),
            '<responseProcessing><setOutcomeValue identifier="SCORE"><customOperator/></setOutcomeValue>'
            "</responseProcessing>",
        ),
        "customOperator",
    ),
    "all or nothing with a loss": (
        item(
            declared("A", "B", cardinality="multiple"),
            choices("A", "B", "C", attributes='maxChoices="0"'),
            "<responseProcessing><responseCondition><responseIf><match><variable identifier='RESPONSE'/>"
            "<correct identifier='RESPONSE'/></match><setOutcomeValue identifier='SCORE'><baseValue baseType='float'>"
            "1</baseValue></setOutcomeValue></responseIf><responseElse><setOutcomeValue identifier='SCORE'>"
            "<baseValue baseType='float'>-1</baseValue></setOutcomeValue></responseElse></responseCondition>"
            "</responseProcessing>",
        ),
        "no counterpart",
    ),
    "a response that is not declared": (item("", choices("A"), ONE), "does not declare"),
    "no body": ('<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1" identifier="x"/>', "no body"),
    "a star in an answer": (
        item(
            declared("5*3", base="string"), '<p>x <textEntryInteraction responseIdentifier="RESPONSE"/></p>', ONE
        ),
        "star",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "why"), LEFT_OUT.values(), ids=LEFT_OUT.keys())
def test_what_cannot_be_carried_is_left_out_and_says_why(text: str, why: str, tmp_path: Path) -> None:
    found = taken_from(text, tmp_path)

    assert found.questions == ()
    assert [report.fate for report in found.report] == [Fate.LEFT_OUT]
    assert why in reasons(found)


def test_partial_credit_by_conditions_is_found_by_trying_every_answer(tmp_path: Path) -> None:
    """As TAO writes it: points are added up condition by condition."""

    def rule(choice: str, points: str) -> str:
        return (
            f"<responseCondition><responseIf><member><baseValue baseType='identifier'>{choice}</baseValue>"
            f"<variable identifier='RESPONSE'/></member><setOutcomeValue identifier='SCORE'><sum>"
            f"<variable identifier='SCORE'/><baseValue baseType='float'>{points}</baseValue></sum></setOutcomeValue>"
            "</responseIf></responseCondition>"
        )

    rules = f"<responseProcessing>{rule('A', '1')}{rule('B', '0.5')}{rule('C', '-0.5')}</responseProcessing>"
    body = choices("A", "B", "C", attributes='maxChoices="2"')
    question, report = one(taken_from(item(declared("A", "B", cardinality="multiple"), body, rules), tmp_path))

    assert report.fate is Fate.TAKEN
    assert [choice.worth for choice in question.choices] == [1, Decimal("0.5"), Decimal("-0.5")]
    assert (question.points, question.least, question.most_choices) == (Decimal("1.5"), Decimal("-0.5"), 2)


@VERSIONS
def test_an_item_of_inspera_with_its_constants_and_its_other_languages(version: str, tmp_path: Path) -> None:
    question, report = taken("inspera", version, tmp_path)

    assert question.text == "Which volumes belong to the vital capacity?"
    assert {choice.id: choice.worth for choice in question.choices} == {"rid0": 1, "rid1": -1, "rid2": 1}
    assert (question.points, question.least) == (2, 0)
    assert (question.when_right, question.when_wrong) == ("Yes", "Look at the curve again")
    assert report.fate is Fate.CHANGED
    assert "another language" in report.reasons[0]
    assert "“Not answered”" in report.reasons[1]


def test_several_right_answers_of_a_single_choice_keep_their_points(tmp_path: Path) -> None:
    mapping = '<mapping><mapEntry mapKey="A" mappedValue="2"/><mapEntry mapKey="B" mappedValue="1"/></mapping>'
    question, _ = one(taken_from(item(declared("A", mapping=mapping), choices("A", "B", "C"), MAPPED), tmp_path))

    assert [earned(question, one) for one in ("a", "b", "c")] == [2, 1, 0]


def test_many_choices_are_compared_on_part_of_the_answers_and_that_is_told(tmp_path: Path) -> None:
    names = [f"C{number}" for number in range(16)]
    body = choices(*names, attributes='maxChoices="0"')
    found = item(declared("C1", "C5", "C7", cardinality="multiple"), body, ONE)

    question, report = one(taken_from(found, tmp_path))

    assert question.key == {"c1", "c5", "c7"}
    assert "of 65535 possible answers" in report.reasons[0]


def test_a_relative_tolerance_is_a_part_of_the_number(tmp_path: Path) -> None:
    rules = (
        "<responseProcessing><responseCondition><responseIf><equal toleranceMode='relative' tolerance='10 5'>"
        "<variable identifier='RESPONSE'/><correct identifier='RESPONSE'/></equal><setOutcomeValue identifier='SCORE'>"
        "<baseValue baseType='float'>1</baseValue></setOutcomeValue></responseIf></responseCondition>"
        "</responseProcessing>"
    )
    body = "<p>How many?</p><textEntryInteraction responseIdentifier='RESPONSE'/>"
    question, report = one(taken_from(item(declared("200", base="float"), body, rules), tmp_path))

    assert report.fate is Fate.TAKEN
    assert [(one.low, one.high) for one in question.accepted] == [(180, 210)]


def test_an_open_end_of_a_range_counts_here_and_that_is_told(tmp_path: Path) -> None:
    rules = (
        "<responseProcessing><responseCondition><responseIf><gt><variable identifier='RESPONSE'/>"
        "<baseValue baseType='float'>3</baseValue></gt><responseCondition><responseIf><lte>"
        "<variable identifier='RESPONSE'/><baseValue baseType='float'>4</baseValue></lte>"
        "<setOutcomeValue identifier='SCORE'><baseValue baseType='float'>1</baseValue></setOutcomeValue></responseIf>"
        "</responseCondition></responseIf></responseCondition></responseProcessing>"
    )
    body = "<p>How many?</p><textEntryInteraction responseIdentifier='RESPONSE'/>"
    question, report = one(taken_from(item(declared("4", base="float"), body, rules), tmp_path))

    assert [(one.low, one.high) for one in question.accepted] == [(3, 4)]
    assert report.fate is Fate.CHANGED
    assert "3" in report.reasons[0]


def test_whatever_is_lost_from_a_text_is_told(tmp_path: Path) -> None:
    body = "<table><tr><td>Na</td><td>140</td></tr></table><audio src='x.mp3'/>" + choices("A", "B")
    _, report = one(taken_from(item(declared("A"), body, ONE), tmp_path))

    assert report.fate is Fate.CHANGED
    assert "table" in " ".join(report.reasons)
    assert "sound" in " ".join(report.reasons)


def test_feedback_for_some_answers_only_is_told(tmp_path: Path) -> None:
    feedback = (
        '<modalFeedback outcomeIdentifier="RESPONSE" showHide="hide" identifier="A">Not A.</modalFeedback>'
        '<modalFeedback outcomeIdentifier="NOTHING" showHide="show" identifier="x">Never.</modalFeedback>'
    )
    question, report = one(taken_from(item(declared("B"), choices("A", "B", "C"), ONE, after=feedback), tmp_path))

    assert not any((question.when_right, question.when_wrong, question.rationale))
    assert "“Not A.”" in report.reasons[0]
    assert "never show" in report.reasons[1]


def test_ids_become_sound_and_stay_different(tmp_path: Path) -> None:
    question, _ = one(taken_from(item(declared("ÄÖ 1"), choices("ÄÖ 1", "äö-1", "__", "X" * 300), ONE), tmp_path))

    assert [choice.id for choice in question.choices] == ["ao-1", "ao-1-2", "choice-3", "x" * 120]
    assert question.key == {"ao-1"}
