from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from random import Random

import pytest

from player.domain.event import CourseHash
from player.domain.problem import Problem
from player.exchange.union import packages
from player.exchange.union.client import HubFails, HubLine
from player.exchange.union.packages import HubPackages, PackageAltered, PieceAsked, Shelved, Stored
from player.exchange.union.wire import FETCH
from player.ledger.hall import open_hall
from player.proof.files import CannotRead
from tests.kiosk.uniting.conftest import serving
from tests.kiosk.uniting.stations import SECRET

COURSE = CourseHash("c0" * 32)


class Halted(Exception):
    """The station went out in the middle."""


@pytest.fixture(autouse=True)
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packages, "PIECE_BYTES", 10_000)


@pytest.fixture
def line(tmp_path: Path) -> Iterator[HubLine]:
    with closing(open_hall(tmp_path / "hub")) as hall, serving(hall, tmp_path / "packages") as hub:
        yield HubLine(f"http://127.0.0.1:{hub.port}", SECRET)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "sleep.course"
    file.write_bytes(Random(5).randbytes(95_000))
    return file


def halt_at(done: int) -> packages.OnProgress:
    def watch(now: int, _: int) -> None:
        if now >= done:
            raise Halted

    return watch


def test_a_course_goes_to_the_hub_and_from_there_to_whoever_lacks_it(line: HubLine, file: Path, tmp_path: Path) -> None:
    offered = line.offer(file, COURSE, "Sleep")
    assert line.packages() == (offered,)
    assert line.fetch(offered, tmp_path / "copy.course").read_bytes() == file.read_bytes()


def test_both_ways_go_on_where_they_were_broken_off(line: HubLine, file: Path, tmp_path: Path) -> None:
    with pytest.raises(Halted):
        line.offer(file, COURSE, "Sleep", halt_at(50_000))
    assert line.packages() == ()
    seen: list[int] = []
    offered = line.offer(file, COURSE, "Sleep", lambda done, _: seen.append(done))
    assert min(seen) == 60_000
    copy = tmp_path / "copy.course"
    with pytest.raises(Halted):
        line.fetch(offered, copy, halt_at(30_000))
    assert not copy.exists()
    seen.clear()
    line.fetch(offered, copy, lambda done, _: seen.append(done))
    assert min(seen) == 40_000
    assert copy.read_bytes() == file.read_bytes()
    assert [found.name for found in tmp_path.glob("copy*")] == ["copy.course"]


def test_offering_twice_sends_it_once(line: HubLine, file: Path) -> None:
    line.offer(file, COURSE, "Sleep")
    before = line.bytes_sent
    line.offer(file, COURSE, "Sleep")
    assert line.bytes_sent - before < 1_000


def test_a_copy_that_is_not_what_was_sent_is_begun_anew(line: HubLine, file: Path, tmp_path: Path) -> None:
    offered = line.offer(file, COURSE, "Sleep")
    copy = tmp_path / "copy.course"
    with pytest.raises(Halted):
        line.fetch(offered, copy, halt_at(30_000))
    (part,) = tmp_path.glob("copy.course.*")
    part.write_bytes(b"x" * 30_000)
    with pytest.raises(PackageAltered):
        line.fetch(offered, copy)
    assert line.fetch(offered, copy).read_bytes() == file.read_bytes()


def test_the_hub_keeps_no_file_that_is_not_what_was_announced(line: HubLine, tmp_path: Path) -> None:
    stored = HubPackages(tmp_path / "some")
    wrong = Shelved(course=COURSE, title="Sleep", digest=hashlib.sha256(b"right").hexdigest(), size=5)
    with pytest.raises(PackageAltered):
        stored.store(Stored(shelved=wrong, start=0, data=b"wrong"))
    assert stored.listed() == ()
    assert stored.store(Stored(shelved=wrong, start=0, data=b"right")) == 5
    assert stored.listed() == (wrong,)


@pytest.mark.parametrize("digest", ["../../etc/passwd", "", "A" * 64, "a" * 64])
def test_nobody_gets_out_of_the_hubs_folder(line: HubLine, tmp_path: Path, digest: str) -> None:
    with pytest.raises(HubFails):
        line._ask(FETCH, PieceAsked(digest=digest, start=0))  # pyright: ignore[reportPrivateUsage]
    stored = HubPackages(tmp_path / "some")
    with pytest.raises(Problem):
        stored.store(Stored(shelved=Shelved(course=COURSE, title="", digest=digest, size=-1), start=0))


def test_a_file_that_shrinks_while_it_is_handed_over_is_told(line: HubLine, file: Path) -> None:
    def cut(done: int, _: int) -> None:
        if done == 50_000:
            file.write_bytes(b"")

    with pytest.raises(CannotRead):
        line.offer(file, COURSE, "Sleep", cut)
    assert line.packages() == ()
