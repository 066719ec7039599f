"""Printers as CUPS names them."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from player.machine.printers import printers

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="CUPS is not there")


def cups(folder: Path, known: str, chosen: str) -> None:
    program = folder / "lpstat"
    program.write_text(f"#!/bin/sh\ncase $1 in -d) echo '{chosen}';; -e) printf '{known}';; esac\n", encoding="ascii")
    program.chmod(0o755)


def test_the_systems_own_choice_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cups(tmp_path, "Foyer\\nLaser\\nAttic\\n", "system default destination: Laser")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert printers() == ("Laser", "Attic", "Foyer")


def test_without_printers_there_are_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cups(tmp_path, "", "no system default destination")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert printers() == ()


def test_without_cups_it_cannot_be_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert printers() is None
