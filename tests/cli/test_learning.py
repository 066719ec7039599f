from __future__ import annotations

from pathlib import Path

import pytest

from player.bootstrap.desk import desk_over
from player.bootstrap.places import find_places
from player.domain.event import Purpose
from tests.cli.conftest import SAMPLE, Carrel, Papers, process

SAMPLE_ID = "org.carrel.specimen.meet-carrel"
TEMPLATE_ID = "org.example.my-course"


def begin(profile: Path, word: str) -> None:
    """What the window does when “Before you start” is acknowledged."""
    with desk_over(find_places(profile)) as desk:
        desk.journey(desk.package(word).signed).acknowledge_disclosures()


def flipped(file: Path, to: Path, place: int) -> Path:
    """A copy of `file` with one bit of one byte turned."""
    data = bytearray(file.read_bytes())
    data[place] ^= 1
    copy = to / file.name
    copy.write_bytes(data)
    return copy


# --- add and list ----------------------------------------------------------------------------------------------


def test_an_empty_library_says_how_to_fill_it(carrel: Carrel) -> None:
    assert carrel("list").out == "No course yet. Add one with “carrel add FILE.course”.\n"
    assert carrel("list", "--json").json == []


def test_a_course_is_added_listed_and_not_added_twice(carrel: Carrel) -> None:
    first = carrel("add", SAMPLE)
    assert first.code == 0
    assert first.out.startswith("“Meet Carrel” was added.\n")
    assert "it gives no credit" in first.out
    assert "in the library already" in carrel("add", SAMPLE).out
    assert carrel("list").out.splitlines() == [
        "Meet Carrel · Carrel Specimen Academy",
        "  0 % watched · next: Before you start · specimen: no credit",
        f"  {SAMPLE_ID}",
    ]


def test_facts_of_a_course_are_printed_as_json(carrel: Carrel) -> None:
    added = carrel("add", SAMPLE, "--json").json
    assert (added["id"], added["version"], added["gives_credit"]) == (SAMPLE_ID, 1, False)
    (listed,) = carrel("list", "--json").json
    assert listed["hash"] == added["hash"]
    assert listed["next_step"] == "before-you-start"
    assert (listed["standing"], listed["seen_permille"]) == ("open", 0)


@pytest.mark.parametrize("make", [lambda file: None, lambda file: file.write_text("no course"), Path.mkdir])
def test_what_is_no_course_is_not_added(carrel: Carrel, tmp_path: Path, make: object) -> None:
    file = tmp_path / "wrong.course"
    assert callable(make)
    make(file)
    answer = carrel("add", file)
    assert "wrong.course" in answer.why
    assert answer.out == ""
    assert carrel("list", "--json").json == []


def test_a_file_on_the_shelf_that_cannot_be_opened_is_listed_with_its_problem(carrel: Carrel, profile: Path) -> None:
    file = profile / "courses" / "torn.course"
    file.parent.mkdir(parents=True)
    file.write_bytes(SAMPLE.read_bytes()[:-100])
    answer = carrel("list")
    assert answer.code == 0
    assert answer.out.startswith(f"{file.name} cannot be opened\n  ")
    (listed,) = carrel("list", "--json").json
    assert listed["problem"] == "CourseCutOff"


# --- progress --------------------------------------------------------------------------------------------------


def test_progress_shows_the_steps_and_says_each_reason_once(carrel: Carrel) -> None:
    carrel("add", SAMPLE)
    shown = carrel("progress", SAMPLE_ID).out
    assert "  next    Before you start\n" in shown
    assert shown.count("Read and acknowledge “Before you start”.") == 1
    assert "AMA PRA Category 1 Credit™" in shown


def test_progress_goes_on_with_what_was_done(carrel: Carrel, profile: Path) -> None:
    carrel("add", SAMPLE)
    begin(profile, SAMPLE_ID)
    found = carrel("progress", SAMPLE_ID, "--json").json
    assert [(step["step"], step["state"]) for step in found["steps"]][:2] == [
        ("before-you-start", "done"),
        ("watch", "open"),
    ]
    assert found["next_step"] == "watch"
    assert found["events"] == 2
    assert [session["covered_ms"] for session in found["sessions"]] == [0]
    assert {float(credit["claimable"]) for credit in found["credit"]} == {0}


def test_a_course_is_named_by_id_beginning_hash_or_path(carrel: Carrel) -> None:
    added = carrel("add", SAMPLE, "--json").json
    for word in (SAMPLE_ID, "org.carrel", added["hash"], added["hash"][:8], str(SAMPLE)):
        assert carrel("progress", word, "--json").json["hash"] == added["hash"]


def test_a_course_that_is_not_in_the_library_can_be_named_by_its_file(carrel: Carrel, course: Path) -> None:
    assert carrel("progress", course, "--json").json["id"] == TEMPLATE_ID
    assert carrel("list", "--json").json == []


@pytest.mark.parametrize(
    "command", [("progress", "nothing"), ("export", "nothing", "--to", "."), ("checkup", "nothing")]
)
def test_a_course_that_is_not_there_is_named(carrel: Carrel, command: tuple[str, ...]) -> None:
    assert carrel(*command).why.startswith("There is no course “nothing” here.")


def test_a_beginning_that_fits_two_courses_is_refused(carrel: Carrel, course: Path) -> None:
    carrel("add", SAMPLE)
    carrel("add", course)
    why = carrel("progress", "org").why
    assert SAMPLE_ID in why
    assert TEMPLATE_ID in why


# --- export ----------------------------------------------------------------------------------------------------


def test_a_course_that_was_begun_is_exported_and_the_file_is_genuine(
    carrel: Carrel, profile: Path, tmp_path: Path
) -> None:
    carrel("add", SAMPLE)
    begin(profile, SAMPLE_ID)
    file = Path(carrel("export", SAMPLE_ID, "--to", tmp_path / "new" / "folder", "--json").json["file"])
    assert file.parent == tmp_path / "new" / "folder"
    (verified,) = carrel("verify", file, "--json").json
    assert verified["genuine"]
    assert verified["purpose"] == Purpose.SPECIMEN
    assert not verified["proves_credit"]


def test_a_course_that_was_not_begun_has_nothing_to_export(carrel: Carrel, tmp_path: Path) -> None:
    carrel("add", SAMPLE)
    assert carrel("export", SAMPLE_ID, "--to", tmp_path).why.startswith("There is nothing to write for “Meet Carrel”")


def test_a_place_that_takes_no_file_is_named(carrel: Carrel, profile: Path, tmp_path: Path) -> None:
    carrel("add", SAMPLE)
    begin(profile, SAMPLE_ID)
    (tmp_path / "file").touch()
    assert carrel("export", SAMPLE_ID, "--to", tmp_path / "file").why.startswith("file could not be written:")


# --- verify ----------------------------------------------------------------------------------------------------


def test_both_documents_of_a_rehearsal_are_genuine_and_prove_no_credit(carrel: Carrel, papers: Papers) -> None:
    answer = carrel("verify", papers.certificate, papers.completion)
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.count("A rehearsal: genuine, and it proves no credit.") == 2
    certificate, completion = carrel("verify", papers.certificate, papers.completion, "--json").json
    assert [certificate["kind"], completion["kind"]] == ["certificate", "completion file"]
    assert certificate["certificate"] == papers.certificate.stem
    for facts in (certificate, completion):
        assert (facts["genuine"], facts["accepted"], facts["proves_credit"]) == (True, True, False)
        assert facts["sessions"][0]["covered_ms"] >= 9500
        assert {credit["claimed"] for credit in facts["credit"] if credit["claimed"]} == {"0.25"}


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.999])
def test_a_byte_that_was_changed_makes_a_document_worthless(
    carrel: Carrel, papers: Papers, tmp_path: Path, share: float
) -> None:
    for file in (papers.certificate, papers.completion):
        bad = flipped(file, tmp_path, int(file.stat().st_size * share))
        answer = carrel("verify", bad)
        assert answer.out == ""
        assert "no credit" in answer.why or "cannot earn or prove credit" in answer.why


def test_one_bad_file_among_good_ones_is_named_and_the_good_ones_are_judged(
    carrel: Carrel, papers: Papers, tmp_path: Path
) -> None:
    bad = flipped(papers.completion, tmp_path, 1000)
    answer = carrel("verify", papers.completion, bad, tmp_path / "missing", "--json")
    assert answer.code == 1
    assert len(answer.err.splitlines()) == 2
    assert [facts["genuine"] for facts in answer.json] == [True, False, False]
    assert answer.json[2]["problem"] == "CannotRead"


def test_a_file_of_another_kind_is_no_evidence(carrel: Carrel, tmp_path: Path) -> None:
    for name, data in (("a.txt", b"text"), ("b.pdf", b"%PDF-1.7 nothing"), ("c", b""), ("d.json", b"{}")):
        (tmp_path / name).write_bytes(data)
        assert name in carrel("verify", tmp_path / name).why


def test_a_file_without_end_is_not_read_to_its_end(carrel: Carrel) -> None:
    assert carrel("verify", "/dev/zero").why.startswith("zero is not a completion file: it is far too large.")


# --- one profile, one program -------------------------------------------------------------------------------------


def test_two_commands_at_once_do_not_share_a_profile(profile: Path) -> None:
    with desk_over(find_places(profile)):
        answer = process("list", "--profile", profile)
    assert answer.why.startswith("Carrel is already open with this profile")
