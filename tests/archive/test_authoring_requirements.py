"""Requirements from course.toml into a package: short forms filled in, the text kept whole, nothing refused early."""

from __future__ import annotations

from pathlib import Path

import pytest

from player.archive.authoring.build import build_package
from player.archive.authoring.draft import read_folder
from player.archive.authoring.lint import check_path
from player.archive.package import open_package
from player.domain.checkup.course_facts import by_name
from player.domain.checkup.judging import judge
from player.domain.requirement import Fact, Need, Requirement, Verdict
from player.proof.manifest import FORMAT
from tests.archive.making import KEY, TRUST, folder_in, probe

MACHINE = by_name(
    Fact(name=name, value=value, how="known")
    for name, value in {
        "os.platform": "windows",
        "os.version": "6.3.9600",
        "cpu.families": "x86-64 intel",
        "memory.total": "1978 MB",
    }.items()
)


def with_rule(place: Path, need: str) -> Path:
    folder = folder_in(place)
    with (folder / "course.toml").open("a", encoding="utf-8") as stream:
        stream.write(f'\n[[requirement]]\nid = "r"\nlevel = "minimum"\nsubject = "s"\ntext = "t"\nneed = {need}\n')
    return folder


def through_a_package(folder: Path, out: Path) -> Requirement:
    build_package(folder, signer=KEY, out=out, probe=probe)
    with open_package(out, TRUST) as package:
        assert package.signed.manifest.format == FORMAT
        return package.signed.course.requirements[-1]


@pytest.mark.parametrize(
    ("written", "need", "verdict"),
    [
        (
            '{ is = "system", value = "Windows 8.1" }',
            Need(fact="os.version", operator="system", value="Windows 8.1"),
            Verdict.MET,
        ),
        (
            '{ is = "processor", value = "pentium-ii 500 MHz" }',
            Need(fact="cpu.families", operator="processor", value="pentium-ii 500 MHz"),
            Verdict.MET,
        ),
        ('{ is = "noted", value = "Who knows." }', Need(operator="noted", value="Who knows."), Verdict.MET),
        (
            '{ fact = "memory.mb", is = "nominal", value = 2048 }',
            Need(fact="memory.mb", operator="nominal", value="2048"),
            Verdict.MET,
        ),
        (
            '{ fact = "memory.total", is = "about", value = "2 GB" }',
            Need(fact="memory.total", operator="about", value="2 GB"),
            Verdict.CANNOT_TELL,
        ),
        (
            '{ fact = "memory.size", is = "at-least", value = "2 GB" }',
            Need(fact="memory.size", operator="at-least", value="2 GB"),
            Verdict.CANNOT_TELL,
        ),
    ],
)
def test_a_rule_comes_through_a_package_and_is_judged(
    tmp_path: Path, written: str, need: Need, verdict: Verdict
) -> None:
    rule = through_a_package(with_rule(tmp_path, written), tmp_path / "out.course")
    assert rule.need == need
    finding = judge(rule, MACHINE)
    assert finding.verdict is verdict
    assert finding.why or verdict is Verdict.MET


def test_what_nobody_knows_is_remarked_on_with_its_line_and_keeps_no_course_from_being_built(tmp_path: Path) -> None:
    folder = with_rule(tmp_path, '{ fact = "memory.total", is = "about", value = "2 GB" }')
    (remark,) = check_path(folder, probe=probe, trust=TRUST)
    lines = (folder / "course.toml").read_text(encoding="utf-8").splitlines()
    assert (remark.rule, lines[remark.line : remark.line + 1]) == ("requirement-operator", ['id = "r"'])
    build_package(folder, signer=KEY, out=tmp_path / "out.course", probe=probe)


@pytest.mark.parametrize("value", ["Memory: 2 GB of memory or more", "Speakers or headphones"])
def test_the_providers_text_is_kept_whole_from_the_file_or_from_one_of_its_own(tmp_path: Path, value: str) -> None:
    folder = folder_in(tmp_path)
    text = (folder / "course.toml").read_text(encoding="utf-8")
    (folder / "texts" / "asked.md").write_text(f"{value}\n", encoding="utf-8")
    for written in (f'"{value}"', '{ file = "texts/asked.md" }'):
        changed = text.replace("\n[cover]\n", f"\nrequirements_source = {written}\n\n[cover]\n", 1)
        (folder / "course.toml").write_text(changed, encoding="utf-8")
        assert read_folder(folder, probe).requirements_source == value
