"""From options with percentages, pairs and gaps, as Moodle and GIFT have them, to the course's kinds of question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from player.archive.importing.collecting import LeftOut, choice_id
from player.archive.importing.worths import HUNDRED, shared, worths_of
from player.domain.picture import Picture
from player.domain.quiz import Accepted, Blank, Choice, Question, QuestionKind, Scoring
from player.domain.typed import bounded


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """`percent`: of the question's points, perhaps below 0."""

    text: str
    percent: Decimal
    feedback: str = ""
    picture: Picture | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A place in a text. `weight`: its part of the points, beside those of the other gaps."""

    id: str
    options: tuple[Option, ...]
    weight: Decimal = Decimal(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """Numbers from `low` to `high` and what they earn."""

    low: Decimal
    high: Decimal
    percent: Decimal
    feedback: str = ""


def is_exact(percents: Sequence[Decimal]) -> bool:
    """Whether every part is worth all or nothing."""
    return all(percent in (0, HUNDRED) for percent in percents)


def single(base: Question, options: Sequence[Option]) -> Question:
    """One can be ticked. Moodle lets a single wrong choice cost points, below none as well."""
    percents = [option.percent for option in options]
    if is_exact(percents) and sum(percents) == HUNDRED:
        return _ticked(base, options, None, QuestionKind.SINGLE)
    worths = worths_of(percents, base.points, together=False)
    question = _ticked(base, options, worths, QuestionKind.SINGLE)
    return replace(question, least=min(Decimal(0), *worths))


def multiple(base: Question, options: Sequence[Option]) -> Question:
    """Several can be ticked; the sum of what they are worth counts, and never less than nothing."""
    percents = [option.percent for option in options]
    return _ticked(base, options, worths_of(percents, base.points, together=True), QuestionKind.MULTIPLE)


def all_or_nothing(base: Question, options: Sequence[Option]) -> Question:
    return _ticked(base, options, None, QuestionKind.MULTIPLE)


def _ticked(base: Question, options: Sequence[Option], worths: list[Decimal] | None, kind: QuestionKind) -> Question:
    most = max((option.percent for option in options), default=Decimal(0))
    least_right = most if kind is QuestionKind.SINGLE else Decimal(0)
    choices = tuple(
        Choice(
            id=choice_id(place),
            text=option.text,
            correct=option.percent > 0 and option.percent >= least_right,
            feedback=option.feedback,
            worth=worths[place] if worths else Decimal(0),
            picture=option.picture,
        )
        for place, option in enumerate(options)
    )
    if any(not choice.text.strip() and choice.picture is None for choice in choices):
        raise LeftOut("One of its choices is empty.")
    return replace(base, kind=kind, choices=choices, scoring=Scoring.PARTIAL if worths else Scoring.EXACT)


def true_false(base: Question, *, right: bool, feedback: tuple[str, str] = ("", "")) -> Question:
    """`feedback`: to “true” and to “false”."""
    choices = (
        Choice(id="true", text="True", correct=right, feedback=feedback[0]),
        Choice(id="false", text="False", correct=not right, feedback=feedback[1]),
    )
    return replace(base, kind=QuestionKind.TRUE_FALSE, choices=choices, shuffle=False)


def short_text(base: Question, options: Sequence[Option], *, case_matters: bool) -> Question:
    """The first wording that fits decides, as it does in Moodle."""
    percents = [option.percent for option in options]
    exact = all(percent == HUNDRED for percent in percents)
    worths = worths_of(percents, base.points, together=False)
    accepted = tuple(
        Accepted(
            wording=option.text.strip(),
            case_matters=case_matters,
            worth=Decimal(0) if exact else worth,
            feedback=option.feedback,
        )
        for option, worth in zip(options, worths, strict=True)
    )
    if any("\\*" in one.wording for one in accepted):
        raise LeftOut("An accepted answer has a star that is meant as a star; here it stands for any letters.")
    return _typed(base, accepted, QuestionKind.TEXT, exact=exact)


def number(base: Question, ranges: Sequence[Range]) -> Question:
    percents = [one.percent for one in ranges]
    exact = all(percent == HUNDRED for percent in percents)
    worths = worths_of(percents, base.points, together=False)
    if any(bounded(edge) is None for one in ranges for edge in (one.low, one.high)):
        raise LeftOut("Its numbers are too large or too fine.")
    accepted = tuple(
        Accepted(low=one.low, high=one.high, worth=Decimal(0) if exact else worth, feedback=one.feedback)
        for one, worth in zip(ranges, worths, strict=True)
    )
    return _typed(base, accepted, QuestionKind.NUMERIC, exact=exact)


def _typed(base: Question, accepted: tuple[Accepted, ...], kind: QuestionKind, *, exact: bool) -> Question:
    scoring = Scoring.EXACT if exact else Scoring.PARTIAL
    least = min((one.worth for one in accepted), default=Decimal(0))
    return replace(
        base, kind=kind, accepted=accepted, scoring=scoring, least=min(Decimal(0), least), shuffle=False, choices=()
    )


def with_wrong(question: Question, said: str) -> Question:
    """What is said to any answer that is not accepted."""
    return replace(question, when_wrong=question.when_wrong or said)


def matching(base: Question, pairs: Sequence[tuple[str, Option]]) -> Question:
    """Left and right sides; a pair without a left side is a choice that fits nowhere. Each pair earns its share."""
    places: dict[tuple[str, Picture | None], str] = {}
    choices: list[Choice] = []
    for _, option in pairs:
        key = (option.text, option.picture)
        if key not in places:
            places[key] = choice_id(len(choices))
            choices.append(Choice(id=places[key], text=option.text, picture=option.picture))
    asked = [(text, places[option.text, option.picture]) for text, option in pairs if text.strip()]
    if len(asked) < 1 or any(not choice.text.strip() and choice.picture is None for choice in choices):
        raise LeftOut("It has no pairs that can be matched.")
    worths = shared(base.points, len(asked))
    blanks = tuple(
        Blank(id=str(place), text=text, right=(right,), worth=worth)
        for place, ((text, right), worth) in enumerate(zip(asked, worths, strict=True), 1)
    )
    return replace(
        base, kind=QuestionKind.MATCHING, choices=tuple(choices), blanks=blanks, scoring=Scoring.PARTIAL, shuffle=True
    )


def gapped(base: Question, gaps: Sequence[Gap]) -> Question:
    """A text with a choice at each gap; every gap offers its own."""
    total = sum((gap.weight for gap in gaps), Decimal(0))
    if not gaps or total <= 0:
        raise LeftOut("It has no gaps that earn points.")
    choices: list[Choice] = []
    blanks: list[Blank] = []
    worths = worths_of([gap.weight * HUNDRED / total for gap in gaps], base.points, together=True)
    for gap, worth in zip(gaps, worths, strict=True):
        if not is_exact([option.percent for option in gap.options]):
            raise LeftOut("A choice in one of its gaps earns a part of the points, which a gap cannot do here.")
        ids = [f"{gap.id}-{choice_id(place)}" for place in range(len(gap.options))]
        offered = zip(ids, gap.options, strict=True)
        choices += [Choice(id=one, text=option.text, feedback=option.feedback) for one, option in offered]
        right = tuple(one for one, option in zip(ids, gap.options, strict=True) if option.percent > 0)
        blanks.append(Blank(id=gap.id, right=right, choices=tuple(ids), worth=worth))
    if any(not choice.text.strip() for choice in choices):
        raise LeftOut("One of its choices is empty.")
    return replace(
        base,
        kind=QuestionKind.INLINE,
        choices=tuple(choices),
        blanks=tuple(blanks),
        scoring=Scoring.PARTIAL if len(blanks) > 1 else Scoring.EXACT,
    )


def from_pool(base: Question, pool: Sequence[tuple[str, str]], right: Sequence[int]) -> Question:
    """A text with gaps that share their choices. `pool`: text and group of each; `right`: the place in it, by gap."""
    ids: dict[tuple[str, str], str] = {}
    for text, group in pool:
        ids.setdefault((text, group), choice_id(len(ids)))
    choices = tuple(Choice(id=one, text=text) for (text, _), one in ids.items())
    several = len({group for _, group in pool}) > 1
    blanks = tuple(
        Blank(
            id=str(number),
            right=(ids[pool[place]],),
            choices=tuple(one for (_, group), one in ids.items() if group == pool[place][1]) if several else (),
            worth=worth,
        )
        for number, (place, worth) in enumerate(zip(right, shared(base.points, len(right)), strict=True), 1)
    )
    if any(not choice.text.strip() for choice in choices):
        raise LeftOut("One of its choices is empty.")
    scoring = Scoring.PARTIAL if len(blanks) > 1 else Scoring.EXACT
    return replace(base, kind=QuestionKind.INLINE, choices=choices, blanks=blanks, scoring=scoring)
