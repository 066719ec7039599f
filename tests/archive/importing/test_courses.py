"""SCORM, Common Cartridge and cmi5: what can be heard, read and asked becomes a course folder; the rest is told."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from player.archive.authoring.problems import FolderInUse
from player.archive.authoring.quiz_reading import quiz_of
from player.archive.authoring.text import read_text
from player.archive.importing import bundle as bundles
from player.archive.importing.bundle import Bundle
from player.archive.importing.courses.taking import REPORT, REPORT_JSON, TakenCourse, take_course
from player.archive.importing.problems import NotTaken
from player.archive.importing.report import Fate, ItemReport
from player.archive.names import fault_of_names
from player.domain.problem import Problem
from tests.archive.importing.packages import (
    CARTRIDGE_FILES,
    CMI5_FILES,
    FILM,
    PAGE,
    PDF,
    SCORM12_FILES,
    SCORM2004_FILES,
    SRT,
    VTT,
    packed,
)
from tests.archive.making import TEMPLATE

PACKAGES = {"scorm12": SCORM12_FILES, "scorm2004": SCORM2004_FILES, "cartridge": CARTRIDGE_FILES, "cmi5": CMI5_FILES}


def taken(tmp_path: Path, files: Mapping[str, bytes]) -> TakenCourse:
    return take_course(packed(tmp_path / "package.zip", files), tmp_path / "course", template=TEMPLATE)


def fate_of(course: TakenCourse, item: str) -> Fate:
    return next(one.fate for one in course.report if one.item == item)


def test_a_scorm_package_gives_its_film_captions_and_handout(tmp_path: Path) -> None:
    course = taken(tmp_path, SCORM12_FILES)
    text = read_text(course.folder)
    assert (course.kind, text.title, text.language, text.summary) == (
        "SCORM 1.2",
        "Herz & Kreislauf",
        "de-CH",
        "Was ein Herz tut.",
    )
    session = text.session[0]
    assert (session.title, session.media) == ("Vorlesung", "media/the-heart.mp4")
    assert [(one.file, one.language) for one in session.captions] == [("captions/the-heart-es.srt", "es")]
    assert [one.file for one in session.handout] == ["handouts/handout.pdf"]
    assert (course.folder / session.media).read_bytes() == FILM
    assert text.quiz is None


def test_questions_hidden_in_programs_are_said_to_be_hidden(tmp_path: Path) -> None:
    course = taken(tmp_path, SCORM12_FILES)
    hidden = next(one for one in course.report if one.item == "R2")
    assert (hidden.fate, hidden.title) == (Fate.LEFT_OUT, "Fragen")
    assert "cannot be read" in hidden.reasons[0]
    assert fate_of(course, "R1") is Fate.CHANGED
    assert fate_of(course, "lesson/media/click.mp3") is Fate.LEFT_OUT


def test_names_that_are_not_encoded_and_a_title_in_a_file_of_its_own_are_found(tmp_path: Path) -> None:
    lom = b"<lom><general><title><langstring xml:lang='en'>Of its own</langstring></title></general></lom>"
    text = (
        "<manifest><metadata><schema>ADL SCORM</schema><location>meta/lom.xml</location></metadata><resources>"
        "<resource identifier='R' type='webcontent' href='Part #1 100%.mp4'/>"
        "<resource identifier='S' type='associatedcontent/imscc_xmlv1p1/learning-application-resource' href='set.xml'/>"
        "</resources></manifest>"
    )
    files = {"imsmanifest.xml": text.encode(), "meta/lom.xml": lom, "Part #1 100%.mp4": FILM, "set.xml": b"<a/>"}
    course = taken(tmp_path, files)
    assert course.title == "Of its own"
    assert fate_of(course, "R") is Fate.TAKEN
    assert "settings" in next(one for one in course.report if one.item == "S").reasons[0]


def test_two_films_become_two_sessions_in_the_order_of_the_package(tmp_path: Path) -> None:
    course = taken(tmp_path, SCORM2004_FILES)
    text = read_text(course.folder)
    assert [(one.id, one.media) for one in text.session] == [
        ("first-talk", "media/a.mp4"),
        ("second-talk", "media/b.mp4"),
    ]
    assert [len(one.captions) for one in text.session] == [1, 0]
    assert text.quiz is not None
    assert text.quiz.passing_percent == 80
    assert [one.text for one in quiz_of(text.quiz, name="x").questions] == ["Is it?"]
    for name in ("content/fake.mp4", "content/b.webm", "content/b.chapters.vtt"):
        assert fate_of(course, name) is Fate.LEFT_OUT


def test_a_cartridge_gives_its_test_and_says_what_needs_a_network(tmp_path: Path) -> None:
    course = taken(tmp_path, CARTRIDGE_FILES)
    assert course.kind == "Common Cartridge 1.1.0"
    assert [fate_of(course, item) for item in ("film", "link", "talk", "tool", "test")] == [
        Fate.TAKEN,
        *[Fate.LEFT_OUT] * 3,
        Fate.TAKEN,
    ]
    assert "https://example.org/read" in next(one for one in course.report if one.item == "link").reasons[0]
    assert [one.text for one in course.quiz.questions] == ["How many cusps?"]


def test_a_cmi5_course_gives_its_units_and_names_those_elsewhere(tmp_path: Path) -> None:
    course = taken(tmp_path, CMI5_FILES)
    text = read_text(course.folder)
    assert (course.kind, text.title, text.language) == ("cmi5", "Le cœur", "fr")
    assert text.session[0].captions[0].language == "fr"
    assert fate_of(course, "https://example.org/2") is Fate.LEFT_OUT


@pytest.mark.parametrize("kind", PACKAGES)
def test_every_part_stands_in_the_report(tmp_path: Path, kind: str) -> None:
    course = taken(tmp_path, PACKAGES[kind])
    said = (course.folder / REPORT).read_text()
    assert (course.folder / REPORT_JSON).exists()
    with Bundle(tmp_path / "package.zip") as bundle:
        for name in bundle.names:
            # Each file by its own name, or with the part that it belongs to.
            is_part = name.endswith(
                (".html", ".js", "qti.xml", "link.xml", "talk.xml", "tool.xml", ".pdf", ".vtt", ".srt")
            )
            assert name in said or is_part or name.endswith((".xsd", "imsmanifest.xml", "cmi5.xml")), name
    assert all(one.reasons for one in course.report if one.fate is not Fate.TAKEN)


@pytest.mark.parametrize("kind", PACKAGES)
def test_an_unpacked_package_is_taken_like_a_packed_one(tmp_path: Path, kind: str) -> None:
    course = taken(tmp_path, PACKAGES[kind])
    folder = tmp_path / "unpacked"
    shutil.unpack_archive(tmp_path / "package.zip", folder)
    again = take_course(folder, tmp_path / "again", template=TEMPLATE)
    assert again.report == course.report


def test_the_length_of_its_recordings_is_measured_and_one_that_fails_is_told(tmp_path: Path) -> None:
    class Unplayable(Problem):
        what_template = "It does not play."

    def length_ms(file: Path) -> int:
        if file.name == "b.mp4":
            raise Unplayable
        return 61_000

    path = packed(tmp_path / "p.zip", SCORM2004_FILES)
    course = take_course(path, tmp_path / "course", template=TEMPLATE, length_ms=length_ms)
    assert read_text(course.folder).estimated_minutes == 2
    assert fate_of(course, "content/b.mp4") is Fate.CHANGED


def test_captions_go_to_the_recording_that_they_are_called_after_or_lie_beside(tmp_path: Path) -> None:
    names = {
        "one/video.mp4": ("one/video.en.vtt", "one/video-de.vtt"),
        "two/video.mp4": ("two/video.vtt",),
        "a.mp4": ("a.fr.vtt",),
        "a-long-talk.mp4": ("subtitles/a-long-talk.es.srt",),
        "three/x.mp4": ("three/pt.vtt",),
    }
    captions = {caption: SRT if caption.endswith("srt") else VTT for all_ in names.values() for caption in all_}
    course = taken(
        tmp_path, {"imsmanifest.xml": b"<manifest/>", **dict.fromkeys(names, FILM), **captions, "x/lost.vtt": VTT}
    )
    text = read_text(course.folder)
    assert {len(one.captions) for one in text.session} == {1, 2}
    found = {
        one.item: [c.language for c in s.captions] for s, one in zip(text.session, _recordings(course), strict=True)
    }
    assert found == {
        "a-long-talk.mp4": ["es"],
        "a.mp4": ["fr"],
        "one/video.mp4": ["de", "en"],
        "three/x.mp4": ["pt"],
        "two/video.mp4": ["en"],
    }
    assert fate_of(course, "x/lost.vtt") is Fate.LEFT_OUT


def _recordings(course: TakenCourse) -> list[ItemReport]:
    return [one for one in course.report if one.item.endswith(".mp4")]


def test_a_folder_that_is_in_use_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "course").mkdir()
    (tmp_path / "course" / "mine.txt").write_text("mine")
    with pytest.raises(FolderInUse):
        taken(tmp_path, CMI5_FILES)
    assert [one.name for one in (tmp_path / "course").iterdir()] == ["mine.txt"]


def test_an_empty_folder_is_filled(tmp_path: Path) -> None:
    (tmp_path / "course").mkdir()
    assert (taken(tmp_path, CMI5_FILES).folder / "course.toml").exists()


@pytest.mark.parametrize(
    "files",
    [
        {"imsmanifest.xml": b"<manifest>"},
        {"imsmanifest.xml": b"<manifest/>"},
        {"imsmanifest.xml": b"<manifest/>", "a.mp4": b"no film"},
        {"cmi5.xml": b"<course/>"},
        {"film.mp4": FILM},
        {"imsmanifest.xml": b'<!DOCTYPE a [<!ENTITY x "y">]><manifest>&x;</manifest>', "a.mp4": FILM},
        {},
    ],
)
def test_what_holds_no_course_is_refused_and_nothing_is_written(tmp_path: Path, files: Mapping[str, bytes]) -> None:
    with pytest.raises(NotTaken):
        taken(tmp_path, files)
    assert [one.name for one in tmp_path.iterdir()] == ["package.zip"]


def test_what_fails_half_way_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = packed(tmp_path / "p.zip", SCORM12_FILES)
    data = bytearray(path.read_bytes())
    # Late in the film, so that it begins well and fails while it is copied.
    with Bundle(path) as bundle:
        assert bundle.has("lesson/media/The Heart.mp4")
    place = data.find(b"lesson/media/The Heart.mp4") + 100_000
    data[place : place + 8] = bytes(8)
    path.write_bytes(data)
    monkeypatch.setattr(bundles, "_CHUNK", 16)
    with pytest.raises(NotTaken):
        take_course(path, tmp_path / "course", template=TEMPLATE)
    assert [one.name for one in tmp_path.iterdir()] == ["p.zip"]


@pytest.mark.parametrize(
    "href",
    ["../../../etc/passwd", "/etc/passwd", "C:\\secret.mp4", "http://[", "file:///etc/passwd", "%2e%2e/x.mp4", "\0"],
)
def test_addresses_that_lead_out_of_the_package_name_nothing(tmp_path: Path, href: str) -> None:
    text = (
        f'<resources><resource identifier="R" type="webcontent" href="{href if href != chr(0) else ""}"/></resources>'
    )
    files = {"imsmanifest.xml": f"<manifest>{text}</manifest>".encode(), "a.mp4": FILM}
    course = taken(tmp_path, files)
    assert fate_of(course, "R") is Fate.LEFT_OUT
    assert course.sessions == 1


def test_names_are_written_as_every_system_takes_them(tmp_path: Path) -> None:
    files = {
        "imsmanifest.xml": b"<manifest/>",
        "Вступ 1.mp4": FILM,
        "a/CON.mp4": FILM,
        "b/con.mp4": FILM,
        "c/..x .mp4": FILM,
        "c/a\u202eb.pdf": PDF,
        "index.html": PAGE,
    }
    course = taken(tmp_path, files)
    written = sorted(one.relative_to(course.folder).as_posix() for one in course.folder.rglob("*.*"))
    assert not fault_of_names(written)
    assert len([name for name in written if name.startswith("media/")]) == 4
    assert all(name.isascii() and name == name.lower() and " " not in name for name in written)
