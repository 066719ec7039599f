"""`carrel collect` from a terminal: the provider's day, from the folder of files to the roster."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from player.exchange.receipt import judge_receipt, read_receipt
from player.proof.trust import write_publisher
from tests.builders import COURSE
from tests.cli.conftest import Carrel
from tests.office.lives import earned, lay, learner, life, sent
from tests.worlds import DEVICE, PUBLISHER, TRUST, key, signed

NPI = "1234567893"


@pytest.fixture
def believing(profile: Path) -> Path:
    """This test's profile, which knows the publisher of the sample course."""
    folder = profile / "trust"
    folder.mkdir(parents=True, exist_ok=True)
    write_publisher(folder / "sample.publisher.json", TRUST.publishers[0])
    return profile


@pytest.fixture
def sample(tmp_path: Path, believing: Path) -> Path:
    """A folder with three files that can be believed."""
    lay(tmp_path / "in", 1, 2, 3)
    return tmp_path / "in"


def test_a_folder_is_taken_in_and_known_the_next_time(carrel: Carrel, sample: Path) -> None:
    assert carrel("collect", sample).out == "3 files: 3 taken in.\n"
    assert carrel("collect", sample).out == "3 files: 3 known already.\n"
    status = carrel("collect", "status", "--json").json
    assert (status["files"], status["credits"], status["refused"]) == (3, 3, 0)


def test_receipts_are_signed_and_laid_where_they_are_wanted(carrel: Carrel, sample: Path, tmp_path: Path) -> None:
    PUBLISHER.write(tmp_path / "key")
    out = tmp_path / "receipts"
    answer = carrel("collect", sample, "--key", tmp_path / "key", "--receipts", out)
    assert answer.out.splitlines() == ["3 files: 3 taken in.", "3 receipts written."]
    first = {file.name: file.read_bytes() for file in out.iterdir()}
    assert sorted(first) == ["0001.receipt", "0002.receipt", "0003.receipt"]
    receipt = judge_receipt(read_receipt(first["0001.receipt"], name="a"), signed(COURSE), TRUST)
    assert len(receipt.credited) == 1
    carrel("collect", sample, "--key", tmp_path / "key")
    assert (sample / "0001.receipt").read_bytes() == first["0001.receipt"]


def test_receipts_need_a_key(carrel: Carrel, sample: Path, tmp_path: Path) -> None:
    assert "--key" in carrel("collect", sample, "--receipts", tmp_path / "out").why


def test_what_is_refused_says_why_and_can_be_listed(carrel: Carrel, sample: Path) -> None:
    (sample / "broken.completion").write_bytes(b"nothing")
    stranger = sent(life(learner(7), stream=7, publisher=key(77)))
    (sample / "stranger.completion").write_bytes(stranger)
    answer = carrel("collect", sample)
    assert answer.code == 1
    assert answer.out == "5 files: 3 taken in, 2 refused.\n"
    assert [line.split()[0] for line in answer.err.splitlines()] == ["broken.completion", "stranger.completion"]
    listed = carrel("collect", "refused", "--json").json
    assert {one["problem"] for one in listed} == {"NotACompletionFile", "UnknownPublisher"}
    assert "broken.completion" in carrel("collect", "refused").out


def test_several_workers_take_in_what_one_would(carrel: Carrel, sample: Path) -> None:
    assert carrel("collect", sample, "--workers", "2").out == "3 files: 3 taken in.\n"
    assert carrel("collect", "status", "--json").json["credits"] == 3


def test_an_empty_folder_is_told_as_such(carrel: Carrel, believing: Path, tmp_path: Path) -> None:
    assert "no completion file" in carrel("collect", tmp_path).why


def test_a_server_that_is_not_there_is_told_in_a_sentence(carrel: Carrel, sample: Path) -> None:
    answer = carrel("collect", sample, "--into", "postgresql://a:secret@127.0.0.1:1/b")
    assert "cannot be reached" in answer.why
    assert "secret" not in answer.err


def test_two_ids_of_one_person_are_proposed_and_brought_together(
    carrel: Carrel, believing: Path, tmp_path: Path
) -> None:
    for number in (1, 2):
        data = sent(earned(learner(number, npi=NPI), stream=number))
        (tmp_path / f"{number}.completion").write_bytes(data)
    carrel("collect", tmp_path / "1.completion", tmp_path / "2.completion")
    (found,) = carrel("collect", "people", "--json").json
    assert found["mark"] == {"kind": "npi", "value": NPI}
    carrel("collect", "people", "--same", found["learners"][0], "--same", found["learners"][1])
    assert carrel("collect", "status", "--json").json["credits"] == 1
    assert "carrel collect people" in carrel("collect", "people", "--same", "nobody").why


def test_ids_are_brought_together_while_collecting_when_it_is_asked_for(
    carrel: Carrel, believing: Path, tmp_path: Path
) -> None:
    for number in (1, 2):
        data = sent(earned(learner(number, npi=NPI), stream=number))
        (tmp_path / f"{number}.completion").write_bytes(data)
    answer = carrel("collect", tmp_path / "1.completion", tmp_path / "2.completion", "--merge-people")
    assert answer.out.splitlines()[-1] == "1 learner id joined another's person."


def test_a_device_can_be_revoked(carrel: Carrel, sample: Path) -> None:
    carrel("collect", "revoke-device", DEVICE.public.id, "--reason", "It was stolen.")
    assert "It was stolen." in carrel("collect", sample).err
    assert carrel("collect", "revoke-device", "12", "--reason", "x").code == 2


def test_flags_are_listed(carrel: Carrel, sample: Path) -> None:
    assert carrel("collect", "flags").out == "There is nothing to look at.\n"
    carrel("collect", sample)
    assert "quick-quiz" in carrel("collect", "flags").out


def test_a_roster_has_each_credit_once_and_only_new_ones_next_time(
    carrel: Carrel, sample: Path, tmp_path: Path
) -> None:
    carrel("collect", sample)
    out = tmp_path / "out"
    words = ("collect", "roster", "--format", "completers-csv", "--to", out)
    told = carrel(*words, "--json").json
    assert (told["rows"], told["left_out"]) == (3, 0)
    with Path(told["file"]).open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert {row["Name on certificate"] for row in rows} == {"Person 1", "Person 2", "Person 3"}
    assert "nothing to report" in carrel(*words, "--only-new").why


def test_rows_that_a_receiver_would_refuse_are_told_before_anything_is_written(
    carrel: Carrel, sample: Path, tmp_path: Path
) -> None:
    carrel("collect", sample)
    answer = carrel("collect", "roster", "--format", "pars", "--check")
    assert answer.code == 1
    assert answer.out == "3 rows left out.\n"
    assert "Person 1" in answer.err


@pytest.mark.parametrize("form", ["xapi", "xapi-lines", "moodle", "completers-xlsx"])
def test_every_form_for_many_learners_can_be_written(carrel: Carrel, sample: Path, tmp_path: Path, form: str) -> None:
    carrel("collect", sample)
    answer = carrel("collect", "roster", "--format", form, "--to", tmp_path / "out", "--json")
    if answer.code:
        assert "nothing to report" in answer.why
        return
    assert Path(answer.json["file"]).stat().st_size > 0


def test_badges_are_signed_with_the_provider_s_key(carrel: Carrel, sample: Path, tmp_path: Path) -> None:
    carrel("collect", sample)
    words = ("collect", "roster", "--format", "badge", "--to", tmp_path / "out")
    assert "--key" in carrel(*words).why
    PUBLISHER.write(tmp_path / "key")
    assert carrel(*words, "--key", tmp_path / "key", "--json").json["rows"] == 3
    assert len(list((tmp_path / "out").iterdir())) == 3


def test_statistics_come_as_pdf_page_and_tables(carrel: Carrel, sample: Path, tmp_path: Path) -> None:
    carrel("collect", sample)
    files = [Path(name) for name in carrel("collect", "statistics", "--to", tmp_path / "out", "--json").json["files"]]
    assert {file.suffix for file in files} == {".pdf", ".html", ".csv"}
    assert all(file.stat().st_size for file in files)
    assert not any(b"Person 1" in file.read_bytes() for file in files)
    assert "nothing to report" in carrel("collect", "statistics", "--to", tmp_path, "--course", "other").why


def test_a_collection_that_is_none_is_told_to_whoever_collects_and_not_to_a_learner(
    carrel: Carrel, tmp_path: Path
) -> None:
    (tmp_path / "collection.sqlite").write_bytes(b"SQLite format 3\0" + bytes(range(256)) * 40)
    why = carrel("collect", "status", "--into", tmp_path).why
    assert "The collection in" in why
    assert "carrel restore" not in why
    assert "your records" not in why


def test_statements_of_many_learners_are_written_for_version_2_when_that_is_asked(
    carrel: Carrel, sample: Path, tmp_path: Path
) -> None:
    carrel("collect", sample)
    words = ("--format", "xapi", "--xapi-version", "2.0.0", "--to", tmp_path / "out", "--json")
    file = Path(carrel("collect", "roster", *words).json["file"])
    assert {one["version"] for one in json.loads(file.read_bytes())} == {"2.0.0"}
