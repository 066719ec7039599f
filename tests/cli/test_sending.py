"""Credit on its way out, from a terminal: every form, what is refused before, permission, the receipt that ends it."""

from __future__ import annotations

import hashlib
import json
import shutil
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from player.bootstrap.keying import new_key, new_reading_key
from player.bootstrap.providing import build_course
from player.domain.event import CourseHash
from player.domain.learner import Learner, Licence
from player.domain.receipt import Outcome, Receipt
from player.domain.report_format import ReportFormat
from player.exchange.completion import read_completion
from player.exchange.receipt import write_receipt
from player.paper.reading import read_certificate
from player.proof.chain import read_head
from player.proof.keys import PrivateKey
from tests.cli.conftest import TEMPLATE, Carrel
from tests.crowds import gather, person

ANA = replace(
    person(1, "Ana María Núñez"),
    degrees="MD",
    given_name="Ana María",
    family_name="Núñez",
    licences=(Licence(authority="CA", number="A123456"),),
    identifiers=(("npi", "1234567893"), ("email", "ana@example.org")),
)
PERMITTED = replace(ANA, reporting=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """A provider: its keys, and a course of its own that says for whose eyes particulars are."""

    course: Path

    @property
    def key(self) -> PrivateKey:
        return PrivateKey.read(self.course.with_suffix(".key"))

    @property
    def reading_key(self) -> Path:
        return self.course.with_suffix(".reading")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    place = tmp_path_factory.mktemp("office")
    new_key(place / "my.key")
    reading = new_reading_key(place / "my.reading")
    shutil.copytree(TEMPLATE, place / "folder")
    file = place / "folder" / "course.toml"
    text = file.read_text().replace("required_percent = 100", "required_percent = 10")
    told = f'\n[reporting]\nreading_key = "{reading.hex}"\nlast_day = 2029-12-31\n'
    file.write_text(text + told + '[reporting.identifiers]\naccme-provider = "0001234"\n')
    build_course(place / "folder", key=place / "my.key", out=place / "my.course", quick=True)
    return Office(course=place / "my.course")


def lives(profile: Path, office: Office, learner: Learner) -> None:
    """The learner goes the whole way up to the claim."""
    gather(profile, office.course, [learner])


def receipt_for(office: Office, completion: Path, *numbers: str, outcome: Outcome = Outcome.ACCEPTED) -> Path:
    """What the provider answers."""
    read = read_completion(completion.read_bytes(), name=completion.name)
    head = read_head(read.evidence.heads[-1], read.evidence.device)
    receipt = Receipt(
        completion="ab" * 32,
        learner=read.learner.id,
        course_hash=hash_in(read.evidence.course.payload),
        stream=head.stream,
        seq=head.seq,
        link=head.hash,
        provider="Example Academy",
        received=datetime(2026, 6, 4, 12, tzinfo=UTC),
        outcome=outcome,
        credited=numbers,
        reason="It came after the last day." if outcome is Outcome.REFUSED else "",
    )
    file = completion.with_suffix(".receipt")
    file.write_bytes(write_receipt(receipt, signer=office.key, authority=None))
    return file


def exported(carrel: Carrel, folder: Path) -> Path:
    answer = carrel("export", "--to", folder, "--json")
    assert answer.code == 0, answer.err
    return Path(answer.json["file"])


def number_in(carrel: Carrel) -> str:
    (submission,) = carrel("submissions", "--json").json["submissions"]
    return submission["claims"][0]["number"]


def test_credit_goes_out_and_counts_as_submitted_only_with_the_receipt(
    carrel: Carrel, office: Office, profile: Path, tmp_path: Path
) -> None:
    lives(profile, office, ANA)
    assert "1 entry to submit, no file yet" in carrel("submissions").out
    completion = exported(carrel, tmp_path)
    assert "a file was written; no receipt came yet" in carrel("submissions").out
    receipt = receipt_for(office, completion, number_in(carrel))
    assert "counts CRL-" in carrel("receipt", receipt).out
    assert "submitted, by the receipt taken in on" in carrel("submissions").out
    assert "nothing" not in carrel("receipt", receipt).out
    refused = carrel("export", "--to", tmp_path)
    assert "no credit that waits" in refused.why
    assert carrel("export", "org.example.my-course", "--to", tmp_path).code == 0


def test_only_the_provider_can_read_who_it_was(carrel: Carrel, office: Office, profile: Path, tmp_path: Path) -> None:
    lives(profile, office, ANA)
    completion = exported(carrel, tmp_path)
    assert "Núñez".encode() not in completion.read_bytes()
    assert "Núñez" not in completion.name
    for words, names in (((), None), (("--reading-key", office.reading_key), ["Ana María Núñez, MD"])):
        answer = carrel("verify", completion, *words, "--json")
        (found,) = answer.json
        assert (answer.code, found["genuine"], found["names_printed"]) == (0, True, names)
    assert "sealed: only the provider can read" in carrel("verify", completion).out


def test_what_the_learner_shows_to_others_is_in_clear_with_the_name_alone(
    carrel: Carrel, office: Office, profile: Path, tmp_path: Path
) -> None:
    lives(profile, office, ANA)
    assert carrel("certificates", "--to", tmp_path / "out").code == 0
    (certificate,) = (tmp_path / "out").glob("*.pdf")
    answer = carrel("verify", certificate, "--json")
    assert (answer.code, answer.json[0]["names_printed"]) == (0, ["Ana María Núñez, MD"])
    inside = read_certificate(certificate.read_bytes()).evidence
    assert inside is not None
    found = read_completion(inside, name="inside")
    assert not found.sealed and not found.learner.licences and not found.learner.family_name


def test_a_receipt_that_refuses_says_why_and_ends_with_one(
    carrel: Carrel, office: Office, profile: Path, tmp_path: Path
) -> None:
    lives(profile, office, ANA)
    receipt = receipt_for(office, exported(carrel, tmp_path), outcome=Outcome.REFUSED)
    answer = carrel("receipt", receipt)
    assert answer.code == 1
    assert "It came after the last day." in answer.out


@pytest.mark.parametrize("spoil", ["flipped", "cut", "not one", "another key"])
def test_what_is_no_receipt_of_the_provider_changes_nothing(
    carrel: Carrel, office: Office, profile: Path, tmp_path: Path, spoil: str
) -> None:
    lives(profile, office, ANA)
    receipt = receipt_for(office, exported(carrel, tmp_path), number_in(carrel))
    data = receipt.read_bytes()
    match spoil:
        case "flipped":
            receipt.write_bytes(data[:200] + bytes([data[200] ^ 1]) + data[201:])
        case "cut":
            receipt.write_bytes(data[:-9])
        case "not one":
            receipt.write_bytes(b"%PDF-1.7")
        case _:
            other = Office(course=tmp_path / "other.course")
            new_key(tmp_path / "other.key")
            receipt = receipt_for(other, next(tmp_path.glob("*.completion")), number_in(carrel))
    before = carrel("submissions", "--json").out
    assert receipt.name in carrel("receipt", receipt).why
    assert carrel("submissions", "--json").out == before


def test_what_accreditors_get_needs_permission_and_is_checked_row_by_row(
    carrel: Carrel, office: Office, profile: Path, tmp_path: Path
) -> None:
    lives(profile, office, ANA)
    asked = carrel("export", "--check", "--format", "pars", "--json")
    assert asked.code == 1
    (row,) = asked.json["rows"]
    assert "permission" in {objection["mend"] for objection in row["objections"]}
    assert carrel("export", "--format", "pars", "--to", tmp_path).code == 1
    assert list(tmp_path.glob("*pars*")) == []
    assert "may report" in carrel("reporting", "allow").out
    again = carrel("export", "--check", "--format", "pars", "--json").json
    assert "permission" not in {one["mend"] for one in again["rows"][0]["objections"]}
    assert "may not report" in carrel("reporting", "refuse").out
    assert carrel("reporting", "--json").json == {"reporting": False}


NEEDS_NUMBERS = {ReportFormat.PARS, ReportFormat.PARS_XML, ReportFormat.CPE_MONITOR, ReportFormat.CE_BROKER}
"""Of the course: this one states none."""


def test_every_form_is_written_whose_numbers_the_course_states(
    carrel: Carrel, office: Office, profile: Path, tmp_path: Path
) -> None:
    lives(profile, office, PERMITTED)
    for form in ReportFormat:
        answer = carrel("export", "org.example.my-course", "--format", form, "--to", tmp_path, "--json")
        if form in NEEDS_NUMBERS:
            assert "Nothing can go into a file" in answer.err
        else:
            assert answer.code == 0, answer.err
            assert Path(answer.json["file"]).stat().st_size > 0


def test_every_form_is_written_at_once_and_what_cannot_be_is_told(
    carrel: Carrel, office: Office, profile: Path, tmp_path: Path
) -> None:
    lives(profile, office, PERMITTED)
    out = tmp_path / "out"
    answer = carrel("export", "org.example.my-course", "--format", "all", "--to", out, "--json")
    assert answer.code == 0, answer.err
    assert {one["form"] for one in answer.json["missing"]} == NEEDS_NUMBERS
    assert {one["form"] for one in answer.json["written"]} == set(ReportFormat) - NEEDS_NUMBERS
    files = [Path(file) for one in answer.json["written"] for file in one["files"]]
    assert sorted(files) == sorted(out.iterdir())
    told = carrel("export", "org.example.my-course", "--format", "all", "--to", out)
    assert (told.code, told.out.count("Wrote "), told.err.count("Not written, ")) == (0, len(files), len(NEEDS_NUMBERS))


def test_every_form_can_be_checked_at_once_and_nothing_is_written(
    carrel: Carrel, office: Office, profile: Path, tmp_path: Path
) -> None:
    lives(profile, office, PERMITTED)
    answer = carrel("export", "--format", "all", "--check", "--to", tmp_path / "out", "--json")
    assert {one["form"] for one in answer.json if one["refused"]} == NEEDS_NUMBERS
    assert answer.code == 1 and not (tmp_path / "out").exists()
    assert "moodle: 1 of 1 row ready." in carrel("export", "--format", "all", "--check").out


def test_what_was_written_where_is_told_the_latest_first(
    carrel: Carrel, office: Office, profile: Path, tmp_path: Path
) -> None:
    lives(profile, office, PERMITTED)
    assert carrel("submissions", "--json").json["written"] == []
    completion = exported(carrel, tmp_path)
    table = Path(carrel("export", "--format", "moodle", "--to", tmp_path, "--json").json["file"])
    told = carrel("submissions", "--json").json["written"]
    assert [(one["form"], one["file"]) for one in told] == [("moodle", str(table)), ("completion", str(completion))]
    assert [one["digest"] for one in told] == [
        hashlib.sha256(file.read_bytes()).hexdigest() for file in (table, completion)
    ]
    lines = carrel("submissions", "--files").out.splitlines()
    assert [str(table) in lines[-2], lines[-1].endswith(f"completion  {completion}  1 row")] == [True, True]
    assert str(table) not in carrel("submissions").out


def test_statements_are_written_for_version_2_when_that_is_asked(
    carrel: Carrel, office: Office, profile: Path, tmp_path: Path
) -> None:
    lives(profile, office, PERMITTED)
    versions = []
    for words in ((), ("--xapi-version", "2.0.0")):
        answer = carrel("export", "--format", "xapi", *words, "--to", tmp_path, "--json")
        statements = json.loads(Path(answer.json["file"]).read_bytes())
        versions.append({one.get("version") for one in statements})
    assert versions == [{None}, {"2.0.0"}]
    assert carrel("export", "--format", "xapi", "--xapi-version", "3", "--to", tmp_path).code == 2


def test_without_a_folder_it_is_wrong_usage_and_with_check_none_is_needed(
    carrel: Carrel, office: Office, profile: Path, tmp_path: Path
) -> None:
    lives(profile, office, PERMITTED)
    assert carrel("export").code == 2
    assert carrel("export", "--format", "telex", "--to", tmp_path).code == 2
    assert "1 of 1 row ready." in carrel("export", "--check").out


def hash_in(manifest: bytes) -> CourseHash:
    return CourseHash(hashlib.sha256(manifest).hexdigest())
