"""How the linter's findings are printed: for people, for an editor, and for the machines that build courses."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from player import __version__
from player.cli.show import counted, print_json, tell

SCHEMA = 1
"""Of what `--json` prints; it grows by new names only, and the number when one changes its meaning."""
_SARIF = "https://json.schemastore.org/sarif-2.1.0.json"


class Format(StrEnum):
    TEXT = "text"
    JSON = "json"
    GITHUB = "github"
    SARIF = "sarif"


class Remark(Protocol):
    @property
    def severity(self) -> str: ...
    @property
    def place(self) -> str: ...
    @property
    def rule(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def file(self) -> str: ...
    @property
    def line(self) -> int: ...


def print_remarks(remarks: Sequence[Remark], path: Path, form: Format) -> None:
    _PRINTERS[form](remarks, path)


def count_errors(remarks: Sequence[Remark]) -> int:
    return sum(remark.severity == "error" for remark in remarks)


def _as_text(remarks: Sequence[Remark], _: Path) -> None:
    for remark in remarks:
        where = f"{remark.file}:{remark.line}" if remark.line else remark.file
        tell(f"{where}: {remark.severity}: {remark.place}: {remark.text} [{remark.rule}]")
    errors = count_errors(remarks)
    tell(f"{counted(errors, 'error')}, {counted(len(remarks) - errors, 'warning')}".capitalize())


def _as_json(remarks: Sequence[Remark], path: Path) -> None:
    errors = count_errors(remarks)
    told = {
        "schema": SCHEMA,
        "path": path,
        "errors": errors,
        "warnings": len(remarks) - errors,
        "remarks": [_facts(remark) for remark in remarks],
    }
    print_json(told)


def _facts(remark: Remark) -> dict[str, object]:
    return {
        "severity": remark.severity,
        "rule": remark.rule,
        "file": remark.file,
        "line": remark.line or None,
        "place": remark.place,
        "text": remark.text,
    }


def _as_github(remarks: Sequence[Remark], path: Path) -> None:
    """Workflow commands, which GitHub shows beside the lines of a pull request."""
    for remark in remarks:
        line = f",line={remark.line}" if remark.line else ""
        title = _property(f"carrel: {remark.rule}")
        message = _escaped(f"{remark.place}: {remark.text}")
        tell(f"::{remark.severity} file={_property(str(_file(remark, path)))}{line},title={title}::{message}")


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")


def _as_sarif(remarks: Sequence[Remark], path: Path) -> None:
    """OASIS SARIF 2.1.0."""
    rules = sorted({remark.rule for remark in remarks})
    driver = {"name": "carrel course check", "version": __version__, "rules": [{"id": rule} for rule in rules]}
    run = {"tool": {"driver": driver}, "results": list(_results(remarks, path))}
    print_json({"$schema": _SARIF, "version": "2.1.0", "runs": [run]})


def _results(remarks: Sequence[Remark], path: Path) -> Iterator[dict[str, object]]:
    for remark in remarks:
        place: dict[str, object] = {"artifactLocation": {"uri": _file(remark, path).as_posix()}}
        if remark.line:
            place["region"] = {"startLine": remark.line}
        yield {
            "ruleId": remark.rule,
            "level": remark.severity,
            "message": {"text": f"{remark.place}: {remark.text}"},
            "locations": [{"physicalLocation": place}],
        }


def _file(remark: Remark, path: Path) -> Path:
    """The file as seen from where the command was called."""
    return path / remark.file if path.is_dir() else path


_PRINTERS: Mapping[Format, Callable[[Sequence[Remark], Path], None]] = {
    Format.TEXT: _as_text,
    Format.JSON: _as_json,
    Format.GITHUB: _as_github,
    Format.SARIF: _as_sarif,
}
