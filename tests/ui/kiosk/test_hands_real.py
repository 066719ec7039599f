"""Real keys on a real screen: badges under three layouts, and every way out that a keyboard knows."""

from __future__ import annotations

from collections.abc import Generator
from random import Random

import pytest

from tests.ui.kiosk.hands import PLACES, Station, screen, station

pytestmark = pytest.mark.serial

LAYOUTS = ("us", "fr", "be", "de")
URL = "https://Badge.example.org/a?id=10482&x=[7]#K+2"
VCARD = "BEGIN:VCARD\nN:O'Brien;Maeve\nEMAIL:m_o+1@example.org\nEND:VCARD"
TRIES = 8
FIELDS = ("line", "prose", "box", "recording", "button", "popup")
PRINTABLE = "".join(sorted(key for key in PLACES if key and key.isprintable() and key != " "))
NOTHING = {"line": "", "prose": "", "choice": "Cardiology", "keys": "", "pulled": 0, "presses": 0}
WAYS_OUT = (
    "alt+F4",
    "Escape",
    "F11",
    "ctrl+q",
    "ctrl+w",
    "alt+Tab",
    "alt+space",
    "ctrl+alt+t",
    "ctrl+F4",
    "ctrl+n",
    "ctrl+o",
    "ctrl+p",
    "ctrl+shift+i",
    "alt+Return",
    "super",
    "super+d",
    "super+Tab",
    "alt+Escape",
    "ctrl+Escape",
    "F1",
    "F10",
    "Menu",
    "shift+F10",
    "Print",
    "alt+Left",
    "XF86Back",
    "XF86HomePage",
)
"""As `xdotool` spells them."""


@pytest.fixture(scope="module")
def opened() -> Generator[Station]:
    with screen() as name, station(name) as made:
        yield made


@pytest.fixture
def here(opened: Station) -> Station:
    """The window as it was at first, with the keyboard on its line."""
    opened.lay_keys("us")
    opened.ask("line")
    opened.ask("clear")
    return opened


def badges(number: int, seed: int) -> list[str]:
    """Codes of every length and character that may stand on a badge."""
    chance = Random(seed)
    made = ["".join(chance.choices(PRINTABLE, k=chance.randint(5, 24))) for _ in range(number)]
    # What begins with a bracket is taken for a scanner's word on the kind of code.
    return [badge.replace("]", "[", 1) if badge[0] == "]" else badge for badge in made]


def scan_all(here: Station, codes: list[str], seed: int) -> None:
    """Anew where the machine was too busy for the hands to be as quick as a scanner."""
    for _ in range(TRIES):
        here.ask("clear")
        here.scan(*codes, seed=seed)
        found = here.ask_until(lambda state: len(state["scans"]) >= len(codes) or state["pauses"] > len(codes))
        if found["pauses"] == len(codes):
            break
    else:
        pytest.skip("this machine is too busy to type as a scanner does")
    assert found["scans"] == codes
    assert {name: found[name] for name in NOTHING} == NOTHING


@pytest.mark.parametrize("layout", LAYOUTS)
def test_badges_are_read_right_under_every_layout_and_leak_nowhere(here: Station, layout: str) -> None:
    here.lay_keys(layout)
    scan_all(here, [URL, VCARD, *badges(6, seed=7)], seed=7)


@pytest.mark.parametrize("field", FIELDS)
def test_a_scan_leaks_into_nothing_that_has_the_keyboard(here: Station, field: str) -> None:
    here.lay_keys("fr")
    here.ask(field)
    scan_all(here, [URL, *badges(2, seed=3)], seed=3)


@pytest.mark.long
@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_hundred_badges_are_read_right_under_each_layout(here: Station, layout: str) -> None:
    here.lay_keys(layout)
    for seed in range(10):
        scan_all(here, badges(10, seed=seed), seed=seed)


def test_what_a_person_types_arrives_where_it_was_meant_before_and_after_a_scan(here: Station) -> None:
    here.lay_keys("de")
    here.type("zz12")
    here.scan(URL)
    here.type("-y")
    # The keys of a US keyboard lie elsewhere on a German one, and two of them give accents to what follows.
    assert here.ask_until(lambda state: len(state["line"]) >= 6)["line"] == "yy12ßz"
    here.press("key", "--delay", "240", "21", "26", "49", "38", "108+24")
    assert here.ask_until(lambda state: "@" in state["line"])["line"] == "yy12ßzéâ@"
    assert here.ask()["scans"] == [URL]


def test_what_is_pressed_while_the_program_is_busy_is_told_apart_by_when_it_was_pressed(here: Station) -> None:
    with here.held_up():
        here.type("abcdefg")
        here.press("sleep", "0.2")
        here.scan("CRL-0042/begun")
    found = here.ask_until(lambda state: state["line"] and state["scans"])
    assert (found["line"], found["scans"]) == ("abcdefg", ["CRL-0042/begun"])


def test_a_scan_in_the_midst_of_which_the_program_is_busy_is_still_one(here: Station) -> None:
    code = "CRL-0042/" + "x" * 60
    with here.scanning(code):
        here.ask_until(lambda state: state["pauses"] == 1)
        with here.held_up():
            here.press("sleep", "0.4")
    found = here.ask_until(lambda state: bool(state["scans"]))
    assert (found["line"], found["scans"]) == ("", [code])


def test_a_persons_keys_still_steer_what_they_steer(here: Station) -> None:
    here.ask("recording")
    here.type("jlk ")
    found = here.ask_until(lambda state: state["keys"] == "jl " and state["pulled"] == 1)
    assert (found["keys"], found["pulled"]) == ("jl ", 1)
    here.ask("button")
    here.type(" ")
    assert here.ask_until(lambda state: state["presses"] == 1)["presses"] == 1
    assert here.ask()["scans"] == []


@pytest.mark.parametrize("focus", ["line", "recording", "box"])
def test_no_key_leads_out(here: Station, focus: str) -> None:
    here.ask(focus)
    assert here.ask()["fills"], "it did not fill the screen to begin with"
    for way in WAYS_OUT:
        here.press("key", way)
        state = here.ask()
        assert here.runs
        assert (state["fills"], state["windows"]) == (True, 1), way


def test_whoever_sizes_or_moves_it_it_fills_the_screen_again(here: Station) -> None:
    here.press("search", "--onlyvisible", "--class", "hall_window", "windowsize", "500", "300")
    here.press("search", "--onlyvisible", "--class", "hall_window", "windowmove", "70", "70")
    assert here.ask_until(lambda state: bool(state["fills"]))["fills"]
    assert here.runs


def test_nothing_is_pasted_and_no_menu_opens(here: Station) -> None:
    here.type("word")
    here.ask_until(lambda state: state["line"] == "word")
    here.press("key", "ctrl+a", "key", "ctrl+c", "key", "End", "key", "ctrl+v", "key", "shift+Insert")
    here.press("mousemove", "640", "30", "click", "3", "sleep", "0.2", "click", "2", "sleep", "0.2")
    state = here.ask()
    assert (state["line"], state["windows"]) == ("word", 1)
