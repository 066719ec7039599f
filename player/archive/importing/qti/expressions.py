"""The expressions of response processing, as QTI 2.x and 3.0 define them."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal
from xml.etree.ElementTree import Element

from player.archive.importing.qti.declarations import NULL, Declaration, Held, Scalar, number, scalar
from player.archive.importing.qti.patterns import wording_of
from player.archive.importing.qti.shape import NotCarried, Probes
from player.archive.importing.qti.tree import is_true
from player.domain.typed import fits_wording

__all__ = ["NULL", "Held", "Scope", "evaluate", "is_so"]
_MOST_VALUES = 1_000


@dataclass(slots=True)
class Scope:
    """What the rules can see while they run, and what they compared typed answers with.

    `bounded`: points are kept between bounds, whether a mapping states them or a comparison with a constant.
    """

    responses: Mapping[str, Declaration]
    values: dict[str, Held]
    probes: Probes
    bounded: bool

    def same(self, one: Held, other: Held) -> bool:
        """`match`: the same values, in the same order where order counts."""
        for asked, against in ((one, other), (other, one)):
            if asked.response:
                self.probe(asked, against.values)
        if not one.values or not other.values:
            return False
        if one.ordered or other.ordered:
            return one.values == other.values
        return Counter(one.values) == Counter(other.values)

    def probe(self, asked: Held, values: Sequence[Scalar], *, case_matters: bool = True, is_wild: bool = False) -> None:
        """Remember with what a typed answer was compared. `is_wild`: `*` stands for any letters already."""
        base = self.responses[asked.response].base if asked.response else ""
        for value in values:
            if isinstance(value, Decimal):
                self.probes.numbers.add(value)
            elif base == "string" and isinstance(value, str):
                if "*" in value and not is_wild:
                    raise NotCarried("Its answer has a star in it, which stands for any letters here.")
                self.probes.wordings[value, case_matters] = None

    def mapped(self, name: str) -> Decimal:
        """`mapResponse`. Raises `NotCarried` where there is no mapping."""
        found = self.responses.get(name)
        if found is None or found.mapping is None:
            raise NotCarried("Its scoring asks for a mapping that it does not have.")
        held, mapping = self.values[name], found.mapping
        for entry in mapping.entries:
            self.probe(held, [entry.key], case_matters=entry.case_matters)
        points = sum((self._entry(found, value) for value in dict.fromkeys(held.values)), Decimal(0))
        return mapping.bounded(points) if self.bounded else points

    def _entry(self, found: Declaration, value: Scalar) -> Decimal:
        assert found.mapping is not None
        for entry in found.mapping.entries:
            folded = not entry.case_matters and isinstance(value, str) and isinstance(entry.key, str)
            if entry.key == value or (folded and str(entry.key).casefold() == str(value).casefold()):
                return entry.points
        return found.mapping.default


def evaluate(element: Element, scope: Scope) -> Held:
    """Raises `NotCarried` for an expression that this program cannot run."""
    scope.probes.step()
    known = _WITH_SCOPE.get(element.tag)
    if known is not None:
        return known(element, scope)
    operation = _OPERATIONS.get(element.tag)
    if operation is None:
        raise NotCarried(f"Its scoring uses “{element.tag}”, which this program cannot run.")
    parts = list(element)
    if element.tag in ("min", "max") and not scope.bounded:
        parts = [part for part in parts if part.tag != "baseValue"] or parts
    operands = [evaluate(part, scope) for part in parts]
    if element.tag in _BENDING and any(held.response and _number(held) is not None for held in operands):
        raise NotCarried("Its scoring calculates with the number that was typed.")
    return operation(element, operands)


def is_so(held: Held) -> bool:
    return held.values == (True,)


def _yes(answer: bool) -> Held:
    return Held((answer,))


def _variable(element: Element, scope: Scope) -> Held:
    name = element.get("identifier", "")
    if name not in scope.values and name not in scope.responses:
        return NULL
    return scope.values.get(name, NULL)


def _correct(element: Element, scope: Scope) -> Held:
    found = scope.responses.get(element.get("identifier", ""))
    return found.correct if found else NULL


def _base_value(element: Element, _: Scope) -> Held:
    value = scalar(element.text or "", element.get("baseType", ""))
    return NULL if value is None else Held((value,))


def _map_response(element: Element, scope: Scope) -> Held:
    name = element.get("identifier", "")
    return Held((scope.mapped(name),)) if scope.values.get(name, NULL).values else Held((Decimal(0),))


def _operands(element: Element, scope: Scope) -> list[Held]:
    return [evaluate(part, scope) for part in element]


def _two(element: Element, scope: Scope) -> tuple[Held, Held]:
    found = _operands(element, scope)
    if len(found) != 2:
        raise NotCarried(f"Its scoring uses “{element.tag}” with {len(found)} values.")
    return found[0], found[1]


def _match(element: Element, scope: Scope) -> Held:
    one, other = _two(element, scope)
    return _yes(scope.same(one, other))


def _member(element: Element, scope: Scope) -> Held:
    one, many = _two(element, scope)
    if one.response:
        scope.probe(one, many.values)
    return _yes(bool(one.values) and one.values[0] in many.values)


def _contains(element: Element, scope: Scope) -> Held:
    many, some = _two(element, scope)
    if many.ordered:
        runs = [many.values[at : at + len(some.values)] for at in range(len(many.values))]
        return _yes(bool(some.values) and some.values in runs)
    return _yes(bool(some.values) and not Counter(some.values) - Counter(many.values))


def _string_match(element: Element, scope: Scope) -> Held:
    one, other = _two(element, scope)
    case = is_true(element.get("caseSensitive", "true"))
    return _worded(one, other, scope, case=case, around="*" if is_true(element.get("substring")) else "")


def _substring(element: Element, scope: Scope) -> Held:
    part, whole = _two(element, scope)
    return _worded(whole, part, scope, case=is_true(element.get("caseSensitive", "true")), around="*")


def _worded(asked: Held, against: Held, scope: Scope, *, case: bool, around: str) -> Held:
    asked, against = (against, asked) if against.response and not asked.response else (asked, against)
    if not asked.values or not against.values:
        return NULL
    text, wording = str(asked.values[0]), f"{around}{against.values[0]}{around}"
    if around and "*" in str(against.values[0]):
        raise NotCarried("Its scoring looks for a star within what was typed.")
    scope.probe(asked, [wording], case_matters=case, is_wild=bool(around))
    if around:
        return _yes(fits_wording(text, wording, case_matters=case))
    return _yes(text == wording if case else text.casefold() == wording.casefold())


def _pattern(element: Element, scope: Scope) -> Held:
    held = evaluate(element[0], scope) if len(element) == 1 else NULL
    wording, case = wording_of(element.get("pattern", ""))
    if not held.values:
        return NULL
    scope.probe(held, [wording], case_matters=case, is_wild=True)
    return _yes(fits_wording(str(held.values[0]), wording, case_matters=case))


def _equal(element: Element, scope: Scope) -> Held:
    one, other = _two(element, scope)
    asked, against = (other, one) if other.response else (one, other)
    value, wanted = _number(asked), _number(against)
    if wanted is None:
        return NULL
    low, high = _tolerated(element, wanted, scope)
    if asked.response:
        scope.probe(asked, [low, wanted, high])
    if value is None:
        return NULL
    above = value >= low if is_true(element.get("includeLowerBound", "true")) or low == high else value > low
    below = value <= high if is_true(element.get("includeUpperBound", "true")) or low == high else value < high
    return _yes(above and below)


def _tolerated(element: Element, wanted: Decimal, scope: Scope) -> tuple[Decimal, Decimal]:
    mode = element.get("toleranceMode", "exact")
    if mode == "exact":
        return wanted, wanted
    stated = element.get("tolerance", "").split()
    bounds = [number(text) if number(text) is not None else _number(scope.values.get(text, NULL)) for text in stated]
    found = [bound for bound in bounds if bound is not None]
    if mode not in ("absolute", "relative") or len(found) != len(stated) or not 1 <= len(found) <= 2:
        raise NotCarried("Its scoring states a tolerance that this program cannot read.")
    sizes = [found[0], found[-1]]
    if mode == "relative":
        sizes = [abs(wanted) * size / 100 for size in sizes]
    return wanted - sizes[0], wanted + sizes[1]


def _equal_rounded(element: Element, scope: Scope) -> Held:
    one, other = _two(element, scope)
    value, wanted = _number(one), _number(other)
    figures = element.get("figures", "")
    if wanted is None or not figures.isdigit() or int(figures) > 20:
        raise NotCarried("Its scoring rounds in a way that this program cannot read.")
    if element.get("roundingMode") != "decimalPlaces":
        raise NotCarried("Its scoring counts significant figures.")
    step = Decimal(1).scaleb(-int(figures))
    rounded = wanted.quantize(step, ROUND_HALF_UP)
    if one.response:
        scope.probe(one, [rounded - step / 2, rounded, rounded + step / 2])
    return NULL if value is None else _yes(value.quantize(step, ROUND_HALF_UP) == rounded)


def _compare(element: Element, scope: Scope) -> Held:
    one, other = _two(element, scope)
    for asked, against in ((one, other), (other, one)):
        if asked.response:
            scope.probe(asked, against.values)
    left, right = _number(one), _number(other)
    return NULL if left is None or right is None else _yes(_COMPARED[element.tag](left, right))


def _number(held: Held) -> Decimal | None:
    value = held.values[0] if held.values else None
    return value if isinstance(value, Decimal) else None


def _numbers(operands: Sequence[Held]) -> list[Decimal] | None:
    found = [value for held in operands for value in held.values]
    if any(not held.values for held in operands):
        return None
    return [value for value in found if isinstance(value, Decimal)]


def _folded(fold: Callable[[list[Decimal]], Decimal | None]) -> Callable[[Element, list[Held]], Held]:
    def operation(_: Element, operands: list[Held]) -> Held:
        found = _numbers(operands)
        result = fold(found) if found else None
        return NULL if result is None else Held((result,))

    return operation


def _joined(element: Element, operands: list[Held]) -> Held:
    values = tuple(value for held in operands for value in held.values)
    if len(values) > _MOST_VALUES:
        raise NotCarried("Its scoring gathers too many values.")
    return Held(values, element.tag == "ordered")


def _and(_: Element, operands: list[Held]) -> Held:
    return _yes(all(map(is_so, operands)))


def _or(_: Element, operands: list[Held]) -> Held:
    return _yes(any(map(is_so, operands)))


def _not(_: Element, operands: list[Held]) -> Held:
    return _yes(not is_so(operands[0])) if operands and operands[0].values else NULL


def _any_of(element: Element, operands: list[Held]) -> Held:
    low, high = number(element.get("min", "")), number(element.get("max", ""))
    count = sum(map(is_so, operands))
    return _yes((low is None or count >= low) and (high is None or count <= high))


def _is_null(_: Element, operands: list[Held]) -> Held:
    return _yes(not operands[0].values or operands[0].values == ("",)) if operands else NULL


def _size(_: Element, operands: list[Held]) -> Held:
    return Held((Decimal(len(operands[0].values)),)) if operands else NULL


def _index(element: Element, operands: list[Held]) -> Held:
    place = element.get("n", "")
    if not place.isdigit() or not operands:
        raise NotCarried("Its scoring takes a place from a list in a way that this program cannot read.")
    values = operands[0].values
    return Held((values[int(place) - 1],)) if 1 <= int(place) <= len(values) else NULL


def _deleted(_: Element, operands: list[Held]) -> Held:
    if len(operands) != 2:
        return NULL
    return Held(tuple(value for value in operands[1].values if value not in operands[0].values), operands[1].ordered)


def _least(found: list[Decimal]) -> Decimal | None:
    return min(found)


def _most(found: list[Decimal]) -> Decimal | None:
    return max(found)


def _rounded(how: str) -> Callable[[list[Decimal]], Decimal | None]:
    return lambda found: found[0].to_integral_value(how)


def _divided(found: list[Decimal]) -> Decimal | None:
    return found[0] / found[1] if len(found) == 2 and found[1] else None


def _whole_part(found: list[Decimal]) -> Decimal | None:
    return (found[0] / found[1]).to_integral_value(ROUND_FLOOR) if len(found) == 2 and found[1] else None


def _rest(found: list[Decimal]) -> Decimal | None:
    whole = _whole_part(found)
    return None if whole is None else found[0] - whole * found[1]


_COMPARED: Mapping[str, Callable[[Decimal, Decimal], bool]] = {
    "lt": lambda one, other: one < other,
    "lte": lambda one, other: one <= other,
    "gt": lambda one, other: one > other,
    "gte": lambda one, other: one >= other,
}
_WITH_SCOPE: Mapping[str, Callable[[Element, Scope], Held]] = {
    "variable": _variable,
    "correct": _correct,
    "baseValue": _base_value,
    "mapResponse": _map_response,
    "match": _match,
    "member": _member,
    "contains": _contains,
    "stringMatch": _string_match,
    "substring": _substring,
    "patternMatch": _pattern,
    "equal": _equal,
    "equalRounded": _equal_rounded,
    **dict.fromkeys(_COMPARED, _compare),
}
_ARITHMETIC: Mapping[str, Callable[[list[Decimal]], Decimal | None]] = {
    "sum": lambda found: sum(found, Decimal(0)),
    "product": lambda found: math.prod(found, start=Decimal(1)),
    "subtract": lambda found: found[0] - found[1] if len(found) == 2 else None,
    "divide": _divided,
    "integerDivide": _whole_part,
    "integerModulus": _rest,
    "min": _least,
    "max": _most,
    "round": _rounded(ROUND_HALF_UP),
    "integerToFloat": lambda found: found[0],
}
_BENDING = frozenset(_ARITHMETIC) - {"integerToFloat"} | {"multiple", "ordered", "containerSize"}
_OPERATIONS: Mapping[str, Callable[[Element, list[Held]], Held]] = {
    "and": _and,
    "or": _or,
    "not": _not,
    "anyN": _any_of,
    "isNull": _is_null,
    "multiple": _joined,
    "ordered": _joined,
    "containerSize": _size,
    "index": _index,
    "delete": _deleted,
    "null": lambda _element, _operands: NULL,
    **{name: _folded(fold) for name, fold in _ARITHMETIC.items()},
}
