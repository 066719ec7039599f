"""Authoring: what is wrong is named by file and key; what is right becomes a course, whole or not at all."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from player.archive.authoring.build import build_package
from player.archive.authoring.draft import read_folder
from player.archive.authoring.folder import new_folder
from player.archive.authoring.lint import check_path
from player.archive.authoring.problems import (
    CourseFileChanged,
    CourseFileMissing,
    CourseHasErrors,
    CourseTextWrong,
    FolderInUse,
    MediaNotAsStated,
    NoCourseFolder,
)
from player.archive.authoring.remarks import Remark, Severity, remarks_on
from player.archive.authoring.times import clock, milliseconds
from player.archive.problems import CourseMissing
from player.domain.course import Course, PersonId, Relationship
from player.domain.problem import Problem
from player.domain.quiz import QuestionKind
from player.domain.requirement import Operator
from player.proof.files import CannotWrite
from player.proof.problems import CourseUnsound
from tests.archive.making import KEY, TEMPLATE, TRUST, Found, built_in, folder_in, probe


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return folder_in(tmp_path)


def change(folder: Path, old: str, new: str) -> None:
    text = (folder / "course.toml").read_text()
    assert old in text
    (folder / "course.toml").write_text(text.replace(old, new, 1))


def line_of(beginning: str) -> str:
    lines = (TEMPLATE / "course.toml").read_text().splitlines()
    return f"line {next(number for number, line in enumerate(lines, 1) if line.startswith(beginning))}"


def rules(remarks: tuple[Remark, ...]) -> set[str]:
    return {remark.rule for remark in remarks}


# ------------------------------------------------------------------ a new folder


def test_the_template_passes_the_check_without_a_remark(tmp_path: Path) -> None:
    new_folder(tmp_path / "new", template=TEMPLATE)
    assert check_path(tmp_path / "new", probe=probe, trust=TRUST) == ()


def test_a_folder_in_use_is_not_touched(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(FolderInUse):
        new_folder(tmp_path, template=TEMPLATE)
    with pytest.raises(FolderInUse):
        new_folder(tmp_path / "mine.txt", template=TEMPLATE)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_a_place_where_no_folder_can_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(CannotWrite):
        new_folder(tmp_path / "file" / "new", template=TEMPLATE)


# ------------------------------------------------------------------ reading


def test_ids_are_given_where_the_author_left_them_out(folder: Path) -> None:
    course = read_folder(folder, probe)
    assert course.quiz
    question = course.quiz.questions[0]
    assert (question.id, question.kind, question.key) == ("q1", QuestionKind.SINGLE, {"b"})
    assert [row.id for row in course.evaluation.items[0].rows] == ["row-1", "row-2"]
    assert [option.id for option in course.evaluation.items[1].options] == ["1", "2"]
    assert course.credit.offers[0].plural == "AMA PRA Category 1 Credits"
    need = course.requirements[0].need
    assert need and (need.operator, need.value) == (Operator.NOMINAL, "2 GB")


def test_two_right_choices_make_a_question_one_of_several(folder: Path) -> None:
    change(folder, '{ text = "Green" }', '{ text = "Green", correct = true }')
    course = read_folder(folder, probe)
    assert course.quiz and course.quiz.questions[0].kind is QuestionKind.MULTIPLE


def test_length_and_picture_of_a_recording_are_what_the_probe_found(folder: Path) -> None:
    session = read_folder(folder, lambda _: Found(10_400, False)).sessions[0]
    assert (session.duration_ms, session.has_picture) == (10_400, False)


def test_a_recording_of_another_length_than_stated_stops_the_build(folder: Path) -> None:
    with pytest.raises(MediaNotAsStated, match="lasts 1:00:00, but 0:10 is stated"):
        read_folder(folder, lambda _: Found(3_600_000, True))


def test_a_recording_that_will_not_play_stops_the_build(folder: Path) -> None:
    class Unplayable(Problem):
        what_template = "It will not play."

    def refuse(_: Path) -> Found:
        raise Unplayable

    with pytest.raises(Unplayable):
        read_folder(folder, refuse)
    with pytest.raises(Unplayable):
        build_package(folder, signer=KEY, out=folder / "out.course", probe=refuse)
    assert rules(check_path(folder, probe=refuse, trust=TRUST)) == {"media-unplayable"}
    assert not (folder / "out.course").exists()


@pytest.mark.parametrize(
    ("old", "new", "key", "reason"),
    [
        ("version = 1 ", 'version = "one" ', "version", "expected a whole number"),
        ('title = "My course"\n', "", "title", "it is missing"),
        ("summary =", "sumary =", "sumary", "there is no such key here"),
        ('at = "0:05"', 'at = "five"', "session 1.chapter 2.at", "is not a time"),
        ('duration = "0:10"', 'duration = "10"', "session 1.duration", "is not a time"),
        ('maximum = "0.25"', 'maximum = "much"', "credit.offer 1.maximum", "decimal"),
        ("opens = 2026-01-01", 'opens = "January"', "availability.opens", "date"),
        ('role = "presenter"', 'role = "guest"', "disclosure.by 1.role", "guest"),
        ('"physician", ', '"doctor", ', "credit.offer 1.professions 1", "doctor"),
        ("[quiz]", "[quiz", line_of("[quiz]"), "Expected"),
        ('language = "en"', 'language = "en', line_of("language = "), "character"),
        ('text = "Green"', "text = 7", "quiz.question 1.choice 1.text", "expected a text in quotes"),
    ],
)
def test_a_mistake_in_the_text_is_named_by_key_and_reason(
    folder: Path, old: str, new: str, key: str, reason: str
) -> None:
    change(folder, old, new)
    with pytest.raises(CourseTextWrong) as caught:
        read_folder(folder, probe)
    assert caught.value.key == key
    assert reason in caught.value.what
    assert caught.value.what.startswith(f"course.toml, {key}: ")
    assert rules(check_path(folder, probe=probe, trust=TRUST)) == {"course-text"}


@pytest.mark.parametrize("amount", ["18.755", "nan", "1e99", "-0.001"])
def test_an_amount_that_no_coin_pays_is_refused(folder: Path, amount: str) -> None:
    with (folder / "course.toml").open("a") as stream:
        stream.write(f'[[price]]\nmembership = "m"\nlabel = "M"\namount = {amount}\n')
    with pytest.raises(CourseTextWrong, match=r"price 1\.amount"):
        read_folder(folder, probe)


def test_bytes_that_are_no_text_are_named_by_their_line(folder: Path) -> None:
    (folder / "course.toml").write_bytes(b'id = "x"\ntitle = "\xe9"\n')
    with pytest.raises(CourseTextWrong, match="line 2"):
        read_folder(folder, probe)


def test_nested_beyond_reason_is_a_mistake_too(folder: Path) -> None:
    (folder / "course.toml").write_text("id = " + "[" * 5000)
    with pytest.raises(CourseTextWrong):
        read_folder(folder, probe)


@pytest.mark.parametrize("name", ["nowhere", "course.toml", "nul\0"])
def test_a_folder_without_a_course_is_told(folder: Path, name: str) -> None:
    with pytest.raises(NoCourseFolder):
        read_folder(folder / name, probe)


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ('media = "media/welcome.mp4"', 'media = "media/other.mp4"', "session 1.media"),
        ('file = "captions/welcome.en.vtt"', 'file = "captions/none.vtt"', "session 1.captions 1.file"),
        ('file = "images/cover.png"', 'file = "../cover.png"', "cover.file"),
        ('file = "images/cover.png"', 'file = "images"', "cover.file"),
    ],
)
def test_a_file_that_is_missing_or_outside_is_named_by_its_key(folder: Path, old: str, new: str, key: str) -> None:
    change(folder, old, new)
    with pytest.raises(CourseFileMissing) as caught:
        read_folder(folder, probe)
    assert caught.value.key == key
    remarks = check_path(folder, probe=probe, trust=TRUST)
    assert [(r.place, r.rule, r.severity) for r in remarks] == [(key, "file-missing", Severity.ERROR)]


@pytest.mark.parametrize(
    ("text", "ms"),
    [("0:42", 42_000), ("1:02:03", 3_723_000), ("90:00", 5_400_000), ("0:00.5", 500), ("12:07.25", 727_250)],
)
def test_times_are_read_as_people_write_them(text: str, ms: int) -> None:
    assert milliseconds(text) == ms
    assert re.sub(r"\..*", "", text) in (clock(ms), "90:00")


@pytest.mark.parametrize("text", ["", "42", "1:2", "0:60", "1:60:00", "-1:00", "1:00:00:00"])
def test_other_writings_are_no_times(text: str) -> None:
    with pytest.raises(ValueError, match="“"):
        milliseconds(text)


# ------------------------------------------------------------------ building


def test_a_course_with_errors_is_not_built(folder: Path) -> None:
    change(folder, "correct = true", "correct = false")
    with pytest.raises(CourseHasErrors, match="question q1"):
        build_package(folder, signer=KEY, out=folder / "out.course", probe=probe)
    assert not (folder / "out.course").exists()


def test_two_files_whose_names_are_one_on_some_systems_are_not_built(folder: Path) -> None:
    (folder / "IMAGES").mkdir()
    (folder / "IMAGES" / "cover.png").write_bytes(b"x")
    change(folder, 'duration = "0:10"', 'poster = { file = "IMAGES/cover.png", alt = "x" }\nduration = "0:10"')
    with pytest.raises(CourseUnsound, match="twice"):
        build_package(folder, signer=KEY, out=folder / "out.course", probe=probe)


def test_a_build_that_is_stopped_leaves_the_old_package(folder: Path) -> None:
    class Stopped(Exception):
        pass

    def stop(done: int, whole: int) -> None:
        raise Stopped

    (folder / "out.course").write_bytes(b"old")
    with pytest.raises(Stopped):
        build_package(folder, signer=KEY, out=folder / "out.course", probe=probe, on_progress=stop)
    assert (folder / "out.course").read_bytes() == b"old"
    assert not list(folder.glob(".carrel-*"))


def test_a_recording_that_changes_while_it_is_built_is_noticed(folder: Path) -> None:
    def meddle(file: Path) -> Found:
        with file.open("ab") as stream:
            stream.write(b"more")
        return probe(file)

    with pytest.raises(CourseFileChanged, match="changed while"):
        build_package(folder, signer=KEY, out=folder / "out.course", probe=meddle)


def test_a_place_that_takes_no_package_is_told(folder: Path) -> None:
    with pytest.raises(CannotWrite):
        build_package(folder, signer=KEY, out=folder / "none" / "out.course", probe=probe)


# ------------------------------------------------------------------ checking


def test_a_package_is_checked_like_its_folder(tmp_path: Path) -> None:
    assert check_path(built_in(tmp_path), probe=probe, trust=TRUST) == ()
    with pytest.raises(CourseMissing):
        check_path(tmp_path / "gone.course", probe=probe, trust=TRUST)


def test_captions_that_are_no_webvtt_are_an_error(folder: Path) -> None:
    (folder / "captions" / "welcome.en.vtt").write_text("1\n00:00 --> 00:01\nNo.\n")
    assert rules(check_path(folder, probe=probe, trust=TRUST)) == {"captions-format"}


@pytest.mark.parametrize(
    ("old", "new", "rule", "severity"),
    [
        ("last_day = 2028-12-31", "last_day = 2029-12-31", "review-due", "warning"),
        ("reviewed = 2026-01-01", "", "review-date", "warning"),
        ("released = 2026-01-01", "", "release-date", "warning"),
        ("last_day = 2028-12-31", "last_day = 2025-12-31", "dates", "error"),
        ("reviewed = 2026-01-01", "reviewed = 2025-01-01", "dates", "error"),
        ('maximum = "0.25"', 'maximum = "0.3"', "credit-step", "error"),
        ('maximum = "0.25"', 'maximum = "0.5"', "credit-minutes", "warning"),
        ('step = "0.25"', 'step = "0.05"', "ama-step", "error"),
        ('professions = ["physician", "resident-fellow"]', "", "ama-physicians", "warning"),
        ("italic = true", "", "ama-phrase", "warning"),
        ("a maximum of 0.25", "a maximum of 0.75", "designation", "warning"),
        ("{amount} {credit}", "{amounts} {credit}", "wording", "error"),
        ("{amount} {credit}", "{amount}", "wording", "error"),
        ('date_rule = "completion"', 'date_rule = "event"', "event-date", "error"),
        ("# relationships", "relationships", "", ""),
        ("mitigated = true }", "mitigated = false }", "", ""),
        ("about_bias = true", "", "bias-question", "warning"),
        (
            'bodies = ["ACCME"]',
            "bodies = []",
            "accreditation",
            "warning",
        ),
        ('alt = "A test picture with coloured bars"', "", "alt-text", "warning"),
        ("estimated_minutes = 15 ", "estimated_minutes = 0 ", "not-sound", "error"),
        ('purpose = "technical"', 'purpose = "other"', "contact", "warning"),
        ('email = "courses@example.org"', "", "contact", "warning"),
        ('at = "0:05"', 'at = "0:00"', "chapters", "warning"),
        ('at = "0:05"', 'at = "0:11"', "not-sound", "error"),
        ('person = "planner"\nrole', 'person = "nobody"\nrole', "not-sound", "error"),
        ('id = "bias"', 'id = "useful"', "not-sound", "error"),
        ('copyright = "© 2026 Example Academy"', "", "told-before", "warning"),
        ("claim_rule =", "attestation_ =", "course-text", "error"),
    ],
)
def test_the_linter_names_what_breaks_a_rule(folder: Path, old: str, new: str, rule: str, severity: str) -> None:
    change(folder, old, new)
    remarks = check_path(folder, probe=probe, trust=TRUST)
    found = {(remark.rule, str(remark.severity)) for remark in remarks}
    assert ((rule, severity) in found) if rule else not found


@pytest.fixture
def course(folder: Path) -> Course:
    return read_folder(folder, probe)


def test_a_relationship_that_is_not_mitigated_is_an_error(course: Course) -> None:
    owns = Relationship(company="Example Devices", nature="owner", mitigated=False)
    disclosures = (replace(course.disclosures[0], relationships=(owns,)), *course.disclosures[1:])
    assert "not-mitigated" in rules(remarks_on(replace(course, disclosures=disclosures)))


def test_what_a_learner_must_be_told_is_missed_when_it_is_missing(course: Course) -> None:
    bare = replace(
        course,
        quiz=None,
        grant=None,
        disclosures=(),
        disclosure_statement="",
        objectives=(),
        requirements=(),
        sessions=(replace(course.sessions[0], captions=()),),
        credit=replace(course.credit, claim_rule=""),
        evaluation=replace(course.evaluation, items=()),
    )
    wanted = {"no-quiz", "grant", "disclosures", "disclosure-statement", "told-before", "captions", "claim-rule"}
    assert wanted | {"no-evaluation"} <= rules(remarks_on(bare))


def test_a_speaker_who_does_not_disclose_is_named(course: Course) -> None:
    remarks = remarks_on(replace(course, disclosures=course.disclosures[1:]))
    assert [remark.place for remark in remarks] == [f"talk {PersonId('speaker')}"]


def test_pharmacists_get_no_printed_statement(course: Course) -> None:
    offer = replace(course.credit.offers[1], id="acpe", name="ACPE contact hour")
    pharmacy = replace(course, credit=replace(course.credit, offers=(offer,)))
    assert "acpe-statement" in rules(remarks_on(pharmacy))
    nothing = replace(course, credit=replace(course.credit, offers=()))
    assert "no-credit" in rules(remarks_on(nothing))
