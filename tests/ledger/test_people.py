from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from player.domain.learner import Learner, Licence, Profession
from player.ledger.people import new_learner_id, open_people
from player.ledger.problems import ParticularsDamaged
from tests.ledger.making import ledger_in, opening, tamper

ANA = Learner(
    id=new_learner_id(),
    name="Ana María Núñez",
    degrees="MD",
    profession=Profession.PHYSICIAN,
    membership="member",
    licences=(Licence(authority="Texas", number="A-1"),),
    identifiers=(("npi", "1234567893"), ("birth_mmdd", "0131")),
)


def test_nobody_is_known_at_first(tmp_path: Path) -> None:
    people = open_people(tmp_path)
    assert people.load() is None
    people.close()


def test_particulars_come_back_as_they_were_saved(tmp_path: Path) -> None:
    people = open_people(tmp_path)
    people.save(ANA)
    people.close()
    again = open_people(tmp_path)
    assert again.load() == ANA
    again.close()


def test_saving_again_replaces_and_the_person_saved_last_is_the_one(tmp_path: Path) -> None:
    people = open_people(tmp_path)
    people.save(ANA)
    people.save(replace(ANA, id=new_learner_id(), name="Ben"))
    people.save(replace(ANA, degrees="MD, PhD"))
    assert people.load() == replace(ANA, degrees="MD, PhD")
    people.close()


def test_amending_somebody_leaves_who_was_saved_last(tmp_path: Path) -> None:
    people = open_people(tmp_path)
    ben = replace(ANA, id=new_learner_id(), name="Ben")
    people.save(ANA)
    people.save(ben)
    people.amend(replace(ANA, degrees="MD, PhD"))
    assert people.load() == ben
    assert list(people.everybody()) == [replace(ANA, degrees="MD, PhD"), ben]
    people.close()


def test_amending_nobody_keeps_nobody(tmp_path: Path) -> None:
    people = open_people(tmp_path)
    people.amend(ANA)
    assert list(people.everybody()) == []
    people.close()


def test_replaced_particulars_leave_no_trace_in_the_file(tmp_path: Path) -> None:
    people = open_people(tmp_path)
    # So long that it fills pages of its own, which a database would otherwise only mark as free.
    people.save(replace(ANA, name="Former Name " * 2_000))
    people.save(ANA)
    people.close()
    assert b"Former Name" not in (tmp_path / "people.sqlite").read_bytes()


def test_the_ledger_holds_no_names(tmp_path: Path) -> None:
    people = open_people(tmp_path)
    people.save(ANA)
    ledger = ledger_in(tmp_path)
    ledger.open(replace(opening(), learner=ANA.id))
    people.close()
    ledger.close()
    assert "Núñez".encode() not in (tmp_path / "ledger.sqlite").read_bytes()


def test_damaged_particulars_are_a_problem_and_can_be_entered_again(tmp_path: Path) -> None:
    people = open_people(tmp_path)
    people.save(ANA)
    tamper(tmp_path, "UPDATE person SET particulars = x'7b7b'", file="people.sqlite")
    with pytest.raises(ParticularsDamaged):
        people.load()
    people.save(ANA)
    assert people.load() == ANA
    people.close()


def test_learner_ids_are_random_128_bits() -> None:
    ids = {new_learner_id() for _ in range(50)}
    assert len(ids) == 50
    assert all(len(bytes.fromhex(learner)) == 16 for learner in ids)
