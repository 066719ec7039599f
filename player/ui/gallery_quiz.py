"""A question of every kind, for the gallery."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from player.domain.quiz import Accepted, Blank, Choice, Question, QuestionKind
from player.ui.quiz.entry import Entry
from player.ui.quiz.question import QuestionView
from player.ui.theme import Theme
from player.ui.widgets.card import Panel
from player.ui.widgets.prose import Prose

MARKS = "Marks: *slanted*, **strong**, `code`, CO~2~ and 10^9^, and\n\n1. a list\n2. of lines\n   - within lines"
_CHOICES = (
    Choice(id="a", text="A beta blocker", correct=True),
    Choice(id="b", text="A nitrate, *under the tongue*"),
    Choice(id="c", text="Neither"),
)
_PAIRS = (Blank(id="one", text="Slow pulse", right=("a",)), Blank(id="two", text="Headache", right=("b",)))
_GAPS = (Blank(id="one", right=("a",)), Blank(id="two", right=("b",)))
SAMPLES: tuple[tuple[Question, tuple[str, ...]], ...] = (
    (Question(id="1", kind=QuestionKind.SINGLE, text="Which comes **first**?", choices=_CHOICES), ("a",)),
    (Question(id="2", kind=QuestionKind.MULTIPLE, text="Which ones?", choices=_CHOICES, most_choices=2), ("a", "b")),
    (Question(id="3", kind=QuestionKind.TRUE_FALSE, text="It helps.", choices=_CHOICES[:2]), ()),
    (
        Question(id="4", kind=QuestionKind.INLINE, text="First [[one]], then [[two]].", choices=_CHOICES, blanks=_GAPS),
        ("a", ""),
    ),
    (Question(id="5", kind=QuestionKind.MATCHING, text="Which does what?", choices=_CHOICES, blanks=_PAIRS), ("a", "")),
    (Question(id="6", kind=QuestionKind.ORDERING, text="In which order?", choices=_CHOICES), ()),
    (
        Question(id="7", kind=QuestionKind.NUMERIC, text="How many?", accepted=(Accepted(low=Decimal(2)),)),
        ("1.5",),
    ),
    (Question(id="8", kind=QuestionKind.TEXT, text="Which one?", accepted=(Accepted(wording="this"),)), ()),
)


def questions(theme: Theme) -> Iterator[Panel]:
    """Each on a surface of its own, then what a result says of one."""
    for question, given in SAMPLES:
        view = QuestionView(theme)
        view.render_question(question, given)
        panel = Panel(theme)
        panel.body.addWidget(view)
        yield panel
    asked, given = SAMPLES[3]
    yield Entry(theme, asked, given, 4)


def marks(theme: Theme) -> Prose:
    """Prose with all the marks that are read."""
    prose = Prose(theme)
    prose.render_markdown(MARKS)
    return prose
