from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path

import pytest

from player import __version__
from player.cli.app import run
from player.cli.window import NoDisplay, require_display
from tests.cli.conftest import ROOT, Carrel, process

COMMANDS = ("add", "list", "watch", "progress", "export", "verify", "checkup", "key", "trust", "course")
GROUPS = ("key", "trust", "course")


@pytest.mark.parametrize("name", ["hands.course", "hands.receipt", "HANDS.RECEIPT", "hands.completion"])
def test_what_carrel_reads_opens_the_window(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[Path | None] = []
    monkeypatch.setattr("player.cli.app._open_window", lambda file, profile, play=None: opened.append(file) or 0)
    assert run([name]) == 0
    assert opened == [Path(name)]


def test_the_version_is_told() -> None:
    answer = process("--version")
    assert (answer.code, answer.out, answer.err) == (0, f"carrel {__version__}\n", "")


def test_help_names_every_command_and_how_a_profile_is_chosen(carrel: Carrel) -> None:
    answer = carrel("--help")
    assert answer.code == 0
    assert all(f"  {command} " in answer.out for command in COMMANDS)
    assert "--profile DIR" in answer.out
    assert "CARREL_PROFILE" in answer.out
    assert all(len(line) <= 80 for line in answer.out.splitlines())


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(carrel: Carrel, command: str) -> None:
    answer = carrel(command, "--help")
    assert answer.code == 0
    assert answer.out.startswith(f"Usage: carrel {command}")


@pytest.mark.parametrize(
    "words",
    [
        ("nonsense",),
        ("--nonsense",),
        ("add",),
        ("add", "one.course", "two.course"),
        ("list", "--nonsense"),
        ("progress",),
        ("watch",),
        ("watch", "course", "--session"),
        ("watch", "course", "another"),
        ("export", "course"),
        ("verify",),
        ("key", "new"),
        ("key", "nonsense"),
        ("course", "build", "folder"),
        ("course", "rehearse", "one.course", "--to", "there", "--rate", "fast"),
        ("course", "rehearse", "one.course", "--to", "there", "--rate", "nan"),
        ("course", "rehearse", "one.course", "--to", "there", "--rate", "0"),
        ("list", "--profile"),
        ("--profile=", "list"),
    ],
)
def test_wrong_usage_ends_with_two_and_does_nothing(carrel: Carrel, profile: Path, words: tuple[str, ...]) -> None:
    answer = carrel(*words)
    assert answer.code == 2
    assert answer.out == ""
    assert answer.err
    assert list(profile.iterdir()) == []


@pytest.mark.parametrize("group", GROUPS)
def test_a_group_without_a_command_shows_its_commands_as_wrong_usage(carrel: Carrel, group: str) -> None:
    answer = carrel(group)
    assert answer.code == 2
    assert "Commands:" in answer.out + answer.err


@pytest.mark.parametrize("place", [0, 1, 2])
def test_the_profile_may_stand_anywhere(carrel: Carrel, tmp_path: Path, place: int) -> None:
    words = ["list", "--json"]
    words[place:place] = ["--profile", str(tmp_path / "elsewhere")]
    assert carrel(*words).json == []
    assert (tmp_path / "elsewhere" / "device.key").exists()


def test_the_environment_names_the_profile_and_the_command_line_overrules_it(
    carrel: Carrel, profile: Path, tmp_path: Path
) -> None:
    assert carrel("list").code == 0
    assert (profile / "device.key").exists()
    other = tmp_path / "other"
    assert carrel(f"--profile={other}", "list").code == 0
    assert (other / "device.key").exists()


def test_words_after_two_hyphens_are_names_of_files(carrel: Carrel) -> None:
    assert "--profile" in carrel("add", "--", "--profile").why


def test_with_json_a_no_is_one_json_value_too(carrel: Carrel) -> None:
    answer = carrel("add", "missing.course", "--json")
    assert answer.json["problem"] == "CourseMissing"
    assert " ".join(answer.json[part] for part in ("what", "meaning", "remedy")) == answer.why


def test_a_reader_who_has_read_enough_is_no_reason_to_complain(profile: Path) -> None:
    command = f"{sys.executable} -m player --profile {profile} trust list | true"
    done = subprocess.run(["sh", "-c", command], cwd=ROOT, capture_output=True, check=False, text=True)
    assert done.stderr == ""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a device that is always full")
def test_an_answer_that_cannot_be_written_is_said_in_one_sentence(profile: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "player", "list"], cwd=ROOT, stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert done.returncode == 1
    assert done.stderr.decode().splitlines() == [
        "The answer could not be written to where it was sent. What the command did is done and kept; no credit is "
        "affected. Make room there, or send the answer elsewhere, and ask again."
    ]


def test_a_terminal_that_lacks_letters_gets_the_answer_all_the_same(profile: Path) -> None:
    answer = process("trust", "list", "--json", "--profile", profile, PYTHONIOENCODING="ascii")
    assert answer.code == 0
    assert answer.json
    assert process("list", "--profile", profile, PYTHONIOENCODING="ascii").code == 0


def test_no_command_pays_for_the_window_the_player_or_the_printer(profile: Path) -> None:
    words = "['PySide6', 'vlc', 'fpdf', 'pyhanko']"
    code = (
        f"import sys; from player.cli.app import run; run(['list']); sys.exit(sum(m in sys.modules for m in {words}))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False, capture_output=True)
    assert done.returncode == 0


# --- the window ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", [("missing.course",), ("some/where/missing",)])
def test_a_window_for_a_file_that_is_missing_is_refused(carrel: Carrel, words: tuple[str, ...]) -> None:
    assert words[0] in carrel(*words).why


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a screen")
def test_without_a_display_the_window_is_refused_in_one_sentence(profile: Path) -> None:
    answer = process("--profile", profile, DISPLAY="", WAYLAND_DISPLAY="", QT_QPA_PLATFORM="")
    assert answer.why.startswith("There is no screen here to open a window on: neither")
    assert answer.out == ""


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a screen")
@pytest.mark.parametrize("words", [("course",), ("course", "--session", "one"), ("--session=one", "course")])
def test_to_watch_takes_a_screen_however_it_is_written(profile: Path, words: tuple[str, ...]) -> None:
    answer = process("watch", *words, "--profile", profile, DISPLAY="", WAYLAND_DISPLAY="", QT_QPA_PLATFORM="")
    assert answer.why.startswith("There is no screen here to open a window on: neither")


def test_a_course_that_is_not_in_the_library_cannot_be_watched(profile: Path) -> None:
    answer = process("watch", "nonsense", "--profile", profile, QT_QPA_PLATFORM="offscreen")
    assert "no course “nonsense” here" in answer.why
    assert answer.out == ""


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a screen")
def test_a_display_at_which_nothing_answers_is_no_display(profile: Path) -> None:
    answer = process("--profile", profile, DISPLAY=":4711", WAYLAND_DISPLAY="", QT_QPA_PLATFORM="")
    assert "nothing answers at DISPLAY=:4711" in answer.why


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a screen")
def test_a_display_that_answers_will_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("QT_QPA_PLATFORM", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        number = server.getsockname()[1] - 6000
        monkeypatch.setenv("DISPLAY", f"127.0.0.1:{number}.0")
        if number >= 0:
            require_display()
    with pytest.raises(NoDisplay):
        require_display()


def test_a_word_that_names_no_path_is_taken_for_a_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["meet-carrel"]) == 2
    assert "meet-carrel" in capsys.readouterr().err
