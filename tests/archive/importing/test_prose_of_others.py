"""HTML becomes our Markdown: what it keeps reads as before, what it loses is named, and nothing makes it fail."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from player.archive.importing.marks import mark_of
from player.archive.importing.prose import from_markdown, from_moodle, from_plain, to_markdown
from player.ui.widgets.markdown import read_markdown


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<p>One <b>two</b> <i>three</i>.</p><p>Four</p>", "One **two** *three*.\n\nFour"),
        ("CO<sub>2</sub> 10<sup>-3</sup> x<sup>ab</sup>", "CO₂ 10⁻³ x^(ab)"),
        ("a<br/>b", "a\\\nb"),
        ("<ul><li>one<li>two<ol><li>in</ol></ul>after", "- one\n- two\n   1. in\n\nafter"),
        ("<code>a*b</code> &lt;b&gt; &amp;amp;", "`a*b` \\<b> \\&amp;"),
        ('<a href="https://example.org">here</a>', "here (https://example.org)"),
        ("<p>1. no list</p><p>- none</p>", "1\\. no list\n\n\\- none"),
        ("<b> wide </b>word", "**wide** word"),
        ("[[1]] " + mark_of("2"), r"\[\[1]] [[2]]"),
        ("The ____ is * big", "The ____ is * big"),
        ("<![CDATA[a < b]]>", "a < b"),
        ("<m:math><m:mfrac><m:mi>a</m:mi><m:mn>2</m:mn></m:mfrac><m:mo>=</m:mo><m:mi>b</m:mi></m:math>", "a/2 = b"),
        ("<math><msup><mi>x</mi><mn>2</mn></msup><mo>+</mo><msqrt><mi>y</mi></msqrt></math>", "x² + √(y)"),
        (r"\(x^2\)", r"\\(x^2\\)"),
        ("<table><tr><td>a<td>b</tr></table>", "a | b"),
    ],
)
def test_html_reads_as_before(html: str, markdown: str) -> None:
    assert to_markdown(html).text == markdown


@pytest.mark.parametrize("tag", ["table", "video", "audio", "iframe", "script", "input", "u", "svg", "object"])
def test_what_is_lost_is_named(tag: str) -> None:
    assert to_markdown(f"before <{tag}>x</{tag}> after").lost


def test_pictures_are_handed_out_with_their_words() -> None:
    assert to_markdown('<img src="a.png" alt=" a  b "/><img src="data:image/png;base64,AA\nBB">').pictures == (
        ("a.png", "a b"),
        ("data:image/png;base64,AABB", ""),
    )
    assert from_markdown("See ![a heart](heart.png) here").pictures == (("heart.png", "a heart"),)


_WORDS = st.text(st.sampled_from("ab1 *_~^`\\<>&[]()!#+-.=|{}é\n\ue000"), max_size=40)


@given(_WORDS)
def test_plain_words_are_shown_as_they_are(words: str) -> None:
    words = " ".join(words.replace("\ue000", "").split())
    assert read_markdown(from_plain(words).text).plain == words


@given(
    st.lists(
        st.sampled_from(["<b>", "</b>", "<i>", "</i>", "<p>", "<ul>", "<li>", "<br>", "a", "*", " ", "b c", "</ul>"])
    )
)
def test_the_words_survive_whatever_surrounds_them(pieces: list[str]) -> None:
    words = "".join(piece for piece in " ".join(pieces).split() if not piece.startswith("<"))
    shown = read_markdown(to_markdown(" ".join(pieces)).text).plain
    assert "".join(letter for letter in shown if letter in "abc*") == words


@given(st.text(max_size=200) | _WORDS)
def test_nothing_makes_it_fail(text: str) -> None:
    for read in (to_markdown, from_plain, from_moodle, from_markdown):
        assert isinstance(read(text).text, str)


@pytest.mark.parametrize(
    "piece", ["<a ", "<", "<!--", "<![CDATA[", "<math>", "<ul><li>", "<b>", "&", "</", '<a "', "<p a='", "<sub>x", "*a"]
)
def test_broken_html_takes_no_longer_for_being_broken(piece: str) -> None:
    started = time.process_time()
    to_markdown(piece * (200_000 // len(piece)))
    assert time.process_time() - started < 20
