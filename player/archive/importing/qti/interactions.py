"""The interactions of QTI 2.x and 3.0, each in the shape of one of the kinds of questions that there are here."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from xml.etree.ElementTree import Element

from player.archive.importing.marks import mark_of
from player.archive.importing.qti.content import Words
from player.archive.importing.qti.declarations import Declaration
from player.archive.importing.qti.names import Names
from player.archive.importing.qti.shape import Given, NotCarried, Responses, Shape, check_size
from player.archive.importing.qti.tree import children, every, is_true
from player.domain.picture import Picture
from player.domain.quiz import Blank, Choice, QuestionKind

FEEDBACK = ("modalFeedback", "feedbackInline", "feedbackBlock")
KIND, REUSE = "data-kind", "data-reuse"
"""Where our own exports say what QTI has no word for."""
_TRUTHS = frozenset(("true", "false"))
Marks = Mapping[int, str]
"""For elements by their identity, what stands for them in the text."""
BodyText = Callable[[Marks], str]
Shaped = tuple[Shape, tuple[str, ...]]
"""A shape, and how it differs from its source."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    element: Element
    response: Declaration


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """A choice with its identifier in the source."""

    choice: Choice
    source: str
    most: int = 1


def options_of(elements: Sequence[Element], read: Words, names: Names) -> list[Option]:
    check_size(elements)
    return [_option(element, number, read, names) for number, element in enumerate(elements, start=1)]


def _option(element: Element, number: int, read: Words, names: Names) -> Option:
    source = element.get("identifier", "")
    since = len(read.pictures)
    text = read.within(element, placed=lambda found: "" if found.tag in FEEDBACK else None)
    pictures = read.own_pictures(since)
    if len(pictures) > 1:
        read.lost["more than one picture in a choice"] = None
    picture = Picture(path=pictures[0][0], alt=pictures[0][1]) if pictures else None
    choice = Choice(
        id=names.take(source, f"choice-{number}"),
        text=text or (picture.alt if picture else ""),
        fixed=is_true(element.get("fixed")),
        picture=picture,
    )
    return Option(choice=choice, source=source, most=whole(element.get("matchMax", ""), 1))


def whole(text: str, otherwise: int) -> int:
    return int(text) if text.strip().isdigit() and len(text) < 6 else otherwise


def _only(part: Part, *bases: str, cardinality: Sequence[str]) -> None:
    if part.response.base not in bases or part.response.cardinality not in cardinality:
        found = f"{part.response.cardinality} {part.response.base}"
        raise NotCarried(f"Its response is declared as “{found}”, which does not go with its interaction.")


def _declared(part: Part, options: Sequence[Option]) -> Given:
    by_source = {option.source: option.choice.id for option in options}
    return tuple(by_source[str(value)] for value in part.response.correct.values if str(value) in by_source)


def _least(parts: Sequence[Part]) -> Decimal | None:
    mapping = parts[0].response.mapping if len(parts) == 1 else None
    return mapping.lower if mapping else None


def tick_shape(part: Part, text: BodyText, read: Words) -> Shaped:
    _only(part, "identifier", cardinality=("single", "multiple"))
    element = part.element
    options = options_of(children(element, "simpleChoice"), read, Names())
    sources = {option.choice.id: option.source for option in options}
    most = whole(element.get("maxChoices", ""), 1 if part.response.cardinality == "single" else 0)
    is_single = part.response.cardinality == "single"
    declared = frozenset(_declared(part, options))
    shape = Shape(
        kind=_tick_kind(element, options) if is_single else QuestionKind.MULTIPLE,
        text=text({}),
        responses=lambda given: {part.response.name: tuple(sources[one] for one in given)},
        choices=tuple(option.choice for option in options),
        ids={option.source: option.choice.id for option in options},
        shuffle=is_true(element.get("shuffle")),
        most_choices=0 if is_single else most,
        least=_least([part]),
        declared=tuple(option.choice.id for option in options if option.choice.id in declared),
    )
    fewest = whole(element.get("minChoices", ""), 0)
    told = (f"There at least {fewest} choices must be made; here any number may be ticked.",) if fewest > 1 else ()
    return shape, told


def _tick_kind(element: Element, options: Sequence[Option]) -> QuestionKind:
    sources = frozenset(option.source.strip().lower() for option in options)
    texts = frozenset(option.choice.text.strip().lower() for option in options)
    is_truth = len(options) == 2 and _TRUTHS in (sources, texts)
    stated = element.get(KIND, "")
    is_truth = stated == QuestionKind.TRUE_FALSE.value if stated else is_truth
    return QuestionKind.TRUE_FALSE if is_truth else QuestionKind.SINGLE


def order_shape(part: Part, text: BodyText, read: Words) -> Shaped:
    _only(part, "identifier", cardinality=("ordered",))
    options = options_of(children(part.element, "simpleChoice"), read, Names())
    most = whole(part.element.get("maxChoices", ""), 0)
    if 0 < most < len(options):
        raise NotCarried("It asks to put some of its choices in order and to leave others aside.")
    sources = {option.choice.id: option.source for option in options}
    shape = Shape(
        kind=QuestionKind.ORDERING,
        text=text({}),
        responses=lambda given: {part.response.name: tuple(sources[one] for one in given)},
        choices=tuple(option.choice for option in options),
        ids={option.source: option.choice.id for option in options},
        shuffle=is_true(part.element.get("shuffle")),
        least=_least([part]),
        declared=_declared(part, options),
    )
    return shape, ()


def typed_shape(part: Part, text: BodyText, _: Words) -> Shaped:
    _only(part, "float", "integer", "string", cardinality=("single",))
    is_number = part.response.base != "string"
    shape = Shape(
        kind=QuestionKind.NUMERIC if is_number else QuestionKind.TEXT,
        text=text({}),
        responses=lambda given: {part.response.name: given},
        least=_least([part]),
    )
    reasons: list[str] = []
    if part.response.base == "integer":
        reasons.append("There only whole numbers could be typed; here any number can.")
    if part.element.get("patternMask"):
        reasons.append("There only what fits a pattern could be typed; here anything can.")
    return shape, tuple(reasons)


# ---- blanks in a text


def inline_shape(parts: Sequence[Part], text: BodyText, read: Words) -> Shaped:
    check_size(parts)
    for part in parts:
        _only(part, "identifier", cardinality=("single",))
        check_size(children(part.element, "inlineChoice"))
    names, blanks, marks = Names(), list[Blank](), dict[int, str]()
    known: dict[tuple[str, str], Choice] = {}
    sources: dict[tuple[str, str], str] = {}
    choice_names = Names()
    for number, part in enumerate(parts, start=1):
        blank = names.take(part.response.name, f"blank-{number}")
        marks[id(part.element)] = mark_of(blank)
        offered: list[str] = []
        for at, element in enumerate(children(part.element, "inlineChoice"), start=1):
            source = element.get("identifier", "")
            option = _option(element, at, read, Names())
            choice = known.get((source, option.choice.text))
            if choice is None:
                choice = replace(option.choice, id=choice_names.take(source, f"choice-{len(known) + 1}"))
                known[source, option.choice.text] = choice
            sources[blank, choice.id] = source
            offered.append(choice.id)
        blanks.append(Blank(id=blank, right=(), choices=tuple(offered)))
    choices = tuple(known.values())
    responses = _of_blanks([part.response.name for part in parts], blanks, sources)
    shape = Shape(
        kind=QuestionKind.INLINE,
        text=text(marks),
        responses=responses,
        choices=choices,
        ids={source: choice.id for (source, _), choice in known.items()},
        blanks=tuple(_offering_all(blank, choices) for blank in blanks),
        shuffle=any(is_true(part.element.get("shuffle")) for part in parts),
        reuse=all(part.element.get(REUSE) != "false" for part in parts),
        least=_least(parts),
        declared=_right_in(parts, blanks, sources),
    )
    return shape, ()


def _of_blanks(
    names: Sequence[str], blanks: Sequence[Blank], sources: Mapping[tuple[str, str], str]
) -> Callable[[Given], Responses]:
    def responses(given: Given) -> Responses:
        filled = zip(names, blanks, given or ("",) * len(blanks), strict=True)
        return {name: (sources[blank.id, choice],) for name, blank, choice in filled if choice}

    return responses


def _offering_all(blank: Blank, choices: Sequence[Choice]) -> Blank:
    """A blank that offers everything need not say so."""
    return replace(blank, choices=()) if set(blank.choices) == {choice.id for choice in choices} else blank


def _right_in(parts: Sequence[Part], blanks: Sequence[Blank], sources: Mapping[tuple[str, str], str]) -> Given:
    right: list[str] = []
    for part, blank in zip(parts, blanks, strict=True):
        wanted = {str(value) for value in part.response.correct.values}
        right += [one for one in blank.choices if sources[blank.id, one] in wanted][:1]
    return tuple(right) if len(right) == len(blanks) else ()


def gap_shape(parts: Sequence[Part], text: BodyText, read: Words) -> Shaped:
    if len(parts) > 1:
        raise NotCarried("It has several interactions, which are scored together.")
    part = parts[0]
    _only(part, "directedPair", cardinality=("single", "multiple"))
    options = options_of(list(every(part.element, "gapText", "gapImg")), read, Names())
    names, marks, sources = Names(), dict[int, str](), dict[str, str]()
    for number, gap in enumerate(every(part.element, "gap"), start=1):
        blank = names.take(gap.get("identifier", ""), f"blank-{number}")
        marks[id(gap)] = mark_of(blank)
        sources[blank] = gap.get("identifier", "")
        if gap.get("matchGroup"):
            raise NotCarried("Its gaps take certain groups of choices only.")
    marks |= {id(found): "" for found in every(part.element, "gapText", "gapImg")}
    shape = _paired(part, options, sources, text(marks), left_first=False)
    return replace(shape, kind=QuestionKind.INLINE), _reuse_told(options, len(sources))


# ---- pairs


def match_shape(part: Part, text: BodyText, read: Words) -> Shaped:
    _only(part, "directedPair", cardinality=("single", "multiple"))
    sets = children(part.element, "simpleMatchSet")
    if len(sets) != 2:
        raise NotCarried("It does not have two sets to match.")
    left, right = ([*children(found, "simpleAssociableChoice")] for found in sets)
    once = [all(whole(e.get("matchMax", ""), 1) == 1 for e in side) for side in (left, right)]
    is_turned = once == [False, True] or (once == [False, False] and not _each_once(part, left))
    if is_turned:
        left, right = right, left
    told = () if any(once) else ("There a line could have several partners; here it takes one.",)
    blanks, sources = _lines(left, read)
    options = options_of(right, read, Names())
    blanks = _with_groups(left, blanks, options)
    shape = _paired(part, options, sources, text({}), left_first=not is_turned, blanks=blanks)
    return shape, told + _reuse_told(options, len(blanks))


def _each_once(part: Part, elements: Sequence[Element]) -> bool:
    firsts = [str(value).partition(" ")[0] for value in part.response.correct.values]
    return sorted(firsts) == sorted(element.get("identifier", "") for element in elements)


def associate_shape(part: Part, text: BodyText, read: Words) -> Shaped:
    """A pairing of some with others: those that stand first in the right pairs become the lines."""
    _only(part, "pair", cardinality=("single", "multiple"))
    pairs = [str(value).split() for value in part.response.correct.values]
    ends = [end for pair in pairs for end in pair]
    elements = list(every(part.element, "simpleAssociableChoice"))
    if not pairs or len(set(ends)) != len(ends):
        raise NotCarried("Its choices are linked among themselves, not each with one other.")
    place = {element.get("identifier", ""): number for number, element in enumerate(elements)}
    firsts = {min(pair, key=lambda end: place.get(end, 0)) for pair in pairs}
    blanks, sources = _lines([e for e in elements if e.get("identifier") in firsts], read)
    options = options_of([e for e in elements if e.get("identifier") not in firsts], read, Names())
    shape = _paired(part, options, sources, text({}), left_first=True, blanks=blanks)
    told = "There any two choices could be linked; here one half of the right pairs stands on the left."
    return shape, (told, *_reuse_told(options, len(blanks)))


def _lines(elements: Sequence[Element], read: Words) -> tuple[tuple[Blank, ...], dict[str, str]]:
    check_size(elements)
    names, sources, blanks = Names(), dict[str, str](), list[Blank]()
    for number, element in enumerate(elements, start=1):
        blank = names.take(element.get("identifier", ""), f"line-{number}")
        since = len(read.pictures)
        text = read.within(element, placed=lambda found: "" if found.tag in FEEDBACK else None)
        pictures = read.own_pictures(since)
        if pictures:
            read.lost["a picture on the left side of a pair"] = None
        sources[blank] = element.get("identifier", "")
        blanks.append(Blank(id=blank, right=(), text=text or " ".join(alt for _, alt in pictures)))
    return tuple(blanks), sources


def _with_groups(
    elements: Sequence[Element], blanks: tuple[Blank, ...], options: Sequence[Option]
) -> tuple[Blank, ...]:
    """Lines that take some of the choices only, as `matchGroup` says."""
    groups = [(element.get("matchGroup") or "").split() for element in elements]
    offered = [tuple(o.choice.id for o in options if o.source in group) for group in groups]
    pairs = zip(blanks, offered, strict=True)
    return tuple(replace(b, choices=found if len(found) < len(options) else ()) for b, found in pairs)


def _paired(
    part: Part,
    options: Sequence[Option],
    sources: Mapping[str, str],
    text: str,
    *,
    left_first: bool,
    blanks: tuple[Blank, ...] = (),
) -> Shape:
    """`sources`: the identifier of each blank; `left_first`: a pair names the blank first."""
    ids = list(sources)
    chosen = {option.choice.id: option.source for option in options}

    def responses(given: Given) -> Responses:
        filled = [(sources[blank], chosen[one]) for blank, one in zip(ids, given, strict=False) if one]
        return {part.response.name: tuple(f"{b} {c}" if left_first else f"{c} {b}" for b, c in filled)}

    right = {tuple(str(value).split()) for value in part.response.correct.values}
    declared = [
        [one for one, source in chosen.items() if {(sources[blank], source), (source, sources[blank])} & right][:1]
        for blank in ids
    ]
    return Shape(
        kind=QuestionKind.MATCHING,
        text=text,
        responses=responses,
        choices=tuple(option.choice for option in options),
        ids={option.source: option.choice.id for option in options},
        blanks=blanks or tuple(Blank(id=blank, right=()) for blank in ids),
        shuffle=is_true(part.element.get("shuffle")),
        reuse=any(option.most != 1 for option in options),
        least=_least([part]),
        declared=tuple(one[0] for one in declared) if all(declared) else (),
    )


def _reuse_told(options: Sequence[Option], lines: int) -> tuple[str, ...]:
    if all(option.most == 1 for option in options):
        if len(options) < lines:
            raise NotCarried("There are fewer choices than places, and each may be used once only.")
        return ()
    limited = [option for option in options if 0 < option.most < lines]
    return ("There some choices may be used a certain number of times only; here any of them often.",) * bool(limited)
