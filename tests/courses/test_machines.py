"""Both activities on seventeen machines, rule by rule: the answer that is true of each, and no other.

The machines are written down in the folder machines, one file each: what the probes would find on it, and where the
figures are from. The tables leave nothing out: a rule that is missing, or one too many, fails.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from pathlib import Path

import pytest

from player.archive.authoring.draft import read_folder
from player.domain.checkup.askable import askable, believed
from player.domain.checkup.course_facts import facts_of
from player.domain.checkup.judging import facts_asked, judge_all
from player.domain.checkup.own import own_requirements
from player.domain.course import Course
from player.domain.requirement import Fact, Facts, Finding, Level, Verdict
from tests.archive.making import probe, real_folder

MACHINES = {
    "xp": "windows-xp",
    "w7": "windows-7",
    "w81": "windows-8.1",
    "w10": "windows-10",
    "w11": "windows-11",
    "arm": "windows-11-arm",
    "g4": "powerpc-g4",
    "g5": "powerpc-g5",
    "duo": "macos-10.4",
    "m10": "macos-10.15",
    "m12": "macos-12",
    "m15": "macos-15",
    "m26": "macos-26",
    "deb": "debian-12",
    "vm": "virtual",
    "?": "silent",
    "bsd": "freebsd",
}
FOLDER = Path(__file__).parent / "machines"
SIGNS = {
    "yes": Verdict.MET,
    "min": Verdict.MET_AT_MINIMUM,
    "NO": Verdict.NOT_MET,
    "-": Verdict.DOES_NOT_APPLY,
    "?": Verdict.CANNOT_TELL,
}

ACTIVITIES = """
                             xp   w7  w81  w10  w11  arm   g4   g5  duo  m10  m12  m15  m26  deb   vm    ?  bsd
A.access.browser.newest       -    -    -    -    -    -    -    -    -    -    -    -    -    -    -    -    -
A.access.browser.ie           -    -    -    -    -    -    -    -    -    -    -    -    -    -    -    -    -
A.access.features             -    -    -    -    -    -    -    -    -    -    -    -    -    -    -    -    -
A.marked.acrobat            yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes    ?  yes
A.marked.powerpoint           -    -    -    -    -    -    -    -    -    -    -    -    -    -    -    -    -
A.marked.media-player       yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes    ?  yes
A.optimal.browser             -    -    -    -    -    -    -    -    -    -    -    -    -    -    -    -    -
A.optimal.system             NO   NO  yes  yes  yes  yes  yes  yes   NO  yes  yes  yes  yes    -    -    ?    ?
A.optimal.connection          -    -    -    -    -    -    -    -    -    -    -    -    -    -    -    -    -
A.min.win.system             NO   NO  yes  yes  yes  yes    -    -    -    -    -    -    -    -    -    ?    ?
A.min.win.memory             NO  yes  yes  yes  yes  yes    -    -    -    -    -    -    -    -    -    ?    ?
A.min.win.graphics            ?  yes  yes  yes  yes  yes    -    -    -    -    -    -    -    -    -    ?    ?
A.min.win.sound             yes  yes   NO  yes  yes  yes    -    -    -    -    -    -    -    -    -    ?    ?
A.min.mac.system              -    -    -    -    -    -  yes  yes   NO  yes  yes  yes  yes    -    -    ?    ?
A.min.mac.processor           -    -    -    -    -    -   NO  yes  yes  yes  yes  yes  yes    -    -    ?    ?
A.min.mac.memory              -    -    -    -    -    -  yes  yes  yes  yes  yes  yes  yes    -    -    ?    ?
A.min.mac.sound               -    -    -    -    -    -  yes  yes  yes  yes  yes  yes  yes    -    -    ?    ?
B.access.browser              -    -    -    -    -    -    -    -    -    -    -    -    -    -    -    -    -
B.access.features             -    -    -    -    -    -    -    -    -    -    -    -    -    -    -    -    -
B.marked.flash                -    -    -    -    -    -    -    -    -    -    -    -    -    -    -    -    -
B.marked.acrobat            yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes    ?  yes
B.marked.powerpoint           -    -    -    -    -    -    -    -    -    -    -    -    -    -    -    -    -
B.marked.media-player       yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes    ?  yes
B.optimal.flash               -    -    -    -    -    -    -    -    -    -    -    -    -    -    -    -    -
B.optimal.browser             -    -    -    -    -    -    -    -    -    -    -    -    -    -    -    -    -
B.optimal.system            yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes    -    -    ?    ?
B.optimal.connection          -    -    -    -    -    -    -    -    -    -    -    -    -    -    -    -    -
B.min.win.processor         yes  yes  yes  yes  yes  yes    -    -    -    -    -    -    -    -    -    ?    ?
B.min.win.system            yes  yes  yes  yes  yes  yes    -    -    -    -    -    -    -    -    -    ?    ?
B.min.win.memory            yes  yes  yes  yes  yes  yes    -    -    -    -    -    -    -    -    -    ?    ?
B.min.win.video-card         NO  yes    ?  yes  yes    ?    -    -    -    -    -    -    -    -    -    ?    ?
B.min.win.flash               -    -    -    -    -    -    -    -    -    -    -    -    -    -    -    -    -
B.min.win.sound-bits        yes  yes    ?  yes  yes  yes    -    -    -    -    -    -    -    -    -    ?    ?
B.min.win.sound             yes  yes   NO  yes  yes  yes    -    -    -    -    -    -    -    -    -    ?    ?
B.min.mac.system              -    -    -    -    -    -  yes  yes  yes  yes  yes  yes  yes    -    -    ?    ?
B.min.mac.processor           -    -    -    -    -    -   NO   NO  yes  yes  yes  yes  yes    -    -    ?    ?
B.min.mac.memory              -    -    -    -    -    -  yes  yes  yes  yes  yes  yes  yes    -    -    ?    ?
B.min.mac.video-card          -    -    -    -    -    -  yes  yes  yes    ?  yes    ?    ?    -    -    ?    ?
B.min.mac.sound-bits          -    -    -    -    -    -  yes  yes  yes  yes  yes  yes  yes    -    -    ?    ?
B.min.mac.sound               -    -    -    -    -    -  yes  yes  yes  yes  yes  yes  yes    -    -    ?    ?
"""
"""yes: met; min: met at the minimum only; NO: not met; -: does not apply; ?: cannot tell.

What ended, and what a player without a network makes irrelevant, applies nowhere; nor does what is about documents and
slides, as neither course brings any. Nothing is met at the minimum only: what both recommend of a system is not more
than what they ask of it.
"""

OWN = """
                             xp   w7  w81  w10  w11  arm   g4   g5  duo  m10  m12  m15  m26  deb   vm    ?  bsd
carrel.decoder              yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes    ?  yes
carrel.test-recording       yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes    ?  yes
carrel.records              yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes    ?  yes
carrel.space                yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes   NO    ?  yes
carrel.sound                yes  yes   NO  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes   NO    ?    ?
carrel.screen               yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes   NO    ?  yes
"""
"""What Carrel asks of the machines themselves; its other rules are about the records and the person."""


def rows(table: str) -> list[tuple[str, dict[str, Verdict]]]:
    """Every row: the rule, and the answer expected of each machine."""
    head, *lines = table.strip("\n").splitlines()
    columns = head.split()
    found = [(line.split()[0], [SIGNS[sign] for sign in line.split()[1:]]) for line in lines]
    return [(rule, dict(zip(columns, signs, strict=True))) for rule, signs in found]


def recorded(name: str) -> Facts:
    """What is known of a machine, believed as far as the check-up believes it."""
    said = tomllib.loads((FOLDER / f"{MACHINES[name]}.toml").read_text(encoding="utf-8"))
    known = [Fact(name=key, value=value, how="the system's own word") for key, value in said.get("facts", {}).items()]
    unknown = [Fact(name=key, value=None, how=why) for key, why in said.get("unknown", {}).items()]
    return {fact.name: believed(fact) for fact in (*known, *unknown)}


@pytest.fixture(scope="module")
def activities(tmp_path_factory: pytest.TempPathFactory) -> tuple[Course, ...]:
    place = tmp_path_factory.mktemp("activities")
    return tuple(read_folder(real_folder(name, place), probe) for name in ("ketamine-biomarkers", "ketamine-trd"))


def answers(activities: Iterable[Course], machine: str) -> list[Finding]:
    facts = recorded(machine)
    return [found for one in activities for found in judge_all(one.requirements, {**facts, **facts_of(one)})]


def verdicts(findings: Iterable[Finding]) -> list[tuple[str, Verdict]]:
    return [(finding.requirement.id, finding.verdict) for finding in findings]


@pytest.mark.parametrize("machine", MACHINES)
def test_every_rule_of_both_activities_is_answered_as_is_true_of_the_machine(
    activities: tuple[Course, ...], machine: str
) -> None:
    expected = [(rule, by_machine[machine]) for rule, by_machine in rows(ACTIVITIES)]
    assert verdicts(answers(activities, machine)) == expected


@pytest.mark.parametrize("machine", MACHINES)
def test_what_carrel_asks_itself_is_answered_as_is_true_of_the_machine(machine: str) -> None:
    expected = [(rule, by_machine[machine]) for rule, by_machine in rows(OWN)]
    asked = {rule for rule, _ in expected}
    found = judge_all([rule for rule in own_requirements() if rule.id in asked], recorded(machine))
    assert verdicts(found) == expected


def test_the_tables_hold_every_machine_that_is_written_down() -> None:
    assert {path.stem for path in FOLDER.glob("*.toml")} == set(MACHINES.values())
    for table in (ACTIVITIES, OWN):
        assert all(list(by_machine) == list(MACHINES) for _, by_machine in rows(table))


@pytest.mark.parametrize("machine", [name for name in MACHINES if name != "bsd"])
def test_what_is_written_down_of_a_machine_is_what_probes_could_say_and_is_believed(machine: str) -> None:
    said = tomllib.loads((FOLDER / f"{MACHINES[machine]}.toml").read_text(encoding="utf-8"))
    assert set(said) <= {"facts", "unknown"}
    for name, fact in recorded(machine).items():
        known = askable(name)
        assert known is not None and known.seen and fact.how
        assert fact.value == said.get("facts", {}).get(name)


def test_a_platform_that_nobody_knows_is_not_believed_and_named_in_the_reason(activities: tuple[Course, ...]) -> None:
    fact = recorded("bsd")["os.platform"]
    assert fact.value is None and "“freebsd”" in fact.how
    for finding in answers(activities, "bsd"):
        if finding.verdict is Verdict.CANNOT_TELL:
            assert finding.why == fact.how


@pytest.mark.parametrize("machine", MACHINES)
def test_every_answer_says_what_was_found_or_why_not_and_what_to_do(
    activities: tuple[Course, ...], machine: str
) -> None:
    for finding in (*answers(activities, machine), *judge_all(own_requirements(), recorded(machine))):
        if finding.verdict is Verdict.MET:
            assert finding.found and finding.where and not finding.remedy
        elif finding.verdict is Verdict.NOT_MET:
            assert finding.found and finding.why and finding.remedy
        elif finding.verdict is Verdict.CANNOT_TELL:
            assert finding.why and finding.remedy
        else:
            assert finding.why and not finding.remedy


def test_slides_are_asked_about_where_a_course_brings_them(activities: tuple[Course, ...]) -> None:
    brings = {
        name: Fact(name=name, value="yes", how="what the course holds")
        for name in ("course.has-pdf", "course.has-slides")
    }
    for machine in MACHINES:
        for one in activities:
            found = dict(verdicts(judge_all(one.requirements, {**recorded(machine), **facts_of(one), **brings})))
            letter = one.requirements[0].id[0]
            is_known = machine != "?"
            assert found[f"{letter}.marked.acrobat"] is (Verdict.MET if is_known else Verdict.CANNOT_TELL)
            assert found[f"{letter}.marked.powerpoint"] is Verdict.CANNOT_TELL


WHY = [
    ("g4", "A.min.mac.processor", "The processor is older or slower than the one that is asked for."),
    ("m15", "A.min.mac.processor", "It is newer than the processor that is named"),
    ("xp", "A.min.win.memory", "At least 1 GB is asked for."),
    ("xp", "B.min.win.memory", "It counts as 128 MB"),
    ("xp", "A.min.win.graphics", "Windows does not say which driver model its graphics has."),
    ("xp", "A.optimal.system", "Windows 8.1 or later is asked for."),
    ("duo", "A.optimal.system", "macOS 10.5 or later is asked for."),
    ("w81", "B.min.win.sound-bits", "No sound output says which formats it takes."),
    ("m26", "B.min.mac.video-card", "The graphics shares the computer's memory"),
    ("m26", "A.min.mac.system", "Whether the latest updates are installed cannot be told without a network."),
    ("deb", "A.min.win.memory", "This computer runs Linux; the rule is for Windows."),
    ("w11", "B.min.win.flash", "Flash ended"),
]


@pytest.mark.parametrize(("machine", "rule", "words"), WHY)
def test_the_reason_is_the_one_that_matters(
    activities: tuple[Course, ...], machine: str, rule: str, words: str
) -> None:
    (finding,) = [found for found in answers(activities, machine) if found.requirement.id == rule]
    assert words in finding.why


def test_no_minimum_fails_on_a_machine_of_today_that_has_sound(activities: tuple[Course, ...]) -> None:
    for machine in ("w10", "w11", "arm", "m10", "m12", "m15", "m26", "deb"):
        failed = [one for one in answers(activities, machine) if one.verdict is Verdict.NOT_MET]
        assert not [one for one in failed if one.requirement.level is Level.MINIMUM]


def test_a_rule_that_is_not_superseded_hangs_on_facts_that_are_named(activities: tuple[Course, ...]) -> None:
    for one in activities:
        for rule in one.requirements:
            assert bool(facts_asked(rule)) is not bool(rule.superseded)
