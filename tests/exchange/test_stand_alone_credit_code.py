"""The stand-alone reader of credit codes judges as Carrel does, and shares nothing with it."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from player.proof import credit_code
from player.proof.credit_code import PREFIX
from tests.proof.test_credit_code import CODE, TEXT
from tests.worlds import DEVICE, PUBLISHER, key

SCRIPT = Path(__file__).resolve().parents[2] / "resources" / "auditor" / "verify_credit_code.py"
GIVEN = ("--publisher", PUBLISHER.public.raw.hex())


def judged(text: str, *options: str) -> tuple[int, dict[str, object]]:
    command = [sys.executable, "-I", str(SCRIPT), "-", "--json", *options]
    done = subprocess.run(command, input=text.encode(), capture_output=True, check=False)
    return done.returncode, json.loads(done.stdout)


def test_it_finds_what_carrel_finds() -> None:
    left, found = judged(TEXT, *GIVEN)
    assert (left, found["grade"], found["device_name"]) == (0, "A", "Hall 3, station 7")
    code, device = credit_code.read(TEXT)
    assert found["says"] == list(code.lines)
    assert (found["certificate"], found["offer"], found["amount"]) == (code.number, code.offer, str(code.amount))
    assert (found["course_hash"], found["facts"], found["head"]) == (code.course, code.facts, code.head)
    assert found["device"] == device.id


@pytest.mark.parametrize("options", [(), ("--publisher", key(9).public.raw.hex())])
def test_without_the_publisher_it_proves_nothing(options: tuple[str, ...]) -> None:
    assert judged(TEXT, *options)[0] == 1 and judged(TEXT, *options)[1]["grade"] == "C"


def test_what_was_altered_is_refused() -> None:
    other = credit_code.write(replace(CODE, number="CRL-0000-0000-0000"), DEVICE)
    for text in (TEXT.replace("1.5", "9.5"), TEXT[:-1], "", f"{PREFIX}.AAAA.AAAA", other, TEXT.replace("Ana", "Eva")):
        left, found = judged(text, *GIVEN)
        assert (left, found["genuine"]) == (1, False), text


def test_it_imports_nothing_of_carrel() -> None:
    tree = ast.parse(SCRIPT.read_text())
    names = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert not any(name and name.startswith("player") for name in names)
