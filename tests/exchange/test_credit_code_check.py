"""Judging credit codes: the device's word, the provider's word on the device, and the evidence beside it."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from player.cli.app import run
from player.domain.event import TakenBackFor
from player.domain.learner import Profession
from player.exchange.completion import write_completion
from player.exchange.credit_code_check import borne_out, check_credit_code
from player.exchange.problems import CreditCodeOfAnother
from player.proof import credit_code
from player.proof.chain import head_of
from player.proof.credit_code import CreditCode
from player.proof.evidence import verify
from player.proof.problems import NotSigned
from player.proof.trust import ENROLMENT_ENDING, Grade, Publisher, Trust, enrol, enrolment_in, write_publisher
from tests.worlds import DEVICE, NOBODY, PUBLISHER, TRUST, World, key, world

WORD = enrol(DEVICE.public, grade=Grade.A, name="Hall 3, station 7", signer=PUBLISHER)
NAME = "a.txt"


@pytest.fixture
def life() -> World:
    """Somebody who earned the credit and has its certificate."""
    found = world()
    found.earn()
    return found


def code_in(life: World, *, enrolment: bytes | None = WORD) -> CreditCode:
    facts = life.facts()
    return credit_code.code_of(
        facts,
        course=life.signed.hash,
        offer="ama",
        digest=facts.digest,
        head=head_of(life.stream.bodies).hex(),
        enrolment=enrolment,
    )


def written(code: CreditCode) -> bytes:
    return credit_code.write(code, DEVICE).encode()


# --- who vouches ---------------------------------------------------------------------------------------------


def test_the_publisher_s_key_alone_is_needed_to_judge_a_code(life: World) -> None:
    found = check_credit_code(written(code_in(life)), TRUST, name=NAME)
    assert (found.grade, found.publisher) == (Grade.A, TRUST.publishers[0])
    assert found.enrolment is not None and found.enrolment.name == "Hall 3, station 7"


def test_a_device_that_nobody_vouches_for_is_of_the_least_grade(life: World) -> None:
    assert check_credit_code(written(code_in(life, enrolment=None)), TRUST, name=NAME).grade is Grade.C


def test_the_word_of_a_stranger_counts_for_nothing(life: World) -> None:
    for word, trust in ((WORD, NOBODY), (enrol(DEVICE.public, grade=Grade.A, name="x", signer=key(9)), TRUST)):
        found = check_credit_code(written(code_in(life, enrolment=word)), trust, name=NAME)
        assert (found.grade, found.publisher) == (Grade.C, None)


def test_a_word_on_the_device_that_is_known_here_counts_too(life: World) -> None:
    known = Trust(TRUST.publishers, (enrolment_in(WORD, TRUST.publishers, name="word"),))
    assert check_credit_code(written(code_in(life, enrolment=None)), known, name=NAME).grade is Grade.A


def test_a_forged_word_is_found(life: World) -> None:
    forged = json.loads(WORD)
    sig = forged["signatures"][0]["sig"]
    forged["signatures"][0]["sig"] = ("B" if sig[0] == "A" else "A") + sig[1:]
    text = written(code_in(life, enrolment=json.dumps(forged, separators=(",", ":")).encode()))
    with pytest.raises(NotSigned):
        check_credit_code(text, TRUST, name=NAME)


# --- beside evidence -----------------------------------------------------------------------------------------


def test_evidence_beside_a_code_bears_it_out(life: World) -> None:
    verdict = verify(life.evidence(), TRUST)
    borne = borne_out(code_in(life), DEVICE.public, verdict, name=NAME)
    assert borne is not None and borne.revocation is None


def test_evidence_of_another_course_has_no_say(life: World) -> None:
    other = world()
    other.finish()
    assert borne_out(code_in(life), DEVICE.public, verify(other.evidence(), TRUST), name=NAME) is None


@pytest.mark.parametrize(
    "change",
    [
        {"facts": "0" * 64},
        {"head": "0" * 64},
        {"amount": Decimal(20)},
        {"offer": "ancc"},
        {"specimen": True},
        {"lines": ("Somebody Else", "No. ")},
    ],
)
def test_a_code_that_says_otherwise_than_its_evidence_is_refused(life: World, change: dict[str, object]) -> None:
    with pytest.raises(CreditCodeOfAnother):
        borne_out(replace(code_in(life), **change), DEVICE.public, verify(life.evidence(), TRUST), name=NAME)


def test_a_code_signed_by_another_device_than_the_certificate_is_refused(life: World) -> None:
    with pytest.raises(CreditCodeOfAnother):
        borne_out(code_in(life), key(7).public, verify(life.evidence(), TRUST), name=NAME)


def test_what_was_taken_back_later_is_told(life: World) -> None:
    code = code_in(life)
    life.journey.correct_claim(
        "ama", amount=Decimal("0.5"), profession=Profession.PHYSICIAN, reason=TakenBackFor.WRONG_AMOUNT
    )
    borne = borne_out(code, DEVICE.public, verify(life.evidence(), TRUST), name=NAME)
    assert borne is not None and borne.revocation is not None


# --- the command ---------------------------------------------------------------------------------------------


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    trusted = tmp_path / "profile" / "trust"
    trusted.mkdir(parents=True)
    write_publisher(trusted / "college.publisher.json", TRUST.publishers[0])
    return trusted.parent


def judged(profile: Path, *files: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, list[dict[str, object]]]:
    left = run(["--profile", str(profile), "verify", "--json", *map(str, files)])
    return left, json.loads(capsys.readouterr().out)


def test_the_command_takes_a_code_as_text(
    life: World, profile: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "code.txt"
    file.write_bytes(written(code_in(life)))
    left, (found,) = judged(profile, file, capsys=capsys)
    assert left == 0
    assert found["accepted"] and found["proves_credit"] and found["grade"] == "A"
    assert run(["--profile", str(profile), "verify", str(file)]) == 0
    told = capsys.readouterr().out
    assert "grade A" in told and "Example Medical College" in told and "is awarded 1.5" in told
    assert "not the evidence itself" in told


def test_the_command_takes_a_code_that_is_typed(
    life: World, profile: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    typed = io.TextIOWrapper(io.BytesIO(written(code_in(life)) + b"\n"))
    monkeypatch.setattr("sys.stdin", typed)
    left, (found,) = judged(profile, Path("-"), capsys=capsys)
    assert left == 0 and found["kind"] == "credit code"


def test_a_code_that_nobody_vouches_for_is_refused_and_accepted_beside_its_evidence(
    life: World, profile: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, evidence = tmp_path / "code.txt", tmp_path / "a.completion"
    code.write_bytes(written(code_in(life, enrolment=None)))
    evidence.write_bytes(write_completion(life.evidence(), learner=life.learner, signer=DEVICE))
    left, (alone,) = judged(profile, code, capsys=capsys)
    assert (left, alone["accepted"]) == (1, False)
    left, (beside, _) = judged(profile, code, evidence, capsys=capsys)
    assert (left, beside["accepted"], beside["evidence"]) == (0, True, str(evidence))


def test_the_command_says_what_was_taken_back_and_what_was_altered(
    life: World, profile: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, altered, evidence = tmp_path / "code.txt", tmp_path / "altered.txt", tmp_path / "a.completion"
    code.write_bytes(written(code_in(life)))
    altered.write_bytes(code.read_bytes().replace(b"awarded 1.5", b"awarded 9.5"))
    life.journey.correct_claim(
        "ama", amount=Decimal("0.5"), profession=Profession.PHYSICIAN, reason=TakenBackFor.WRONG_AMOUNT
    )
    evidence.write_bytes(write_completion(life.evidence(), learner=life.learner, signer=DEVICE))
    left, (revoked, forged, _) = judged(profile, code, altered, evidence, capsys=capsys)
    assert left == 1
    assert (revoked["genuine"], revoked["accepted"]) == (True, False) and revoked["revoked"]
    assert (forged["genuine"], forged["accepted"]) == (False, False)


def test_a_picture_of_a_code_is_not_read_and_it_is_said_what_to_do(
    profile: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "code.png"
    file.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    assert run(["--profile", str(profile), "verify", str(file)]) == 1
    assert "carrel verify -" in capsys.readouterr().err


def test_enrolments_of_the_profile_are_looked_at(
    life: World, profile: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (profile / "trust" / f"hall{ENROLMENT_ENDING}").write_bytes(WORD)
    file = tmp_path / "code.txt"
    file.write_bytes(written(code_in(life, enrolment=None)))
    assert judged(profile, file, capsys=capsys)[1][0]["grade"] == "A"


def test_whoever_signs_specimens_only_vouches_for_no_credit(
    life: World, profile: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    specimens = Publisher(name="Samples", keys=(PUBLISHER.public,), specimen=True)
    write_publisher(profile / "trust" / "college.publisher.json", specimens)
    file = tmp_path / "code.txt"
    file.write_bytes(written(code_in(life)))
    left, (found,) = judged(profile, file, capsys=capsys)
    assert (left, found["accepted"]) == (1, False)
