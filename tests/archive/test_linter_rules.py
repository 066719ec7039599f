"""The linter: each rule is broken by an example and silent when that is mended, has its page, and names its place."""

import ast
import re
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from player.archive.authoring import rules
from player.archive.authoring.folder import new_folder
from player.archive.authoring.lint import Instruments, check
from player.archive.authoring.remarks import Remark
from player.archive.authoring.rules import RULES, Severity
from player.domain.certificate import CertificateFacts
from player.domain.engine import MediaSource
from player.domain.problem import Problem
from player.paper.handout import inspect_handout
from tests.archive.breaking import BROKEN, ROOM
from tests.archive.making import ROOT, TEMPLATE, TRUST, Found, built_in, folder_in, probe

PAGE = (ROOT / "docs" / "linter-rules.md").read_text(encoding="utf-8")
ENTRIES = dict(re.findall(r"^### `([a-z-]+)` · (error|warning)$", PAGE, re.MULTILINE))
TODAY = date(2026, 11, 21)


def look(folder: Path, with_probe: Callable[[Path], Found] | None = None) -> tuple[Remark, ...]:
    instruments = Instruments(probe=with_probe or probe, inspect=inspect_handout, trial=small_press, today=TODAY)
    return check(folder, instruments, TRUST)


class NoRoom(Problem):
    what_template = "There is no room for the title."


def small_press(facts: CertificateFacts, *, signature: bytes | None, logo: bytes | None) -> None:
    assert (signature, logo is not None) == (None, facts.template is not None and facts.template.logo is not None)
    if len(facts.name) + len(facts.title) > ROOM:
        raise NoRoom


@pytest.mark.parametrize("rule", RULES)
def test_each_rule_is_named_where_it_is_broken_and_silent_once_that_is_mended(tmp_path: Path, rule: str) -> None:
    folder = folder_in(tmp_path)
    shutil.copytree(folder, tmp_path / "whole")
    other_probe = BROKEN[rule](folder)
    looked = look(folder, other_probe)
    broken = [remark for remark in looked if remark.rule == rule]
    assert broken, looked
    assert {remark.severity for remark in broken} == {RULES[rule]}
    for remark in broken:
        assert remark.text.endswith((".", "”"))
        assert (folder / remark.file).is_file()
    shutil.rmtree(folder)
    shutil.copytree(tmp_path / "whole", folder)
    assert look(folder) == ()


def test_every_rule_has_an_example() -> None:
    assert set(BROKEN) == set(RULES)


def test_every_rule_has_its_entry_with_its_severity_and_no_other_entry_is_there() -> None:
    assert {rule: str(severity) for rule, severity in RULES.items()} == ENTRIES


def test_every_entry_says_why_and_how_to_mend() -> None:
    for part in PAGE.split("\n### `")[1:]:
        assert "**Why**" in part, part[:60]
        assert "**Mend**" in part, part[:60]


def test_every_rule_that_the_code_names_is_known() -> None:
    named: set[str] = set()
    for file in Path(rules.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("Note", "note"):
                named |= {str(first.value) for first in node.args[:1] if isinstance(first, ast.Constant)}
    assert named <= set(RULES)
    assert len(named) > 50


def test_a_rule_is_either_an_error_or_a_warning() -> None:
    assert set(RULES.values()) == set(Severity)


@pytest.mark.parametrize(
    ("rule", "line"),
    [
        ("file-missing", 'media = "media/'),
        ("course-text", "version ="),
        ("cover-size", "[cover]"),
        ("review-due", "[availability]"),
        ("credit-step", "[[credit.offer]]"),
        ("bias-question", "[evaluation]"),
        ("alt-text", "[cover]"),
        ("contact-form", "[[contact]]"),
        ("estimated-minutes", "estimated_minutes"),
        ("passing-score", "passing_percent"),
        ("certificate-accent", "accent"),
        ("certificate-picture", "logo"),
        ("certificate-print", "[[credit.offer]]"),
        ("certificate-issuers", "issuers"),
    ],
)
def test_a_remark_names_the_line_to_mend(tmp_path: Path, rule: str, line: str) -> None:
    folder = folder_in(tmp_path)
    other_probe = BROKEN[rule](folder)
    (remark,) = [remark for remark in look(folder, other_probe) if remark.rule == rule]
    written = (folder / "course.toml").read_text(encoding="utf-8").splitlines()
    assert written[remark.line - 1].startswith(line)


def test_a_remark_on_captions_names_the_line_of_their_own_file(tmp_path: Path) -> None:
    folder = folder_in(tmp_path)
    BROKEN["captions-order"](folder)
    (remark,) = look(folder)
    assert (remark.file, remark.line) == ("captions/welcome.en.vtt", 6)


def test_all_that_is_wrong_is_named_at_once(tmp_path: Path) -> None:
    folder = folder_in(tmp_path)
    chosen = ("captions-overlap", "cover-size", "handout-broken", "dates", "bias-question", "contact-form")
    for rule in chosen:
        BROKEN[rule](folder)
    found = look(folder)
    assert {remark.rule for remark in found} >= set(chosen)
    severities = [remark.severity for remark in found]
    assert severities == sorted(severities, key=lambda severity: severity is not Severity.ERROR)


def test_a_package_is_looked_into_as_a_folder_is(tmp_path: Path) -> None:
    file = built_in(tmp_path)
    played: list[str] = []

    def listen(source: MediaSource) -> Found:
        played.append(source.name)
        return probe(tmp_path)

    instruments = Instruments(probe=probe, probe_source=listen, inspect=inspect_handout, today=TODAY)
    assert check(file, instruments, TRUST) == ()
    assert played == ["media/welcome.mp4"]
    over = Instruments(probe=probe, today=date(2030, 1, 1))
    assert [(remark.rule, remark.file) for remark in check(file, over, TRUST)] == [("closed", "my.course")]


def test_the_new_folder_has_no_remark(tmp_path: Path) -> None:
    new_folder(tmp_path / "new", template=TEMPLATE)
    assert look(tmp_path / "new") == ()
