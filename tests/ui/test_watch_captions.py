"""Captions: what is read of a WebVTT file, and that nothing in one can do harm."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from player.ui.watch.captions import Cue, read_captions

SAMPLE = Path(__file__).resolve().parents[2] / "resources/samples/meet-carrel/captions/meet-carrel.en.vtt"


def cues(text: str) -> tuple[Cue, ...]:
    return read_captions(text.encode()).all


def test_the_sample_course_is_read_whole() -> None:
    found = read_captions(SAMPLE.read_bytes())
    assert len(found.all) == SAMPLE.read_text(encoding="utf-8").count("-->")
    assert found.text_at(2_000) == "Welcome. This is Carrel,\na quiet desk for study."
    assert found.all[0].sentence == "Welcome. This is Carrel, a quiet desk for study."


def test_hours_settings_identifiers_notes_and_styles_are_understood() -> None:
    found = cues(
        "\ufeffWEBVTT - a title\r\n\r\nNOTE nothing\r\nmore nothing\r\n\r\nSTYLE\r\n::cue { color: red }\r\n\r\n"
        "the first\r\n01:00:00.000 --> 01:00:02.500 align:start position:10%\r\n"
        "<v Ada>One &amp; <i>two</i></v>\r\nthree\r\n"
    )
    assert found == (Cue(start_ms=3_600_000, end_ms=3_602_500, text="One & two\nthree"),)


def test_a_broken_cue_is_left_out_and_the_others_stay() -> None:
    found = cues(
        "WEBVTT\n\n00:01.000 --> 00:00.500\nbackwards\n\n00:61.000 --> 00:62.000\nno time\n\n"
        "00:02.000 --> 00:03.000\n\n00:04.000 --> 00:05.000\ngood\n"
    )
    assert [cue.text for cue in found] == ["good"]


def test_another_kind_of_file_has_no_cues() -> None:
    assert cues("1\n00:00:01,000 --> 00:00:02,000\nSubRip\n") == ()
    assert cues("WEBVTTX\n\n00:01.000 --> 00:02.000\nno\n") == ()
    assert read_captions(b"\xff\xfe\x00").all == ()


def test_cues_come_in_order_and_those_that_overlap_stand_together() -> None:
    found = read_captions(b"WEBVTT\n\n00:02.000 --> 00:04.000\nlater\n\n00:01.000 --> 00:03.000\nearlier\n")
    assert [cue.text for cue in found.all] == ["earlier", "later"]
    assert found.text_at(2_500) == "earlier\nlater"
    assert (found.text_at(500), found.text_at(3_500), found.text_at(4_000)) == ("", "later", "")
    assert (found.index_at(0), found.index_at(1_000), found.index_at(9_000)) == (-1, 0, 1)


@given(st.binary(max_size=400))
def test_no_bytes_can_break_it(data: bytes) -> None:
    for cue in read_captions(b"WEBVTT\n\n" + data).all:
        assert cue.start_ms < cue.end_ms
        assert cue.text
