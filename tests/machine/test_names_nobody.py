"""What the machine tells goes into a report that is sent to others: it names no person, no folder and no computer."""

from __future__ import annotations

import getpass
import platform
from pathlib import Path

import pytest

from player.machine import common
from player.machine.probing import Machine


def test_no_fact_names_the_account_the_computer_or_a_folder(tmp_path: Path) -> None:
    profile, courses = tmp_path / "Anna Example", tmp_path / "Bert Example"
    machine = Machine(profile=profile, courses=lambda: courses, resources=Path("resources"))
    facts = machine.ask(machine.names, lambda _: None, {}).wait()
    assert facts
    secrets = {"Anna", "Bert", str(tmp_path), str(Path.home()), platform.node()}
    account = getpass.getuser()
    secrets |= {account} if account != "root" else set()  # a word of its own on any system
    for fact in facts.values():
        told = f"{fact.value} {fact.how}"
        assert not any(secret in told for secret in secrets if len(secret) > 1), fact
        assert "/home/" not in told and "\\Users\\" not in told and "/Users/" not in told, fact


@pytest.mark.parametrize(
    "place",
    [
        r"C:\Users\Anna Example\AppData\Local\Programs\Carrel\vlc\libvlc.dll",
        "/Users/anna/Applications/Carrel.app/Contents/MacOS/vlc/lib/libvlc.dylib",
        "libvlc.so.5",
    ],
)
def test_the_library_is_told_by_its_name_alone(place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(common, "_installed", lambda: iter((place,)))
    value, how = common.decoder()
    assert value == "yes"
    assert how.startswith("libvlc.")
