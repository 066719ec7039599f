"""What an operator does before the doors open: the hall's key is made, and the roster taken in and taken in again."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from player.bootstrap.kiosk import DIARY, places_of
from player.bootstrap.rostering import CODE_VARIABLE, make_operator_key
from player.domain.kiosk.roster import Reason
from player.kiosk.settings_file import read_settings
from player.ledger.cards import open_cards
from player.proof.operator_key import LockedOperatorKey
from tests.cli.conftest import Answer, Carrel

CODE = "northgate7"
ROSTER = (
    "Registration ID;Badge;First Name;Last Name;E-mail;Profession;Dinner\r\n"
    "R1;B1;Ana María;Núñez;ana@example.org;Physician;fish\r\n"
    "R2;B1;Bo;Li;;Astronaut;\r\n"
    "R3;;Cy;;;;\r\n"
)


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("hall") / "operator.key"
    make_operator_key(file, CODE)
    return file


@pytest.fixture
def hall(tmp_path: Path, profile: Path, key: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A station's settings, with a copy of the hall's key; the code is in the environment."""
    monkeypatch.setenv(CODE_VARIABLE, CODE)
    shutil.copy(key, tmp_path / "operator.key")
    settings = tmp_path / "kiosk.toml"
    settings.write_text(f"station = 'A'\noperator_key = 'operator.key'\nprofile = '{profile}'\n", encoding="utf-8")
    (tmp_path / "roster.csv").write_bytes(ROSTER.encode("cp1252"))
    return settings


@pytest.fixture
def roster(hall: Path, carrel: Carrel) -> Answer:
    return carrel("kiosk", "roster", hall.with_name("roster.csv"), "--config", hall)


def count(settings: Path) -> int:
    cards = open_cards(places_of(read_settings(settings)).profile)
    try:
        return cards.count()
    finally:
        cards.close()


def test_a_roster_is_taken_in_and_every_row_that_needs_a_look_is_told(hall: Path, roster: Answer) -> None:
    assert roster.code == 0
    assert roster.out.splitlines() == [
        "3 rows: 2 new, 1 refused.",
        "Understood: number, badge, given, family, email, profession.",
        "Passed over: Dinner.",
        "Refused, 1 row: there is no given name or no family name: row 4.",
        "To be looked at, 2 rows: somebody else has the same badge; at a scan neither is recognised:"
        " row 2 (see row 3), row 3 (see row 2).",
        "To be looked at, 1 row: the profession is not known here; the attendee will be asked: row 3.",
    ]
    assert count(hall) == 2


def test_nobody_is_named_in_what_is_told(roster: Answer) -> None:
    assert not any(word in roster.out + roster.err for word in ("Ana", "Núñez", "Bo", "R1", "B1", "example"))


def test_the_operators_diary_says_how_many_came_and_nothing_of_them(hall: Path, roster: Answer, profile: Path) -> None:
    (line,) = (profile / DIARY).read_text("ascii").splitlines()
    assert {**json.loads(line), "at": ""} == {"at": "", "entry": "roster-taken-in", "count": 2}


def test_the_same_roster_again_changes_nothing(hall: Path, roster: Answer, carrel: Carrel) -> None:
    answer = carrel("kiosk", "roster", hall.with_name("roster.csv"), "--config", hall, "--json")
    assert answer.json["counts"] == {"taken": 0, "changed": 0, "unchanged": 2, "refused": 1}
    assert answer.json["rows"][2] == {"row": 4, "outcome": "refused", "remarks": [{"reason": "no-name", "other": None}]}
    assert count(hall) == 2


def test_a_preview_writes_nothing(hall: Path, carrel: Carrel) -> None:
    answer = carrel("kiosk", "roster", hall.with_name("roster.csv"), "--config", hall, "--preview")
    assert answer.out.splitlines()[:2] == [
        "3 rows: 2 would be new, 1 would be refused.",
        "That was a preview: nothing was written.",
    ]
    assert count(hall) == 0


def test_the_key_that_is_made_opens_with_its_code(
    tmp_path: Path, carrel: Carrel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(CODE_VARIABLE, CODE)
    answer = carrel("kiosk", "key", tmp_path / "new.key", "--json")
    opened = LockedOperatorKey.read(tmp_path / "new.key").unlock(CODE)
    assert answer.json["public"] == opened.public.hex
    assert carrel("kiosk", "key", tmp_path / "new.key").why.startswith("The file new.key is there already")


def test_another_code_takes_nothing_in(hall: Path, carrel: Carrel, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(CODE_VARIABLE, "southgate7")
    answer = carrel("kiosk", "roster", hall.with_name("roster.csv"), "--config", hall)
    assert answer.why.startswith("That is not the code of the operator's key operator.key.")


def test_without_a_code_nothing_is_made(tmp_path: Path, carrel: Carrel, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(CODE_VARIABLE, raising=False)
    assert carrel("kiosk", "key", tmp_path / "any.key").why.startswith("No code was given")
    monkeypatch.setenv(CODE_VARIABLE, "12345")
    assert "at least 6" in carrel("kiosk", "key", tmp_path / "any.key").why
    assert not (tmp_path / "any.key").exists()


def test_a_file_that_is_no_roster_is_told(hall: Path, carrel: Carrel) -> None:
    answer = carrel("kiosk", "roster", hall, "--config", hall)
    assert answer.why.startswith("The attendee roster kiosk.toml is not understood:")


def test_every_reason_has_its_words() -> None:
    from player.cli.attending_words import REASONS

    assert set(REASONS) == set(Reason)
