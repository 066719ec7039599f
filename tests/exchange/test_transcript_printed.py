"""A transcript as it is really printed and signed, judged by what comes out of the file again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from player.domain.learner import Learner
from player.domain.template import PaperSize
from player.domain.transcript import Entry, Selection, Transcript, proven_entry, transcript_of
from player.exchange.completion import write_completion
from player.exchange.problems import TranscriptAltered
from player.exchange.transcript_check import check_transcript
from player.paper.signature import sign_pdf
from player.paper.transcript import is_drawn_as, render_transcript, unsigned_transcript
from player.paper.transcript_reading import read_transcript
from player.proof import transcript as statement
from tests.builders import COURSE, PHYSICIAN
from tests.trying import tries
from tests.worlds import DEVICE, TRUST, world

FONTS = Path(__file__).resolve().parents[2] / "resources" / "fonts"
DAY = date(2026, 11, 22)
REPORTED = Entry(day=date(2023, 2, 5), title="Workshop", provider="", kind="CE credits", amount=Decimal(2))


@cache
def earned(name: str = PHYSICIAN.name) -> tuple[Learner, Entry, bytes]:
    """Who earned it, its entry, and the evidence."""
    here = world(replace(COURSE, title=f"{COURSE.title} (عربي)"), learner=replace(PHYSICIAN, name=name))
    here.earn()
    history = here.journey.history
    entry = proven_entry(here.course, history, history.claims[0])
    return here.learner, entry, write_completion(here.evidence(), learner=here.learner, signer=DEVICE)


def drawn(*entries: Entry, name: str = PHYSICIAN.printed_name) -> Transcript:
    names = [name] if any(entry.number for entry in entries) else []
    return transcript_of(entries, name=name, day=DAY, selection=Selection(), cycles=(), issued_to=names)


def printed(transcript: Transcript, evidence: bytes, paper: PaperSize = PaperSize.LETTER) -> bytes:
    return render_transcript(transcript, evidence=[("a.completion", evidence)], key=DEVICE, fonts=FONTS, paper=paper)


@pytest.mark.parametrize("paper", list(PaperSize))
@pytest.mark.parametrize("name", [PHYSICIAN.name, "محمد علي الحسيني", "प्रिया शर्मा", "Νίκος Παπαδόπουλος"])
def test_a_genuine_transcript_is_accepted(name: str, paper: PaperSize) -> None:
    learner, entry, evidence = earned(name)
    transcript = drawn(entry, REPORTED, name=learner.printed_name)
    pdf = printed(transcript, evidence, paper)
    read = read_transcript(pdf)
    verdict = check_transcript(read, TRUST, name="transcript.pdf")
    assert verdict.transcript == transcript
    assert verdict.names == {learner.printed_name}
    assert is_drawn_as(pdf, verdict.transcript, evidence=read.evidence, fonts=FONTS)


def test_headings_that_are_repeated_over_many_pages_are_taken_for_what_they_are() -> None:
    _, entry, evidence = earned()
    many = (replace(REPORTED, title=f"Workshop {place}", provider=f"College {place % 40}") for place in range(200))
    read = read_transcript(printed(drawn(entry, *many), evidence))
    assert read.pages > 5
    assert len(check_transcript(read, TRUST, name="x").reported) == 200


@settings(max_examples=tries(25), deadline=None)
@given(st.text(st.characters(codec="utf-8"), max_size=30), st.text(st.characters(codec="utf-8"), max_size=30))
@example("\U0001f5a5e\u0301\u0302\u0303 1\ufe0f\u20e3", "﷽ ㍿ ﬃ ǆ ½ Å")
@example("(א) [ب] «ג» ‹1›", "ก่ำ คํา ໜ ຳ")
@example("x\x00\x1b\u202ey", "\ufffd \ufffe \U0010ffff")
def test_a_text_of_any_letters_is_never_taken_for_a_forgery(title: str, provider: str) -> None:
    odd = replace(REPORTED, title=title, provider=provider, note=title, kind=provider)
    pdf = render_transcript(drawn(odd), evidence=(), key=DEVICE, fonts=FONTS)
    assert check_transcript(read_transcript(pdf), TRUST, name="x").reported == (odd,)


@pytest.mark.parametrize(
    "shown", [{"name": "Somebody Else, MD"}, {"day": date(2026, 11, 21)}, {"selection": Selection(last=DAY)}]
)
def test_pages_that_show_another_transcript_are_refused_although_the_device_signed_them(
    shown: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    _, entry, evidence = earned()
    genuine = drawn(entry, REPORTED)
    data = statement.write(genuine)
    monkeypatch.setattr(statement, "write", lambda _: data)
    page = unsigned_transcript(replace(genuine, **shown), evidence=[("a.completion", evidence)], fonts=FONTS)
    with pytest.raises(TranscriptAltered, match="something else"):
        check_transcript(read_transcript(sign_pdf(page, key=DEVICE, name="Carrel")), TRUST, name="x")
