"""One learner at two stations that are cut off from each other: both sticks come to the office, in either order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest

from player.bootstrap.collecting import Terms, collect, collection_at
from player.bootstrap.places import find_places
from player.domain.collection.account import Outcome
from player.office.intake import Taken
from player.office.walking import files_in
from player.proof.keys import PrivateKey
from tests.kiosk.exports import COLLEGE, OPERATOR, PROVIDER, Stick, make_talks, records_at

STATIONS = ("A", "B")


@pytest.fixture(scope="module")
def sticks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What two stations exported of the same learner, who claimed at each while they could not meet."""
    place = tmp_path_factory.mktemp("cut-off")
    talks = make_talks(place)
    for name in STATIONS:
        with records_at(place / f"profile-{name}", key=PrivateKey.generate()) as here:
            learner = here.attendee(7)
            for talk in talks:
                here.claim(learner, here.parts.shelf.add(talk).signed)
            (place / name).mkdir()
            assert here.export(Stick(root=place / name)).written == 2
    return place


def terms(sticks: Path, collection: Path, *, keys: Sequence[bytes] = (PROVIDER.secret,)) -> Terms:
    return Terms(
        place=str(collection),
        profile=sticks / "profile-A",
        resources=find_places().resources,
        key=COLLEGE.crypto.private_bytes_raw(),
        reading_keys=tuple(keys),
    )


def taken(terms: Terms, folder: Path) -> list[Taken]:
    return [one for batch in collect(terms, files_in([folder])) for one in batch]


@pytest.mark.parametrize("order", [STATIONS, STATIONS[::-1]])
def test_in_either_order_each_course_counts_once_and_every_file_is_answered(
    sticks: Path, tmp_path: Path, order: tuple[str, str]
) -> None:
    office = terms(sticks, tmp_path / "collection")
    for name in order:
        found = taken(office, sticks / name)
        assert Counter(one.outcome for one in found) == {Outcome.NEW: 2}, [one.reason for one in found]
        assert all(one.receipt for one in found)
    with collection_at(office.place) as collection:
        figures = collection.figures()
    assert (figures.learners, figures.files, figures.credits) == (1, 4, 2)


def test_what_is_sealed_is_opened_by_the_operators_key_as_well(sticks: Path, tmp_path: Path) -> None:
    """The other course states a reading key of its own, to which its particulars are sealed inside."""
    found = taken(terms(sticks, tmp_path / "collection", keys=[OPERATOR.secret]), sticks / "A")
    assert Counter(one.outcome for one in found) == {Outcome.NEW: 1, Outcome.REFUSED: 1}
