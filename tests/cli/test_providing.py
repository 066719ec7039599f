from __future__ import annotations

import os
import re
import shutil
import stat
from pathlib import Path

import pytest

from player.bootstrap import providing
from player.bootstrap.desk import desk_over
from player.bootstrap.places import find_places
from player.bootstrap.providing import rehearse_course
from player.desk.desk import Desk
from player.desk.ports import Package
from player.desk.rehearsal import Rehearsed
from player.domain.event import Purpose
from player.domain.problem import Problem
from player.domain.report_format import ReportFormat
from player.domain.whereabouts import Whereabouts
from player.proof.manifest import FORMAT
from tests.cli.conftest import TEMPLATE, Answer, Carrel, Papers, fingerprint


def folder_with(carrel: Carrel, place: Path, old: str, new: str) -> Path:
    """A new course folder in whose course.toml `old` became `new`."""
    folder = place / "course"
    assert carrel("course", "new", folder).code == 0
    text = (folder / "course.toml").read_text()
    assert old in text
    (folder / "course.toml").write_text(text.replace(old, new))
    return folder


def add_publisher(carrel: Carrel, public: str | Path, *more: str) -> Answer:
    return carrel("trust", "add", public, "--name", "Example Academy", "--fingerprint", fingerprint(public), *more)


def test_the_whole_way_from_a_key_to_documents_that_verify(carrel: Carrel, tmp_path: Path) -> None:
    """As a stranger goes it by the provider guide."""
    key, folder, file, papers = (tmp_path / name for name in ("key", "course", "my.course", "papers"))
    assert carrel("key", "new", key).code == 0
    assert carrel("course", "new", folder).code == 0
    assert carrel("course", "check", folder, "--quick").out == "No errors, no warnings\n"
    assert carrel("course", "build", folder, "--key", key, "--out", file, "--quick").code == 0
    assert carrel("course", "check", file).code == 0
    assert "not known here" in carrel("course", "show", file).out
    assert add_publisher(carrel, f"{key}.pub").code == 0
    assert carrel("course", "show", file, "--json").json["gives_credit"]
    assert carrel("add", file, "--json").json["gives_credit"]
    rehearsed = carrel("course", "rehearse", file, "--to", papers, "--rate", "2", "--json").json
    assert rehearsed["seen_permille"] > 950
    documents = [Path(rehearsed[name]) for name in ("certificate", "completion")]
    assert carrel("verify", *documents).code == 0
    for document in documents:
        data = document.read_bytes()
        document.write_bytes(data[:3000] + bytes([data[3000] ^ 1]) + data[3001:])
        assert carrel("verify", document).why


# --- keys and trust --------------------------------------------------------------------------------------------


def test_a_new_key_is_for_its_owner_alone_and_comes_with_its_public_half(carrel: Carrel, tmp_path: Path) -> None:
    made = carrel("key", "new", tmp_path / "k", "--json").json
    assert made["public"] == str(tmp_path / "k.pub")
    assert len(made["id"]) == 64
    assert "PRIVATE" not in (tmp_path / "k.pub").read_text()
    if os.name != "nt":
        assert stat.S_IMODE((tmp_path / "k").stat().st_mode) == 0o600


def test_a_key_is_never_overwritten(carrel: Carrel, tmp_path: Path) -> None:
    carrel("key", "new", tmp_path / "k")
    before = (tmp_path / "k").read_bytes()
    assert "never overwritten" in carrel("key", "new", tmp_path / "k").why
    assert (tmp_path / "k").read_bytes() == before


def test_a_key_that_cannot_be_written_is_a_no(carrel: Carrel, tmp_path: Path) -> None:
    assert "could not be written:" in carrel("key", "new", tmp_path / "missing" / "k").why


def test_the_publishers_that_are_trusted_are_listed(carrel: Carrel, bench: Path) -> None:
    (specimen,) = carrel("trust", "list", "--json").json
    assert specimen["specimen"]
    added = add_publisher(carrel, bench / "key.pub", "--json").json
    assert carrel("trust", "list", "--json").json == [specimen, added]
    assert "Example Academy\n" in carrel("trust", "list").out


def test_a_publishers_file_is_trusted_as_it_is(carrel: Carrel, bench: Path, profile: Path, tmp_path: Path) -> None:
    add_publisher(carrel, bench / "key.pub")
    (file,) = (profile / "trust").iterdir()
    key = fingerprint(bench / "key.pub")
    assert carrel("trust", "add", file, "--profile", tmp_path / "other", "--fingerprint", key).code == 0
    assert "Example Academy" in carrel("trust", "list", "--profile", tmp_path / "other").out


def test_what_is_no_public_key_is_not_trusted(carrel: Carrel, bench: Path, tmp_path: Path) -> None:
    (tmp_path / "x.publisher.json").write_text("{}")
    for file in (tmp_path / "missing.pub", bench / "key", bench / "my.course", tmp_path / "x.publisher.json", tmp_path):
        assert file.name in carrel("trust", "add", file).why
    assert len(carrel("trust", "list", "--json").json) == 1


def test_credit_that_a_publisher_unknown_here_stands_for_is_not_accepted(
    carrel: Carrel, bench: Path, course: Path, profile: Path, tmp_path: Path
) -> None:
    add_publisher(carrel, bench / "key.pub")
    carrel("add", course)
    with desk_over(find_places(profile)) as desk:
        signed = desk.package("org.example").signed
        desk.journey(signed).acknowledge_disclosures()
        file = desk.export(signed, tmp_path)
    (here,) = carrel("verify", file, "--json").json
    assert (here["purpose"], here["accepted"], here["proves_credit"]) == (Purpose.CREDIT, True, True)
    answer = carrel("verify", file, "--json", "--profile", tmp_path / "other")
    assert "carrel trust add" in answer.why
    (there,) = answer.json
    assert (there["genuine"], there["accepted"], there["problem"]) == (True, False, "PublisherUnknown")


# --- courses ---------------------------------------------------------------------------------------------------


def test_a_folder_that_holds_something_is_left_alone(carrel: Carrel, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("years of work")
    assert "not empty" in carrel("course", "new", tmp_path / "mine").why
    assert [file.name for file in (tmp_path / "mine").iterdir()] == ["thesis.txt"]


def test_warnings_are_printed_and_let_a_course_pass(carrel: Carrel, tmp_path: Path) -> None:
    folder = folder_with(carrel, tmp_path, "about_bias = true", "")
    answer = carrel("course", "check", folder, "--quick")
    assert answer.code == 0
    assert re.match(r"course\.toml:\d+: warning: evaluation: ", answer.out)
    assert answer.out.splitlines()[0].endswith("[bias-question]")
    assert answer.out.splitlines()[-1] == "No errors, 1 warning"
    report = carrel("course", "check", folder, "--quick", "--json").json
    assert (report["schema"], report["errors"], report["warnings"]) == (1, 0, 1)
    (remark,) = report["remarks"]
    assert set(remark) == {"severity", "rule", "file", "line", "place", "text"}
    assert (remark["severity"], remark["rule"], remark["file"]) == ("warning", "bias-question", "course.toml")


def test_errors_keep_a_course_from_passing_and_from_being_built(carrel: Carrel, bench: Path, tmp_path: Path) -> None:
    folder = folder_with(carrel, tmp_path, 'step = "0.25"', 'step = "0.1"')
    answer = carrel("course", "check", folder, "--quick")
    assert answer.why.startswith("course has 2 errors.")
    assert "[ama-step]" in answer.out
    remarks = carrel("course", "check", folder, "--quick", "--json")
    assert remarks.code == 1
    assert {remark["rule"] for remark in remarks.json["remarks"] if remark["severity"] == "error"} == {
        "ama-step",
        "credit-step",
    }
    built = carrel("course", "build", folder, "--key", bench / "key", "--out", tmp_path / "out.course", "--quick")
    assert "cannot become a course yet" in built.why
    assert not (tmp_path / "out.course").exists()


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ('title = "My course"', 'title = "My course', "line"),
        ('title = "My course"', 'titel = "My course"', "titel"),
        ('file = "captions/welcome.en.vtt"', 'file = "captions/gone.vtt"', "captions/gone.vtt"),
        ('duration = "0:10"', 'duration = "0:20"', "0:20"),
    ],
)
def test_what_is_wrong_in_a_course_file_is_named(
    carrel: Carrel, bench: Path, tmp_path: Path, old: str, new: str, named: str
) -> None:
    folder = folder_with(carrel, tmp_path, old, new)
    checked = carrel("course", "check", folder, "--quick")
    assert checked.code == 1
    assert named in checked.out
    built = carrel("course", "build", folder, "--key", bench / "key", "--out", tmp_path / "o.course", "--quick")
    assert named in built.why


def test_a_folder_that_is_no_course_folder_is_named(carrel: Carrel, bench: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    for words in (("check", tmp_path / "empty"), ("build", tmp_path / "empty", "--key", bench / "key", "--out", "o")):
        assert carrel("course", *words).why.startswith("empty is no course folder")
    assert carrel("course", "check", tmp_path / "missing").code == 1


def test_building_without_a_usable_key_is_refused(carrel: Carrel, bench: Path, tmp_path: Path) -> None:
    for key in (tmp_path / "missing", bench / "key.pub", bench / "my.course"):
        answer = carrel("course", "build", bench / "folder", "--key", key, "--out", tmp_path / "out.course")
        assert answer.why.startswith(f"The key {key.name} cannot be used:")
    assert not (tmp_path / "out.course").exists()


def test_the_same_folder_and_key_build_the_same_bytes(carrel: Carrel, bench: Path, tmp_path: Path) -> None:
    file = tmp_path / "again.course"
    built = carrel("course", "build", bench / "folder", "--key", bench / "key", "--out", file, "--quick", "--json").json
    assert file.read_bytes() == (bench / "my.course").read_bytes()
    assert built["hash"] == carrel("course", "show", file, "--json").json["hash"]


def test_what_a_package_holds_is_shown(carrel: Carrel, course: Path) -> None:
    shown = carrel("course", "show", course).out
    assert "  0:10  My lecture  h264 + mp4a  captions en; 2 chapters; no handouts\n" in shown
    assert "up to 0.25  AMA PRA Category 1 Credit™  in steps of 0.25  physician, resident-fellow\n" in shown
    assert "Quiz: 1 question, 80 % to pass, as often as one likes\n     1  single\n" in shown
    assert re.search(r"128\.1 kB  media/welcome\.mp4 +[0-9a-f]{16}\n", shown)
    assert re.search(r"publisher  not known here\n  key +[0-9a-f]{64}\n", shown)
    assert f"  format     {FORMAT}\n" in shown
    assert "Watching: 100 % of each session, at up to 2 times the speed\n\nCredit\n" in shown
    facts = carrel("course", "show", course, "--json").json
    assert facts["course"]["sessions"][0]["duration_ms"] == 10_000
    assert {member["path"] for member in facts["members"]} >= {"media/welcome.mp4"}
    assert carrel("course", "show", course.parent / "missing.course").why


def test_warnings_are_a_no_where_one_is_strict(carrel: Carrel, tmp_path: Path) -> None:
    folder = folder_with(carrel, tmp_path, "about_bias = true", "")
    assert "1 warning" in carrel("course", "check", folder, "--quick", "--strict").why


def test_findings_are_printed_for_the_lines_of_a_pull_request(carrel: Carrel, tmp_path: Path) -> None:
    folder = folder_with(carrel, tmp_path, "about_bias = true", "")
    (line,) = carrel("course", "check", folder, "--quick", "--format", "github").out.splitlines()
    file = re.escape(str(folder / "course.toml"))
    assert re.fullmatch(rf"::warning file={file},line=\d+,title=carrel%3A bias-question::evaluation: No item .*", line)


def test_findings_are_printed_as_sarif(carrel: Carrel, tmp_path: Path) -> None:
    folder = folder_with(carrel, tmp_path, 'step = "0.25"', 'step = "0.1"')
    answer = carrel("course", "check", folder, "--quick", "--format", "sarif")
    assert answer.code == 1
    (run,) = answer.json["runs"]
    assert {result["ruleId"] for result in run["results"]} == {"ama-step", "credit-step"}
    assert {rule["id"] for rule in run["tool"]["driver"]["rules"]} == {"ama-step", "credit-step"}
    place = run["results"][0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"].endswith("/course.toml")
    assert place["region"]["startLine"] > 1


def test_a_clean_course_prints_an_empty_report_in_every_form(carrel: Carrel, course: Path) -> None:
    assert carrel("course", "check", course, "--quick", "--json").json["remarks"] == []
    assert carrel("course", "check", course, "--quick", "--format", "github").out == ""
    assert carrel("course", "check", course, "--quick", "--format", "sarif").json["runs"][0]["results"] == []


def test_no_progress_is_shown_where_nobody_watches(carrel: Carrel, bench: Path, tmp_path: Path) -> None:
    words = ("course", "build", bench / "folder", "--key", bench / "key", "--out", tmp_path / "o.course", "--quick")
    assert carrel(*words).err == ""


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("empty.mp4", b""),
        ("text.mp4", b"This is a text.\n" * 400),
        ("zeros.mp4", bytes(100_000)),
    ],
)
def test_a_recording_that_is_none_is_one_sentence(
    carrel: Carrel, bench: Path, tmp_path: Path, name: str, data: bytes
) -> None:
    folder = folder_with(carrel, tmp_path, '"media/welcome.mp4"', f'"media/{name}"')
    (folder / "media" / name).write_bytes(data)
    answer = carrel("course", "check", folder, "--quick")
    assert answer.code == 1
    assert len(answer.out.splitlines()) == 2
    assert "[media-unplayable]" in answer.out
    built = carrel("course", "build", folder, "--key", bench / "key", "--out", tmp_path / "o.course")
    assert name in built.why


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("Your director's name", "\u1400 Director", "U+1400 CANADIAN SYLLABICS HYPHEN"),
        ("education for physicians.", "education for physicians. " * 400, "The accreditation statement:"),
    ],
    ids=["letter", "length"],
)
def test_a_certificate_that_no_paper_can_hold_is_told_to_the_provider_and_not_to_the_learner(
    carrel: Carrel, bench: Path, tmp_path: Path, old: str, new: str, named: str
) -> None:
    folder = folder_with(carrel, tmp_path, old, new)
    answer = carrel("course", "check", folder, "--quick")
    assert answer.code == 1
    assert named in answer.out and "[certificate-print]" in answer.out
    built = carrel("course", "build", folder, "--key", bench / "key", "--out", tmp_path / "o.course", "--quick")
    assert "cannot become a course yet" in built.why and not (tmp_path / "o.course").exists()


# --- rehearsing ------------------------------------------------------------------------------------------------


def test_a_rehearsal_says_what_it_does_and_leaves_one_document_of_each_kind(papers: Papers) -> None:
    lines = papers.said.out.splitlines()
    assert lines[0] == "Rehearsing “My course”; playing takes about 0:05"
    wrote = [line for line in lines if line.startswith("Wrote ")]
    assert wrote[:2] == [f"Wrote {papers.certificate}", f"Wrote {papers.completion}"]
    reports = {Path(line.removeprefix("Wrote ")) for line in wrote[2:]}
    assert reports == {*papers.certificate.parent.iterdir()} - {papers.certificate, papers.completion}
    assert [form for form in ReportFormat if form is not ReportFormat.COMPLETION] == [
        form for form in ReportFormat if any(f" - {form}." in report.name for report in reports)
    ]
    assert papers.said.err == ""


def test_a_rehearsal_copies_no_recording_and_verifies_each(
    course: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[Whereabouts, int]] = []

    def live(desk: Desk, package: Package, **_: object) -> Rehearsed:
        (listing,) = desk.library()
        copied = sum(file.stat().st_size for file in (desk.profile / "courses" / "contents").glob("*"))
        seen.append((listing.where, copied))
        return Rehearsed(certificate=course, completion=course, reports=(), seen_permille=0)

    monkeypatch.setattr(providing, "rehearse", live)
    rehearse_course(find_places(), course, to=tmp_path / "papers", rate_percent=200, say=print)
    assert seen == [(Whereabouts.IN_PLACE, 0)]
    bad = tmp_path / "bad.course"
    data = bytearray(course.read_bytes())
    data[len(data) // 2] ^= 1
    bad.write_bytes(data)
    with pytest.raises(Problem, match="damaged"):
        rehearse_course(find_places(), bad, to=tmp_path / "papers", rate_percent=200, say=print)
    assert len(seen) == 1


def test_a_rehearsal_leaves_the_profile_alone(papers: Papers, carrel: Carrel, profile: Path) -> None:
    assert list(profile.iterdir()) == []


def test_a_course_that_is_missing_or_a_place_that_is_none_ends_a_rehearsal(
    carrel: Carrel, course: Path, tmp_path: Path
) -> None:
    assert carrel("course", "rehearse", tmp_path / "gone.course", "--to", tmp_path / "out").why
    (tmp_path / "file").touch()
    answer = carrel("course", "rehearse", course, "--to", tmp_path / "file")
    assert "file could not be written" in answer.why


def test_the_template_is_not_changed_by_making_courses_of_it(carrel: Carrel, tmp_path: Path) -> None:
    carrel("course", "new", tmp_path / "one")
    assert (tmp_path / "one" / "course.toml").read_bytes() == (TEMPLATE / "course.toml").read_bytes()
    shutil.rmtree(tmp_path / "one")
