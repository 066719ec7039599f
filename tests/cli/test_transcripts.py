"""The commands on what was earned: credit from elsewhere is kept apart and marked; bad input changes nothing."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from player.cli.app import run
from player.cli.show import DONE, NO
from player.proof.trust import PUBLISHER_ENDING, write_publisher
from tests.exchange.test_transcript_printed import drawn, earned, printed
from tests.worlds import TRUST

KIND = "AMA PRA Category 1 Credits™"


@pytest.fixture(autouse=True)
def profile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CARREL_PROFILE", str(tmp_path / "profile"))
    return tmp_path / "profile"


def report(title: str = "Grand rounds", *, amount: str = "1.25", day: str = "2024-03-09", kind: str = KIND) -> int:
    return run(["credits", "add", title, "--amount", amount, "--type", kind, "--day", day, "--provider", "Spital"])


def shown(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    capsys.readouterr()
    assert run(["credits", "show", "--json", *words]) == DONE
    return json.loads(capsys.readouterr().out)


def titles(told: dict[str, Any]) -> list[str]:
    return [entry["title"] for entry in told["transcript"]["entries"]]


def test_credit_from_elsewhere_is_kept_and_said_to_be_self_reported(capsys: pytest.CaptureFixture[str]) -> None:
    assert report() == DONE
    assert "self-reported" in capsys.readouterr().out
    assert run(["credits", "show"]) == DONE
    out = capsys.readouterr().out
    assert f"1.25 {KIND} · Grand rounds · self-reported" in out
    assert "1.25 (1.25 of it self-reported)" in out


def test_a_selection_takes_days_types_and_providers(capsys: pytest.CaptureFixture[str]) -> None:
    report("Old", day="2020-01-01")
    report("New", day="2024-01-01")
    report("Other", day="2024-02-01", kind="ANCC contact hours")
    assert titles(shown(capsys, "--since", "2021-01-01")) == ["New", "Other"]
    assert titles(shown(capsys, "--until", "2024-01-01")) == ["Old", "New"]
    assert titles(shown(capsys, "--type", "ANCC contact hours")) == ["Other"]
    assert titles(shown(capsys, "--provider", "Nobody")) == []


def test_the_table_is_written_for_spreadsheets(tmp_path: Path) -> None:
    report("=1+1")
    file = tmp_path / "credits.csv"
    assert run(["credits", "save", str(file)]) == DONE
    (row,) = csv.DictReader(io.StringIO(file.read_text("utf-8-sig")))
    assert (row["Title"], row["Amount"], row["Source"]) == ("'=1+1", "1.25", "self-reported")


def test_the_transcript_is_written_as_pdf(tmp_path: Path) -> None:
    report()
    file = tmp_path / "credits.pdf"
    assert run(["credits", "save", str(file)]) == DONE
    assert file.read_bytes().startswith(b"%PDF-1.7")


def test_an_entry_is_taken_out_by_the_beginning_of_its_id(capsys: pytest.CaptureFixture[str]) -> None:
    report()
    (entry,) = shown(capsys)["reported"]
    assert run(["credits", "remove", entry["id"][:8]]) == DONE
    assert titles(shown(capsys)) == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["credits", "add", "x", "--amount", "much", "--type", "y", "--day", "2024-01-01"], "no amount"),
        (["credits", "add", "x", "--amount", "NaN", "--type", "y", "--day", "2024-01-01"], "its amount"),
        (["credits", "add", "x", "--amount", "0", "--type", "y", "--day", "2024-01-01"], "its amount"),
        (["credits", "add", "x", "--amount", "1", "--type", "y", "--day", "2024-02-30"], "is no day"),
        (["credits", "add", "x", "--amount", "1", "--type", "y", "--day", "9999-01-01"], "has not come yet"),
        (["credits", "add", " ", "--amount", "1", "--type", "y", "--day", "2024-01-01"], "no title"),
        (["credits", "add", "x", "--amount", "1", "--type", " ", "--day", "2024-01-01"], "what type"),
        (["credits", "show", "--since", "yesterday"], "is no day"),
        (["credits", "save", "credits.txt"], "neither PDF nor CSV"),
        (["credits", "remove", "abc"], "begins with “abc”"),
    ],
)
def test_bad_input_is_told_in_a_sentence_and_changes_nothing(
    words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(words) == NO
    captured = capsys.readouterr()
    assert said in captured.err and captured.err.count("\n") == 1
    assert titles(shown(capsys)) == []


def test_a_transcript_of_a_publisher_unknown_here_is_no_forgery_and_is_not_accepted(
    tmp_path: Path, profile: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, entry, evidence = earned()
    file = tmp_path / "credits.pdf"
    file.write_bytes(printed(drawn(entry), evidence))
    assert run(["verify", str(file), "--json"]) == NO
    captured = capsys.readouterr()
    (told,) = json.loads(captured.out)
    assert (told["genuine"], told["accepted"], told["problem"]) == (True, False, "PublisherUnknown")
    assert "carrel trust add" in captured.err
    assert run(["verify", str(file)]) == NO
    assert "under a publisher who gives no credit here" in capsys.readouterr().out
    trusted = profile / "trust"
    trusted.mkdir(parents=True, exist_ok=True)
    write_publisher(trusted / f"college{PUBLISHER_ENDING}", TRUST.publishers[0])
    assert run(["verify", str(file)]) == DONE
