"""Response processing of QTI 1.2, run as it stands; the dialects of Canvas and Blackboard are known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import groupby
from xml.etree.ElementTree import Element

from player.archive.importing.qti.declarations import number
from player.archive.importing.qti.shape import NotCarried, Outcome, Probes, Responses
from player.archive.importing.qti.tree import child, children, every, first, words
from player.domain.typed import fits_wording

HUNDRED = Decimal(100)
_COMPARED = ("varlt", "varlte", "vargt", "vargte")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A response of an item. `how`: "single", "multiple", "ordered", "number" or "text"."""

    name: str
    how: str


@dataclass(slots=True)
class Scoring12:
    """The scoring of one item. `points`: what the item is worth where its scores are percentages.

    `goes_on`: a rule that fits does not end the rules unless it says so, as in the dialect of Canvas.
    """

    item: Element
    asked: Mapping[str, Asked]
    points: Decimal | None = None
    goes_on: bool = False
    probes: Probes = field(default_factory=Probes)
    _rules: list[Element] = field(default_factory=list[Element])
    _variable: str = ""
    _start: Decimal = Decimal(0)
    _least: Decimal | None = None
    _most: Decimal | None = None

    def __post_init__(self) -> None:
        processing = first(self.item, "resprocessing")
        self._rules = list(every(processing, "respcondition")) if processing is not None else []
        self._variable = _score_variable(self._rules)
        for found in every(self.item, "decvar"):
            if _name(found) == self._variable:
                self._start = number(found.get("defaultval", "")) or Decimal(0)
                self._least = number(found.get("minvalue", ""))
                self._most = number(found.get("maxvalue", ""))
        if self._most is None and self.points is not None:
            self._most = HUNDRED

    @property
    def least(self) -> Decimal | None:
        """The lowest points that the item states."""
        return None if self._least is None else self._scaled(self._least)

    def mark(self, responses: Responses) -> Outcome:
        score, shown = self._tried(responses)
        if self._least is not None:
            score = max(score, self._least)
        if self._most is not None:
            score = min(score, self._most)
        return Outcome(self._scaled(score), frozenset(shown))

    def unbounded(self, responses: Responses) -> Decimal:
        return self._scaled(self._tried(responses)[0])

    def _scaled(self, score: Decimal) -> Decimal:
        return score if self.points is None or not self._most else score * self.points / self._most

    def _tried(self, responses: Responses) -> tuple[Decimal, set[str]]:
        try:
            return self._run(responses)
        except ArithmeticError:
            raise NotCarried("Its scoring calculates with numbers out of all bounds.") from None

    def _run(self, responses: Responses) -> tuple[Decimal, set[str]]:
        score, shown = self._start, set[str]()
        for rule in self._rules:
            condition = child(rule, "conditionvar")
            if condition is None or not self._all(list(condition), responses):
                continue
            for setting in children(rule, "setvar"):
                score = self._set(setting, score) if _name(setting) == self._variable else score
            shown |= {found.get("linkrefid", "") for found in children(rule, "displayfeedback")}
            stated = rule.get("continue", "").lower()
            if stated == "no" or (not stated and not self.goes_on):
                break
        return score, shown

    def _set(self, setting: Element, score: Decimal) -> Decimal:
        text = words(setting)
        amount = self._most if text.lower() == "score.max" else number(text)
        if amount is None:
            raise NotCarried(f"Its scoring sets “{text[:40]}”, which is no number.")
        action = setting.get("action", "Set").lower()
        changed = {"set": amount, "add": score + amount, "subtract": score - amount, "multiply": score * amount}
        if action not in changed:
            raise NotCarried(f"Its scoring uses the action “{action[:40]}”, which this program cannot run.")
        return changed[action]

    # ---- conditions

    def _all(self, conditions: Sequence[Element], responses: Responses) -> bool:
        """Side by side: all must hold; but of several values for one response that takes one, any."""
        results: list[bool] = []
        for key, run in groupby(conditions, key=_compared_response):
            group = list(run)
            asked = self.asked.get(key) if key else None
            if asked is not None and asked.how == "ordered" and not any(c.get("index") for c in group):
                results.append(responses.get(key, ()) == tuple(words(c) for c in group))
            elif asked is not None and asked.how != "multiple":
                found = [self._holds(c, responses) for c in group]
                results.append(any(found))
            else:
                results += [self._holds(c, responses) for c in group]
        return all(results)

    def _holds(self, condition: Element, responses: Responses) -> bool:
        self.probes.step()
        tag = condition.tag
        if tag in ("and", "or"):
            # All are asked, also when one decides: each tells with what typed answers are compared.
            results = [self._holds(c, responses) for c in condition]
            return all(results) if tag == "and" else any(results)
        if tag == "not":
            return not self._all(list(condition), responses)
        if tag == "other":
            return True
        if tag == "unanswered":
            return not responses.get(condition.get("respident", ""), ())
        if tag == "varequal":
            return self._equals(condition, responses)
        if tag == "varsubstring":
            return self._worded(condition, responses, around="*")
        if tag in _COMPARED:
            return self._compares(condition, responses)
        raise NotCarried(f"Its scoring uses “{tag[:40]}”, which this program cannot run.")

    def _asked(self, condition: Element) -> Asked:
        name = condition.get("respident", "")
        if name not in self.asked:
            raise NotCarried(f"Its scoring speaks of a response “{name[:40]}” that it does not have.")
        return self.asked[name]

    def _equals(self, condition: Element, responses: Responses) -> bool:
        asked, value = self._asked(condition), words(condition)
        given = responses.get(asked.name, ())
        if asked.how == "number":
            wanted = number(value)
            self.probes.numbers |= set() if wanted is None else {wanted}
            return wanted is not None and bool(given) and number(given[0]) == wanted
        if asked.how == "text":
            return self._worded(condition, responses, around="")
        place = condition.get("index", "")
        if asked.how == "ordered" and place.isdigit():
            return given[int(place) - 1 : int(place)] == (value,)
        return value in given

    def _worded(self, condition: Element, responses: Responses, *, around: str) -> bool:
        asked, value = self._asked(condition), words(condition)
        if asked.how != "text":
            raise NotCarried("Its scoring looks for words in what is not typed.")
        if "*" in value:
            raise NotCarried("Its answer has a star in it, which stands for any letters here.")
        case = condition.get("case", "No").lower() == "yes"
        wording = f"{around}{value}{around}"
        self.probes.wordings[wording, case] = None
        given = responses.get(asked.name, ())
        return bool(given) and fits_wording(given[0], wording, case_matters=case)

    def _compares(self, condition: Element, responses: Responses) -> bool:
        asked, bound = self._asked(condition), number(words(condition))
        if asked.how != "number" or bound is None:
            raise NotCarried("Its scoring compares sizes of what is no number.")
        self.probes.numbers.add(bound)
        given = responses.get(asked.name, ())
        value = number(given[0]) if given else None
        if value is None:
            return False
        above, equal = condition.tag.startswith("vargt"), condition.tag.endswith("e")
        return (value > bound if above else value < bound) or (equal and value == bound)


def _compared_response(condition: Element) -> str:
    return condition.get("respident", "") if condition.tag == "varequal" else ""


def _name(element: Element) -> str:
    return element.get("varname", element.get("variablename", "SCORE")).strip().lower()


def _score_variable(rules: Sequence[Element]) -> str:
    names = {_name(found) for found in _settings(rules)}
    if "score" in names or not names:
        return "score"
    if len(names) > 1:
        raise NotCarried("Its scoring counts several scores beside each other.")
    return names.pop()


def _settings(rules: Sequence[Element]) -> Iterator[Element]:
    for rule in rules:
        yield from children(rule, "setvar")
