"""Several devices of one learner, in one file or in many, and several versions of a course: one credit for each."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations
from pathlib import Path

from player.domain.collection.kept import RosterChoice
from player.exchange.completion import write_completion
from player.exchange.receipt import read_receipt
from tests.builders import COURSE, RESPONSES, RIGHT
from tests.ledger.conftest import Home
from tests.office.lives import intake, learner
from tests.strands import Device, devices, in_versions
from tests.worlds import signed

ANA = learner(1)


def file_of(device: Device, folder: Path, name: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{name}.completion"
    file.write_bytes(write_completion(device.evidence(), learner=device.world.learner, signer=device.key))
    return file


def alone(device: Device, folder: Path, name: str) -> Path:
    """What the device sends that knows nothing of the others."""
    device.here()
    evidence = replace(device.evidence(), joined=(), earlier=())
    file = folder / f"{name}.completion"
    folder.mkdir(parents=True, exist_ok=True)
    file.write_bytes(write_completion(evidence, learner=device.world.learner, signer=device.key))
    return file


def joined_files(folder: Path) -> list[Path]:
    """Half was watched on one device and the rest, with the claim, on another that joined it; both send files."""
    first, second = devices(2, learner=ANA)
    first.journey.acknowledge_disclosures()
    first.world.watch(COURSE.sessions[0])
    early = alone(first, folder, "early")
    second.world.clock.go_to(first.world.clock.moment)
    second.join(first)
    second.world.watch(COURSE.sessions[1])
    second.journey.submit_quiz(RIGHT)
    second.journey.submit_evaluation(RESPONSES)
    second.world.claim()
    return [early, file_of(second, folder, "joined")]


def test_devices_that_joined_each_other_have_one_credit_in_whatever_order_their_files_come(
    home: Home, tmp_path: Path
) -> None:
    files = joined_files(tmp_path / "in")
    for place, order in enumerate(permutations(files)):
        address = home.address if home.shared else str(tmp_path / str(place))
        office = intake(address)
        taken = office.take(order)
        figures = office.collection.figures()
        assert (figures.credits, figures.learners, figures.streams) == (1, 1, 2)
        assert not [flag for flag in office.collection.flags() if flag.kind in ("forked-stream", "two-places")]
        last = read_receipt(taken[list(order).index(files[1])].receipt, name="x").receipt
        assert len(last.credited) == 1
        office.collection.close()


def test_what_a_fuller_file_tells_too_is_not_told_again_by_another(home: Home, tmp_path: Path) -> None:
    files = joined_files(tmp_path / "in")
    office = intake(home.address)
    office.take(files)
    for one_each in (True, False):
        with office.collection.contents(RosterChoice(), one_each=one_each) as found:
            assert [name for name, _ in found] == ["joined.completion"]
    office.collection.close()


def test_a_newer_version_of_a_course_gives_no_second_credit(home: Home, tmp_path: Path) -> None:
    newer = signed(replace(COURSE, version=2, title="Sleep after Shift Work, revised"))
    old, new = in_versions(signed(COURSE), newer, learner=ANA)
    for device in (old, new):
        device.world.finish()
        device.world.claim()
    office = intake(home.address)
    office.take([alone(old, tmp_path, "old"), alone(new, tmp_path, "new")])
    figures = office.collection.figures()
    assert (figures.credits, figures.courses, figures.files) == (1, 1, 2)
    with office.collection.rows(RosterChoice()) as rows:
        assert [row.course.version for row in rows] == [1]
    office.collection.close()
