"""Judging: rules and facts go in, answers come out. The logic is three-valued: what is not known never fails a rule."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from player.domain.checkup.askable import askable
from player.domain.checkup.comparing import PLATFORM, compare, facts_behind, found_text
from player.domain.checkup.quantity import quoted
from player.domain.checkup.superseded import known_again
from player.domain.checkup.systems import NAMES
from player.domain.checkup.weighed import NOBODY_KNOWS, Weighed
from player.domain.phrase import Phrase, Worded, in_a_row
from player.domain.requirement import Fact, Facts, Finding, Level, Need, Operator, Requirement, Verdict

ADVICE = Phrase("This is advice: the course can be played without it.")
LACKS = Phrase("This is less than the minimum.")
NOTHING_ASKED = Phrase("Only a person can tell.")
ELSEWHERE = Phrase("Use another computer for this course, or ask its technical contact.")
OTHER_WAY = Phrase("Another way of meeting the same rule is met.")
OTHER_OPEN = Phrase("This is not met; another way of meeting the same rule may be, which cannot be told.")
CONTACT = Phrase("Ask the course's technical contact whether this matters here.")


def judge(requirement: Requirement, facts: Facts) -> Finding:
    """Whether the machine described by `facts` meets `requirement`."""
    if requirement.superseded:
        return Finding(requirement=requirement, verdict=Verdict.DOES_NOT_APPLY, why=known_again(requirement.superseded))
    here = _is_for_this_platform(requirement, facts)
    if here is False:
        return _does_not_apply(requirement, _elsewhere(requirement, facts))
    condition = Weighed(True) if requirement.only_if is None else weigh(requirement.only_if, facts)
    if condition.truth is False:
        return _does_not_apply(requirement, _condition(requirement.only_if, facts))
    if requirement.need is None:
        return _finding(requirement, Verdict.CANNOT_TELL, facts, Weighed(None, NOTHING_ASKED))
    if here is None:
        why = Weighed(None, _why_no_platform(requirement, facts), (PLATFORM,))
        return _finding(requirement, Verdict.CANNOT_TELL, facts, why)
    if condition.truth is None:
        return _finding(requirement, Verdict.CANNOT_TELL, facts, condition)
    return _answer(requirement, facts, weigh(requirement.need, facts))


def judge_all(requirements: Iterable[Requirement], facts: Facts) -> tuple[Finding, ...]:
    """Every answer; a minimum that is met where the optimum of the same subject is not says so."""
    findings = _with_alternatives(tuple(judge(requirement, facts) for requirement in requirements))
    short_of_best = {
        finding.requirement.subject: finding.remedy
        for finding in findings
        if finding.verdict is Verdict.NOT_MET and finding.requirement.level is not Level.MINIMUM
    }
    return tuple(_at_minimum(finding, short_of_best) for finding in findings) if short_of_best else findings


def holds(need: Need, facts: Facts) -> bool | None:
    """Kleene's three-valued truth of `need`: None when it hangs on a fact that is not known."""
    return weigh(need, facts).truth


def weigh(need: Need, facts: Facts) -> Weighed:
    """The truth of `need` with the reason for it: that of the parts which decided."""
    if need.any_of:
        return _any([weigh(part, facts) for part in need.any_of])
    if need.all_of:
        return _all([weigh(part, facts) for part in need.all_of])
    return compare(need, facts)


def names_in(need: Need | None) -> tuple[str, ...]:
    """The facts that a condition hangs on, each once."""
    if need is None:
        return ()
    if need.any_of or need.all_of:
        return tuple(dict.fromkeys(name for part in need.any_of + need.all_of for name in names_in(part)))
    return facts_behind(need) if need.fact or need.operator == Operator.NOTED else ()


def facts_asked(requirement: Requirement) -> tuple[str, ...]:
    """The facts that the answer to a rule hangs on; none where it is superseded."""
    if requirement.superseded:
        return ()
    platform = (PLATFORM,) if requirement.platforms else ()
    return tuple(dict.fromkeys((*platform, *names_in(requirement.only_if), *names_in(requirement.need))))


def _any(parts: list[Weighed]) -> Weighed:
    first = next((part for part in parts if part.truth), None)
    if first is not None:
        return first
    opened = [part for part in parts if part.truth is None]
    if opened:
        return _together(opened)
    # What was meant for this kind of machine is the reason, and of ways about the same facts the first.
    meant = {part.names: part for part in reversed(parts) if not part.is_aside}
    return _together([part for part in parts if part is meant.get(part.names)]) if meant else _together(parts)


def _all(parts: list[Weighed]) -> Weighed:
    failed = [part for part in parts if part.truth is False]
    if failed:
        return _together([part for part in failed if part.is_aside] or failed)
    return _together([part for part in parts if part.truth is None] or parts)


def _together(parts: list[Weighed]) -> Weighed:
    """Parts of one truth as one, with all their reasons."""
    if len(parts) == 1:
        return parts[0]
    names = tuple(dict.fromkeys(name for part in parts for name in part.names))
    is_aside = all(part.is_aside for part in parts)
    # What nobody can find out says nothing beside a reason that can be helped.
    notes = [part.note for part in parts if part.note != NOBODY_KNOWS] or [NOBODY_KNOWS]
    return Weighed(parts[0].truth, _sentences(*notes), names, is_aside)


def _is_for_this_platform(requirement: Requirement, facts: Facts) -> bool | None:
    if not requirement.platforms:
        return True
    fact = facts.get(PLATFORM)
    if fact is None or fact.value is None:
        return None
    if fact.value in requirement.platforms:
        return True
    return None if _strange(requirement) else False


def _strange(requirement: Requirement) -> list[str]:
    """Platforms of a rule that nobody knows: each may be another word for the one that this is."""
    return [name for name in requirement.platforms if name not in NAMES]


def _answer(requirement: Requirement, facts: Facts, weighed: Weighed) -> Finding:
    if weighed.truth is None:
        return _finding(requirement, Verdict.CANNOT_TELL, facts, weighed)
    if weighed.truth:
        return _finding(requirement, Verdict.MET, facts, weighed)
    sense = LACKS if requirement.level is Level.MINIMUM else ADVICE
    why = Weighed(False, _sentences(weighed.note, sense), weighed.names)
    return _finding(requirement, Verdict.NOT_MET, facts, why)


def _does_not_apply(requirement: Requirement, why: str) -> Finding:
    return Finding(requirement=requirement, verdict=Verdict.DOES_NOT_APPLY, why=why, asked=facts_asked(requirement))


def _finding(requirement: Requirement, verdict: Verdict, facts: Facts, weighed: Weighed) -> Finding:
    names = names_in(requirement.need)
    found, where = found_text(names, facts)
    return Finding(
        requirement=requirement,
        verdict=verdict,
        found=found,
        where=where,
        why=weighed.note,
        remedy=_remedy(requirement, verdict, weighed.names, facts),
        asked=facts_asked(requirement),
    )


def _remedy(requirement: Requirement, verdict: Verdict, names: tuple[str, ...], facts: Facts) -> str:
    """What to do, by the facts that the answer comes from."""
    if verdict is Verdict.NOT_MET:
        known = [one.remedy for name in names if (one := askable(name)) and one.remedy]
        return requirement.remedy or next(iter(known), ELSEWHERE)
    if verdict is Verdict.CANNOT_TELL:
        unknown = [name for name in names if _is_unknown(facts.get(name))]
        return next((one.otherwise for name in unknown if (one := askable(name)) and one.otherwise), CONTACT)
    return ""


def _is_unknown(fact: Fact | None) -> bool:
    return fact is None or fact.value is None


def _why_no_platform(requirement: Requirement, facts: Facts) -> str:
    fact = facts.get(PLATFORM)
    if fact is None:
        return NOBODY_KNOWS
    strange = ", ".join(map(quoted, _strange(requirement)))
    if fact.value is None:
        return fact.how
    return Worded("The rule is for {systems}, a system that Carrel does not know.", systems=strange)


def _elsewhere(requirement: Requirement, facts: Facts) -> str:
    here = facts[PLATFORM].value or ""
    named = ", ".join(NAMES.get(name, name) for name in requirement.platforms)
    return Worded("This computer runs {system}; the rule is for {named}.", system=NAMES.get(here, here), named=named)


def _condition(condition: Need | None, facts: Facts) -> str:
    known = askable(condition.fact) if condition is not None else None
    if condition is not None and known is not None and condition.value == "yes":
        return Worded("It is asked only where this is so: “{fact}”.", fact=known.label)
    found, _ = found_text(names_in(condition), facts)
    return Worded("It is not asked here ({found}).", found=found) if found else Phrase("It is not asked here.")


def _sentences(*parts: str) -> str:
    return in_a_row(dict.fromkeys(parts))


def _with_alternatives(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Once one alternative of a group is met, nothing is asked of the others; while one is open, none has failed."""
    groups: dict[str, list[Finding]] = {}
    for finding in findings:
        if finding.requirement.group:
            groups.setdefault(finding.requirement.group, []).append(finding)
    if not groups:
        return findings
    return tuple(_beside(finding, groups.get(finding.requirement.group, [])) for finding in findings)


def _beside(finding: Finding, group: list[Finding]) -> Finding:
    """One alternative, in the light of the others of its group."""
    if finding.verdict not in (Verdict.NOT_MET, Verdict.CANNOT_TELL):
        return finding
    if any(other.verdict is Verdict.MET for other in group):
        return replace(finding, verdict=Verdict.DOES_NOT_APPLY, why=OTHER_WAY, remedy="")
    opened = [other for other in group if other.verdict is Verdict.CANNOT_TELL]
    if finding.verdict is Verdict.CANNOT_TELL or not opened:
        return finding
    asked = tuple(dict.fromkeys(name for one in (finding, *opened) for name in one.asked))
    return replace(finding, verdict=Verdict.CANNOT_TELL, why=OTHER_OPEN, remedy=opened[0].remedy, asked=asked)


def _at_minimum(finding: Finding, short_of_best: dict[str, str]) -> Finding:
    subject = finding.requirement.subject
    if finding.verdict is not Verdict.MET or finding.requirement.level is not Level.MINIMUM:
        return finding
    if subject not in short_of_best:
        return finding
    why = _sentences(Phrase("The minimum is met; the provider recommends more."), finding.why)
    return replace(finding, verdict=Verdict.MET_AT_MINIMUM, why=why, remedy=short_of_best[subject])
