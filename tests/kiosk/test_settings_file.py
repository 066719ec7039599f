"""The settings of a station: every key documented, everything wrong told at once, and nothing guessed."""

from __future__ import annotations

import tomllib
from dataclasses import MISSING, fields, replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from player.domain.kiosk.settings import (
    Identification,
    KioskSettings,
    ScreenKeyboard,
    SecondFactor,
    TakeAway,
    Unattended,
)
from player.domain.problem import Problem
from player.kiosk.problems import SettingsUnusable
from player.kiosk.settings_check import Finding, Standing, check_settings
from player.kiosk.settings_file import KEYS, faults_of, read_settings

EXAMPLE = Path(__file__).parents[2] / "resources" / "kiosk" / "kiosk.toml"
LEAST = 'station = "North 3"\noperator_key = "operator.key"\n'
READING_KEY = "8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "operator.key").write_bytes(b"locked")
    return tmp_path


def read(folder: Path, text: str) -> KioskSettings:
    file = folder / "kiosk.toml"
    file.write_bytes(text.encode())
    return read_settings(file)


def faults(folder: Path, text: str) -> list[tuple[int, str, str]]:
    with pytest.raises(SettingsUnusable) as told:
        read(folder, text)
    return [(fault.line, fault.key, fault.reason) for fault in faults_of(told.value)]


def only_fault(folder: Path, line: str) -> str:
    """The one fault of a third line that is added to what has to be there."""
    (number, _key, reason), *others = faults(folder, LEAST + line)
    assert (number, others) == (3, [])
    return reason


def test_the_two_keys_that_have_to_be_there_are_enough(folder: Path) -> None:
    assert read(folder, LEAST) == KioskSettings(station="North 3", operator_key=folder / "operator.key")


def test_every_key_can_be_written(folder: Path) -> None:
    text = f"""
station = "Süd 3"
operator_key = "{(folder / "operator.key").as_posix()}"
profile = "records"
greeting = "Welcome"
courses = ["meet-carrel", "sepsis.2026"]
identification = ["name", "badge"]
second_factor = "birthday"
languages = ["en"]
take_away = []
idle_s = 60
countdown_s = 10
thanks_s = 5
union = "http://hub:8787/"
share_every_s = 2
provider_keys = ["{READING_KEY.upper()}"]
unattended = "key-store"
volume_most = 0
brightness_percent = 70
least_free_mib = 100
text_percent = 200
printer = "Laser"
keyboard = "none"
"""
    assert set(tomllib.loads(text)) == set(KEYS)
    assert read(folder, text) == KioskSettings(
        station="Süd 3",
        operator_key=folder / "operator.key",
        profile=folder / "records",
        greeting="Welcome",
        courses=("meet-carrel", "sepsis.2026"),
        identification=(Identification.NAME, Identification.BADGE),
        second_factor=SecondFactor.BIRTHDAY,
        languages=("en",),
        take_away=(),
        idle_s=60,
        countdown_s=10,
        thanks_s=5,
        union="http://hub:8787",
        share_every_s=2,
        provider_keys=(READING_KEY,),
        unattended=Unattended.KEY_STORE,
        volume_most=0,
        brightness_percent=70,
        least_free_mib=100,
        text_percent=200,
        printer="Laser",
        keyboard=ScreenKeyboard.NONE,
    )


def test_the_example_documents_every_key_with_its_default(folder: Path) -> None:
    text = EXAMPLE.read_text(encoding="utf-8")
    example = read(folder, text)
    assert example == KioskSettings(station=example.station, operator_key=folder / "operator.key")
    written = set(tomllib.loads(text))
    left_out = {field.name for field in fields(KioskSettings) if field.default is None}
    assert written == set(KEYS) - left_out
    lines = text.splitlines()
    for key in KEYS:
        mark = f"# {key} = " if key in left_out else f"{key} = "
        (place,) = (number for number, line in enumerate(lines) if line.startswith(mark))
        assert lines[place - 1].startswith("# "), f"{key} has no comment"


def test_the_example_can_be_read_with_what_it_leaves_out(folder: Path) -> None:
    text = EXAMPLE.read_text(encoding="utf-8").replace("# brightness_percent", "brightness_percent")
    assert read(folder, text).brightness_percent == 80


def test_a_path_is_taken_from_the_folder_of_the_settings(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "keys").mkdir()
    (folder / "keys" / "hall.key").write_bytes(b"locked")
    (folder / "kiosk.toml").write_text('station = "A"\noperator_key = "keys/hall.key"\n', encoding="utf-8")
    monkeypatch.chdir(folder.parent)
    settings = read_settings(Path(folder.name) / "kiosk.toml")
    assert settings.operator_key == folder / "keys" / "hall.key"


def test_everything_that_is_wrong_is_told_at_once_with_its_line(folder: Path) -> None:
    text = """\
# A comment.
idel_s = 60
countdown_s = "20"

station = ""
languages = ["en", "tlh"]
take_away = ["stick", "print",
  "fax"]
"""
    assert faults(folder, text) == [
        (0, "operator_key", "it is missing, and has to be there"),
        (2, "idel_s", "there is no such key; perhaps “idle_s” is meant"),
        (3, "countdown_s", "a whole number is expected, and this is a text in quotes"),
        (5, "station", "it is empty"),
        (6, "languages", "“tlh” is not shipped; the screens speak “en”, “es”, “de”, “fr”, “ar”, “zh-CN”"),
        (7, "take_away", "“fax” is not known here; it is one of “stick”, “print”, “qr”"),
    ]


def test_the_sentence_names_the_file_and_each_line(folder: Path) -> None:
    with pytest.raises(SettingsUnusable) as told:
        read(folder, LEAST + "idle_s = 1\nvolume_most = 101\n")
    assert told.value.what == (
        f"The kiosk's settings {folder / 'kiosk.toml'} cannot be used: "
        "line 3, idle_s: 1 is out of range; 10 to 3600 make sense; "
        "line 4, volume_most: 101 is out of range; 0 to 100 make sense."
    )


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("idle-s = 60", "there is no such key; perhaps “idle_s” is meant"),
        ("[station_name]", "there is no such key; perhaps “station” is meant"),
        ("wallpaper = 1", "there is no such key"),
        ("idle_s = true", "a whole number is expected, and this is true or false"),
        ("idle_s = 90.0", "a whole number is expected, and this is a number with decimals"),
        ("idle_s = 2024-01-01", "a whole number is expected, and this is a date or time"),
        ("courses = 'sepsis'", "a list is expected, and this is a text in quotes"),
        ("courses = [1]", "a text in quotes is expected, and this is a whole number"),
        ("courses = ['a', 'b', 'a']", "“a” stands in it twice"),
        ("identification = []", "the list is empty"),
        ("identification = ['bagde']", "“bagde” is not known here; perhaps “badge” is meant"),
        ("identification = ['walk-in', 'walk-in']", "“walk-in” stands in it twice"),
        ("second_factor = 'e-mail'", "“e-mail” is not known here; perhaps “email” is meant"),
        ("greeting = 'a\\u202eb'", ""),
        ('greeting = "a\\u202eb"', "it has to be one line, without marks that cannot be seen"),
        (f'greeting = "{"x" * 201}"', "it has 201 characters; up to 200 fit"),
        ("union = 'hub:8787'", "it begins with “http://” for a hub, or with “postgresql://” for a database"),
        ("union = 'http://'", "the name of the hub's computer is missing, as in “http://hub:8787”"),
        ("union = 'http://hub:87870'", "this is no address: the host or the port cannot be read"),
        ("union = 'http://hub:0'", "this is no address"),
        ("union = 'http://hub/path'", "of a hub, only host and port are named, as in “http://hub:8787”"),
        ("union = 'http://a hub'", "this is no address"),
        ("union = 'postgresql://host'", "the name of the database is missing, as in “postgresql://user@host/carrel”"),
        (
            "provider_keys = ['12']",
            "a reading key is 64 hexadecimal digits, as “carrel key reading” shows it",
        ),
        (
            f"provider_keys = ['{'0' * 64}']",
            "“00000000…” is not the reading key of anybody: what is sealed to it is open",
        ),
    ],
)
def test_what_is_wrong_is_said_in_words(folder: Path, line: str, reason: str) -> None:
    if not reason:  # a backslash in single quotes is a backslash
        assert read(folder, LEAST + line).greeting == "a\\u202eb"
        return
    assert only_fault(folder, line) == reason


def test_the_id_of_a_course_is_written_as_the_course_writes_it(folder: Path) -> None:
    assert only_fault(folder, "courses = ['Sepsis 2026']").startswith("“Sepsis 2026” is no id of a course")


def test_a_station_has_a_name_that_fits_the_screen(folder: Path) -> None:
    text = f"station = '{'x' * 41}'\noperator_key = 'operator.key'\n"
    assert faults(folder, text) == [(1, "station", "it has 41 characters; up to 40 fit")]


@pytest.mark.parametrize("name", ["", "  ", "gone.key", ".", "~nobody-of-this-name/x", "x" * 5000])
def test_without_the_operators_key_there_is_no_station(folder: Path, name: str) -> None:
    ((line, key, _reason),) = faults(folder, f"station = 'A'\noperator_key = '{name}'\n")
    assert (line, key) == (2, "operator_key")


def test_records_lie_in_a_folder_that_need_not_be_there_yet(folder: Path) -> None:
    assert only_fault(folder, "profile = 'operator.key'").endswith("is a file, and a folder is expected")
    assert read(folder, LEAST + "profile = 'records/north'\n").profile == folder / "records" / "north"


def test_a_file_that_is_no_toml_is_told_with_its_line(folder: Path) -> None:
    ((line, key, reason),) = faults(folder, LEAST + "idle_s 60\n")
    assert (line, key) == (3, "")
    assert reason.startswith("this is not TOML: ")


def test_a_key_that_stands_twice_is_told(folder: Path) -> None:
    ((line, _key, reason),) = faults(folder, LEAST + "idle_s = 60\nidle_s = 90\n")
    assert line in (4, 5)
    assert "overwrite" in reason


def test_a_file_in_another_encoding_is_told_with_its_line(folder: Path) -> None:
    file = folder / "kiosk.toml"
    file.write_bytes(LEAST.encode() + "greeting = 'Grüezi'".encode("latin-1"))
    with pytest.raises(SettingsUnusable, match="line 3: it is not written in UTF-8"):
        read_settings(file)


def test_what_windows_editors_write_is_read(folder: Path) -> None:
    file = folder / "kiosk.toml"
    file.write_bytes(b"\xef\xbb\xbf" + LEAST.replace("\n", "\r\n").encode())
    assert read_settings(file).station == "North 3"


def test_a_file_that_is_away_or_no_file_is_told(folder: Path) -> None:
    with pytest.raises(SettingsUnusable, match="there is no such file"):
        read_settings(folder / "none.toml")
    with pytest.raises(SettingsUnusable, match="it cannot be read"):
        read_settings(folder)


def test_a_file_that_is_far_too_large_is_not_read(folder: Path) -> None:
    file = folder / "kiosk.toml"
    file.write_bytes(b"# " + b"x" * (1 << 20))
    with pytest.raises(SettingsUnusable, match="far too large"):
        read_settings(file)


def test_every_key_but_two_has_a_default() -> None:
    assert {field.name for field in fields(KioskSettings) if field.default is MISSING} == {"station", "operator_key"}


@given(text=st.text(alphabet=st.sampled_from("station=\"'[]{}#.\n_ operkyidl0123é\x00"), max_size=60))
def test_whatever_stands_in_the_file_the_answer_is_settings_or_their_problem(
    text: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    file = tmp_path_factory.getbasetemp() / "any.toml"
    file.write_bytes(text.encode())
    with pytest.raises(SettingsUnusable):
        read_settings(file)


# --- held against the computer ------------------------------------------------------------------------------


class NoKey(Problem):
    what_template = "The operator key is damaged."
    remedy_template = "Copy it anew."


class FakeComputer:
    profile = Path("records")

    def __init__(self) -> None:
        self.key: Problem | None = None
        self.shelf: tuple[str, ...] = ("meet-carrel", "sepsis")
        self.printer_names: tuple[str, ...] | None = ("Laser", "Office")
        self.union = ""
        self.free = 20_000
        self.key_store = True
        self.open_to_others = False

    def key_problem(self, file: Path) -> Problem | None:
        return self.key

    def courses(self) -> tuple[str, ...]:
        return self.shelf

    def printers(self) -> tuple[str, ...] | None:
        return self.printer_names

    def union_problem(self, url: str) -> str:
        return self.union

    def free_mib(self) -> int:
        return self.free

    def has_key_store(self) -> bool:
        return self.key_store

    def is_read_by_others(self, file: Path) -> bool:
        return self.open_to_others


SETTINGS = KioskSettings(station="North 3", operator_key=Path("operator.key"))


def found(settings: KioskSettings, computer: FakeComputer) -> list[Finding]:
    """What is not in order."""
    findings = check_settings(settings, Path("kiosk.toml"), computer)
    return [finding for finding in findings if finding.standing is not Standing.OK]


def test_a_computer_that_has_everything_is_in_order() -> None:
    findings = check_settings(SETTINGS, Path("kiosk.toml"), FakeComputer())
    assert [(finding.key, finding.standing) for finding in findings] == [
        ("operator_key", Standing.OK),
        ("courses", Standing.OK),
        ("printer", Standing.OK),
        ("union", Standing.OK),
        ("least_free_mib", Standing.OK),
    ]


def test_each_course_that_is_not_on_the_shelf_is_named() -> None:
    told = found(replace(SETTINGS, courses=("sepsis", "shock", "burns")), FakeComputer())
    assert [(one.key, one.standing) for one in told] == [("courses", Standing.BAD)] * 2
    assert "“shock”" in told[0].sentence and "“burns”" in told[1].sentence


def test_an_empty_shelf_a_damaged_key_and_a_full_disk_are_bad() -> None:
    computer = FakeComputer()
    computer.key, computer.shelf, computer.free = NoKey(), (), 400
    told = found(SETTINGS, computer)
    assert [one.key for one in told] == ["operator_key", "courses", "least_free_mib"]
    assert {one.standing for one in told} == {Standing.BAD}
    assert told[0].sentence == "The operator key is damaged. Copy it anew."


def test_a_disk_that_will_soon_be_full_is_worth_a_warning() -> None:
    computer = FakeComputer()
    computer.free = 900
    assert [one.standing for one in found(SETTINGS, computer)] == [Standing.WARNING]


@pytest.mark.parametrize(
    ("names", "printer", "standing"),
    [(None, "", Standing.WARNING), ((), "", Standing.BAD), (("Laser",), "Ink", Standing.BAD)],
)
def test_a_printer_is_looked_for_where_attendees_may_print(
    names: tuple[str, ...] | None, printer: str, standing: Standing
) -> None:
    computer = FakeComputer()
    computer.printer_names = names
    settings = replace(SETTINGS, printer=printer)
    assert [(one.key, one.standing) for one in found(settings, computer)] == [("printer", standing)]
    assert found(replace(settings, take_away=(TakeAway.QR,)), computer) == []


def test_a_union_that_is_away_is_worth_a_warning_that_never_shows_the_password() -> None:
    computer = FakeComputer()
    computer.union = "nobody listens there."
    told = found(replace(SETTINGS, union="postgresql://carrel:secret@hall:5432/carrel"), computer)
    assert [one.standing for one in told] == [Standing.WARNING]
    assert "secret" not in told[0].sentence
    assert "postgresql://carrel@hall:5432/carrel does not answer yet" in told[0].sentence


def test_a_password_that_others_may_read_is_worth_a_warning() -> None:
    computer = FakeComputer()
    computer.open_to_others = True
    with_password = replace(SETTINGS, union="postgresql://carrel:secret@hall/carrel")
    (told,) = found(with_password, computer)
    assert ".pgpass" in told.sentence and "secret" not in told.sentence
    assert found(replace(SETTINGS, union="postgresql://carrel@hall/carrel"), computer) == []
    computer.open_to_others = False
    assert found(with_password, computer) == []


def test_a_station_that_opens_by_itself_is_worth_a_warning_and_needs_a_key_store() -> None:
    computer = FakeComputer()
    settings = replace(SETTINGS, unattended=Unattended.KEY_STORE)
    assert [one.standing for one in found(settings, computer)] == [Standing.WARNING]
    computer.key_store = False
    assert [one.standing for one in found(settings, computer)] == [Standing.BAD]


def test_taking_nothing_away_is_worth_a_warning() -> None:
    told = found(replace(SETTINGS, take_away=()), FakeComputer())
    assert [(one.key, one.standing) for one in told] == [("take_away", Standing.WARNING)]
