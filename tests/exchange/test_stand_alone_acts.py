"""Both verifiers refuse what the owner of the device's key makes up and signs, and name the same fault."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import pytest

from player.proof.problems import Fault
from tests.builders import RESPONSES, RIGHT, WRONG
from tests.exchange.agreement import (
    COUNT,
    HALF,
    Change,
    again,
    agreed,
    contents_of,
    fits_again,
    head_only,
    in_event,
    in_fact,
    moved,
    numbered,
    one_form,
    partly,
    sealed,
    signed_again,
    without,
    written,
    written_as,
)
from tests.lines import fields_of
from tests.worlds import DEVICE

IMPOSSIBLE: dict[str, Change] = {
    "evaluation left out": without("evaluation-submitted"),
    "quiz left out": without("quiz-submitted"),
    "disclosures left out": without("disclosures-acknowledged"),
    "nothing watched": without("watched"),
    "claim left out": without("credit-claimed"),
    "opening twice": again("stream-opened"),
    "quiz twice": again("quiz-submitted"),
    "evaluation twice": again("evaluation-submitted"),
    "certificate twice": again("certificate-issued"),
    "claim twice": again("credit-claimed"),
    "evaluation before quiz": moved("evaluation-submitted", 5),
    "claim before evaluation": moved("credit-claimed", -3),
    "certificate before claim": moved("certificate-issued", -2),
    "quiz first": moved("quiz-submitted", 1),
    "disclosures last": moved("disclosures-acknowledged", COUNT),
    "played in no time": in_fact("watched", engaged_ms=0),
    "played backwards": in_fact("watched", start_ms=60_000, end_ms=0),
    "before the beginning": in_fact("watched", start_ms=-1),
    "beyond the end": in_fact("watched", start_ms=3_601_000, end_ms=3_602_000),
    "longer than its time": in_fact("watched", end_ms=60_501, engaged_ms=60_000),
    "faster than counts": in_fact("watched", rate_percent=201),
    "at no speed": in_fact("watched", rate_percent=0),
    "more time than passed": in_fact("watched", engaged_ms=62_001),
    "a huge number": in_fact("watched", engaged_ms=10**4000),
    "more played than passed": in_fact("watched", end_ms=123_201, engaged_ms=61_500, rate_percent=200),
    "another session": in_fact("watched", session="third"),
    "started in another recording": in_fact("watch-started", content="0" * 64),
    "started beyond the end": in_fact("watch-started", position_ms=3_601_001),
    "started before the beginning": in_fact("watch-started", position_ms=-1),
    "first of its boot": in_event("watched", boot="boot-9"),
    "back in time": in_event("watched", mono=1_000),
    "wrong answers": in_fact("quiz-submitted", answers=msgspec.to_builtins(WRONG)),
    "one answer": in_fact("quiz-submitted", answers=msgspec.to_builtins(RIGHT[:1])),
    "an answer twice": in_fact("quiz-submitted", answers=msgspec.to_builtins((*RIGHT, RIGHT[0]))),
    "no answers": in_fact("quiz-submitted", answers=[]),
    "unknown question": in_fact("quiz-submitted", answers=[{"question": "q9", "choices": ["a"]}]),
    "no responses": in_fact("evaluation-submitted", responses=[]),
    "a response twice": in_fact("evaluation-submitted", responses=msgspec.to_builtins((*RESPONSES, RESPONSES[0]))),
    "unknown option": in_fact(
        "evaluation-submitted", responses=msgspec.to_builtins((*RESPONSES[:2], replace(RESPONSES[2], options=("no!",))))
    ),
    "wrong document": in_fact("certificate-issued", document="certificate-of-participation"),
    "wrong number": in_fact("certificate-issued", number="CRL-0000-0000-0000"),
    "certificate for another offer": in_fact("certificate-issued", offer="cop"),
    "another version": in_fact("stream-opened", course_version=2),
    "another course's name": in_fact("stream-opened", course="org.example.other"),
    "other rules": in_fact("stream-opened", policy=2),
    "too early": written_as(",17174", ",16174"),
    "too late": written_as(",17174", ",18174"),
    "evaluated too late": in_event("evaluation-submitted", wall=1_900_000_000_000),
}

ABOVE: dict[str, Change] = {
    "more than the maximum": in_fact("credit-claimed", amount="1.75"),
    "not in steps": in_fact("credit-claimed", amount="1.3"),
    "nothing": in_fact("credit-claimed", amount="0"),
    "less than nothing": in_fact("credit-claimed", amount="-1"),
    "no number": in_fact("credit-claimed", amount="NaN"),
    "a signalling no number": in_fact("credit-claimed", amount="sNaN"),
    "no number for another profession": in_fact("credit-claimed", amount="sNaN", profession="nurse"),
    "endless": in_fact("credit-claimed", amount="Infinity"),
    "beyond all numbers": in_fact("credit-claimed", amount="1E+999999999999999999", profession="nurse"),
    "beyond all fractions": in_fact("credit-claimed", amount="1E-999999"),
    "for another profession": in_fact("credit-claimed", profession="nurse"),
    "of another offer": in_fact("credit-claimed", offer="ancc"),
    "of no offer": in_fact("credit-claimed", offer="none"),
}


ALTERED: dict[str, Change] = {
    "unknown kind": in_event("watched", kind="dreamt"),
    "no kind": in_event("watched", kind=None),
    "an amount as a number": in_fact("credit-claimed", amount=1.5),
    "an amount written otherwise": in_fact("credit-claimed", amount="01.5"),
    "an amount with a space": in_fact("credit-claimed", amount=" 1.5"),
    "an unknown profession": in_fact("credit-claimed", profession="wizard"),
    "an unknown purpose": in_fact("stream-opened", purpose="fun"),
    "an unknown document": in_fact("certificate-issued", document="diploma"),
    "a fraction": written_as('"rate_percent":100', '"rate_percent":100.0'),
    "an exponent": written_as('"rate_percent":100', '"rate_percent":1e2'),
    "yes for a number": in_fact("watched", start_ms=True),
    "nothing for a number": in_fact("watched", start_ms=None),
    "no JSON": lambda c: c["events"].__setitem__(5, "nonsense"),
    "an empty list": lambda c: c["events"].__setitem__(5, "[]"),
    "an object": lambda c: c["events"].__setitem__(5, "{}"),
    "format 1 in a list": written_as("[2,", "[1,"),
    "format 2 with names": lambda c: c["events"].__setitem__(5, one_form({**fields_of(c["events"][5]), "v": 2})),
    "a ninth part": written_as("}]", "},1]"),
    "very deep": lambda c: c["events"].__setitem__(5, "[" * 100_000),
    "a space": written_as("[2,", "[2, "),
    "a line feed": written_as("[2,", "[2,\n"),
    "a field twice": written_as('"rate_percent":100', '"rate_percent":100,"rate_percent":100'),
    "a field more": written_as('"rate_percent":100', '"rate_percent":100,"mood":"good"'),
    "a field less": written_as(',"rate_percent":100', ""),
    "another order": written_as('[2,5,"watched"', '[2,"watched",5'),
    "an escape": written_as('"watched"', '"w\\u0061tched"'),
    "half a character": written_as('"salt":"5a17"', '"salt":"\\ud800"'),
    "wall out of range": in_event("watched", wall=253_402_214_400_001),
    "a negative wall": in_event("watched", wall=-1),
    "zone out of range": in_event("watched", zone=1441),
    "mono out of range": in_event("watched", mono=2**53 + 1),
    "version 0": in_event("watched", v=0),
    "version as text": in_event("watched", v="1"),
    "no object for a fact": in_event("watched", fact=[]),
}


@pytest.mark.parametrize("name", IMPOSSIBLE)
def test_both_refuse_what_could_not_have_happened_although_the_device_signed_it(name: str) -> None:
    assert agreed(fits_again(IMPOSSIBLE[name])) == Fault.IMPOSSIBLE


@pytest.mark.parametrize("name", ABOVE)
def test_both_refuse_a_claim_above_the_evidence(name: str) -> None:
    assert agreed(fits_again(ABOVE[name])) == Fault.ABOVE_EVIDENCE


@pytest.mark.parametrize("name", ALTERED)
def test_both_refuse_events_that_are_written_in_another_way(name: str) -> None:
    assert agreed(head_only(ALTERED[name])) == Fault.ALTERED


def test_both_refuse_a_claim_of_more_than_was_watched() -> None:
    here = partly(HALF, "1.25", minutes=38)
    contents = contents_of(written(here))
    assert agreed(written(here)) == "genuine"
    contents["events"] = [text for text in contents["events"] if '"end_ms":2280000' not in text]
    numbered(contents)
    signed_again(contents, DEVICE)
    assert agreed(sealed(contents, DEVICE)) == Fault.ABOVE_EVIDENCE
