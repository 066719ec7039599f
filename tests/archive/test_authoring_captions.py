"""Captions as authors bring them: what is read, what is named with its line, and SRT that becomes WebVTT."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from player.archive.authoring.build import build_package
from player.archive.authoring.captions import NotCaptions, as_vtt, read_captions, vtt_name
from player.archive.authoring.draft import read_draft
from player.archive.authoring.lint import check_path
from player.archive.authoring.problems import CaptionsWrong, ChaptersWrong
from player.archive.package import open_package
from player.ui.captions.reading import read_captions as read_as_player
from tests.archive.breaking import put, without_chapters
from tests.archive.making import KEY, TRUST, folder_in, probe

SRT = "1\r\n00:00:00,500 --> 00:00:04,500\r\n<i>Two</i> lines\r\nof <font color='red'>text</font> & more\r\n\r\n"
MORE = "2\r\n0:00:05,0 --> 00:00:09,500\r\n{\\an8}3 < 4\r\n"


def test_srt_becomes_webvtt_with_its_words_times_and_plain_styles() -> None:
    cues, broken = read_captions((SRT + MORE).encode("utf-8-sig"), name="a.srt")
    assert broken == ()
    assert as_vtt(cues).decode() == (
        "WEBVTT\n\nSTYLE\n::cue(.colour-red) { color: red }\n\n"
        "00:00:00.500 --> 00:00:04.500\n<i>Two</i> lines\nof <c.colour-red>text</c> &amp; more\n\n"
        "00:00:05.000 --> 00:00:09.500 line:0\n3 &lt; 4\n"
    )
    shown = read_as_player(as_vtt(cues)).all
    assert [(cue.start_ms, cue.end_ms, cue.text) for cue in shown] == [
        (500, 4500, "Two lines\nof text & more"),
        (5000, 9500, "3 < 4"),
    ]
    assert [span.style.ink for span in shown[0].lines[1]] == ["", "#ff0000", ""]


@pytest.mark.parametrize("number", range(1, 10))
def test_what_srt_says_of_place_and_colour_looks_the_same_as_webvtt(number: int) -> None:
    srt = (
        f"1\n00:00:01,000 --> 00:00:02,000\n{{\\an{number}}}<font size=3>a <font color=#00F>b</font></font>\n<b>c</b>\n"
    )
    cues, _ = read_captions(srt.encode(), name="a.srt")
    (before,), (after,) = read_as_player(srt.encode()).all, read_as_player(as_vtt(cues)).all
    assert (after.lines, after.spot) == (before.lines, before.spot)


@pytest.mark.parametrize("name", ["a.vtt", "a.srt"])
@pytest.mark.parametrize(
    "piece", ["<", "<font ", "{\\", "9", "&lt;font "], ids=["tag", "font", "mark", "digits", "escaped"]
)
def test_a_line_without_end_takes_no_time_without_end(name: str, piece: str) -> None:
    """What grows with the square of the line's length would take hours."""
    head = "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n" if name == "a.vtt" else "1\n00:00:01,000 --> 00:00:02,000\n"
    cues, _ = read_captions((head + piece * 200_000 + "x").encode(), name=name)
    assert as_vtt(cues)
    hours = "9" * 5_000 + ":00:01.000 --> 00:00:02.000"
    _, broken = read_captions(f"WEBVTT\n\n{hours}\nx\n".encode(), name="a.vtt")
    assert len(broken) == 1


def test_a_course_with_srt_holds_webvtt_and_says_the_same_each_time(tmp_path: Path) -> None:
    folder = folder_in(tmp_path)
    (folder / "captions" / "a.srt").write_text(SRT + MORE, newline="")
    put("captions/welcome.en.vtt", "captions/a.srt")(folder)
    assert check_path(folder, probe=probe, trust=TRUST) == ()
    for name in ("one.course", "two.course"):
        build_package(folder, signer=KEY, out=tmp_path / name, probe=probe)
    with open_package(tmp_path / "one.course", TRUST) as package:
        (captions,) = package.signed.course.sessions[0].captions
        assert captions.path == "captions/a.vtt"
        assert package.read("captions/a.vtt").startswith(b"WEBVTT\n")
        package.verify()
    assert (tmp_path / "one.course").read_bytes() == (tmp_path / "two.course").read_bytes()


def test_srt_that_would_take_the_name_of_another_file_is_refused(tmp_path: Path) -> None:
    folder = folder_in(tmp_path)
    (folder / "captions" / "welcome.en.srt").write_text(SRT)
    more = '[[session.captions]]\nfile = "captions/welcome.en.srt"\nlanguage = "fr"\n\n[[session.chapter]]'
    put("[[session.chapter]]", more)(folder)
    with pytest.raises(CaptionsWrong, match="there is such a file already"):
        read_draft(folder, probe)
    (remark,) = check_path(folder, probe=probe, trust=TRUST)
    assert remark.rule == "captions-format"


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (b"", 1),
        (b"1\n00:00:01,000 --> 00:00:02,000\nSRT under another name\n", 1),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\nGr\xfc\xdfe\n".encode("latin-1"), 4),
        (b"WEBVTT\n\n00:01.000 --> 00:02.000\nA\0B\n", 1),
        ("WEBVTT\n".encode("utf-16"), 1),
        (b"WEBVTT\n" + bytes(9 << 20), 1),
    ],
    ids=["empty", "srt", "latin", "nul", "utf-16", "huge"],
)
def test_what_are_no_captions_is_told_with_a_line(data: bytes, line: int) -> None:
    with pytest.raises(NotCaptions) as caught:
        read_captions(data, name="a.vtt")
    assert caught.value.line == line
    assert str(caught.value).endswith(".")


@pytest.mark.parametrize(
    ("block", "line", "words"),
    [
        ("00:01.000 --> 00:00.500\nBackwards.", 3, "ends before"),
        ("name\n00:01.000 --> 00:02\nNo thousandths.", 4, "not how the times"),
        ("00:01.000 -> 00:02.000\nOne dash.", 3, "no times"),
        ("00:01.000 --> 00:02.000\n<v Ann></v>", 3, "says nothing"),
        ("00:01.000 --> 00:02.000\nOne.\n00:02.000 --> 00:03.000\nTwo.", 3, "no empty line"),
    ],
)
def test_each_caption_that_cannot_be_shown_is_named_by_its_line(block: str, line: int, words: str) -> None:
    good = "00:05.000 --> 00:06.000 align:start\nGood.\n\nNOTE a comment: with a colon\n\nSTYLE\n::cue { color: red }"
    cues, (fault,) = read_captions(f"WEBVTT - title\n\n{block}\n\n{good}\n".encode(), name="a.vtt")
    assert [cue.words for cue in cues] == [("Good.",)]
    assert fault.line == line
    assert words in fault.text


def test_many_captions_of_one_fault_are_counted_and_not_listed(tmp_path: Path) -> None:
    folder = folder_in(tmp_path)
    late = "\n\n".join(f"00:{n}.000 --> 00:{n}.900\nLate." for n in range(20, 50))
    (folder / "captions" / "welcome.en.vtt").write_text(f"WEBVTT\n\n{late}\n")
    remarks = check_path(folder, probe=probe, trust=TRUST)
    assert len(remarks) == 5
    assert remarks[-1].text.endswith("And 25 more like it in this file.")


@given(st.binary(max_size=300), st.sampled_from(["a.vtt", "a.srt"]))
def test_no_bytes_break_the_reader(data: bytes, name: str) -> None:
    for start in (b"", b"WEBVTT\n\n", b"00:01.000 --> 00:02.000\n"):
        try:
            read_captions(start + data, name=name)
        except NotCaptions as error:
            assert error.line >= 1


WORDS = st.text("ab<>&;i/ -é", min_size=1)


@given(st.lists(st.tuples(st.integers(0, 10**8), st.integers(1, 10**5), WORDS), min_size=1, max_size=8))
def test_what_is_written_as_webvtt_is_read_as_the_same_cues(said: list[tuple[int, int, str]]) -> None:
    blocks = [f"{stamp(start)} --> {stamp(start + length)}\nx{text}\n" for start, length, text in said]
    cues, broken = read_captions("\n".join(blocks).encode(), name="a.srt")
    again, broken_again = read_captions(as_vtt(cues), name="a.vtt")
    assert not broken_again
    assert len(cues) + len(broken) == len(said)
    assert [(c.start_ms, c.end_ms) for c in again] == sorted((c.start_ms, c.end_ms) for c in cues)


def stamp(ms: int) -> str:
    return f"{ms // 3_600_000:02}:{ms // 60_000 % 60:02}:{ms // 1000 % 60:02},{ms % 1000:03}"


def test_a_name_that_is_not_srt_stays() -> None:
    assert [vtt_name(name) for name in ("a.SRT", "a.vtt", "srt")] == ["a.vtt", "a.vtt", "srt"]


# ------------------------------------------------------------------ chapters


def with_chapters(folder: Path, text: str) -> None:
    without_chapters(folder)
    put('media = "media/', 'chapter = { file = "c.vtt" }\nmedia = "media/')(folder)
    (folder / "c.vtt").write_text(text)


def test_chapters_may_come_from_a_webvtt_file(tmp_path: Path) -> None:
    folder = folder_in(tmp_path)
    with_chapters(folder, "WEBVTT\n\n00:00.000 --> 00:04.250\nBeginning\n\n00:04.250 --> 00:10.000\n<b>The</b>\nend\n")
    chapters = read_draft(folder, probe).course.sessions[0].chapters
    assert [(chapter.at_ms, chapter.title) for chapter in chapters] == [(0, "Beginning"), (4250, "The end")]
    assert check_path(folder, probe=probe, trust=TRUST) == ()


@pytest.mark.parametrize("text", ["", "WEBVTT\n\n00:05.000 --> 00:01.000\nBackwards\n", "1\n"])
def test_chapters_that_cannot_be_read_are_named(tmp_path: Path, text: str) -> None:
    folder = folder_in(tmp_path)
    with_chapters(folder, text)
    with pytest.raises(ChaptersWrong, match=r"c\.vtt"):
        read_draft(folder, probe)
