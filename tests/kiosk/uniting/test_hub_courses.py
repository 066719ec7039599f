from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from player.archive.shelf import Shelf
from player.bootstrap.hub_courses import HubCourses, add_to_hub
from player.domain.problem import Problem
from player.exchange.union.client import HubLine
from player.ledger.hall import open_hall
from player.proof.trust import Trust
from tests.kiosk.uniting.conftest import serving
from tests.kiosk.uniting.stations import SECRET

SAMPLE = Path(__file__).resolve().parents[3] / "resources" / "samples" / "meet-carrel.course"


def test_a_course_that_one_station_offers_is_fetched_by_another_once(tmp_path: Path) -> None:
    with closing(open_hall(tmp_path / "hub")) as hall, serving(hall, tmp_path / "packages") as server:
        one, other = (station_at(tmp_path / name, lambda: line_to(server.port)) for name in ("one", "other"))
        assert other.lacking() == ()
        one.offer(SAMPLE)
        one.offer(SAMPLE)
        (lacking,) = other.lacking()
        seen: list[int] = []
        other.fetch(lacking, lambda done, _: seen.append(done))
        assert seen[-1] == SAMPLE.stat().st_size
        assert other.lacking() == ()
        shelf = Shelf(tmp_path / "other", Trust(publishers=()))
        assert [found.signed.hash for found in shelf.packages() if found.signed] == [lacking.course]
        assert not (tmp_path / "other" / "from-hub").exists()


def test_a_course_given_to_the_hub_itself_is_there_for_all(tmp_path: Path) -> None:
    title = add_to_hub(tmp_path, SAMPLE)
    with closing(open_hall(tmp_path / "hub")) as hall, serving(hall, tmp_path / "packages") as server:
        assert [found.title for found in line_to(server.port).packages()] == [title]


def test_what_is_no_course_is_neither_offered_nor_kept(tmp_path: Path) -> None:
    bad = tmp_path / "bad.course"
    bad.write_bytes(b"no course")
    with pytest.raises(Problem):
        add_to_hub(tmp_path, bad)
    assert not (tmp_path / "packages").exists()


def line_to(port: int) -> HubLine:
    return HubLine(f"http://127.0.0.1:{port}", SECRET)


def station_at(folder: Path, line: Callable[[], HubLine]) -> HubCourses:
    return HubCourses(line(), Shelf(folder, Trust(publishers=())), folder / "from-hub")
