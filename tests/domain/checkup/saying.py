"""Facts by a short way, and texts of every kind, for tests of what is asked of a machine."""

from __future__ import annotations

from collections.abc import Mapping

from hypothesis import strategies as st

from player.domain.requirement import Fact, Facts, Level, Need, Operator, Requirement

_SEEN_IN_RULES = (
    "",
    "0",
    "-1",
    "2",
    "2 GB",
    "2GB",
    "2 GiB RAM",
    "0 MB",
    "-2 GB",
    "1e9 GB",
    "999999999999999999 TB",
    "16-bit",
    "500",
    "500 MHz",
    "1.83 MHz",
    "pentium-ii 500 MHz",
    "pentium-ii 500",
    "pentium-ii 500 GB",
    "Pentium 9",
    "Windows 8.1",
    "Windows 12",
    "Windows",
    "Mac OS X 10.5",
    "macOS 0",
    "BeOS 5",
    "latest",
    "²",
    "٣ GB",
    "10.5",
    "10,5",
    "1" * 5000,
    "9" * 5000 + " GB",
    "x" * 100_000,
    "yes",
    "no",
    "yess",
    "64",
    "builtin",
    "\ud800",
    "\x00",
)
texts = st.one_of(st.sampled_from(_SEEN_IN_RULES), st.text(max_size=40))
"""Whatever may stand where a value is expected."""


def known(facts: Mapping[str, str | None]) -> Facts:
    """Facts by their values; a value None cannot be told, and says why."""
    return {name: Fact(name=name, value=value, how=f"how {name}") for name, value in facts.items()}


def need(fact: str, operator: str, value: str) -> Need:
    return Need(fact=fact, operator=operator, value=value)


def rule(asked: Need | None, *, id: str = "rule", level: Level = Level.MINIMUM, subject: str = "it") -> Requirement:
    return Requirement(id=id, level=level, subject=subject, text="as the provider puts it", need=asked)


def memory(value: str, operator: str = Operator.NOMINAL) -> Need:
    return need("memory.total", operator, value)
