"""One comparison: a fact held against what is asked. What cannot be known, or compared, leaves the answer open."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from player.domain.checkup import amounts, processors, systems
from player.domain.checkup.askable import Shape, askable, canonical, value_text
from player.domain.checkup.quantity import Measure, quantity, quoted
from player.domain.checkup.superseded import known_again
from player.domain.checkup.systems import NAMES, asked_version, version
from player.domain.checkup.weighed import NOBODY_KNOWS, Weighed, incomparable
from player.domain.phrase import Phrase, Worded, beside
from player.domain.requirement import Fact, Facts, Need, Operator

PLATFORM = "os.platform"
SYSTEM = "os.version"
FAMILIES = "cpu.families"
CLOCK = "cpu.clock"
CURRENT = "releases.current"
"""Whether the list of releases is new enough to say that a version is among the newest."""
NEWEST_OF = "newest."
"""Before a product's name: its releases, the newest first, joined by spaces."""
_BROWSER = "browser."


def compare(need: Need, facts: Facts) -> Weighed:
    """Whether the fact that `need` names is as it asks."""
    if need.operator == Operator.NOTED:
        return Weighed(True, known_again(need.value))
    comparison = _COMPARISONS.get(need.operator)
    if comparison is None:
        return Weighed(None, Worded("This Carrel does not know the comparison {asked}.", asked=quoted(need.operator)))
    weighed = _unfit(need) or comparison(need, facts)
    if weighed.truth:
        return weighed
    names = facts_behind(need)
    return Weighed(weighed.truth, weighed.note, names[:1] if weighed.is_aside else names, weighed.is_aside)


def facts_behind(need: Need) -> tuple[str, ...]:
    """The names of the facts that a comparison looks at."""
    name = canonical(need.fact)
    if need.operator == Operator.NOTED:
        return ()
    if need.operator == Operator.SYSTEM or (need.operator == Operator.NEWEST and name == SYSTEM):
        return PLATFORM, name
    if need.operator == Operator.PROCESSOR:
        return name, CLOCK
    return (name,)


def _unfit(need: Need) -> Weighed | None:
    """An open answer where the comparison is none for such a fact: memory is not as late as a system."""
    known, shapes = askable(need.fact), _SHAPES.get(need.operator)
    if known is None or shapes is None or known.shape in shapes:
        return None
    return Weighed(
        None,
        Worded("“{label}” cannot be compared in this way ({operator}).", label=known.label, operator=need.operator),
    )


def _of_one(compared: _OfOne) -> _Comparison:
    """A comparison of one fact alone: where it is not known, there is nothing to compare."""

    def comparison(need: Need, facts: Facts) -> Weighed:
        fact = facts.get(canonical(need.fact))
        if fact is None:
            return Weighed(None, NOBODY_KNOWS)
        return Weighed(None, fact.how) if fact.value is None else compared(need, fact.value)

    return comparison


def _version(need: Need, value: str) -> Weighed:
    wanted, found = asked_version(need.value), version(value)
    if wanted is None:
        return Weighed(None, Worded("{asked} is no version such as 10.15.", asked=quoted(need.value)))
    if not found:
        return incomparable(value)
    known = askable(need.fact)
    label = known.label if known is not None else Phrase("Version")
    if found >= wanted:
        return Weighed(True)
    return Weighed(False, Worded("{label} {version} or later is asked for.", label=label, version=_dotted(wanted)))


def _equals(need: Need, value: str) -> Weighed:
    same = _same(need, value)
    return Weighed(None, same) if isinstance(same, str) else Weighed(same, is_aside=not same)


def _differs(need: Need, value: str) -> Weighed:
    same = _same(need, value)
    return Weighed(None, same) if isinstance(same, str) else Weighed(not same, is_aside=same)


def _same(need: Need, value: str) -> bool | str:
    """Whether a fact is what a rule names; or a sentence that says why this cannot be compared."""
    known = askable(need.fact)
    if known is None:
        return value == need.value
    if known.only:
        return value == need.value if need.value in known.only else _no_answer(need, known.only)
    if known.shape is Shape.VERSION:
        wanted = asked_version(need.value)
        if wanted is None:
            return Worded("{asked} is no version such as 10.15.", asked=quoted(need.value))
        return version(value) == wanted
    if known.shape in (Shape.COUNT, Shape.AMOUNT):
        return amounts.same(need, value)
    return value.casefold() == need.value.casefold()


def _includes(need: Need, value: str) -> Weighed:
    if need.fact != FAMILIES:
        if len(need.value.split()) != 1:
            return Weighed(None, Worded("{asked} is no single word.", asked=quoted(need.value)))
        known = askable(need.fact)
        if known is not None and known.only and need.value not in known.only:
            return Weighed(None, _no_answer(need, known.only))
        return Weighed(need.value in value.split())
    if need.value not in processors.KNOWN:
        return Weighed(None, _no_answer(need, processors.KNOWN))
    truth = processors.includes(frozenset(value.split()), need.value)
    return Weighed(None, _NOT_COMPARED) if truth is None else Weighed(truth)


def _system(need: Need, facts: Facts) -> Weighed:
    wanted = systems.system(need.value)
    if wanted is None:
        return Weighed(None, Worded("This Carrel knows no system called {asked}.", asked=quoted(need.value)))
    platform = _platform(facts)
    if platform is None:
        return Weighed(None, _why_unknown(PLATFORM, facts))
    if platform != wanted.platform:
        return Weighed(
            False, Worded("This computer runs {system}.", system=NAMES.get(platform, platform)), is_aside=True
        )
    fact = facts.get(canonical(need.fact))
    if fact is None or fact.value is None:
        return Weighed(None, _why_unknown(need.fact, facts))
    found = version(fact.value)
    if not found:
        return incomparable(fact.value)
    if found >= wanted.version:
        return Weighed(True)
    return Weighed(False, Worded("{name} or later is asked for.", name=wanted.name))


def _processor(need: Need, facts: Facts) -> Weighed:
    wanted = processors.asked(need.value)
    if wanted is None:
        return Weighed(None, Worded("This Carrel cannot read {asked} as a processor.", asked=quoted(need.value)))
    fact = facts.get(need.fact)
    if fact is None or fact.value is None:
        return Weighed(None, _why_unknown(need.fact, facts))
    clock = facts.get(CLOCK)
    rate = quantity(clock.value) if clock is not None and clock.value is not None else None
    hertz = rate.amount if rate is not None and rate.measure is Measure.CLOCK else None
    found = frozenset(fact.value.split())
    truth = processors.meets(found, hertz, wanted)
    if truth is None:
        is_clock_lacking = wanted.family in found and hertz is None
        return Weighed(None, _why_unknown(CLOCK, facts, _NOT_COMPARED) if is_clock_lacking else _NOT_COMPARED)
    if truth and processors.is_newer(found, wanted):
        return Weighed(True, Phrase("It is newer than the processor that is named; clock rates are not compared then."))
    return Weighed(truth, "" if truth else Phrase("The processor is older or slower than the one that is asked for."))


def _newest(need: Need, value: str, facts: Facts) -> Weighed:
    """A version older than those in the list is too old whatever came since; a list too old proves nothing else."""
    if not (need.value.isascii() and need.value.isdecimal() and int(need.value[:3]) > 0):
        return Weighed(None, Worded("{asked} is no number of releases.", asked=quoted(need.value)))
    count = int(need.value[:3])
    listed = facts.get(f"{NEWEST_OF}{_product(need.fact, facts)}")
    releases = listed.value.split()[:count] if listed is not None and listed.value else []
    if listed is None or not releases:
        return Weighed(None, Phrase("The newest releases of this product are not known here."))
    if not version(value):
        return incomparable(value)
    if version(value) < version(releases[-1]):
        if len(releases) < count:
            return Weighed(None, Phrase("The list of releases does not go back as far as the rule asks."))
        return Weighed(
            False,
            Worded("Version {version} or later is asked for ({how}).", version=releases[-1], how=listed.how),
        )
    current = facts.get(CURRENT)
    if current is None or current.value != "yes":
        return Weighed(None, current.how if current else NOBODY_KNOWS)
    return Weighed(True, listed.how)


def _product(name: str, facts: Facts) -> str:
    """What the list of releases calls a product: a browser by its name, a system by its platform."""
    if name == SYSTEM:
        return _platform(facts) or ""
    return name.removeprefix(_BROWSER)


def _newest_of_one(need: Need, facts: Facts) -> Weighed:
    return _of_one(lambda _, value: _newest(need, value, facts))(need, facts)


def _platform(facts: Facts) -> str | None:
    fact = facts.get(PLATFORM)
    return fact.value if fact is not None else None


def _why_unknown(name: str, facts: Facts, otherwise: str = NOBODY_KNOWS) -> str:
    fact = facts.get(canonical(name))
    return fact.how if fact is not None and fact.value is None else otherwise


def _no_answer(need: Need, only: frozenset[str]) -> str:
    return Worded(
        "{asked} is none of the answers that there are ({answers}).",
        asked=quoted(need.value),
        answers=", ".join(sorted(only)),
    )


def _dotted(number: systems.Version) -> str:
    return ".".join(map(str, number)) or "0"


def found_text(names: tuple[str, ...], facts: Facts) -> tuple[str, str]:
    """What was found among these facts, and where, in words."""
    known = [fact for name in names if (fact := facts.get(name)) is not None and fact.value is not None]
    if any(fact.name == "os.version" for fact in known):
        # The version is said with the name of its system.
        known = [fact for fact in known if fact.name != PLATFORM]
    platform = _platform(facts) or ""
    if len(known) == 1 and known[0].value in _YES_NO:
        # The rule's own words say what it is about.
        return _YES_NO[known[0].value], known[0].how
    parts = [_labelled(fact, value_text(fact, platform)) for fact in known]
    return beside(parts), beside(dict.fromkeys(fact.how for fact in known))


def _labelled(fact: Fact, value: str) -> str:
    known = askable(fact.name)
    return Worded("{label}: {value}", label=known.label, value=value) if known is not None else value


_YES_NO: Mapping[str | None, str] = {"yes": Phrase("yes"), "no": Phrase("no")}
_NOT_COMPARED = Phrase("How its processor compares with the one that is asked for cannot be told.")
_OfOne = Callable[[Need, str], Weighed]
_Comparison = Callable[[Need, Facts], Weighed]
_COMPARISONS: Mapping[str, _Comparison] = {
    Operator.AT_LEAST: _of_one(amounts.at_least),
    Operator.AT_MOST: _of_one(amounts.at_most),
    Operator.NOMINAL: _of_one(amounts.nominal),
    Operator.VERSION: _of_one(_version),
    Operator.EQUALS: _of_one(_equals),
    Operator.DIFFERS: _of_one(_differs),
    Operator.INCLUDES: _of_one(_includes),
    Operator.SYSTEM: _system,
    Operator.PROCESSOR: _processor,
    Operator.NEWEST: _newest_of_one,
}
_VERSIONS = frozenset({Shape.VERSION})
_NUMBERS = frozenset({Shape.COUNT, Shape.AMOUNT})
_SHAPES: Mapping[str, frozenset[Shape]] = {
    **dict.fromkeys((Operator.AT_LEAST, Operator.AT_MOST, Operator.NOMINAL), _NUMBERS),
    **dict.fromkeys((Operator.VERSION, Operator.SYSTEM, Operator.NEWEST), _VERSIONS),
    **dict.fromkeys((Operator.EQUALS, Operator.DIFFERS), frozenset(Shape) - {Shape.WORDS}),
    Operator.INCLUDES: frozenset({Shape.WORD, Shape.WORDS}),
    Operator.PROCESSOR: frozenset({Shape.WORDS}),
}
"""What can be compared so."""
