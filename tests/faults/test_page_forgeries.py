"""Forged pages: what whoever owns a device's key prints and signs, with evidence that says something else."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from player.domain.course import Course
from player.domain.event import Purpose
from player.domain.template import Design
from player.exchange import completion
from tests.builders import COURSE, PHYSICIAN
from tests.faults.court import Court
from tests.faults.forging import SLEEP, forged, in_design, life, life_of, printed_with
from tests.faults.page_forgeries import FOUND_BY_READING, ONLY_BY_DRAWING
from tests.worlds import world

OTHER_DESIGNS = [in_design(design) for design in Design][1:]


LIES: dict[str, dict[str, Any]] = {
    "name": {"name": "Somebody Else, MD"},
    "degree": {"name": f"{PHYSICIAN.name}, MD, PhD"},
    "title": {"title": "Sleep before Shift Work"},
    "amount": {"sentence": (replace(life().facts.sentence[0], text="was awarded 100 credits"),)},
    "date": {"date": "June 4, 2034"},
    "number": {"number": "CRL-0000-0000-0000"},
    "heading": {"heading": "Diploma"},
    "provider": {"provider": "Another College"},
    "address": {"provider_address": "Elsewhere"},
    "accreditation": {"accreditation_statement": "Accredited by everybody."},
    "no accreditation": {"accreditation_statement": ""},
    "designation": {"designation_statement": ()},
    "place": {"place": "Rio de Janeiro"},
    "format": {"learning_format": "Live activity"},
    "signatory": {"signatory": "Ruth Okafor, MD"},
    "title of who signs": {"signatory_title": "President"},
    "issued": {"issued": life().facts.issued.replace(year=2031)},
    "replaces": {"replaces": ("CRL-0000-0000-0000",)},
    "sessions": {"sessions": ("Part one", "Part two", "Part three")},
    "label": {"date_label": "Event date"},
    "specimen": {"specimen": True},
}


@pytest.mark.parametrize("lie", LIES)
def test_a_page_that_states_other_facts_than_its_evidence_is_refused(court: Court, lie: str) -> None:
    one = life()
    court.refused(printed_with(one, facts=replace(one.facts, **LIES[lie])))


def test_a_specimen_that_does_not_say_so_is_refused(court: Court) -> None:
    here = world(SLEEP, purpose=Purpose.SPECIMEN)
    here.finish()
    here.claim()
    one = life_of(here)
    assert one.facts.specimen
    court.refused(printed_with(one, facts=replace(one.facts, specimen=False)))
    assert court.genuine(one.pdf)["proves_credit"] is False


@pytest.mark.parametrize("kind", FOUND_BY_READING)
def test_a_page_that_reads_otherwise_is_refused(court: Court, kind: str) -> None:
    court.refused(forged(life(), FOUND_BY_READING[kind]))


@pytest.mark.parametrize(
    "kind",
    [pytest.param(kind, marks=[pytest.mark.long] if place % 2 else []) for place, kind in enumerate(ONLY_BY_DRAWING)],
)
def test_a_page_that_only_looks_otherwise_is_found(court: Court, kind: str) -> None:
    assert court.finds(forged(life(), ONLY_BY_DRAWING[kind]))


@pytest.mark.long
@pytest.mark.parametrize("course", OTHER_DESIGNS, ids=list(Design)[1:])
def test_forged_pages_of_the_other_designs_are_found(court: Court, course: Course) -> None:
    missed = [
        kind
        for kind, change in {**FOUND_BY_READING, **ONLY_BY_DRAWING}.items()
        if not court.finds(forged(life(course), change))
    ]
    assert not missed


def test_a_picture_that_the_provider_did_not_give_is_found(court: Court) -> None:
    assert court.genuine(life().pdf)["page_as_drawn"]
    unasked = replace(SLEEP, grant=replace(COURSE.grant, signature=None)) if COURSE.grant else SLEEP
    one = life(unasked, stream="7")
    court.refused(one.pdf, "picture")


def test_whether_a_page_that_another_version_drew_is_a_forgery_cannot_be_told(
    court: Court, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What only drawing shows escapes whoever says that another version drew it; it is not said to be as drawn."""
    with monkeypatch.context() as other:
        other.setattr(completion, "__version__", "0.0.1")
        one = life.__wrapped__(replace(SLEEP, title="Of another version"))
    (found,) = court.judged(forged(one, ONLY_BY_DRAWING["white over everything"]))
    assert not found["accepted"] or found["page_as_drawn"] is None
    court.refused(forged(one, FOUND_BY_READING["more text in white"]))
