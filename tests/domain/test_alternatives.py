"""Rules that are alternatives of one sentence: one that is met is enough, and none met stays none met."""

from player.domain.requirement import Fact, Level, Need, Requirement, Verdict, judge_all

RULES = tuple(
    Requirement(
        id=name, level=Level.MINIMUM, subject="viewer", text=name, group="viewer", need=Need(fact=name, value="yes")
    )
    for name in ("ours", "theirs")
)


def verdicts(**known: str) -> list[Verdict]:
    facts = {name: Fact(name=name, value=value, how="told") for name, value in known.items()}
    return [finding.verdict for finding in judge_all(RULES, facts)]


def test_once_one_alternative_is_met_nothing_is_asked_of_the_others() -> None:
    assert verdicts(ours="yes", theirs="no") == [Verdict.MET, Verdict.DOES_NOT_APPLY]
    assert verdicts(ours="yes", theirs="yes") == [Verdict.MET, Verdict.MET]


def test_without_one_that_is_met_each_answers_for_itself() -> None:
    assert verdicts(ours="no", theirs="no") == [Verdict.NOT_MET, Verdict.NOT_MET]
    assert verdicts(ours="no") == [Verdict.NOT_MET, Verdict.CANNOT_TELL]
