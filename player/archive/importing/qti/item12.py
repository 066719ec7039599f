"""An item of QTI 1.2, also in the dialects of Canvas, Common Cartridge and Blackboard."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from xml.etree.ElementTree import Element

from player.archive.importing.marks import mark_of
from player.archive.importing.qti.content import Words
from player.archive.importing.qti.declarations import number
from player.archive.importing.qti.interactions import Option
from player.archive.importing.qti.item import Sheet
from player.archive.importing.qti.material12 import html_of
from player.archive.importing.qti.names import Names
from player.archive.importing.qti.scoring12 import HUNDRED, Asked, Scoring12
from player.archive.importing.qti.shape import Given, NotCarried, Remark, Responses, Shape, check_size, part
from player.archive.importing.qti.tree import child, children, every, first, words
from player.domain.picture import Picture
from player.domain.quiz import Blank, Choice, QuestionKind

_RESPONSES = ("response_lid", "response_str", "response_num", "response_xy", "response_grp", "response_extension")
_NUMBERS = ("integer", "decimal", "scientific")
_TRUTHS = frozenset(("true", "false"))
_UNSCORED: Mapping[str, str] = {
    "essay_question": "It asks for free text, which no program can score.",
    "essay": "It asks for free text, which no program can score.",
    "long answer": "It asks for free text, which no program can score.",
    "short response": "It asks for free text, which no program can score.",
    "text_only_question": "It asks nothing: it is a text only.",
    "file_upload_question": "It asks for a file, which no program can score.",
    "calculated_question": "It is a template: its numbers are drawn anew each time.",
    "calculated": "It is a template: its numbers are drawn anew each time.",
    "hot_spot_question": "It asks for a place in a picture, which this player does not know.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Item:
    """An item with its metadata by their names in small letters, and the responses for which it asks."""

    element: Element
    presentation: Element
    facts: Mapping[str, str]
    asked: Sequence[Element]

    @property
    def kind(self) -> str:
        """What the exporting system calls it, in small letters."""
        names = ("question_type", "bbmd_questiontype", "qmd_questiontype", "qmd_itemtype")
        stated = (self.facts.get(name, "") for name in names)
        return next(filter(None, stated), self.facts.get("cc_profile", "").partition(".v0")[0]).lower()


def read_item12(element: Element) -> Sheet:
    """`element` as `tree.plain` makes it. Raises `NotCarried`."""
    item = _opened(element)
    if item.kind in _UNSCORED:
        raise NotCarried(_UNSCORED[item.kind])
    if item.kind == "cc.essay":
        raise NotCarried(_UNSCORED["essay"])
    scoring, read = _scoring(item), Words()
    shape = replace(_shape(item, read), least=scoring.least)
    if not any(True for _ in every(element, "setvar")):
        raise NotCarried("It does not say which answer is right.")
    return Sheet(
        shape=replace(shape, remarks=_remarks(item, shape, read)),
        marker=scoring,
        words=read,
        stated=scoring.points,
        identifier=element.get("ident") or item.facts.get("bbmd_asi_object_id", ""),
    )


def _opened(element: Element) -> _Item:
    presentation = child(element, "presentation")
    if presentation is None:
        raise NotCarried("It asks nothing: it has no text.")
    asked = list(every(presentation, *_RESPONSES))
    check_size(asked)
    facts = {
        words(child(found, "fieldlabel")).lower(): words(child(found, "fieldentry"))
        for found in every(element, "qtimetadatafield", "qti_metadatafield")
    }
    metadata = child(element, "itemmetadata")
    facts |= {found.tag: words(found) for found in children(metadata) if not len(found)}
    return _Item(element=element, presentation=presentation, facts=facts, asked=asked)


def _scoring(item: _Item) -> Scoring12:
    is_canvas = "question_type" in item.facts
    stated = item.facts.get("points_possible", item.facts.get("cc_weighting", ""))
    points = number(stated)
    if points is None and _is_percentage(item.element):
        points = number(item.facts.get("qmd_weighting", "")) or Decimal(1) * ("cc_profile" in item.facts) or None
    asked = {found.get("ident", ""): Asked(name=found.get("ident", ""), how=_how(found, item)) for found in item.asked}
    return Scoring12(item.element, asked, points, is_canvas)


def _is_percentage(element: Element) -> bool:
    return any(number(found.get("maxvalue", "")) == HUNDRED for found in every(element, "decvar"))


def _how(response: Element, item: _Item) -> str:
    if response.tag == "response_num" or (response.tag == "response_str" and _is_number(response, item)):
        return "number"
    if response.tag == "response_str":
        return "text"
    return response.get("rcardinality", "Single").lower()


def _is_number(response: Element, item: _Item) -> bool:
    field = first(response, "render_fib")
    kind = (field.get("fibtype", "") if field is not None else "").lower()
    return kind in _NUMBERS or item.kind in ("numerical_question", "numeric")


def _shape(item: _Item, read: Words) -> Shape:
    tags = {found.tag for found in item.asked}
    if not item.asked:
        raise NotCarried("It asks nothing: it has no response.")
    if tags == {"response_lid"}:
        return _chosen(item, read)
    if len(item.asked) > 1 or len(list(every(item.asked[0], "response_label"))) > 1:
        raise NotCarried("It asks to type several answers, which are scored together.")
    if tags <= {"response_str", "response_num"}:
        return _typed(item, read)
    raise NotCarried(f"It has a “{item.asked[0].tag}”, which this player does not know.")


def _typed(item: _Item, read: Words) -> Shape:
    response = item.asked[0]
    kind = QuestionKind.NUMERIC if _how(response, item) == "number" else QuestionKind.TEXT
    name = response.get("ident", "")
    return Shape(kind=kind, text=_text(item, read, {}), responses=lambda given: {name: given})


def _chosen(item: _Item, read: Words) -> Shape:
    if item.kind == "fill_in_multiple_blanks_question":
        raise NotCarried("It asks to type several answers, which are scored together.")
    if len(item.asked) > 1 or item.kind in ("matching_question", "multiple_dropdowns_question"):
        return _filled(item, read)
    response = item.asked[0]
    text = _text(item, read, {})
    options = _options(response, read, Names())
    sources = {option.choice.id: option.source for option in options}
    name, how = response.get("ident", ""), _how(response, item)
    kinds = {"single": _single_kind(item, options), "multiple": QuestionKind.MULTIPLE, "ordered": QuestionKind.ORDERING}
    if how not in kinds:
        raise NotCarried(f"Its response has the cardinality “{how[:40]}”, which this program does not know.")
    return Shape(
        kind=kinds[how],
        text=text,
        responses=lambda given: {name: tuple(sources[one] for one in given)},
        choices=tuple(option.choice for option in options),
        ids={option.source: option.choice.id for option in options},
        shuffle=_is_shuffled(response),
    )


def _single_kind(item: _Item, options: Sequence[Option]) -> QuestionKind:
    texts = frozenset(option.choice.text.strip().lower() for option in options)
    is_truth = item.kind in ("true_false_question", "true/false", "cc.true_false") or texts == _TRUTHS
    return QuestionKind.TRUE_FALSE if is_truth and len(options) == 2 else QuestionKind.SINGLE


def _is_shuffled(response: Element) -> bool:
    return any(found.get("shuffle", "").lower() == "yes" for found in response.iter())


def _options(response: Element, read: Words, names: Names) -> list[Option]:
    labels = list(every(response, "response_label"))
    check_size(labels)
    return [_option(label, at, read, names) for at, label in enumerate(labels, start=1)]


def _option(label: Element, at: int, read: Words, names: Names) -> Option:
    since = len(read.pictures)
    text = read.of_html(html_of(label))
    pictures = read.own_pictures(since)
    if len(pictures) > 1:
        read.lost["more than one picture in a choice"] = None
    picture = Picture(path=pictures[0][0], alt=pictures[0][1]) if pictures else None
    source = label.get("ident", "")
    choice = Choice(
        id=names.take(source, f"choice-{at}"),
        text=text or (picture.alt if picture else ""),
        fixed=label.get("rshuffle", "").lower() == "no",
        picture=picture,
    )
    return Option(choice=choice, source=source)


# ---- several lists of choices


def _filled(item: _Item, read: Words) -> Shape:
    """One list for each line of a matching, or for each gap of a text that names it in square brackets."""
    is_inline = item.kind == "multiple_dropdowns_question"
    if any(_how(found, item) != "single" for found in item.asked):
        raise NotCarried("It has several interactions, which are scored together.")
    names, choice_names, blanks = Names(), Names(), list[Blank]()
    known: dict[tuple[str, str], Choice] = {}
    sources: dict[tuple[str, str], str] = {}
    marks: dict[str, str] = {}
    for number_, response in enumerate(item.asked, start=1):
        said = _said_by(response)
        blank = names.take(words(said) if is_inline else response.get("ident", ""), f"blank-{number_}")
        marks[f"[{words(said)}]"] = mark_of(blank)
        offered: list[str] = []
        for option in _options(response, read, Names()):
            key = (option.source, option.choice.text)
            if key not in known:
                known[key] = replace(option.choice, id=choice_names.take(option.source, f"choice-{len(known) + 1}"))
            sources[blank, known[key].id] = option.source
            offered.append(known[key].id)
        line = "" if is_inline or said is None else read.of_html(html_of(said))
        blanks.append(Blank(id=blank, right=(), text=line, choices=tuple(offered)))
    text = _text(item, read, marks if is_inline else {})
    whole_set = {choice.id for choice in known.values()}
    return Shape(
        kind=QuestionKind.INLINE if is_inline else QuestionKind.MATCHING,
        text=text,
        responses=_of_blanks(item, blanks, sources),
        choices=tuple(known.values()),
        blanks=tuple(replace(b, choices=()) if set(b.choices) == whole_set else b for b in blanks),
        ids={source: choice.id for (source, _), choice in known.items()},
        shuffle=any(map(_is_shuffled, item.asked)),
    )


def _said_by(response: Element) -> Element | None:
    """What a list of choices stands for: the text beside them within it."""
    return next((found for found in response if found.tag in ("material", "flow", "flow_mat", "material_ref")), None)


def _of_blanks(
    item: _Item, blanks: Sequence[Blank], sources: Mapping[tuple[str, str], str]
) -> Callable[[Given], Responses]:
    def responses(given: Given) -> Responses:
        filled = zip(item.asked, blanks, given or ("",) * len(blanks), strict=True)
        return {found.get("ident", ""): (sources[blank.id, one],) for found, blank, one in filled if one}

    return responses


# ---- texts


def _text(item: _Item, read: Words, marks: Mapping[str, str]) -> str:
    """What is said outside the choices. `marks`: what stands for a gap that the text names."""
    asked = {id(found) for found in item.asked}
    is_one = len(item.asked) == 1

    def placed(element: Element) -> str | None:
        if id(element) in asked and not is_one:
            return ""
        return "" if element.tag in ("render_choice", "render_fib", "render_extension", "response_label") else None

    html = html_of(item.presentation, placed)
    if not marks:
        return read.of_html(html)
    for name, mark in marks.items():
        html = html.replace(name, mark, 1)
    return read.of_marked(html)


def _remarks(item: _Item, shape: Shape, read: Words) -> dict[str, Remark]:
    """Feedback by its name; Canvas names that of a choice after it."""
    remarks: dict[str, Remark] = {}
    for found in every(item.element, "itemfeedback"):
        since = len(read.pictures)
        name, text = found.get("ident", ""), read.of_html(html_of(found))
        if read.own_pictures(since):
            read.lost["a picture within feedback"] = None
        choice = shape.ids.get(name.removesuffix("_fb"))
        remarks[name] = Remark(text=text, hint=part(choice) if choice else "")
    return remarks
