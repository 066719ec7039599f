"""Items made to do harm: left out in bounded time, never with anything but a sentence."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from player.archive.importing.problems import NotTaken
from player.archive.importing.qti.packages import take_qti
from player.archive.importing.report import TakenQuiz
from tests.archive.importing.qti_items import SAMPLES, item, taken_from
from tests.archive.importing.test_markup import HARM
from tests.archive.importing.test_qti_kinds import ONE, choices, declared
from tests.trying import tries

_TRUTH = "<baseValue baseType='boolean'>true</baseValue>"
_SCORE = "<setOutcomeValue identifier='SCORE'>{}</setOutcomeValue>"
_NUMBER = "<baseValue baseType='float'>{}</baseValue>"


def rules(content: str) -> str:
    return f"<responseProcessing>{content}</responseProcessing>"


def powers() -> str:
    """Squares of squares: a number with a billion digits."""
    squared = _SCORE.format("<product><variable identifier='SCORE'/><variable identifier='SCORE'/></product>")
    return rules(_SCORE.format(_NUMBER.format("1e30")) + squared * 40)


def doubled() -> str:
    """Lists of lists: a trillion values."""
    joined = "<setOutcomeValue identifier='L'><multiple><variable identifier='L'/><variable identifier='L'/></multiple>"
    first = f"<setOutcomeValue identifier='L'>{_NUMBER.format(1)}</setOutcomeValue>"
    return rules(first + f"{joined}</setOutcomeValue>" * 40)


def many(count: int) -> list[str]:
    return [f"C{number}" for number in range(count)]


ATTACKS = {
    "a number with a billion digits": item(declared("A"), choices("A", "B"), powers()),
    "a list of a trillion values": item(declared("A"), choices("A", "B"), doubled()),
    "rules as long as a book": item(
        declared("A"), choices(*many(12), attributes="maxChoices='0'"), rules(_SCORE.format(_NUMBER.format(1)) * 60_000)
    ).replace('cardinality="single" baseType="identifier"', 'cardinality="multiple" baseType="identifier"'),
    "a hundred thousand choices": item(declared("C1"), choices(*many(100_000)), ONE),
    "rules within rules": item(
        declared("A"), choices("A", "B"), rules(_SCORE.format("<not>" * 150 + _TRUTH + "</not>" * 150))
    ),
    "a rounding to a billion places": item(
        declared("1", base="float"),
        "<p>x</p><textEntryInteraction responseIdentifier='RESPONSE'/>",
        rules(
            "<responseCondition><responseIf><equalRounded figures='999999999' roundingMode='decimalPlaces'>"
            "<variable identifier='RESPONSE'/><correct identifier='RESPONSE'/></equalRounded></responseIf>"
            "</responseCondition>"
        ),
    ),
    "a number without end": item(
        declared("1e999999999", base="float"), "<p>x</p><textEntryInteraction responseIdentifier='RESPONSE'/>", ONE
    ),
    "a pattern that never ends": item(
        declared("a", base="string"),
        "<p>x</p><textEntryInteraction responseIdentifier='RESPONSE'/>",
        rules("<responseCondition><responseIf><patternMatch pattern='(a+)+$'><variable identifier='RESPONSE'/>"
              "</patternMatch></responseIf></responseCondition>"),
    ),
    "two hundred gaps of two hundred words": item(
        "<responseDeclaration identifier='RESPONSE' cardinality='multiple' baseType='directedPair'/>",
        "<gapMatchInteraction responseIdentifier='RESPONSE'>"
        + "".join(f"<gapText identifier='w{n}' matchMax='0'>w</gapText>" for n in range(200))
        + "<p>" + "".join(f"<gap identifier='g{n}'/>" for n in range(200)) + "</p></gapMatchInteraction>",
        ONE,
    ),
}  # fmt: skip


@pytest.mark.parametrize("text", ATTACKS.values(), ids=ATTACKS.keys())
def test_an_item_that_would_take_for_ever_is_left_out_soon(text: str, tmp_path: Path) -> None:
    started = time.process_time()

    taken = taken_from(text, tmp_path)

    assert taken.questions == ()
    assert len(taken.report) == 1
    assert time.process_time() - started < 60


@pytest.mark.parametrize("data", HARM.values(), ids=HARM.keys())
def test_hostile_xml_is_refused_as_a_whole(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "quiz.xml"
    path.write_bytes(data)

    with pytest.raises(NotTaken):
        take_qti(path)


def test_what_is_nested_as_deep_as_xml_may_be_is_taken_or_left_out(tmp_path: Path) -> None:
    deep = "<div>" * 190 + "Deep?" + "</div>" * 190
    taken = deeper(150, lambda: taken_from(item(declared("A"), deep + choices("A", "B"), ONE), tmp_path))

    assert len(taken.report) == 1


def deeper(steps: int, act: Callable[[], TakenQuiz]) -> TakenQuiz:
    """As if called from far within a window."""
    return deeper(steps - 1, act) if steps else act()


_SOURCES = sorted(SAMPLES.glob("*.xml"))


@settings(max_examples=tries(80), deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(st.sampled_from(_SOURCES), st.data())
def test_a_file_with_parts_cut_out_or_changed_brings_questions_or_one_sentence(
    source: Path, data: st.DataObject
) -> None:
    text = source.read_text(encoding="utf-8")
    words = re.findall(r"[\w.-]+", text)
    for _ in range(data.draw(st.integers(1, 4))):
        old, new = data.draw(st.sampled_from(words)), data.draw(st.sampled_from([*words, "", "0", "-1", "NaN", "1e9"]))
        text = text.replace(old, new, data.draw(st.sampled_from((1, 2, -1))))
    with TemporaryDirectory() as folder:
        try:
            taken = taken_from(text, Path(folder))
        except NotTaken as refused:
            assert refused.what
        else:
            assert len(taken.report) >= len(taken.questions)
