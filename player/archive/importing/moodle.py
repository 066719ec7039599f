"""Moodle XML: every type of question that has a counterpart here, and the reason for each one that has none."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal

from player.archive.importing import shaping
from player.archive.importing.cloze import CHOSEN, NUMBERS, SHUFFLED, TYPED, TYPED_EXACTLY, Part, parts_of, typed_words
from player.archive.importing.collecting import Collection, LeftOut, Made, check_parts
from player.archive.importing.gift import NO_DESCRIPTION, NO_ESSAY, NOT_APART
from player.archive.importing.marks import mark_of, without_marks
from player.archive.importing.markup import local, parse
from player.archive.importing.moodle_item import MoodleItem, read, share
from player.archive.importing.problems import NotTaken
from player.archive.importing.prose import to_markdown
from player.archive.importing.report import Fate, TakenQuiz
from player.archive.importing.shaping import Gap, Option, Range
from player.archive.importing.worths import HUNDRED, decimal_of, shared
from player.domain.quiz import Choice, Question, QuestionKind, Scoring

ROOT = "quiz"
_PARTS = ("answer", "subquestion", "dragbox", "selectoption", "hint")
_PENALTY = "Points that are taken off for trying a question again ({}) are not: here every attempt asks all questions."
_HINTS = "Its hints are not shown: here a question is answered once in each attempt."
_PARTLY = "What it says to a partly right answer is not shown: “{}”"
_NOT_HERE: Mapping[str, str] = {
    "essay": NO_ESSAY,
    "description": NO_DESCRIPTION,
    "calculated": "Its numbers are drawn anew each time, which is not done here.",
    "calculatedsimple": "Its numbers are drawn anew each time, which is not done here.",
    "calculatedmulti": "Its numbers are drawn anew each time, which is not done here.",
    "random": "It stands for a question drawn from a category; take over the category itself, as a bank.",
    "randomsamatch": "It is made from other questions at random, which is not done here.",
    "ddimageortext": "Dragging onto a picture is not done here.",
    "ddmarker": "Marking places on a picture is not done here.",
    "coderunner": "It asks for a program, which is not run here.",
    "stack": "It asks for a formula that is computed, which is not done here.",
}


def take_moodle(data: bytes, *, name: str, bank: str = "") -> TakenQuiz:
    """Raises `NotTaken` where it is no XML or no quiz of Moodle's."""
    root = parse(data, name=name)
    if local(root) != ROOT:
        raise NotTaken(name=name, reason="it is XML, but no quiz from Moodle.")
    collection = Collection("Moodle XML", bank=bank)
    for number, element in enumerate(root.findall("question"), 1):
        item = MoodleItem(element, collection)
        if item.kind == "category":
            collection.note(f"question {number}", item.field("category/text"), Fate.CHANGED, NOT_APART)
        else:
            collection.add(f"question {number}", item.name, lambda item=item: _made(item))
    penalties = sorted({penalty for penalty in (_penalty(p.text or "") for p in root.iter("penalty")) if penalty})
    if penalties:
        collection.note("all questions", "", Fate.CHANGED, _PENALTY.format(", ".join(penalties)))
    return collection.taken()


def _penalty(text: str) -> str:
    number = decimal_of(text)
    return f"{number.normalize():f}" if number and abs(number) < 1000 else ""


def _made(item: MoodleItem) -> Made:
    if item.kind not in _KINDS:
        raise LeftOut(_NOT_HERE.get(item.kind, f"Questions of the type “{item.kind[:40]}” are not known here."))
    if item.field("hidden").lower() in ("1", "true"):
        raise LeftOut("It is hidden in its source: an old version, or one that was taken back.")
    check_parts(sum(local(part) in _PARTS for part in item.element))
    question = _KINDS[item.kind](item)
    reasons = item.words.reasons
    if any(hint.findtext("text", "").strip() for hint in item.element.findall("hint")):
        reasons.append(_HINTS)
    partly = item.prose("partiallycorrectfeedback").text
    if partly and question.scoring is Scoring.PARTIAL and partly not in (question.when_right, question.when_wrong):
        reasons.append(_PARTLY.format(" ".join(partly.split())[:200]))
    return Made(question=question, reasons=tuple(reasons))


# ---- kinds


def _multichoice(item: MoodleItem) -> Question:
    base, options = item.base(), item.options()
    if len(options) < 2:
        raise LeftOut("It has fewer than two choices.")
    if item.is_set("single", otherwise=True):
        return shaping.single(base, options)
    return shaping.multiple(base, options)


def _all_or_nothing(item: MoodleItem) -> Question:
    return shaping.all_or_nothing(item.base(), item.options())


def _true_false(item: MoodleItem) -> Question:
    base = item.base()
    found = {option.text.strip().lower(): option for option in item.options()}
    if set(found) != {"true", "false"} or {o.percent for o in found.values()} != {Decimal(0), HUNDRED}:
        raise LeftOut("Its answers are not “true” and “false” of which one is right.")
    feedback = (found["true"].feedback, found["false"].feedback)
    return shaping.true_false(base, right=found["true"].percent == HUNDRED, feedback=feedback)


def _short_text(item: MoodleItem) -> Question:
    options = [
        Option(text=answer.findtext("text") or "", percent=share(answer), feedback=item.feedback(answer))
        for answer in item.element.findall("answer")
    ]
    return shaping.short_text(item.base(), options, case_matters=item.is_set("usecase"))


def _number(item: MoodleItem) -> Question:
    base, ranges, wrong = item.base(), list[Range](), ""
    for answer in item.element.findall("answer"):
        text, said = (answer.findtext("text") or "").strip(), item.feedback(answer)
        if text == "*":
            if share(answer):
                raise LeftOut("It gives points for any number.")
            wrong = said
            continue
        ranges.append(_range(text, answer.findtext("tolerance") or "0", share(answer), said))
    units = [unit.findtext("unit_name", "").strip() for unit in item.element.iter("unit")]
    if any(units):
        shown = ", ".join(filter(None, units))
        item.words.reasons.append(f"The number alone is asked for, in its first unit; units are not read: {shown}.")
    return shaping.with_wrong(shaping.number(base, ranges), wrong)


def _range(text: str, tolerance: str, percent: Decimal, said: str) -> Range:
    middle, spread = decimal_of(text.replace(",", ".")), decimal_of(tolerance or "0")
    if middle is None or spread is None:
        raise LeftOut(f"“{text[:40]}” with the tolerance “{tolerance[:40]}” is no number.")
    return Range(low=middle - abs(spread), high=middle + abs(spread), percent=percent, feedback=said)


def _matching(item: MoodleItem) -> Question:
    pairs: list[tuple[str, Option]] = []
    for pair in item.element.findall("subquestion"):
        answer = pair.find("answer")
        right, picture = item.words.choice(item.prose_of(answer), "a choice") if answer is not None else ("", None)
        left = item.words.text(item.prose_of(pair), "the left side of a pair")
        pairs.append((left, Option(text=right, percent=HUNDRED, picture=picture)))
    return shaping.matching(item.base(), pairs)


def _ordering(item: MoodleItem) -> Question:
    options = sorted(item.options(), key=lambda option: option.percent)
    if len(options) < 2:
        raise LeftOut("It has fewer than two items to put in order.")
    base = item.base()
    grading = item.field("gradingtype").upper()
    by_place = grading in ("0", "ABSOLUTE_POSITION")
    if not by_place and grading not in ("-1", "ALL_OR_NOTHING"):
        said = f"“{grading[:40]}”" if grading else "not stated"
        item.words.reasons.append(f"Its way of giving part of the points is {said}; here it is all or nothing.")
    if item.field("selecttype").upper() not in ("", "0", "ALL"):
        item.words.reasons.append("In its source only some of its items are shown at a time; here all are.")
    worths = shared(base.points, len(options)) if by_place else [Decimal(0)] * len(options)
    choices = tuple(
        Choice(id=f"item-{place}", text=option.text, picture=option.picture, worth=worth)
        for place, (option, worth) in enumerate(zip(options, worths, strict=True), 1)
    )
    scoring = Scoring.PARTIAL if by_place else Scoring.EXACT
    return replace(base, kind=QuestionKind.ORDERING, choices=choices, scoring=scoring, shuffle=True)


def _gaps(item: MoodleItem) -> Question:
    """Each `[[2]]` is a gap whose right choice is the second; choices of one group are offered together."""
    found = item.element.findall("dragbox") + item.element.findall("selectoption")
    texts = [item.words.text(item.prose_of(box), "a choice") for box in found]
    groups = [(box.findtext("group") or "1").strip() for box in found]
    places: list[int] = []

    def gap(place: re.Match[str]) -> str:
        places.append(int(place[1]) - 1)
        return mark_of(str(len(places)))

    text = without_marks(item.element.findtext("questiontext/text") or "")
    text = re.sub(r"\[\[([0-9]{1,3})\]\]", gap, text)
    if not places or not all(0 <= place < len(found) for place in places):
        raise LeftOut("Its gaps and its choices do not fit together.")
    element = item.element.find("questiontext")
    form = (element.get("format") if element is not None else None) or "html"
    once = [local(box) == "dragbox" and box.find("infinite") is None for box in found]
    if any(once) and not all(once):
        item.words.reasons.append("Some choices could be used once only; here all can be used in several gaps.")
    base = replace(item.base(read(text, form)), reuse=not all(once))
    return shaping.from_pool(base, list(zip(texts, groups, strict=True)), places)


def _cloze(item: MoodleItem) -> Question:
    html = without_marks(item.element.findtext("questiontext/text") or "")
    parts = parts_of(html)
    sorts = {part.sort for part in parts}
    if not parts:
        raise LeftOut("No place to answer was found in its text.")
    if sorts <= CHOSEN | SHUFFLED:
        return _chosen(item, html, parts)
    if len(parts) == 1 and sorts <= TYPED | TYPED_EXACTLY | NUMBERS:
        return _typed(item, html, parts[0])
    shown = ", ".join(sorted(sorts))
    raise LeftOut(
        f"Its text has several places to answer that are not all choices ({shown}); make them single questions."
    )


def _chosen(item: MoodleItem, html: str, parts: tuple[Part, ...]) -> Question:
    gaps: list[Gap] = []
    for number, part in enumerate(parts, 1):
        options = (
            Option(
                text=item.words.text(to_markdown(answer.words), "a choice"),
                percent=answer.percent,
                feedback=item.words.text(to_markdown(answer.feedback), "the feedback"),
            )
            for answer in part.answers
        )
        gaps.append(Gap(id=str(number), options=tuple(options), weight=part.weight))
    base = item.base(to_markdown(_with_marks(html, parts, [mark_of(gap.id) for gap in gaps])))
    shuffled = any(part.sort in SHUFFLED for part in parts)
    return shaping.gapped(replace(base, points=_points(item, parts), shuffle=shuffled), gaps)


def _typed(item: MoodleItem, html: str, part: Part) -> Question:
    base = replace(item.base(to_markdown(_with_marks(html, (part,), ["_____"]))), points=_points(item, (part,)))
    said = [item.words.text(to_markdown(answer.feedback), "the feedback") for answer in part.answers]
    words = [typed_words(answer.words) for answer in part.answers]
    if part.sort not in NUMBERS:
        options = [
            Option(text=text, percent=answer.percent, feedback=feedback)
            for text, answer, feedback in zip(words, part.answers, said, strict=True)
        ]
        return shaping.short_text(base, options, case_matters=part.sort in TYPED_EXACTLY)
    ranges = [
        _range(text.partition(":")[0], text.partition(":")[2], answer.percent, feedback)
        for text, answer, feedback in zip(words, part.answers, said, strict=True)
    ]
    return shaping.number(base, ranges)


def _points(item: MoodleItem, parts: tuple[Part, ...]) -> Decimal:
    """What is stated; else the parts' weights are their points."""
    return item.points if item.field("defaultgrade") else sum((part.weight for part in parts), Decimal(0)) or Decimal(1)


def _with_marks(html: str, parts: tuple[Part, ...], marks: list[str]) -> str:
    pieces, last = list[str](), 0
    for part, mark in zip(parts, marks, strict=True):
        pieces += [html[last : part.place[0]], mark]
        last = part.place[1]
    return "".join((*pieces, html[last:]))


_KINDS: Mapping[str, Callable[[MoodleItem], Question]] = {
    "multichoice": _multichoice,
    "multichoiceset": _all_or_nothing,
    "truefalse": _true_false,
    "shortanswer": _short_text,
    "numerical": _number,
    "matching": _matching,
    "ddmatch": _matching,
    "ordering": _ordering,
    "ddwtos": _gaps,
    "gapselect": _gaps,
    "cloze": _cloze,
    "multianswer": _cloze,
}
