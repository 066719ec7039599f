"""An attendee's whole way at the real kiosk, twice: what they watched is kept, and they go on where they were."""

from __future__ import annotations

from pathlib import Path

import pytest

from player.bootstrap.kiosk import station_over
from player.bootstrap.rostering import import_roster, make_operator_key
from player.cli.app import run
from player.domain.kiosk.settings import KioskSettings
from player.domain.progress import Progress
from player.kiosk.settings_file import read_settings
from tests.journeys.attendee import CODE, DONE, Attendee, station_at
from tests.ui.kiosk.hands import screen

pytestmark = pytest.mark.serial

BADGE = "BADGE4711"
ROSTER = "Registration ID,Badge,First name,Last name\nR1001,BADGE4711,Ana,Example\n"
SETTINGS = 'station = "Station 1"\noperator_key = "operator.key"\nprofile = "records"\nthanks_s = 60\n'
WAYS_OUT = ("alt+F4", "F11", "ctrl+q", "ctrl+w", "alt+Tab", "super", "ctrl+alt+t", "Print", "ctrl+shift+i")
STEPS = 6
"""Of the way through a course; the keyboard passes each of them on its way to what is under them."""
WATCHED_MS = 5_000
AGAIN_MS = 4_000
"""Whoever comes back sees a little of what was before again."""


@pytest.fixture
def settings(tmp_path: Path, root: Path) -> KioskSettings:
    config, roster = tmp_path / "kiosk.toml", tmp_path / "roster.csv"
    config.write_text(SETTINGS, encoding="utf-8")
    roster.write_text(ROSTER, encoding="utf-8")
    make_operator_key(tmp_path / "operator.key", CODE)
    sample = root / "resources" / "samples" / "meet-carrel.course"
    assert run(["--profile", str(tmp_path / "records"), "add", str(sample)]) == 0
    found = read_settings(config)
    import_roster(roster, found, CODE)
    return found


def sit_down(attendee: Attendee, time: int) -> None:
    """The badge, “Go on”, and the only course there is; each has the keyboard as its page comes up."""
    attendee.scan(BADGE)
    attendee.until_other(lambda: attendee.press("space"), "the courses")
    attendee.until(lambda: attendee.noted("arrived") == time, "the seat")
    attendee.until_other(lambda: attendee.press("space"), "the course")


def acknowledge(attendee: Attendee) -> None:
    attendee.press(*["Tab"] * STEPS)
    attendee.until_still()
    attendee.press("space", "Tab")
    attendee.until_other(lambda: attendee.press("space"), "the next step")
    attendee.until(lambda: attendee.events() > 0, "the acknowledgement")


def watch(attendee: Attendee, events: int) -> None:
    """“Start watching”, then “Play”; and so long that the ledger holds some of it."""
    attendee.until_other(lambda: attendee.press("space"), "the recording")
    before = attendee.events()
    attendee.press("space")
    attendee.until(lambda: attendee.events() > before + events, "what was watched")


def leave(attendee: Attendee, time: int) -> None:
    attendee.click(DONE)
    attendee.until(lambda: attendee.noted("left") == time, "the end of the visit")
    attendee.until_still()


def recorded(settings: KioskSettings) -> Progress:
    """What the station holds of who has the badge, once its program ended."""
    with station_over(settings) as works:
        works.station.open(CODE)
        desk = works.station.seat(works.station.by_scan(BADGE))
        assert desk.learner.name == "Ana Example"
        (listing,) = desk.library()
        assert listing.progress is not None
        return listing.progress


def test_who_comes_back_goes_on_where_they_were_and_no_key_leads_out(settings: KioskSettings, tmp_path: Path) -> None:
    with screen() as display, station_at(display, tmp_path / "kiosk.toml", tmp_path / "records") as attendee:
        sit_down(attendee, 1)
        acknowledge(attendee)
        watch(attendee, 1)
        leave(attendee, 1)
        # While the thanks are still shown.
        sit_down(attendee, 2)
        attendee.press(*WAYS_OUT)
        watch(attendee, 1)
        assert attendee.station_runs
        leave(attendee, 2)
        assert (attendee.noted("started"), attendee.noted("problem")) == (1, 0)
    (session,) = recorded(settings).sessions
    (whole,) = session.coverage.intervals
    again_ms = session.engaged_ms - whole.length_ms
    print(f"\nwatched: {whole}, {again_ms} ms of it twice")
    assert whole.start_ms == 0 and whole.length_ms >= WATCHED_MS
    assert again_ms <= AGAIN_MS, "the second time it began where the first one ended"
