"""Random sound questions of all eight kinds, as strategies of hypothesis, and the pictures that they name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from itertools import pairwise

from hypothesis import strategies as st
from PIL import Image

from player.domain.picture import Picture
from player.domain.quiz import Accepted, Blank, Choice, Question, QuestionKind, Scoring
from player.domain.soundness_of_quiz import faults_of_question


def png(colour: tuple[int, int, int] = (20, 120, 200)) -> bytes:
    written = BytesIO()
    Image.new("RGB", (4, 3), colour).save(written, "PNG")
    return written.getvalue()


FILES = {f"images/quiz/{name}.png": png((40 * n, 90, 160)) for n, name in enumerate(("one", "two-b", "3"))}
_WORDS = ("pulse", "0.5 mg", "x < y", "R&D", 'a "quote"', "it's", "5 × 3", "naïve", "قلب", "心臓", "🫀", "H₂O", "(sic)")
_IDS = st.from_regex(r"[a-z0-9]{1,6}([._-][a-z0-9]{1,4}){0,2}", fullmatch=True)
_POINTS = st.sampled_from([Decimal(text) for text in ("0.25", "0.5", "1", "1.5", "2", "3")])
_LOSSES = st.sampled_from([Decimal(text) for text in ("-2", "-1", "-0.5", "0")])


def lines() -> st.SearchStrategy[str]:
    """A line of Markdown as the import writes it."""
    plain = st.lists(st.sampled_from(_WORDS), min_size=1, max_size=4).map(" ".join)
    strong = st.sampled_from(("*slowly*", "**never**", "***at once***", "`sinus`"))
    return st.one_of(plain, st.tuples(st.just("Give"), strong, st.just("now")).map(" ".join))


def texts() -> st.SearchStrategy[str]:
    """Paragraphs, perhaps with a list."""
    listed = st.lists(lines(), min_size=2, max_size=3).map(lambda found: "\n".join(f"- {line}" for line in found))
    return st.lists(st.one_of(lines(), listed), min_size=1, max_size=3).filter(_no_two_lists).map("\n\n".join)


def _no_two_lists(parts: Sequence[str]) -> bool:
    """Two lists after each other are one list in Markdown."""
    return not any(a.startswith("- ") and b.startswith("- ") for a, b in pairwise(parts))


def _ids(count: int) -> st.SearchStrategy[list[str]]:
    return st.lists(_IDS, min_size=count, max_size=count, unique=True)


def pictures() -> st.SearchStrategy[Picture]:
    return st.builds(Picture, path=st.sampled_from(sorted(FILES)), alt=st.sampled_from(("", "An ECG strip", "a < b")))


@st.composite
def _common(draw: st.DrawFn) -> Question:
    """What all kinds have; the kind itself is still open."""
    maybe = st.one_of(st.just(""), texts())
    return Question(
        id=draw(_IDS),
        kind=QuestionKind.SINGLE,
        text=draw(texts()),
        rationale=draw(maybe),
        when_right=draw(maybe),
        when_wrong=draw(maybe),
        pictures=tuple(draw(st.lists(pictures(), max_size=2, unique=True))),
    )


@st.composite
def _choices(draw: st.DrawFn, least: int = 2, *, pictured: bool = True, heard: bool = True) -> tuple[Choice, ...]:
    ids = draw(_ids(draw(st.integers(least, 4))))
    return tuple(
        Choice(
            id=one,
            text=f"{draw(lines())} {number}",
            fixed=draw(st.booleans()),
            feedback=draw(st.one_of(st.just(""), texts())) if heard else "",
            picture=draw(st.one_of(st.none(), pictures())) if pictured else None,
        )
        for number, one in enumerate(ids, start=1)
    )


@st.composite
def ticked(draw: st.DrawFn) -> Question:
    kind = draw(st.sampled_from((QuestionKind.SINGLE, QuestionKind.MULTIPLE, QuestionKind.TRUE_FALSE)))
    choices = draw(_choices())
    choices = choices[:2] if kind is QuestionKind.TRUE_FALSE else choices
    scoring = draw(st.sampled_from(Scoring))
    is_many = kind is QuestionKind.MULTIPLE
    right = draw(st.integers(1, len(choices) if is_many else 1))
    worths = [draw(_POINTS) if n < right else draw(_LOSSES) for n in range(len(choices))]
    if not is_many:
        worths[1:] = [min(worth, worths[0] - 1) for worth in worths[1:]]
    is_partial = scoring is Scoring.PARTIAL
    points = sum(worths[:right], Decimal(0)) if is_partial else draw(_POINTS)
    found = tuple(
        Choice(
            id=c.id, text=c.text, fixed=c.fixed, feedback=c.feedback, picture=c.picture, correct=n < right,
            worth=worths[n] if is_partial else Decimal(0),
        )
        for n, c in enumerate(choices)
    )  # fmt: skip
    most = draw(st.sampled_from((0, right, len(choices)))) if is_many else 0
    least = draw(_LOSSES) if is_partial else Decimal(0)
    return replace(
        draw(_common()), kind=kind, choices=found, points=points, scoring=scoring, most_choices=most,
        shuffle=draw(st.booleans()), least=least,
    )  # fmt: skip


@st.composite
def filled(draw: st.DrawFn) -> Question:
    kind = draw(st.sampled_from((QuestionKind.INLINE, QuestionKind.MATCHING)))
    is_inline = kind is QuestionKind.INLINE
    reuse, is_partial = draw(st.booleans()), draw(st.booleans())
    choices = draw(_choices(3, pictured=not is_inline))
    common = draw(_common())
    ids = draw(_ids(draw(st.integers(1, 3))))
    blanks = tuple(
        Blank(
            id=one,
            right=(choices[number].id,),
            text="" if is_inline else draw(lines()),
            # The last one offers all, so that no choice is offered nowhere.
            choices=tuple(c.id for c in choices[number : number + 2]) if one != ids[-1] and draw(st.booleans()) else (),
            worth=draw(_POINTS) if is_partial else Decimal(0),
        )
        for number, one in enumerate(ids)
    )
    if is_inline:
        places = " and ".join(f"[[{blank.id}]]" for blank in blanks)
        common = replace(common, text=f"{common.text}\n\nHere {places} stand.")
    points = sum((blank.worth for blank in blanks), Decimal(0)) if is_partial else draw(_POINTS)
    return replace(
        common, kind=kind, choices=choices, blanks=blanks, points=points, reuse=reuse, shuffle=draw(st.booleans()),
        scoring=Scoring.PARTIAL if is_partial else Scoring.EXACT,
    )  # fmt: skip


@st.composite
def ordering(draw: st.DrawFn) -> Question:
    choices = draw(_choices(3, heard=False))
    is_partial = draw(st.booleans())
    worths = [draw(_POINTS) if is_partial else Decimal(0) for _ in choices]
    found = tuple(
        Choice(id=c.id, text=c.text, fixed=c.fixed, picture=c.picture, worth=worth)
        for c, worth in zip(choices, worths, strict=True)
    )
    return replace(
        draw(_common()), kind=QuestionKind.ORDERING, choices=found, shuffle=draw(st.booleans()),
        points=sum(worths, Decimal(0)) if is_partial else draw(_POINTS),
        scoring=Scoring.PARTIAL if is_partial else Scoring.EXACT,
    )  # fmt: skip


@st.composite
def typed(draw: st.DrawFn) -> Question:
    is_number, is_partial = draw(st.booleans()), draw(st.booleans())
    count = draw(st.integers(2 if is_partial else 1, 3))
    worths = [Decimal(count - number) if is_partial else Decimal(0) for number in range(count)]
    said = st.one_of(st.just(""), texts())
    if is_number:
        start = Decimal(draw(st.integers(-40, 40))) / 4
        wide = Decimal(draw(st.integers(0, 3))) / 2
        accepted = tuple(
            Accepted(low=start + 3 * n, high=start + 3 * n + wide, worth=worth, feedback=draw(said))
            for n, worth in enumerate(worths)
        )
    else:
        wordings = (("aorta", True), ("the vena CAVA", False), ("*vein of (any) kind", False))
        accepted = tuple(
            Accepted(wording=text, case_matters=case, worth=worth, feedback=draw(said))
            for (text, case), worth in zip(wordings, worths, strict=False)
        )
    return replace(
        draw(_common()), kind=QuestionKind.NUMERIC if is_number else QuestionKind.TEXT, accepted=accepted,
        points=max(worths) if is_partial else draw(_POINTS),
        scoring=Scoring.PARTIAL if is_partial else Scoring.EXACT,
    )  # fmt: skip


def questions() -> st.SearchStrategy[Question]:
    """Sound ones only."""
    every = st.one_of(ticked(), filled(), ordering(), typed())
    return every.filter(lambda question: not list(faults_of_question(question)))
