"""Requirements that are odd but sound: whoever signed them, a check-up holds the computer against them and goes on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from player.domain.checkup.askable import ASKABLE
from player.domain.requirement import Need, Operator, Requirement
from player.domain.soundness_of_requirements import DEEPEST_NEED, LONGEST_RULE, MOST_RULES
from tests.faults.hostile.packages import rule

MARKUP = "<h1>BIG</h1><script>alert(1)</script> <a href='https://evil.example'>click</a> [click](https://evil.example)"
FORMULA = '=HYPERLINK("https://evil.example";"click")'
LETTERS = (
    "a\x00b\x1b[2J\x1b]0;evil\x07\r\nnew \u202egpj.exe\u2066 \u200b\u2028 😀👩‍👩‍👧 Ω≈ç مرحبا 漢字 \ue000 \U0010ffff"
)
VALUES = ("1e999", "∞", "-5 GB", "0 GB", "9999999999999999999 GB", "", "NaN", "٣ GB", "0x10", "-0", "9" * 400, "2 GB x")


def _deep(depth: int) -> Need:
    need = Need(fact="memory.total", operator=Operator.NOMINAL, value="2 GB")
    for _ in range(depth - 1):
        need = Need(any_of=(need,))
    return need


def _of_every_fact() -> tuple[Requirement, ...]:
    """Every fact with every comparison, and a value that no computer has."""
    names = (*ASKABLE, "plays.first", "nobody.knows", "newest.windows")
    pairs = [(name, operator) for name in names for operator in (*Operator, "about")]
    return tuple(
        rule(f"r{number}", Need(fact=name, operator=operator, value=VALUES[number % len(VALUES)]))
        for number, (name, operator) in enumerate(pairs)
    )


RULES: Mapping[str, tuple[Requirement, ...]] = {
    "as many as may be": tuple(rule(f"r{number}", _deep(1)) for number in range(MOST_RULES)),
    "as long as may be": tuple(
        rule(f"r{number}", text=letter * (LONGEST_RULE - 100)) for number, letter in enumerate("x漢😀\u0301 ")
    ),
    "as deep as may be": (replace(rule(need=_deep(DEEPEST_NEED)), remedy="Buy one."),),
    "letters": (
        replace(rule("r1", text=LETTERS), interpretation=LETTERS, remedy=LETTERS),
        replace(rule("r2", Need(fact=LETTERS, operator=LETTERS, value=LETTERS)), text="", subject=LETTERS),
        replace(rule("r3", _deep(1)), platforms=(LETTERS,), group=LETTERS),
        replace(rule("r4"), superseded=LETTERS),
        rule("\n\x1b[31m", text=" \u202e "),
    ),
    "markup": (
        replace(rule("r1", text=MARKUP), interpretation=MARKUP, remedy=MARKUP),
        replace(rule("r2", text=FORMULA), superseded=MARKUP),
        rule("r3", Need(operator=Operator.NOTED, value=MARKUP)),
    ),
    "contradictions": (
        replace(rule("r1", Need(fact="memory.total", operator=Operator.AT_LEAST, value="1 MB")), group="g"),
        replace(rule("r2", Need(fact="memory.total", operator=Operator.AT_MOST, value="1 MB")), group="g"),
        replace(rule("r3", Need(fact="os.platform", operator="about", value="mars")), group="g"),
        replace(rule("r4", _deep(1)), platforms=("mars",), group="g"),
    ),
    "values": _of_every_fact(),
}
