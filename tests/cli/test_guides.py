"""The guides say what is true: every command, key, rule and name in them exists, and none is forgotten."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec
import pytest

from player.archive.authoring import course_file
from player.cli.app import run
from player.domain.learner import Profession
from player.ui.watch.keys import key_words

ROOT = Path(__file__).resolve().parents[2]
USER = (ROOT / "docs" / "user-guide.md").read_text()
PROVIDER = (ROOT / "docs" / "provider-guide.md").read_text()
NAMES = (
    r"(?:add|list|watch|progress|export|verify|checkup|doctor|backup|restore|merge|forget"
    r"|key \w+|trust \w+|course \w+)"
)


def test_the_guides_are_short_enough_to_be_read() -> None:
    assert len(USER.splitlines()) <= 170
    assert len(PROVIDER.splitlines()) <= 280


@pytest.mark.parametrize(
    "guide", [USER, PROVIDER, (ROOT / "README.md").read_text()], ids=["user", "provider", "readme"]
)
def test_every_command_that_a_guide_names_exists(guide: str, capsys: pytest.CaptureFixture[str]) -> None:
    named = set(re.findall(rf"carrel ({NAMES})\b", guide))
    assert named
    for command in sorted(named):
        assert run([*command.split(), "--help"]) == 0, command
    capsys.readouterr()


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
