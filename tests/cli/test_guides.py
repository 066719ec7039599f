"""The guides say what is true: every command, key, rule and name in them exists, and none is forgotten."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import pytest
import typer

from player.archive.authoring import course_file
from player.cli.collecting import FILES
from player.cli.commands import make_app
from player.cli.sending import ALL
from player.domain.collection.account import FlagKind
from player.domain.identifiers import OF_OFFERS, OF_PROVIDERS
from player.domain.learner import Profession
from player.domain.report_format import ReportFormat
from player.exchange.tables.layout_file import read_layout
from player.proof.trust import write_publisher
from player.ui.watch.keys import key_words
from tests.cli.conftest import Carrel
from tests.office.lives import lay
from tests.worlds import PUBLISHER, TRUST

ROOT = Path(__file__).resolve().parents[2]
USER = (ROOT / "docs" / "user-guide.md").read_text()
PROVIDER = (ROOT / "docs" / "provider-guide.md").read_text()
EXPORTS = (ROOT / "docs" / "exports.md").read_text()
PAGES = {page.name: page.read_text() for page in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))}
OF_OTHERS = {"--only", "--long"}
"""Options of what lies in `packaging/`."""


def test_the_guides_are_short_enough_to_be_read() -> None:
    assert len(USER.splitlines()) <= 180
    assert len(PROVIDER.splitlines()) <= 300


@pytest.mark.parametrize("page", PAGES)
def test_every_command_that_a_page_names_exists_with_its_options(page: str) -> None:
    for line in _lines(PAGES[page]):
        named, options = _command(line)
        assert named, line
        assert set(re.findall(r"(?<![\w-])--[a-z][\w-]*", line)) <= options, line


def test_every_option_that_a_page_names_alone_is_one_of_a_command() -> None:
    known = OF_OTHERS.union(*(options for _, options in _commands().values()))
    for name, page in PAGES.items():
        assert set(re.findall(r"`(--[a-z][\w-]*)", page)) <= known, name


def test_every_command_is_named_on_some_page() -> None:
    named = {_command(line)[0] for page in PAGES.values() for line in _lines(page)}
    assert set(_commands()) - named == set()


def test_every_format_stands_in_the_page_of_exports_and_no_other() -> None:
    assert [form for form in ReportFormat if f"`{form}`" not in EXPORTS] == []
    called = re.compile(r"carrel [^`\n]*--format ([a-z][a-z0-9-]+)")
    forms = {form for page in PAGES.values() for line in page.splitlines() for form in called.findall(line)}
    assert forms - {"github", "sarif", ALL} <= set(ReportFormat)


def test_the_layout_in_the_page_of_exports_can_be_used_as_it_stands() -> None:
    blocks = re.findall(r"^```toml\n(.*?)^```", EXPORTS, re.MULTILINE | re.DOTALL)
    (example,) = (block for block in blocks if "[[column]]" in block)
    assert read_layout(example.encode(), "pars.toml").receiver == "PARS"


def test_every_name_that_a_course_may_state_for_receivers_is_in_the_page_of_exports() -> None:
    assert [name for name in (*OF_PROVIDERS, *OF_OFFERS) if name not in EXPORTS] == []


def test_every_flag_is_explained_to_those_who_collect() -> None:
    assert [flag for flag in FlagKind if f"| `{flag}` |" not in PAGES["collecting.md"]] == []


def test_what_the_provider_guide_says_of_taking_completions_in_can_be_typed_as_it_stands(
    carrel: Carrel, profile: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    PUBLISHER.write(Path("academy.key"))
    (profile / "trust").mkdir(parents=True)
    write_publisher(profile / "trust" / "sample.publisher.json", TRUST.publishers[0])
    lay(Path("incoming"), 1, 2)
    chapter = PROVIDER[PROVIDER.index("## Taking completions in") :].partition("\n## ")[0]
    typed = [line for block in re.findall(r"```\n(.*?)```", chapter, re.DOTALL) for line in block.splitlines()]
    assert len(typed) >= 9
    for line in typed:
        # The course of the test is not for PARS; a list takes every credit.
        words = shlex.split(line.replace("--format pars", "--format completers-csv"), comments=True)
        assert carrel(*words[1:]).code == 0, line
    kinds = {file.suffix for file in Path("outgoing").iterdir()}
    assert {".receipt", ".csv", ".pdf", ".html"} <= kinds


def test_no_page_leads_to_one_that_is_not_there() -> None:
    for name, page in PAGES.items():
        folder = ROOT if name == "README.md" else ROOT / "docs"
        for link in re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", page):
            assert (folder / link).exists(), f"{name}: {link}"


def _lines(page: str) -> Iterator[str]:
    """What follows the program's name wherever it is called: in a block, up to a remark, or between backquotes."""
    blocks = re.findall(r"^```.*?\n(.*?)^```", page.replace("\\\n", " "), re.MULTILINE | re.DOTALL)
    for line in (line for block in blocks for line in block.splitlines()):
        for call in re.split(r"\s{2,}(?=carrel )", line):
            if call.startswith("carrel "):
                yield re.split(r"\s#|\s{3,}", call.removeprefix("carrel "))[0]
    yield from (" ".join(call.split()) for call in re.findall(r"`carrel ([^`]+)`", page))


def _command(line: str) -> tuple[str, set[str]]:
    """The command that is called, and the options that it has; “window” where a file alone is opened."""
    words = re.sub(r"^--profile \S+ ?", "", line).split()
    for length in (2, 1):
        name = " ".join(words[:length])
        if name in _commands():
            return name, _commands()[name][1]
    if words[:1] == ["collect"]:
        return f"collect {FILES}", _commands()[f"collect {FILES}"][1]
    opens = not words or words[0].endswith(".course") or words[0] in {"FILE.course", "--version"}
    return ("window" if opens else ""), {"--profile", "--version"}


@cache
def _commands() -> Mapping[str, tuple[Any, set[str]]]:
    """Each command by its words, with its options."""
    return dict(_walk(typer.main.get_command(make_app()), ""))


def _walk(group: Any, before: str) -> Iterator[tuple[str, tuple[Any, set[str]]]]:
    for name, command in group.commands.items():
        words = f"{before} {name}".strip()
        if hasattr(command, "commands"):
            yield from _walk(command, words)
        if not hasattr(command, "commands") or command.invoke_without_command:
            yield words, (command, {"--help", "--profile"}.union(*(param.opts for param in command.params)))


def test_every_key_of_a_course_file_is_in_the_provider_guide_and_those_needed_are_bold() -> None:
    tables = [
        kind for kind in vars(course_file).values() if isinstance(kind, type) and issubclass(kind, msgspec.Struct)
    ]
    for table in tables:
        for field in msgspec.structs.fields(table):
            assert re.search(rf"\b{field.encode_name}\b", PROVIDER), f"{table.__name__}.{field.encode_name}"
            nested = field.encode_name in {"by", "item", "offer", "session", "question"} or _is_table(field.type)
            if field.required and not nested:
                assert f"**{field.encode_name}**" in PROVIDER, f"{table.__name__}.{field.encode_name}"


def _is_table(kind: object) -> bool:
    return isinstance(kind, type) and issubclass(kind, msgspec.Struct)


def test_the_provider_guide_leads_to_the_rules_of_the_linter() -> None:
    assert "(linter-rules.md)" in PROVIDER
    assert (ROOT / "docs" / "linter-rules.md").is_file()


def test_every_profession_is_in_the_provider_guide() -> None:
    assert [profession for profession in Profession if not re.search(rf"\b{profession}\b", PROVIDER)] == []


def test_every_key_of_the_player_is_in_the_user_guide() -> None:
    table = USER[USER.index("| key | does |") :].partition("\n\n")[0]
    keys = [key for _, rows in key_words() for named, _ in rows for key in named.split()]
    assert len(keys) > 20
    for key in keys:
        assert re.search(rf"(?:^|[ |,]){re.escape(key)}(?:[ |,]|$)", table, re.MULTILINE), key
