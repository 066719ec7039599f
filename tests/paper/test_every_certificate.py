"""Certificates of every script with everything that they can have, held against both standards."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.paper.documents import SCRIPTS, every_case, signed, unsigned_of
from tests.validator.vera import check


@pytest.mark.long
@pytest.mark.parametrize("script", SCRIPTS)
def test_everything_with_everything_keeps_both_standards(script: str, tmp_path: Path) -> None:
    files: list[Path] = []
    for case in every_case(script):
        pdf = unsigned_of(case)
        files.append(tmp_path / f"{case}.pdf")
        files[-1].write_bytes(signed(pdf) if case.is_signed else pdf)
    broken = {file.name: told for file, told in check(files).items() if any(told.values())}
    for file in files:
        file.unlink()
    assert len(files) > 300
    assert broken == {}
