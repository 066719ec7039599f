"""Any questions of the eight kinds, any answers that fit them, and quizzes that draw from banks."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from hypothesis import strategies as st

from player.domain.picture import Picture
from player.domain.quiz import (
    FILLED,
    TICKED,
    Accepted,
    Answer,
    Blank,
    Choice,
    Draw,
    Question,
    QuestionKind,
    Quiz,
    Scoring,
)
from player.domain.soundness_of_quiz import faults_of_question

Given = tuple[str, ...]

TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=12)
ID = st.text("abcxyz09._-", min_size=1, max_size=6)
POINTS = st.decimals(min_value="0.01", max_value="1000", places=2)
WORTH = st.decimals(min_value=-20, max_value=20, places=3)
NUMBER = st.decimals(min_value=-10_000, max_value=10_000, places=3)
WORDING = st.text("aAbß é*", min_size=1, max_size=8).filter(lambda text: text.replace("*", "").strip() != "")
PICTURE = st.builds(Picture, path=st.just("a.png"), alt=TEXT)

CHOICES = st.lists(
    st.builds(
        Choice,
        id=ID,
        text=TEXT,
        correct=st.booleans(),
        feedback=TEXT,
        worth=WORTH,
        fixed=st.booleans(),
        picture=st.none() | PICTURE,
    ),
    min_size=2,
    max_size=6,
    unique_by=lambda choice: choice.id,
).map(tuple)


@st.composite
def _bare(draw: st.DrawFn, kinds: st.SearchStrategy[QuestionKind]) -> Question:
    """A question with everything but its parts."""
    return Question(
        id=draw(ID),
        kind=draw(kinds),
        text=draw(TEXT),
        rationale=draw(TEXT).strip(),
        points=draw(POINTS),
        least=draw(st.just(Decimal(0)) | WORTH),
        scoring=draw(st.sampled_from(Scoring)),
        shuffle=draw(st.booleans()),
        reuse=draw(st.booleans()),
        pictures=tuple(draw(st.lists(PICTURE, max_size=2))),
        when_right=draw(TEXT),
        when_wrong=draw(TEXT),
    )


@st.composite
def questions(draw: st.DrawFn, *kinds: QuestionKind) -> Question:
    """Sound questions of these kinds (of any kind where none is named); wrong answers to some cost points."""
    bare = draw(_bare(st.sampled_from(kinds or tuple(QuestionKind))))
    if bare.kind in TICKED:
        made = _ticked(draw, bare)
    elif bare.kind in FILLED:
        made = _filled(draw, bare)
    elif bare.kind is QuestionKind.ORDERING:
        made = replace(bare, choices=draw(CHOICES))
    else:
        made = _typed(draw, bare)
    made = _reachable(made)
    assert not list(faults_of_question(made)), list(faults_of_question(made))
    return made


def _ticked(draw: st.DrawFn, bare: Question) -> Question:
    choices: tuple[Choice, ...] = draw(CHOICES)
    right = draw(st.sampled_from(choices)).id
    several = bare.kind is QuestionKind.MULTIPLE
    choices = tuple(replace(c, correct=c.id == right or (several and c.correct)) for c in choices)
    key = sum(choice.correct for choice in choices)
    return replace(bare, choices=choices, most_choices=draw(st.sampled_from([0, key, len(choices)])) if several else 0)


def _filled(draw: st.DrawFn, bare: Question) -> Question:
    choices: tuple[Choice, ...] = draw(CHOICES)
    names = draw(st.lists(ID, min_size=1, max_size=len(choices), unique=True))
    # The first choices are each right somewhere, so that all blanks can be right at once.
    blanks = tuple(_blank(draw, name, place, choices) for place, name in enumerate(names))
    text = "".join(f"{draw(st.sampled_from(['', 'Give ', '[x] ']))}[[{name}]]" for name in names)
    return replace(bare, choices=choices, blanks=blanks, text=text if bare.kind is QuestionKind.INLINE else bare.text)


def _blank(draw: st.DrawFn, name: str, place: int, choices: tuple[Choice, ...]) -> Blank:
    ids = [choice.id for choice in choices]
    others = draw(st.lists(st.sampled_from(ids), unique=True))
    right = tuple(dict.fromkeys((ids[place], *others[:1])))
    return Blank(
        id=name,
        right=right,
        text=draw(TEXT),
        choices=tuple(dict.fromkeys((*others, *right))) if draw(st.booleans()) else (),
        worth=draw(WORTH),
    )


def _typed(draw: st.DrawFn, bare: Question) -> Question:
    if bare.kind is QuestionKind.TEXT:
        one = st.builds(Accepted, wording=WORDING, case_matters=st.booleans(), worth=WORTH, feedback=TEXT)
    else:
        one = st.builds(_between, NUMBER, NUMBER, WORTH, TEXT)
    return replace(bare, accepted=tuple(draw(st.lists(one, min_size=1, max_size=4))))


def _between(a: Decimal, b: Decimal, worth: Decimal, feedback: str) -> Accepted:
    return Accepted(low=min(a, b), high=max(a, b), worth=worth, feedback=feedback)


def _reachable(made: Question) -> Question:
    """With worths that the right answer adds up to all points."""
    made = replace(made, least=min(made.least, made.points))
    if made.scoring is Scoring.EXACT:
        return made
    if made.accepted:
        return replace(made, accepted=(replace(made.accepted[0], worth=made.points), *made.accepted[1:]))
    if made.blanks:
        return replace(made, blanks=tuple(replace(blank, worth=made.points) for blank in made.blanks))
    pays = [choice.correct or made.kind is QuestionKind.ORDERING for choice in made.choices]
    worths = [made.points if right else choice.worth for choice, right in zip(made.choices, pays, strict=True)]
    return replace(made, choices=tuple(replace(c, worth=w) for c, w in zip(made.choices, worths, strict=True)))


def answers(question: Question) -> st.SearchStrategy[Answer]:
    """Answers that fit, nothing among them."""
    return st.builds(Answer, question=st.just(question.id), choices=_given(question))


def _given(question: Question) -> st.SearchStrategy[Given]:
    ids = [choice.id for choice in question.choices]
    nothing = st.just(())
    if question.kind in FILLED:
        return nothing | _filling(question, ids)
    if question.kind is QuestionKind.ORDERING:
        return nothing | st.permutations(ids).map(tuple)
    if question.kind is QuestionKind.TEXT:
        accepted = st.sampled_from([accepted.wording for accepted in question.accepted])
        typed = (accepted | st.text("aAbßé *", max_size=20)).filter(lambda text: text.strip())
        return nothing | typed.map(lambda text: (text,))
    if question.kind is QuestionKind.NUMERIC:
        near = [end for accepted in question.accepted for end in (accepted.low, accepted.high) if end is not None]
        return nothing | (st.sampled_from(near) | NUMBER).map(lambda number: (str(number),))
    most = question.most_choices or len(ids) if question.kind is QuestionKind.MULTIPLE else 1
    return st.lists(st.sampled_from(ids), unique=True, max_size=most).map(tuple)


@st.composite
def _filling(draw: st.DrawFn, question: Question, ids: list[str]) -> Given:
    given: list[str] = []
    for blank in question.blanks:
        free = [one for one in blank.choices or ids if question.reuse or one not in given]
        given.append(draw(st.sampled_from(["", *free])))
    return tuple(given)


@st.composite
def quizzes(draw: st.DrawFn) -> Quiz:
    """Quizzes of which some draw from banks."""
    asked = draw(st.lists(questions(), min_size=1, max_size=8, unique_by=lambda question: question.id))
    banks = [draw(st.sampled_from(["", "", "one", "two"])) for _ in asked]
    draws = tuple(
        Draw(bank=bank, count=draw(st.integers(1, banks.count(bank)))) for bank in ("one", "two") if bank in banks
    )
    return Quiz(
        passing_percent=draw(st.integers(0, 100)),
        questions=tuple(replace(question, bank=bank) for question, bank in zip(asked, banks, strict=True)),
        draws=draws,
        shuffle=draw(st.booleans()),
    )
