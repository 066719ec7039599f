"""The farewell: what was taken along and what is on record, by counts alone, and the way to what was not taken."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from player.domain.kiosk.settings import KioskSettings, TakeAway
from player.ui.kiosk.farewell import Kept, TakenAlong, farewell_of
from player.ui.kiosk.thanks import Taken

ALONE = KioskSettings(station="Hall 3", operator_key=Path("key"), thanks_s=12)
SHARED = replace(ALONE, union="http://hub:8080")
NOTHING = TakenAlong()


def test_each_way_is_said_once_with_its_count() -> None:
    along = NOTHING.with_files(3).with_pages(1).with_code("A").with_code("A").with_code("B")
    assert farewell_of(along, Kept(), ALONE).taken == (
        Taken(way=TakeAway.STICK, text="3 files are on your stick."),
        Taken(way=TakeAway.PRINT, text="1 page went to the printer."),
        Taken(way=TakeAway.QR, text="2 certificates were shown as codes."),
    )


def test_a_second_stick_with_the_same_files_is_not_counted_twice() -> None:
    assert NOTHING.with_files(1).with_files(2).with_files(1).files == 2


def test_a_page_that_did_not_come_out_is_taken_back() -> None:
    assert NOTHING.with_pages(1).with_pages(-1) == NOTHING


def test_what_is_on_record_is_said_in_the_singular_and_the_plural() -> None:
    one = farewell_of(NOTHING, Kept(courses=1, certificates=1), ALONE)
    assert one.kept == ("Your progress is saved.", "Your certificate is on record.")
    more = farewell_of(NOTHING, Kept(courses=2, certificates=3), ALONE)
    assert more.kept == ("Your progress in 2 courses is saved.", "Your 3 certificates are on record.")
    assert more.stays_s == ALONE.thanks_s


def test_who_took_nothing_is_told_where_they_can() -> None:
    kept = Kept(courses=1, certificates=1)
    assert "at this station" in farewell_of(NOTHING, kept, ALONE).hint
    assert "at any station here" in farewell_of(NOTHING, kept, SHARED).hint
    assert farewell_of(NOTHING.with_files(1), kept, SHARED).hint == ""
    assert farewell_of(NOTHING, kept, replace(SHARED, take_away=())).hint == ""


def test_who_only_began_is_told_where_they_can_go_on() -> None:
    assert "go on at this station" in farewell_of(NOTHING, Kept(courses=1), ALONE).hint
    assert "go on at any station" in farewell_of(NOTHING, Kept(courses=1), SHARED).hint


def test_who_did_nothing_is_told_nothing() -> None:
    farewell = farewell_of(NOTHING, Kept(), SHARED)
    assert (farewell.taken, farewell.kept, farewell.hint) == ((), (), "")
