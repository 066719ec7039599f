"""The operator's acts over a real station: what is seen, courses and rosters from a stick, and clearing at the end."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from player.bootstrap.uniting import hub_over, line_to_hub
from player.domain.kiosk.attendee import WalkIn
from player.domain.kiosk.hall import DayFigures, StationWord
from player.domain.kiosk.roster import Outcome
from player.domain.learner import LearnerId
from player.kiosk.diary import Entry
from player.kiosk.operator_problems import (
    NoCoursesOnStick,
    NoRosterOnStick,
    NotClearedYet,
    StillInUse,
    StillWorking,
)
from player.kiosk.overview import clock_troubles, room_for, station_row, summed
from player.proof.files import make_folder
from tests.kiosk.exports import NOON, make_talks
from tests.kiosk.operators import KEY, Stand, make_key, standing

ROSTER = "Registration ID,First name,Last name,E-mail\n7001,Anna,Nowak,anna@example.org\n7002,Jan,Kowalski,\n,,,\n"


@pytest.fixture(scope="module")
def talks(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return make_talks(tmp_path_factory.mktemp("talks"))


@pytest.fixture(scope="module")
def key_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_key(tmp_path_factory.mktemp("key"))


@pytest.fixture
def stand(tmp_path: Path, key_file: Path) -> Iterator[Stand]:
    with standing(tmp_path, key_file) as found:
        yield found


# --- seeing --------------------------------------------------------------------------------------------------------


def test_the_overview_counts_what_happened_here_and_names_nobody(stand: Stand, talks: tuple[Path, Path]) -> None:
    stand.somebody(talks[0])
    seen = stand.operator.overview()
    assert (seen.here.arrivals, seen.here.walk_ins, seen.unsaved, seen.completions) == (1, 1, 1, 1)
    assert seen.hall == seen.here
    assert [row.is_this for row in seen.stations] == [True]
    assert seen.room_for > 0
    assert not seen.shares
    assert {line.entry for line in seen.diary} >= {Entry.STARTED, Entry.OPENED, Entry.ARRIVED, Entry.LEFT}
    assert "Quirinius" not in repr(seen)


def word(station: str, *, clock_off_ms: int | None = None, **others: int) -> StationWord:
    return StationWord(
        station=station,
        device=station,
        at=NOON,
        seated=NOON,
        learner=LearnerId("ab" * 16),
        figures=DayFigures(**others),
        clock_off_ms=clock_off_ms,
    )


def test_figures_of_all_stations_are_added_up() -> None:
    assert summed([word("A", arrivals=3, claims=1).figures, word("B", arrivals=4).figures]) == DayFigures(
        arrivals=7, claims=1
    )


def test_a_clock_that_is_more_than_a_minute_off_is_told_of_with_its_way() -> None:
    words = [
        word("A", clock_off_ms=61_000),
        word("B", clock_off_ms=-90_000),
        word("C", clock_off_ms=60_000),
        word("D"),
    ]
    assert [trouble.what for trouble in clock_troubles(words)] == [
        "The clock of A runs 61 seconds ahead of the other stations'.",
        "The clock of B runs 90 seconds behind the other stations'.",
    ]


def test_a_row_shows_the_beginning_of_an_id_and_says_when_a_word_is_old() -> None:
    row = station_row(word("A"), device="B", now=NOON + timedelta(minutes=3))
    assert (row.guest, row.age_s, row.is_stale) == ("abababab", 180, True)
    assert not station_row(word("A"), device="A", now=NOON + timedelta(minutes=3)).is_stale


def test_room_is_told_in_completions_by_the_size_of_those_that_are_there() -> None:
    assert room_for(1 << 30, taken=10 << 20, completions=10) == 1024
    assert room_for(1 << 30, taken=0, completions=0) > 10_000


# --- the stick -----------------------------------------------------------------------------------------------------


def test_the_operators_export_is_noted_and_empties_the_queue(stand: Stand, talks: tuple[Path, Path]) -> None:
    stand.somebody(talks[0])
    done = stand.operator.export(stand.stick, lambda _: None, lambda: False)
    assert (done.written, done.is_complete) == (1, True)
    assert stand.operator.unsaved() == 0
    assert stand.operator.diary()[0].entry is Entry.EXPORTED


def test_courses_on_a_stick_are_added_and_each_is_told_of(stand: Stand, talks: tuple[Path, Path]) -> None:
    with pytest.raises(NoCoursesOnStick):
        stand.operator.add_courses(stand.stick, lambda _: None, lambda: False)
    folder = stand.stick.root / "courses"
    folder.mkdir()
    shutil.copy(talks[0], folder / "b.course")
    shutil.copy(talks[0], folder / "c.course")
    (folder / "a.course").write_bytes(b"no course")
    (folder / ".d.course").write_bytes(b"hidden")
    seen: list[int] = []
    lines = stand.operator.add_courses(stand.stick, lambda step: seen.append(step.number), lambda: False)
    assert [(line.file, line.known, line.problem is not None) for line in lines] == [
        ("a.course", False, True),
        ("b.course", False, False),
        ("c.course", True, False),
    ]
    assert seen
    assert sum(line.entry is Entry.COURSE_ADDED for line in stand.operator.diary()) == 1


def test_a_roster_on_a_stick_is_looked_at_first_and_then_taken(stand: Stand) -> None:
    with pytest.raises(NoRosterOnStick):
        stand.operator.rosters(stand.stick)
    (stand.stick.root / "Attendees.CSV").write_text(ROSTER, encoding="utf-8")
    (file,) = stand.operator.rosters(stand.stick)
    preview = stand.operator.preview_roster(file)
    assert preview.preview
    assert stand.works.cards.count() == 0
    assert stand.operator.take_roster(file).count(Outcome.TAKEN) == 2
    assert stand.works.cards.count() == 2


# --- the end -------------------------------------------------------------------------------------------------------


def test_clearing_waits_until_everything_is_on_a_stick_or_the_name_is_typed(
    stand: Stand, talks: tuple[Path, Path]
) -> None:
    stand.somebody(talks[0])
    for typed in ("", "hall b 3", "Hall B"):
        with pytest.raises(NotClearedYet, match="1 completion that is on no stick"):
            stand.operator.clear(typed)
    assert stand.works.cards.count() == 1
    stand.operator.export(stand.stick, lambda _: None, lambda: False)
    assert stand.operator.clear().problems == ()
    assert stand.works.cards.count() == 0


def test_nothing_is_cleared_while_somebody_sits_there(stand: Stand) -> None:
    stand.works.station.seat(stand.works.station.register(WalkIn(given_name="A", family_name="B")))
    with pytest.raises(StillInUse):
        stand.operator.clear("Hall B 3")


def test_after_clearing_nothing_of_anybody_is_in_any_file_but_the_diary_and_courses_stay(
    stand: Stand, talks: tuple[Path, Path]
) -> None:
    stand.somebody(talks[0])
    (learner,) = {learner for learner, _ in stand.works.ledger.begun()}
    for name in ("certificates", "backups"):
        make_folder(stand.profile / name)
        (stand.profile / name / "of-somebody").write_text("Quirinius")
    assert files_with(stand.profile, learner.encode())
    stand.operator.clear("Hall B 3")
    assert files_with(stand.profile, learner.encode()) == []
    assert files_with(stand.profile, b"Quirinius") == []
    assert stand.works.ledger.begun() == ()
    assert stand.operator.overview().completions == 0
    assert stand.operator.diary()[0].entry is Entry.CLEARED
    assert len(stand.works.parts.shelf.known()) == 1
    stand.somebody(talks[0])
    assert stand.operator.overview().unsaved == 1, "the station serves the next event"


def files_with(folder: Path, text: bytes) -> list[str]:
    return [file.name for file in folder.rglob("*") if file.is_file() and text in file.read_bytes()]


def test_a_hall_still_holds_what_one_station_cleared(stand: Stand, talks: tuple[Path, Path], key_file: Path) -> None:
    station = stand.works.station
    station._has = replace(station._has, settings=replace(station.settings, union="http://hub.invalid:1"))
    stand.somebody(talks[0])
    assert [problem.code for problem in stand.operator.clear("Hall B 3").problems] == ["HallStillHolds"]


def test_with_a_hub_that_runs_nothing_of_the_cleared_comes_back_before_the_operator_asks_for_it(
    tmp_path: Path, talks: tuple[Path, Path], key_file: Path
) -> None:
    with hub_over(tmp_path / "hub", KEY, address="127.0.0.1", port=0) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        union = f"http://127.0.0.1:{server.port}"
        with standing(tmp_path, key_file, union=union) as stand:
            stand.somebody(talks[0])
            stand.clock.advance(20_000)
            for _ in range(3):
                stand.works.station.meet()
            stand.operator.export(stand.stick, lambda _: None, lambda: False)
            stand.operator.clear("Hall B 3")
            stand.works.station.meet()
            assert stand.works.ledger.begun() == ()
        with standing(tmp_path, key_file, union=union) as stand:
            stand.works.station.meet()
            assert (stand.works.ledger.begun(), stand.works.cards.count()) == ((), 0), "nor after a start"
            assert "was cleared" in stand.operator.overview().troubles[0].what
            stand.operator.meet_again()
            stand.works.station.meet()
            assert (len(stand.works.ledger.begun()), stand.works.cards.count()) == (1, 1)
            # The test's clock stands still somewhere in the summer, and that is told of.
            assert [trouble.code for trouble in stand.operator.overview().troubles] == ["ClockOff"]
        server.shutdown()
        thread.join()


def test_a_course_from_a_stick_is_at_the_hub_for_the_others_and_is_added_again_when_that_was_away(
    tmp_path: Path, talks: tuple[Path, Path], key_file: Path
) -> None:
    with hub_over(tmp_path / "hub", KEY, address="127.0.0.1", port=0) as server:
        union = f"http://127.0.0.1:{server.port}"
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        with standing(tmp_path / "away", key_file, union="http://127.0.0.1:1") as stand:
            shutil.copy(talks[0], stand.stick.root)
            (line,) = stand.operator.add_courses(stand.stick, lambda _: None, lambda: False)
            assert line.problem is None
            assert line.not_offered is not None
        thread.start()
        with standing(tmp_path / "away", key_file, union=union) as stand:
            (line,) = stand.operator.add_courses(stand.stick, lambda _: None, lambda: False)
            assert (line.known, line.not_offered) == (True, None)
        hub = line_to_hub(union, KEY)
        assert [one.size for one in hub.packages()] == [talks[0].stat().st_size]
        hub.close()
        server.shutdown()
        thread.join()


def test_nothing_is_cleared_while_an_export_runs(stand: Stand, talks: tuple[Path, Path]) -> None:
    stand.somebody(talks[0])
    refused: list[str] = []

    def meanwhile(_: object) -> None:
        try:
            stand.operator.clear("Hall B 3")
        except StillWorking as problem:
            refused.append(problem.code)

    assert stand.operator.export(stand.stick, meanwhile, lambda: False).is_complete
    assert refused == ["StillWorking"]
    assert stand.works.cards.count() == 1
