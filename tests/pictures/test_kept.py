"""Pictures that were kept: what a person would see is told, and what nobody would is not."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from tests.pictures.contact_sheet import write_sheet
from tests.pictures.kept import compare, keep_all
from tests.pictures.looks import LANGUAGES, covering, every_look, pairs

NAME = "library-light-1280-100"


def _window(*, button: tuple[int, int] = (900, 700), ground: str = "#f5f7fa", clock: str = "10:41") -> Image.Image:
    """A page with a card, a button and a clock."""
    image = Image.new("RGB", (1280, 800), ground)
    draw = ImageDraw.Draw(image)
    draw.rounded_rectangle((80, 80, 800, 600), 10, fill="white", outline="#d9dfe7")
    left, top = button
    draw.rounded_rectangle((left, top, left + 300, top + 60), 10, fill="#1b5faa")
    draw.text((1200, 20), clock, fill="#17212b")
    return image


def _session(folder: Path, image: Image.Image, name: str = NAME) -> Path:
    (folder / "en").mkdir(parents=True, exist_ok=True)
    image.save(folder / "en" / f"{name}.png")
    return folder


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    kept = tmp_path / "kept"
    keep_all(_session(tmp_path / "first", _window()), kept)
    return kept


def test_the_same_picture_is_the_same(tmp_path: Path, kept: Path) -> None:
    assert compare(_session(tmp_path / "second", _window()), kept) == []


def test_fine_letters_on_black_are_the_same_although_packing_loses_some_of_them(tmp_path: Path) -> None:
    noise = Image.effect_noise((1280, 800), 200).convert("RGB")
    kept = tmp_path / "kept"
    session = _session(tmp_path / "first", noise)
    keep_all(session, kept)
    assert compare(session, kept) == []


def test_a_clock_that_went_on_is_no_difference(tmp_path: Path, kept: Path) -> None:
    assert compare(_session(tmp_path / "second", _window(clock="10:42")), kept) == []


@pytest.mark.parametrize(
    "changed",
    [_window(button=(560, 700)), _window(button=(900, 690 - 60)), _window(ground="#11161c"), _window(ground="#e0f0ff")],
    ids=["moved aside", "moved up", "dark", "another ground"],
)
def test_what_moved_or_changed_its_colour_is_told(tmp_path: Path, kept: Path, changed: Image.Image) -> None:
    (found,) = compare(_session(tmp_path / "second", changed), kept)
    assert found.picture == f"en/{NAME}" and "differs" in found.words


def test_new_pictures_and_missing_ones_are_told(tmp_path: Path, kept: Path) -> None:
    found = compare(_session(tmp_path / "second", _window(), "course-light-1280-100"), kept)
    assert [(one.picture, one.words) for one in found] == [
        ("en/course-light-1280-100", "is new"),
        (f"en/{NAME}", "was not taken"),
    ]


def test_keeping_anew_takes_the_place_of_what_was_kept(tmp_path: Path, kept: Path) -> None:
    session = _session(tmp_path / "second", _window(ground="#11161c"), "course-light-1280-100")
    assert keep_all(session, kept) == 1
    assert [file.name for file in kept.glob("*/*")] == ["course-light-1280-100.webp"]


def test_the_contact_sheet_shows_every_picture_and_marks_what_differs(tmp_path: Path, kept: Path) -> None:
    session = _session(tmp_path / "second", _window(ground="#11161c"))
    text = write_sheet(session, compare(session, kept)).read_text(encoding="utf-8")
    assert f'src="en/{NAME}.png"' in text and 'class="differs"' in text and "<h2>library</h2>" in text


def test_all_looks_are_two_times_nine_and_no_two_alike() -> None:
    assert len({look.name for look in every_look()}) == 18


def test_the_few_looks_show_every_two_properties_together() -> None:
    few = [(language, look) for language in LANGUAGES for look in covering(language)]
    all_of_them = [(language, look) for language in LANGUAGES for look in every_look()]
    assert pairs(few) == pairs(all_of_them)
