"""Quizzes and courses from other systems, by the command line."""

from __future__ import annotations

from pathlib import Path

from tests.archive.importing.packages import CARTRIDGE_FILES, SCORM2004_FILES, packed
from tests.archive.importing.seen import SAMPLES
from tests.cli.conftest import Carrel


def test_a_quiz_is_written_and_every_item_is_accounted_for(carrel: Carrel, tmp_path: Path) -> None:
    out = tmp_path / "questions.toml"
    answer = carrel("quiz", "import", SAMPLES / "moodle.xml", "--to", out)
    assert answer.code == 0
    assert "left out: question 18 “Essay”\n    It asks for an essay, which only a person can mark." in answer.out
    assert "9 taken over, 7 taken over with differences, 8 left out" in answer.out
    assert 'file = "questions.toml"' in answer.out
    assert out.read_text().count("[[question]]") == 14
    assert len(list((tmp_path / "images" / "quiz").iterdir())) == 1


def test_the_report_is_json_for_programs(carrel: Carrel, tmp_path: Path) -> None:
    told = carrel("quiz", "import", SAMPLES / "gift.txt", "--to", tmp_path / "q.toml", "--json").json
    assert told["questions"] == 11
    assert told["source"] == "GIFT"
    assert {one["fate"] for one in told["report"]} == {"taken", "changed", "left-out"}


def test_questions_that_are_there_are_not_written_over(carrel: Carrel, tmp_path: Path) -> None:
    out = tmp_path / "q.toml"
    assert carrel("quiz", "import", SAMPLES / "aiken.txt", "--to", out).code == 0
    before = out.read_bytes()
    assert "q.toml already" in carrel("quiz", "import", SAMPLES / "gift.txt", "--to", out).why
    assert out.read_bytes() == before


def test_where_nothing_could_be_taken_over_the_reasons_are_told_and_nothing_is_written(
    carrel: Carrel, tmp_path: Path
) -> None:
    (tmp_path / "essays.gift").write_text("::One:: Explain. {}\n\n::Two:: Explain more. {}\n")
    answer = carrel("quiz", "import", tmp_path / "essays.gift", "--to", tmp_path / "q.toml")
    assert "essays.gift" in answer.why
    assert answer.out.count("left out:") == 2
    assert not (tmp_path / "q.toml").exists()


def test_what_is_no_quiz_is_refused_in_a_sentence(carrel: Carrel, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear all")
    assert "none of QTI" in carrel("quiz", "import", tmp_path / "letter.txt", "--to", tmp_path / "q.toml").why
    assert "no such file" in carrel("quiz", "import", tmp_path / "none.txt", "--to", tmp_path / "q.toml").why


def test_a_quiz_goes_out_as_qti_and_comes_back_as_it_was(carrel: Carrel, tmp_path: Path) -> None:
    first, package, again = tmp_path / "a" / "q.toml", tmp_path / "q.zip", tmp_path / "b" / "q.toml"
    assert carrel("quiz", "import", SAMPLES / "aiken.txt", "--to", first).code == 0
    assert carrel("quiz", "export", first, "--to", package).out == f"Wrote 3 questions to {package}\n"
    assert carrel("quiz", "import", package, "--to", again).code == 0
    assert again.read_text() == first.read_text()


def test_a_course_without_a_quiz_has_nothing_to_hand_out(carrel: Carrel, tmp_path: Path) -> None:
    assert carrel("quiz", "export", tmp_path, "--to", tmp_path / "q.zip").why
    assert not (tmp_path / "q.zip").exists()


def test_a_package_becomes_a_course_that_the_check_can_read(carrel: Carrel, tmp_path: Path) -> None:
    folder = tmp_path / "course"
    answer = carrel("course", "import", packed(tmp_path / "c.imscc", CARTRIDGE_FILES), "--to", folder)
    assert answer.code == 0
    assert "with 1 recording and 1 question" in answer.out
    assert "left out: talk “Discuss”" in answer.out
    found = carrel("course", "check", "--quick", folder, "--json").json["remarks"]
    rules = {remark["rule"] for remark in found}
    assert "course-text" not in rules
    # What no package states is named, so that nobody publishes the template's examples.
    assert {"release-date", "review-date", "disclosures", "accreditation-wording", "designation", "grant"} <= rules
    assert carrel("quiz", "export", folder, "--to", tmp_path / "q.zip").code == 0


def test_a_package_is_told_of_in_json(carrel: Carrel, tmp_path: Path) -> None:
    package = packed(tmp_path / "c.zip", SCORM2004_FILES)
    told = carrel("course", "import", package, "--to", tmp_path / "course", "--json").json
    assert (told["kind"], told["sessions"], told["questions"]) == ("SCORM 2004 4th Edition", 2, 1)
    assert carrel("course", "import", package, "--to", tmp_path / "course").why


TEXT = "Minimum requirements\nWindows 8.1 or higher\n1.83MHz Intel Core Duo\nA good chair\n"


def test_requirements_become_tables_and_what_needs_a_look_is_told_beside_them(carrel: Carrel, tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(TEXT)
    answer = carrel("course", "requirements", tmp_path / "page.txt")
    assert answer.code == 0
    assert answer.out.count("[[requirement]]") == 3
    assert 'need = { is = "system", value = "Windows 8.1" }' in answer.out
    assert "# not recognised: what it asks of a machine" in answer.out
    assert len(answer.err.splitlines()) == 2
    assert "minimum.processor: “1.83MHz Intel Core Duo”: The text writes 1.83MHz" in answer.err
    assert "minimum.good-chair: “A good chair”: not recognised" in answer.err


def test_drafted_tables_go_into_a_file_and_none_is_written_over(carrel: Carrel, tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(TEXT)
    out = tmp_path / "rules.toml"
    answer = carrel("course", "requirements", tmp_path / "page.txt", "--out", out)
    assert answer.out == f"Wrote 3 rules to {out}; 2 need a look\n"
    before = out.read_bytes()
    assert "rules.toml already" in carrel("course", "requirements", tmp_path / "page.txt", "--out", out).why
    assert out.read_bytes() == before


def test_drafted_rules_are_json_for_programs(carrel: Carrel, tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(TEXT)
    told = carrel("course", "requirements", tmp_path / "page.txt", "--json").json
    assert told["rules"][0]["id"] == "minimum.windows.operating-system"
    assert len(told["look"]) == 2 and "[[requirement]]" in told["tables"]


def test_what_is_no_text_of_requirements_is_refused_in_three_sentences(carrel: Carrel, tmp_path: Path) -> None:
    for name, data, said in (
        ("empty.txt", b"\n \n", "no sentence in it"),
        ("binary.txt", bytes(range(256)) * 8, "it is no text"),
        ("noise.txt", b"\x01\x02\x03\x90\x81" * 99, "it is no text"),
        ("huge.txt", b"a" * (10 << 20), "larger than 256 KiB"),
        ("book.txt", b"It was a dark night.\n" * 1000, "it has 1000 sentences"),
    ):
        (tmp_path / name).write_bytes(data)
        why = carrel("course", "requirements", tmp_path / name).why
        assert said in why and "no credit is affected" in why and "plain text file" in why
    assert "no such file" in carrel("course", "requirements", tmp_path / "none.txt").why
