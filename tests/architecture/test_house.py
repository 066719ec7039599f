"""The rules of the house: who may import whom, and how long a room and a function may grow."""

import ast
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MODULES = sorted((ROOT / "player").rglob("*.py"))
LONGEST_FILE = 400
LONGEST_FUNCTION = 60
NOT_SCREENS = {"shell", "theme", "widgets"}
Function = ast.FunctionDef | ast.AsyncFunctionDef


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def _run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def _functions(tree: ast.Module) -> list[Function]:
    return [node for node in ast.walk(tree) if isinstance(node, Function)]


def _length(function: Function) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1


@pytest.fixture(scope="module")
def trees() -> Mapping[Path, ast.Module]:
    """Every file, read once: a test for each file and rule would be an eighth of all tests."""
    return {path: ast.parse(path.read_text(encoding="utf-8")) for path in MODULES}


def test_imports_keep_the_rules_of_the_house() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    done = _run(str(linter), "--no-cache")
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_room_of_the_window_is_named_in_the_rule_for_screens() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    layers = next(contract["layers"] for contract in contracts if contract["id"] == "screens")
    named = {word.strip("() ") for layer in layers for word in layer.split("|")}
    rooms = {path.parent.name for path in (ROOT / "player" / "ui").glob("*/__init__.py")}
    assert rooms <= named, "a new screen belongs into the contract 'screens' of pyproject.toml"
    assert named >= NOT_SCREENS


def test_the_domain_runs_in_a_bare_interpreter() -> None:
    done = _run(sys.executable, "-S", "-I", str(Path(__file__).with_name("bare_domain.py")))
    assert done.returncode == 0, done.stdout + done.stderr


def test_each_file_opens_with_what_it_is_for(trees: Mapping[Path, ast.Module]) -> None:
    assert [_name(path) for path, tree in trees.items() if not ast.get_docstring(tree)] == []


def test_no_file_outgrows_its_reader() -> None:
    lines = {_name(path): len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES}
    assert {name: count for name, count in lines.items() if count > LONGEST_FILE} == {}, "is it one thing?"


def test_no_function_outgrows_its_reader(trees: Mapping[Path, ast.Module]) -> None:
    long = [
        f"{_name(path)}: {f.name}"
        for path, tree in trees.items()
        for f in _functions(tree)
        if _length(f) > LONGEST_FUNCTION
    ]
    assert long == [], "not read in one breath"


def test_every_package_has_its_own_init_file() -> None:
    folders = {path.parent for path in MODULES}
    missing = [_name(folder) for folder in folders if not (folder / "__init__.py").exists()]
    assert not missing
