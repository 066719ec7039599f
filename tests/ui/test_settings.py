"""The settings file: versioned, and nothing in it can keep the window from opening."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtWidgets import QApplication

from player.proof.files import CannotWrite
from player.ui.dressing import dress_as
from player.ui.settings import _FITS, FORMAT, Settings, read_settings, write_settings
from tests.ui.fake_host import make_theme


def written(profile: Path, text: str) -> Settings:
    (profile / "settings.json").write_text(text, encoding="utf-8")
    return read_settings(profile)


def test_what_was_written_is_read(tmp_path: Path) -> None:
    settings = Settings(scheme="contrast", text_percent=175, still=True, volume_percent=0, muted=True, captions=False)
    write_settings(tmp_path, settings)
    assert read_settings(tmp_path) == settings


def test_a_new_profile_has_the_defaults(tmp_path: Path) -> None:
    assert read_settings(tmp_path) == Settings()
    assert not (tmp_path / "settings.json").exists()


DAMAGED = ["", "{", "[]", "null", "3", '"dark"', "[" * 100_000, '{"format": "1"}', "{}", "\x00", '{"format": true}']


@pytest.mark.parametrize("text", DAMAGED, ids=lambda text: text[:20] or "empty")
def test_a_damaged_file_gives_the_defaults_and_stays(tmp_path: Path, text: str) -> None:
    assert written(tmp_path, text) == Settings()
    assert (tmp_path / "settings.json").read_text(encoding="utf-8") == text


def test_bytes_that_are_no_text_give_the_defaults(tmp_path: Path) -> None:
    (tmp_path / "settings.json").write_bytes(b"\xff\xfe\x00")
    assert read_settings(tmp_path) == Settings()


def test_a_folder_in_its_place_gives_the_defaults(tmp_path: Path) -> None:
    (tmp_path / "settings.json").mkdir()
    assert read_settings(tmp_path) == Settings()


def test_a_newer_file_gives_the_defaults_and_stays(tmp_path: Path) -> None:
    text = json.dumps({"format": FORMAT + 1, "scheme": "dark", "hue": 7})
    assert written(tmp_path, text) == Settings()
    assert (tmp_path / "settings.json").read_text(encoding="utf-8") == text


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("scheme", "purple"),
        ("scheme", 3),
        ("text_percent", 20),
        ("text_percent", 100_000),
        ("text_percent", True),
        ("text_percent", 150.5),
        ("volume_percent", -1),
        ("volume_percent", 101),
        ("still", 1),
        ("character_keys", 0),
        ("captions", "no"),
        ("captions_size", 49),
        ("captions_size", 301),
        ("captions_ink", "blue"),
        ("captions_ground", ["black"]),
        ("captions_opacity", 101),
        ("captions_edge", None),
        ("captions_place", "left"),
        ("captions_language", "../en"),
        ("captions_language", 7),
    ],
)
def test_a_value_that_makes_no_sense_is_replaced_alone(tmp_path: Path, name: str, value: object) -> None:
    found = written(tmp_path, json.dumps({"format": FORMAT, "muted": True, name: value}))
    assert found == Settings(muted=True)


def test_keys_of_a_single_character_work_where_nobody_turned_them_off(tmp_path: Path) -> None:
    assert written(tmp_path, json.dumps({"format": FORMAT, "muted": True})).character_keys
    write_settings(tmp_path, Settings(character_keys=False))
    assert not read_settings(tmp_path).character_keys


def test_every_setting_is_checked() -> None:
    assert {field.name for field in fields(Settings)} == {*_FITS, "format"}


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3),
)


@given(st.dictionaries(st.sampled_from([field.name for field in fields(Settings)]), JSON))
def test_whatever_a_file_says_the_window_can_be_dressed(
    qapp: QApplication, tmp_path_factory: pytest.TempPathFactory, found: dict[str, object]
) -> None:
    settings = written(tmp_path_factory.mktemp("profile"), json.dumps({**found, "format": FORMAT}))
    dress_as(make_theme(qapp), replace(settings, text_percent=100, still=False))
    assert 100 <= settings.text_percent <= 200
    assert 50 <= settings.caption_look.size_percent <= 300
    assert 0 <= settings.volume_percent <= 100


@pytest.mark.parametrize("scheme", ["system", "light", "dark", "contrast"])
def test_every_scheme_can_be_worn(qapp: QApplication, scheme: str) -> None:
    theme = make_theme(qapp)
    dress_as(theme, Settings(scheme=scheme, text_percent=150, still=True))
    assert (theme.text_percent, theme.still) == (150, True)
    assert scheme in (theme.scheme, "system")
    dress_as(theme, Settings(scheme="light"))


def test_a_disk_that_takes_nothing_is_a_problem(tmp_path: Path) -> None:
    with pytest.raises(CannotWrite):
        write_settings(tmp_path / "gone", Settings())
