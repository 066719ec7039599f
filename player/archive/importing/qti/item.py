"""An item of QTI 2.x or 3.0: what it asks, taken from its body and its interactions."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from xml.etree.ElementTree import Element

from player.archive.importing.qti.content import Placed, Words, inner, is_hidden
from player.archive.importing.qti.declarations import Declaration
from player.archive.importing.qti.interactions import (
    FEEDBACK,
    BodyText,
    Marks,
    Part,
    Shaped,
    associate_shape,
    gap_shape,
    inline_shape,
    match_shape,
    order_shape,
    tick_shape,
    typed_shape,
)
from player.archive.importing.qti.processing import Processing
from player.archive.importing.qti.shape import EVERYBODY, RIGHT, WRONG, Marker, NotCarried, Remark, Shape, part
from player.archive.importing.qti.tree import child, children, every, first, is_true

_UNKNOWN: Mapping[str, str] = {
    "extendedTextInteraction": "It asks for free text, which no program can score.",
    "uploadInteraction": "It asks for a file, which no program can score.",
    "drawingInteraction": "It asks for a drawing, which no program can score.",
    "hotspotInteraction": "It asks for a place in a picture, which this player does not know.",
    "selectPointInteraction": "It asks for a place in a picture, which this player does not know.",
    "graphicOrderInteraction": "It asks for places in a picture, which this player does not know.",
    "graphicAssociateInteraction": "It asks for places in a picture, which this player does not know.",
    "graphicGapMatchInteraction": "It asks for places in a picture, which this player does not know.",
    "positionObjectInteraction": "It asks for a place in a picture, which this player does not know.",
    "hottextInteraction": "It asks to mark words in a text, which this player does not know.",
    "sliderInteraction": "It asks to move a slider, which this player does not know.",
    "mediaInteraction": "It asks to play a recording, which this player does not know as a question.",
    "customInteraction": "It brings a program of its own.",
    "portableCustomInteraction": "It brings a program of its own.",
    "endAttemptInteraction": "It has a button for hints or for ending the attempt.",
}
_ALONE: Mapping[str, Callable[[Part, BodyText, Words], Shaped]] = {
    "choiceInteraction": tick_shape,
    "orderInteraction": order_shape,
    "textEntryInteraction": typed_shape,
    "matchInteraction": match_shape,
    "associateInteraction": associate_shape,
}
_TOGETHER: Mapping[str, Callable[[Sequence[Part], BodyText, Words], Shaped]] = {
    "inlineChoiceInteraction": inline_shape,
    "gapMatchInteraction": gap_shape,
}
_NAMED: Mapping[str, str] = {
    **dict.fromkeys(("right", "correct"), RIGHT),
    **dict.fromkeys(("wrong", "incorrect"), WRONG),
    **dict.fromkeys(("rationale", "solution", "general"), EVERYBODY),
}
_GAP = "…"
"""Stands where something was to be typed within a sentence."""
_SENTENCES = frozenset(("p", "li", "td", "span", "dd"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """An item that was read: its shape, its own scoring, and what was lost on the way."""

    shape: Shape
    marker: Marker
    words: Words
    reasons: tuple[str, ...] = ()
    identifier: str = ""
    stated: Decimal | None = None
    """The points that the source says there are, where it says so."""


def read_item(item: Element) -> Sheet:
    """`item` as `tree.plain` makes it. Raises `NotCarried`."""
    if is_true(item.get("adaptive")):
        raise NotCarried("It is adaptive: it changes while it is answered.")
    if children(first(item, "templateProcessing")) or _is_drawn(item):
        raise NotCarried("It is a template: its numbers or words are drawn anew each time.")
    body = child(item, "itemBody")
    if body is None:
        raise NotCarried("It has no body.")
    parts = _parts(body)
    processing, read = Processing(item), Words()
    asked = [_declared(found, processing.responses) for found in parts]
    shape, reasons = _shape(asked, body, read)
    return Sheet(
        shape=replace(shape, remarks=_remarks(item, shape, read)),
        marker=processing,
        words=read,
        reasons=(*filter(None, [processing.assumed]), *reasons, *_aside(item)),
        identifier=item.get("identifier", ""),
    )


def _is_drawn(item: Element) -> bool:
    """Template variables that are only declared are constants, which some systems use for their points."""
    return first(item, "printedVariable", "templateInline", "templateBlock") is not None


def _parts(body: Element) -> list[Element]:
    parts = [found for found in body.iter() if found.tag.endswith("Interaction")]
    for found in parts:
        if found.tag in _UNKNOWN or found.tag not in {**_ALONE, **_TOGETHER}:
            raise NotCarried(_UNKNOWN.get(found.tag, f"It has a “{found.tag}”, which this player does not know."))
    if not parts:
        raise NotCarried("It asks nothing: it has no interaction.")
    return parts


def _declared(element: Element, responses: Mapping[str, Declaration]) -> Part:
    name = element.get("responseIdentifier", "")
    if name not in responses:
        raise NotCarried(f"It does not declare its response “{name[:60]}”.")
    return Part(element=element, response=responses[name])


def _shape(parts: Sequence[Part], body: Element, read: Words) -> Shaped:
    def text(marks: Marks) -> str:
        return read.within(body, placed=_placed(body, marks))

    tags = {part.element.tag for part in parts}
    together = _TOGETHER.get(parts[0].element.tag)
    if len(tags) == 1 and together is not None:
        return together(parts, text, read)
    if len(parts) > 1:
        raise NotCarried("It has several interactions, which are scored together.")
    return _ALONE[parts[0].element.tag](parts[0], text, read)


def _placed(body: Element, marks: Marks) -> Placed:
    """What stands in the text for whatever is no text: blanks are marked, prompts stay, choices go."""
    within = {id(entry): _GAP for block in body.iter() if block.tag in _SENTENCES for entry in _entries(block)}

    def placed(element: Element) -> str | None:
        if id(element) in marks:
            return marks[id(element)]
        if element.tag in FEEDBACK or (element.tag == "rubricBlock" and not _is_for_candidates(element)):
            return ""
        if element.tag == "textEntryInteraction":
            return within.get(id(element), "")
        if element.tag == "gapMatchInteraction":
            return f"<div>{inner(element, placed)}</div>"
        if element.tag.endswith("Interaction"):
            prompt = child(element, "prompt")
            return "" if prompt is None else f"<div>{inner(prompt, placed)}</div>"
        return None

    return placed


def _entries(block: Element) -> list[Element]:
    """The places for typing in a block that says something besides."""
    entries = list(every(block, "textEntryInteraction"))
    return entries if "".join(block.itertext()).strip() else []


def _is_for_candidates(element: Element) -> bool:
    return "candidate" in element.get("view", "candidate").split()


def _aside(item: Element) -> tuple[str, ...]:
    """What an item has besides, and what is not taken over."""
    reasons: list[str] = []
    if any(not _is_for_candidates(found) for found in every(item, "rubricBlock")):
        reasons.append("A note that is not for those who answer was left out.")
    if any(map(is_hidden, item.iter())):
        reasons.append("Text that is hidden there, perhaps in another language, was left out.")
    if first(item, "catalogInfo") is not None:
        reasons.append("Its catalogue of alternatives (such as sign language or a glossary) was left out.")
    return tuple(reasons)


def _remarks(item: Element, shape: Shape, read: Words) -> dict[str, Remark]:
    """Feedback by the numbers that `Processing` gives it."""
    parents = {id(inside): part for part in _choices(item) for inside in every(part, *FEEDBACK)}
    remarks: dict[str, Remark] = {}
    for number, found in enumerate(every(item, *FEEDBACK)):
        since = len(read.pictures)
        text = read.within(found)
        if read.own_pictures(since):
            read.lost["a picture within feedback"] = None
        inside = parents.get(id(found))
        source = found.get("identifier", "") if inside is None else inside.get("identifier", "")
        remarks[str(number)] = Remark(text=text, hint=_hint(source, shape))
    return remarks


def _hint(source: str, shape: Shape) -> str:
    """Where feedback with this identifier belongs, as people name it, and as our own exports do."""
    if source in shape.ids:
        return part(shape.ids[source])
    accepted = re.fullmatch(r"ACCEPTED-(\d+)", source)
    return part(accepted[1]) if accepted else _NAMED.get(source.lower(), "")


def _choices(item: Element) -> list[Element]:
    return list(every(item, "simpleChoice", "inlineChoice", "gapText"))
