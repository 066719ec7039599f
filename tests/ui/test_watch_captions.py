"""Captions: what is read of WebVTT and SRT, and that nothing in a file can do harm."""

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from player.ui.captions.colours import colour_of
from player.ui.captions.cues import Cue, Line, Side, Spot, Style
from player.ui.captions.reading import MOST_CUES, read_captions

SAMPLE = Path(__file__).resolve().parents[2] / "resources/samples/meet-carrel/captions/meet-carrel.en.vtt"


def cues(text: str) -> tuple[Cue, ...]:
    return read_captions(text.encode()).all


def one(body: str, *, head: str = "", settings: str = "", name: str = "") -> Cue:
    (cue,) = cues(f"WEBVTT\n\n{head}\n\n{name}\n00:01.000 --> 00:02.000 {settings}\n{body}\n".replace("\n\n\n", "\n\n"))
    return cue


def spans(*lines: Line) -> list[tuple[str, Style]]:
    return [(span.text, span.style) for line in lines for span in line]


def test_the_sample_course_is_read_whole() -> None:
    found = read_captions(SAMPLE.read_bytes())
    assert len(found.all) == SAMPLE.read_text(encoding="utf-8").count("-->")
    assert [cue.text for cue in found.at(2_000)] == ["Welcome. This is Carrel,\na quiet desk for study."]
    assert found.all[0].sentence == "Welcome. This is Carrel, a quiet desk for study."


def test_hours_identifiers_notes_and_entities_are_understood() -> None:
    (found,) = cues(
        "\ufeffWEBVTT - a title\r\n\r\nNOTE nothing\r\nmore nothing\r\n\r\nthe first\r\n"
        "01:00:00.000 --> 01:00:02.500\r\nOne &amp; &lt;two&gt;\r\nthree&nbsp;3 < 4\r\n"
    )
    assert (found.start_ms, found.end_ms) == (3_600_000, 3_602_500)
    assert found.text == "One & <two>\nthree\u00a03 < 4"


# --- styles and voices ---------------------------------------------------------------------------------------


def test_tags_and_colour_classes_make_styled_spans() -> None:
    found = one("plain <b>bold <i>both</i></b> <u>under</u> <c.yellow.bg_blue>loud</c>")
    assert spans(*found.lines) == [
        ("plain ", Style()),
        ("bold ", Style(bold=True)),
        ("both", Style(bold=True, italic=True)),
        (" ", Style()),
        ("under", Style(underline=True)),
        (" ", Style()),
        ("loud", Style(ink="#ffff00", ground="#0000ff")),
    ]


def test_a_style_sheet_dresses_everything_classes_voices_and_ids() -> None:
    head = (
        "STYLE\n::cue { color: #eee }\n/* not::cue { color: red } */\n"
        "::cue(.loud), ::cue(b) { font-weight: bold; color: rgb(255, 0, 0) }\n"
        '::cue(v[voice="Ada"]) { background: black; font-style: italic }\n::cue(#intro) { text-decoration: underline }'
    )
    found = one("a <c.loud>b</c> <v Ada>c</v>", head=head, name="intro")
    assert spans(*found.lines) == [
        ("a ", Style(ink="#eeeeee", underline=True)),
        ("b", Style(ink="#ff0000", bold=True, underline=True)),
        (" ", Style(ink="#eeeeee", underline=True)),
        ("c", Style(ink="#eeeeee", ground="#000000", italic=True, underline=True)),
    ]
    assert spans(*one("a", head=head).lines) == [("a", Style(ink="#eeeeee"))]
    bob = one("<v Ada>a\n<v Bob>b", head=head).lines[1]
    assert spans(bob) == [("b", Style(ink="#eeeeee"))]


def test_a_voice_is_named_when_it_begins_and_ends_with_the_next() -> None:
    found = cues(
        "WEBVTT\n\n00:01.000 --> 00:02.000\n<v.first Ada Lovelace>- One\n<v Bob>- Two\n\n"
        "00:02.000 --> 00:03.000\n<v Bob>Three\n\n00:03.000 --> 00:04.000\n<v Ada Lovelace>Four\n"
    )
    assert [cue.sentence for cue in found] == ["Ada Lovelace: One Bob: Two", "Three", "Ada Lovelace: Four"]
    assert [cue.voice for cue in found] == ["Ada Lovelace", "Bob", "Ada Lovelace"]
    assert found[0].text == "- One\n- Two"


def test_times_for_singing_rubies_and_unknown_tags_leave_the_words() -> None:
    assert (
        one("<00:01.500>sing <lang de>Sie</lang> <ruby>漢<rt>kan</rt></ruby> <blink>x</i>").text == "sing Sie 漢(kan) x"
    )


@pytest.mark.parametrize(
    ("text", "colour"),
    [("Red", "#ff0000"), ("#aBc", "#aabbcc"), ("rgba(300,1,2,.5)", "#ff0102"), ("url(x)", ""), ("#12", ""), ("", "")],
)
def test_colours_have_one_form(text: str, colour: str) -> None:
    assert colour_of(text) == colour


# --- places --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("settings", "spot"),
    [
        ("", Spot()),
        ("line:0", Spot(line=0.0)),
        ("line:-2", Spot(line=-2.0)),
        ("line:85.5%,end", Spot(line=85.5, line_in_percent=True, line_side=Side.END)),
        ("position:20%,line-left align:start", Spot(position=20.0, position_side=Side.LEFT, align=Side.START)),
        ("position:50%,middle size:40% align:middle", Spot(position=50.0, position_side=Side.CENTRE, width=40.0)),
        ("vertical:rl line:0 position:10%", Spot()),
        ("line:120% position:-5% size:nan align:up region:none :: a", Spot()),
        ("line:" + "9" * 500, Spot()),
    ],
)
def test_a_place_is_read_and_nonsense_changes_nothing(settings: str, spot: Spot) -> None:
    assert one("x", settings=settings).spot == spot


def test_a_region_gives_its_place_to_its_cues() -> None:
    head = "REGION\nid:fred\nwidth:40%\nlines:3\nregionanchor:0%,100%\nviewportanchor:10%,90%\nscroll:up"
    spot = one("x", head=head, settings="region:fred align:left line:0").spot
    assert (spot.line, spot.line_side, spot.position, spot.width, spot.align) == (90.0, Side.END, 10.0, 40.0, Side.LEFT)


# --- SRT -----------------------------------------------------------------------------------------------------

SRT = (
    '1\n00:00:01,000 --> 00:00:02,000\n{\\an8}<i>Hi</i> <font color="#f00">red</font>\n'
    "2\n0:0:3,5 --> 00:00:04.000 X1:0\n\ncafé – {\\pos(1,2)}x < y\n"
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_srt_is_known_by_its_content_in_every_encoding_it_comes_in(encoding: str) -> None:
    first, second = read_captions(SRT.replace("\n", "\r\n").encode(encoding)).all
    assert spans(*first.lines) == [("Hi", Style(italic=True)), (" ", Style()), ("red", Style(ink="#ff0000"))]
    assert first.spot == Spot(line=0.0)
    assert (second.start_ms, second.end_ms, second.text) == (3_500, 4_000, "café – x < y")


def test_srt_places_lie_as_the_keys_of_a_number_pad() -> None:
    def spot(number: int) -> Spot:
        return cues(f"1\n00:00:01,000 --> 00:00:02,000\n{{\\an{number}}}x\n")[0].spot

    assert (spot(2), spot(1).align, spot(6).align) == (Spot(), Side.LEFT, Side.RIGHT)
    assert (spot(5).line, spot(5).line_in_percent, spot(7).line) == (50.0, True, 0.0)


# --- order, moments, harm ------------------------------------------------------------------------------------


def test_a_broken_cue_is_left_out_and_the_others_stay() -> None:
    found = cues(
        "WEBVTT\n\n00:01.000 --> 00:00.500\nbackwards\n\n00:61.000 --> 00:62.000\nno time\n\n"
        "00:02.000 --> 00:03.000\n\n00:04.000 --> 00:05.000\ngood\n00:06.000 --> 00:07.000\nwithout an empty line\n"
    )
    assert [cue.text for cue in found] == ["good", "without an empty line"]


def test_another_kind_of_file_has_no_cues() -> None:
    assert cues("[Script Info]\nTitle: x\n") == ()
    assert cues("WEBVTTX\n\n00:01.000 --> 00:02.000\nno\n") == ()
    assert read_captions(b"\xff\xfe\x00").all == ()
    assert read_captions(b"").all == ()


def test_cues_come_in_order_and_those_that_overlap_stand_together() -> None:
    found = read_captions(
        b"WEBVTT\n\n00:02.000 --> 00:04.000\nlater\n\n00:01.000 --> 00:03.000\nearlier\n\n"
        b"00:00.000 --> 00:09.000\nlong\n"
    )
    assert [cue.text for cue in found.at(2_500)] == ["long", "earlier", "later"]
    assert [cue.text for cue in found.at(8_999)] == ["long"]
    assert found.at(9_000) == ()
    assert (found.index_at(-1), found.index_at(1_000), found.index_at(9_000)) == (-1, 1, 2)


def test_a_byte_that_is_no_utf_8_spoils_only_itself_in_webvtt() -> None:
    (found,) = read_captions(
        "WEBVTT\n\n00:01.000 --> 00:02.000\nGrün \udcff Öl\n".encode("utf-8", "surrogateescape")
    ).all
    assert found.text == "Grün \ufffd Öl"


HOSTILE = {
    "open tags": b"WEBVTT\n\n00:01.000 --> 00:02.000\n" + b"<c.a>" * 400_000,
    "nothing but less-than": b"WEBVTT\n\n00:01.000 --> 00:02.000\n" + b"<" * 2_000_000,
    "open comments": b"WEBVTT\n\nSTYLE\n" + b"/*" * 1_000_000,
    "open braces": b"WEBVTT\n\nSTYLE\n" + b"{" * 2_000_000,
    "a long selector": b"WEBVTT\n\nSTYLE\n" + b"a" * 2_000_000,
    "spaces": b"WEBVTT\n\n00:01.000" + b" " * 2_000_000 + b"x",
    "digits": b"WEBVTT\n\n" + b"9" * 2_000_000 + b":00:01.000 --> 00:02.000\nx",
    "marks of SRT": b"1\n00:00:01,000 --> 00:00:02,000\n" + b"<font " * 300_000 + b"{\\an" * 300_000,
}


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE)
def test_nothing_hostile_takes_more_than_time_in_proportion(data: bytes) -> None:
    """What grows with the square of a file's length would take minutes here; measured are hundredths of seconds."""
    begin = time.process_time()
    assert len(read_captions(data).all) <= 1
    assert time.process_time() - begin < 20


def test_no_file_holds_more_cues_or_longer_ones_than_anybody_could_watch() -> None:
    found = read_captions(b"1\n00:00:01,000 --> 00:00:02,000\n" + b"x" * 5_000 + b"\n\n")
    assert len(found.all[0].text) == 2_000
    many = read_captions(b"00:00:01,000 --> 00:00:02,000\nx\n" * (MOST_CUES + 10))
    assert len(many.all) == MOST_CUES


@given(st.binary(max_size=400))
def test_no_bytes_can_break_it(data: bytes) -> None:
    for head in (b"WEBVTT\n\n00:01.000 --> 00:02.000 ", b"1\n00:00:01,000 --> 00:00:02,000\n", b""):
        for cue in read_captions(head + data).all:
            assert cue.start_ms < cue.end_ms
            assert cue.text and cue.sentence


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(1, 50)), max_size=40), st.integers(0, 100))
def test_what_is_on_show_is_what_has_begun_and_not_ended(parts: list[tuple[int, int]], moment: int) -> None:
    blocks = [
        f"00:00:00,{start:03} --> 00:00:00,{start + length:03}\ncue {number}\n"
        for number, (start, length) in enumerate(parts)
    ]
    found = read_captions("\n".join(blocks).encode())
    shown = {cue.text for cue in found.at(moment)}
    assert shown == {f"cue {n}" for n, (start, length) in enumerate(parts) if start <= moment < start + length}
