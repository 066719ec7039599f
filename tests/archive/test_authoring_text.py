"""The folder's texts: prose in files of its own, places in course.toml, and one sentence for whatever is no text."""

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from player.archive.authoring.course_file import CourseFile
from player.archive.authoring.draft import read_draft
from player.archive.authoring.lint import check_path
from player.archive.authoring.places import read_lines
from player.archive.authoring.problems import CourseFileMissing, CourseTextWrong
from player.archive.authoring.prose import PROSE
from player.archive.authoring.tables import converted, tables_in
from player.domain.problem import Problem
from tests.archive.breaking import add, put
from tests.archive.making import TEMPLATE, TRUST, folder_in, probe

STATEMENT = 'statement = "Everyone in control of'


def test_a_text_in_a_file_reads_as_if_it_stood_inline(tmp_path: Path) -> None:
    folder = folder_in(tmp_path)
    (folder / "texts" / "d.md").write_bytes("\ufeffAll **disclosed**.\r\n\r\nSee *above*.\r\n".encode())
    put(STATEMENT, 'statement = { file = "texts/d.md" } # ')(folder)
    put('introduction = "Your answers', 'introduction = { file = "texts/d.md" } # "')(folder)
    add('[[funding]]\nsource = "A"\nstatement = "inline"')(folder)
    add('[[funding]]\nsource = "B"\nstatement = { file = "texts/d.md" }')(folder)
    course = read_draft(folder, probe).course
    assert course.disclosure_statement == "All **disclosed**.\n\nSee *above*."
    assert course.evaluation.introduction == course.disclosure_statement
    assert [funding.statement.strip() for funding in course.funding] == ["inline", course.disclosure_statement]


def test_every_text_that_may_stand_in_a_file_is_named_in_the_template() -> None:
    words = (TEMPLATE / "course.toml").read_text()
    heading = words[: words.index("\nid =")].replace("statements of accreditation, disclosure and funding", "statement")
    for path in PROSE:
        assert path[-1].replace("introduction", "introductions") in heading


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (None, "it is not there"),
        ("Gr\xfc\xdfe".encode("latin-1"), "line 1 of texts/t.md is not written in UTF-8"),
        (b"one\ntwo\n\xff", "line 3 of texts/t.md"),
        (b"a\0b", "bytes that are no text"),
        (b"x" * ((1 << 20) + 1), "larger than 1 MiB"),
    ],
    ids=["missing", "latin", "binary", "nul", "huge"],
)
def test_a_text_that_is_none_is_named_by_its_key_and_line(tmp_path: Path, data: bytes | None, words: str) -> None:
    folder = folder_in(tmp_path)
    if data is not None:
        (folder / "texts" / "t.md").write_bytes(data)
    put('summary = { file = "texts/summary', 'summary = { file = "texts/t')(folder)
    with pytest.raises((CourseTextWrong, CourseFileMissing), match=words):
        read_draft(folder, probe)
    (remark,) = check_path(folder, probe=probe, trust=TRUST)
    assert remark.rule in ("course-text", "file-missing")
    written = (folder / "course.toml").read_text().splitlines()
    assert written[remark.line - 1].startswith("summary")


def latin(folder: Path) -> None:
    text = (folder / "course.toml").read_text()
    (folder / "course.toml").write_bytes(text.replace("©", "\xa9").encode("latin-1", "replace"))


def nul(folder: Path) -> None:
    put('title = "My course"', 'title = "My\0course"')(folder)


def folder_as_media(folder: Path) -> None:
    (folder / "media" / "welcome.mp4").unlink()
    (folder / "media" / "welcome.mp4").mkdir()


def pipe_as_media(folder: Path) -> None:
    (folder / "media" / "welcome.mp4").unlink()
    os.mkfifo(folder / "media" / "welcome.mp4")


def link_out(folder: Path) -> None:
    (folder / "media" / "welcome.mp4").unlink()
    (folder.parent / "secret").write_text("of somebody else")
    (folder / "media" / "welcome.mp4").symlink_to(folder.parent / "secret")


def loop(folder: Path) -> None:
    (folder / "media" / "welcome.mp4").unlink()
    (folder / "media" / "welcome.mp4").symlink_to("welcome.mp4")


def prose_out(folder: Path) -> None:
    (folder.parent / "secret.md").write_text("of somebody else")
    put('summary = { file = "texts/summary', 'summary = { file = "../secret')(folder)


@pytest.mark.skipif(os.name == "nt", reason="links and pipes are made otherwise there")
@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (latin, "not written in UTF-8"),
        (nul, "Illegal character"),
        (put("[quiz]\n", "[quiz\n"), "Expected ']'"),
        (put("version = 1 ", 'version = "1" '), "expected a whole number"),
        (lambda folder: (folder / "course.toml").write_bytes(b"#" * ((4 << 20) + 1)), "larger than 4 MiB"),
        (folder_as_media, "it is a folder"),
        (pipe_as_media, "it is no ordinary file"),
        (link_out, "a link that leads out of the folder"),
        (loop, "it is not there"),
        (prose_out, "does not lead straight down"),
        (put('"media/welcome.mp4"', '"C:/welcome.mp4"'), "some systems do not allow"),
        (put('"media/welcome.mp4"', '"/etc/passwd"'), "does not lead straight down"),
    ],
)
def test_a_folder_that_is_spoilt_gets_one_sentence(tmp_path: Path, spoil: Callable[[Path], object], words: str) -> None:
    folder = folder_in(tmp_path)
    spoil(folder)
    with pytest.raises(Problem) as caught:
        read_draft(folder, probe)
    assert words in caught.value.what
    assert caught.value.what.endswith(".")
    (remark,) = check_path(folder, probe=probe, trust=TRUST)
    assert words in remark.text
    assert "\n" not in remark.text


def test_what_the_template_only_mentions_is_right_as_well() -> None:
    """Every line that is commented out, once it is not, still makes a course file with known keys."""
    template = (TEMPLATE / "course.toml").read_text()
    begins = template.index("\nid =")
    shown = re.sub(r"^# (?=\[|[a-z_-]+ = |  \{|\])", "", template[begins:], flags=re.MULTILINE)
    assert shown.count("\n[[session]]") == 2
    tables = tables_in(shown.encode(), name="course.toml")
    assert [set(session) for session in tables["session"]][1] >= {"captions", "chapter", "handout", "poster"}
    assert tables["quiz"]["bank"][0]["draw"] == 5
    assert tables["reporting"]["identifiers"]["accme-provider"] == "0000123"
    inline = re.sub(r"= \{ file = \"[^\"]+\.(md|vtt)\" \}", "= []", shown).replace("summary = []", "")
    converted(tables_in(inline.encode(), name="course.toml"), CourseFile, name="course.toml")


# ------------------------------------------------------------------ places

FILE = '''id = "x"          # 1
text = """
[not] a = "header"
"""
list = [           # 5
  { a = 1 },
  "[no]",
]
[[session]]        # 9
media = "a"
[[session.captions]]
file = "b"
[[session]]        # 13
[session.poster]
file = "c"
[[session.captions]]
file = "d"         # 17
[people.x]
name = "]"
'''


@pytest.mark.parametrize(
    ("key", "line"),
    [
        ("id", 1),
        ("list", 5),
        ("list 2", 5),
        ("list 2.a", 5),
        ("session 1.media", 10),
        ("session 1.captions 1.file", 12),
        ("session 2", 13),
        ("session 2.poster.file", 15),
        ("session 2.captions 1.file", 17),
        ("session 2.captions 1.label", 16),
        ("people.x.name", 19),
        ("line 7", 7),
        ("nowhere", 0),
        ("", 0),
    ],
)
def test_a_key_is_found_on_its_line_or_on_that_of_the_part_around_it(key: str, line: int) -> None:
    assert read_lines(FILE).line_of(key) == line


@given(st.text(alphabet="[]\"'=#.{}a \n\\", max_size=200))
def test_no_text_breaks_the_search_for_places(text: str) -> None:
    assert read_lines(text).line_of("a.a 1.a") >= 0
