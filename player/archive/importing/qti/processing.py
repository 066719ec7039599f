"""Response processing of QTI 2.x and 3.0, run as it stands: every answer's points are found, not guessed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from xml.etree.ElementTree import Element

from player.archive.importing.markup import parse
from player.archive.importing.qti.declarations import Declaration, declaration
from player.archive.importing.qti.expressions import NULL, Held, Scope, evaluate, is_so
from player.archive.importing.qti.shape import NotCarried, Outcome, Probes, Responses
from player.archive.importing.qti.tree import child, children, every, plain

FEEDBACK = ("modalFeedback", "feedbackInline", "feedbackBlock")
_MATCH = "match_correct"
_MAP = "map_response"
_SET_SCORE = '<setOutcomeValue identifier="SCORE">{}</setOutcomeValue>'
_POINTS = '<baseValue baseType="float">{}</baseValue>'
_SAY = '<setOutcomeValue identifier="{}"><baseValue baseType="identifier">{}</baseValue></setOutcomeValue>'
_IF = "<responseCondition><responseIf>{}{}</responseIf><responseElse>{}</responseElse></responseCondition>"
_RIGHT = '<match><variable identifier="RESPONSE"/><correct identifier="RESPONSE"/></match>'
_NONE = '<isNull><variable identifier="RESPONSE"/></isNull>'
_FULL = '<equal toleranceMode="exact"><variable identifier="MAXSCORE"/><variable identifier="SCORE"/></equal>'
_ZERO, _ONE = _SET_SCORE.format(_POINTS.format(0)), _SET_SCORE.format(_POINTS.format(1))
_MAPPED = _IF.format(_NONE, _ZERO, _SET_SCORE.format('<mapResponse identifier="RESPONSE"/>'))
_TEMPLATES: Mapping[str, str] = {
    _MATCH: _IF.format(_RIGHT, _ONE, _ZERO),
    _MAP: _MAPPED,
    "cc2_match": _IF.format(_RIGHT, _ONE, _ZERO),
    "cc2_match_basic": _IF.format(
        _RIGHT,
        _SET_SCORE.format('<variable identifier="MAXSCORE"/>') + _SAY.format("FEEDBACKBASIC", "correct"),
        _SAY.format("FEEDBACKBASIC", "incorrect"),
    ),
    "cc2_map_response": _MAPPED
    + _IF.format(_FULL, _SAY.format("FEEDBACK", "correct"), _SAY.format("FEEDBACK", "incorrect")),
}
"""The rules behind the names of the published templates, in the words of 2.x."""


class _Exit(Exception):
    """`exitResponse`: the rest of the rules is skipped."""


@dataclass(slots=True)
class Processing:
    """The scoring of one item. Raises `NotCarried` for what cannot be run."""

    item: Element
    probes: Probes = field(default_factory=Probes)
    responses: dict[str, Declaration] = field(default_factory=dict[str, Declaration])
    assumed: str = ""
    """Why the scoring is not the source's own, as a sentence; empty where it is."""
    _outcomes: dict[str, Declaration] = field(default_factory=dict[str, Declaration])
    _rules: Element | None = None
    _template: str = ""
    _feedback: list[Element] = field(default_factory=list[Element])

    def __post_init__(self) -> None:
        self.responses = _declared(self.item, "responseDeclaration")
        # Template variables that nothing sets are constants.
        self._outcomes = _declared(self.item, "templateDeclaration") | _declared(self.item, "outcomeDeclaration")
        self._feedback = list(every(self.item, *FEEDBACK))
        self._rules = child(self.item, "responseProcessing")
        if self._rules is None or (not children(self._rules) and not self._rules.get("template")):
            self.assumed = "It does not say how it is scored: the answer it calls correct earns all points."
            self._template = _MAP if any(d.mapping for d in self.responses.values()) else _MATCH
        elif not children(self._rules):
            self._template = _template_name(self._rules)
        if self._template:
            self._rules = _template_rules(self._template, tuple(self.responses))

    def mark(self, responses: Responses) -> Outcome:
        values = self._run(responses, bounded=True)
        return Outcome(_points(values), frozenset(self._shown(values)))

    def unbounded(self, responses: Responses) -> Decimal:
        return _points(self._run(responses, bounded=False))

    def _run(self, responses: Responses, *, bounded: bool) -> Mapping[str, Held]:
        scope = Scope(self.responses, dict(self._start(responses)), self.probes, bounded=bounded)
        try:
            self._follow(children(self._rules), scope)
        except _Exit:
            pass
        except ArithmeticError:
            raise NotCarried("Its scoring calculates with numbers out of all bounds.") from None
        return scope.values

    def _start(self, responses: Responses) -> Mapping[str, Held]:
        given = {name: found.held(responses.get(name, ())) for name, found in self.responses.items()}
        return {name: _first_value(found) for name, found in self._outcomes.items()} | given

    def _follow(self, rules: list[Element], scope: Scope) -> None:
        for rule in rules:
            scope.probes.step()
            if rule.tag == "responseCondition":
                self._follow_condition(rule, scope)
            elif rule.tag == "setOutcomeValue":
                scope.values[rule.get("identifier", "")] = _one_of(rule, scope)
            elif rule.tag == "responseProcessingFragment":
                self._follow(list(rule), scope)
            elif rule.tag == "exitResponse":
                raise _Exit
            else:
                raise NotCarried(f"Its scoring uses “{rule.tag}”, which this program cannot run.")

    def _follow_condition(self, condition: Element, scope: Scope) -> None:
        for branch in condition:
            parts = list(branch)
            if branch.tag == "responseElse":
                return self._follow(parts, scope)
            if parts and is_so(evaluate(parts[0], scope)):
                return self._follow(parts[1:], scope)
        return None

    def _shown(self, values: Mapping[str, Held]) -> list[str]:
        shown: list[str] = []
        for number, found in enumerate(self._feedback):
            value = values.get(found.get("outcomeIdentifier", ""), NULL)
            if (found.get("identifier", "") in map(str, value.values)) == (found.get("showHide", "show") == "show"):
                shown.append(str(number))
        return shown


def _first_value(outcome: Declaration) -> Held:
    """Numbers begin at 0 where nothing else is said, everything else at NULL (both as QTI has it)."""
    is_number = outcome.base in ("float", "integer") and outcome.cardinality == "single"
    return outcome.default if outcome.default.values or not is_number else Held((Decimal(0),))


def _template_name(rules: Element) -> str:
    name = rules.get("template", "").rpartition("/")[2].removesuffix(".xml").lower()
    if name not in _TEMPLATES:
        raise NotCarried(f"Its scoring follows the template “{name[:80]}”, which this program does not know.")
    return name


def _template_rules(name: str, responses: tuple[str, ...]) -> Element:
    """As published, for the response RESPONSE, or for the only one there is."""
    rules = plain(parse(f"<rules>{_TEMPLATES[name]}</rules>".encode(), name=name))
    if len(responses) == 1:
        for found in every(rules, "variable", "correct", "mapResponse"):
            if found.get("identifier") == "RESPONSE":
                found.set("identifier", responses[0])
    return rules


def _declared(item: Element, tag: str) -> dict[str, Declaration]:
    return {found.get("identifier", ""): declaration(found) for found in children(item, tag)}


def _one_of(rule: Element, scope: Scope) -> Held:
    parts = list(rule)
    return evaluate(parts[0], scope) if parts else NULL


def _points(values: Mapping[str, Held]) -> Decimal:
    found = values.get("SCORE", NULL)
    value = found.values[0] if found.values else Decimal(0)
    return value if isinstance(value, Decimal) else Decimal(0)
