"""What comes back with a backup beside the records: sound facts always, trust where none was removed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from player.archive.known import Known
from player.archive.manifests import Manifests
from player.archive.package import Package, open_package
from player.bootstrap.carrying import bring_back, carried_by
from player.bootstrap.places import Places, trust_of
from player.domain.problem import Problem
from player.proof.gathering import root_file_name
from player.proof.keys import PrivateKey
from player.proof.roots import SignedRoot
from player.proof.trust import Grade, Publisher, enrol, write_publisher
from tests.archive.editions import PLAIN, SIGNATURE, edition
from tests.proof import vaults
from tests.proof.vaults import FIRST, NEXT_KEY, next_of, revoking
from tests.worlds import DEVICE, NOBODY, key

STRANGER = Publisher(name="Society of Strangers", keys=(key(90).public,), specimen=False)
FORK = vaults.complete(next_of(add_course_keys=(key(91).public,)), vaults.OLD[:2])


@pytest.fixture
def places(tmp_path: Path) -> Places:
    """A profile in which nobody is believed yet."""
    return Places(profile=tmp_path / "profile", resources=tmp_path / "resources")


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """What was unpacked of a backup: folders laid out as a profile is."""
    return tmp_path / "unpacked"


def put_roots(profile: Path, *roots: SignedRoot) -> None:
    (profile / "trust").mkdir(parents=True, exist_ok=True)
    for found in roots:
        (profile / "trust" / root_file_name(found)).write_bytes(found.envelope.to_json())


def put_publisher(profile: Path, publisher: Publisher = STRANGER) -> None:
    (profile / "trust").mkdir(parents=True, exist_ok=True)
    write_publisher(profile / "trust" / f"{publisher.keys[0].id[:16]}.publisher.json", publisher)


def put_device(profile: Path, signer: PrivateKey = vaults.COURSE_KEY, device: PrivateKey = DEVICE) -> None:
    (profile / "trust").mkdir(parents=True, exist_ok=True)
    data = enrol(device.public, grade=Grade.A, name="Kiosk 7", signer=signer)
    (profile / "trust" / f"{device.public.id[:16]}.enrolment.json").write_bytes(data)


def files_in(profile: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in (profile / "trust").glob("*")}


def codes(problems: Iterable[Problem]) -> list[str]:
    return [problem.code for problem in problems]


# --- whose word counts ---------------------------------------------------------------------------------------------


def test_where_nothing_was_recorded_trust_comes_back_whole_and_is_told_of(places: Places, old: Path) -> None:
    put_roots(old, FIRST, revoking())
    put_publisher(old)
    put_device(old, signer=NEXT_KEY)
    (told,) = bring_back(places, old, whole=True)
    assert files_in(places.profile) == files_in(old)
    assert "Example Academy, Kiosk 7, Society of Strangers" in told.what
    root = trust_of(places).root_of(FIRST.root.publisher)
    assert root is not None and root.root.version == 2
    assert trust_of(places).problems == ()
    assert bring_back(places, old, whole=True) == (), "once more, nothing is new"


def test_in_a_profile_that_is_in_use_a_publisher_who_was_removed_stays_so(places: Places, old: Path) -> None:
    put_roots(old, FIRST, revoking())
    put_publisher(old)
    put_device(old, signer=NEXT_KEY)
    (told,) = bring_back(places, old, whole=False)
    assert "Example Academy, Kiosk 7, Society of Strangers" in told.what and "trust add" in told.remedy
    assert files_in(places.profile) == {}


@pytest.mark.parametrize("whole", [False, True])
def test_a_root_that_follows_the_known_one_is_taken_and_revokes(places: Places, old: Path, whole: bool) -> None:
    put_roots(places.profile, FIRST)
    put_roots(old, FIRST, revoking())
    assert bring_back(places, old, whole=whole) == ()
    root = trust_of(places).root_of(FIRST.root.publisher)
    assert root is not None and root.root.version == 2 and root.root.revoked


def test_a_device_that_a_renewed_key_enrolled_comes_back_with_the_root_that_renewed_it(
    places: Places, old: Path
) -> None:
    put_roots(places.profile, FIRST)
    put_roots(old, FIRST, revoking())
    put_device(old, signer=NEXT_KEY)
    (told,) = bring_back(places, old, whole=True)
    assert told.code == "TrustCameBack" and "Kiosk 7" in told.what
    assert [one.enrolment.name for one in trust_of(places).enrolments] == ["Kiosk 7"]


@pytest.mark.parametrize("whole", [False, True])
def test_a_root_never_goes_back_nor_is_it_undone_from_below(places: Places, old: Path, whole: bool) -> None:
    """A lower root beside the known one, whoever made it up, would be believed first by whoever reads the folder."""
    put_roots(places.profile, revoking())
    before = files_in(places.profile)
    forged = vaults.complete(vaults.made(), vaults.OLD[:2])
    put_roots(old, FIRST)
    assert bring_back(places, old, whole=whole) == ()
    assert files_in(places.profile) == before
    put_roots(old, forged, FORK)
    bring_back(places, old, whole=whole)
    root = trust_of(places).root_of(FIRST.root.publisher)
    assert root == revoking()


@pytest.mark.parametrize("whole", [False, True])
def test_a_fork_of_a_known_root_is_told_and_left(places: Places, old: Path, whole: bool) -> None:
    put_roots(places.profile, FIRST, revoking())
    put_roots(old, FORK)
    assert codes(bring_back(places, old, whole=whole)) == ["RootForked"]
    assert trust_of(places).root_of(FIRST.root.publisher) == revoking()


def test_nothing_that_is_here_is_replaced(places: Places, old: Path) -> None:
    put_publisher(places.profile, Publisher(name="Society of Friends", keys=STRANGER.keys, specimen=True))
    put_publisher(old)
    before = files_in(places.profile)
    assert codes(bring_back(places, old, whole=True)) == ["TrustLeftOut"]
    assert files_in(places.profile) == before


def test_what_reads_as_no_file_of_trust_neither_goes_nor_comes(places: Places, old: Path) -> None:
    put_publisher(old)
    key(5).write(old / "trust" / "0123456789abcdef.publisher.json")
    (old / "trust" / "0123456789abcdef.enrolment.json").write_bytes(b"{}")
    (old / "trust" / f"{'0a' * 16}.1.root.dsse").mkdir()
    key(5).write(old / "trust" / "society.key")
    put_device(old, signer=key(92), device=key(93))
    publisher = f"{STRANGER.keys[0].id[:16]}.publisher.json"
    assert {name for name, _ in carried_by(old)} == {
        f"trust/{key(93).public.id[:16]}.enrolment.json",
        f"trust/{publisher}",
    }
    bring_back(places, old, whole=True)
    assert list(files_in(places.profile)) == [publisher], "nobody who counts here vouches for that device"


def test_a_file_that_somebody_named_is_carried_under_a_plain_name(places: Places, old: Path) -> None:
    put_publisher(old)
    put_roots(old, FIRST)
    for number, file in enumerate(sorted((old / "trust").iterdir())):
        file.rename(file.with_name(f"Étude {number}{'.root.dsse' if 'root' in file.name else '.publisher.json'}"))
    for name, file in carried_by(old):
        target = old.with_name("clean") / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(file.read_bytes())
    bring_back(places, old.with_name("clean"), whole=True)
    assert {publisher.name for publisher in trust_of(places).publishers} == {STRANGER.name, FIRST.root.name}


# --- facts of courses ----------------------------------------------------------------------------------------------


@pytest.fixture
def sample(tmp_path: Path) -> Iterator[Package]:
    """A course whose certificates need a picture."""
    with open_package(edition(tmp_path, members={**PLAIN, SIGNATURE: b"a signature"}), NOBODY) as package:
        yield package


def known(profile: Path) -> Known:
    return Known(profile / "courses" / "known", Manifests(NOBODY))


def test_facts_are_taken_with_their_picture_whoever_signed_them(places: Places, old: Path, sample: Package) -> None:
    known(old).keep(sample)
    assert [name.rpartition(".")[2] for name, _ in carried_by(old)] == ["dsse", "signature"]
    assert bring_back(places, old, whole=False) == ()
    (found,) = known(places.profile).signed()
    assert found.hash == sample.signed.hash
    assert known(places.profile).picture(found, SIGNATURE) == b"a signature"


def test_facts_and_pictures_that_do_not_verify_are_left_out(places: Places, old: Path, sample: Package) -> None:
    known(old).keep(sample)
    for file in known(old).everything():
        file.write_bytes(file.read_bytes()[:-9] + b"x" * 9)
    (told,) = bring_back(places, old, whole=True)
    assert told.code == "FactsLeftOut" and "1 of them" in told.what
    assert known(places.profile).everything() == []
    known(old).file(sample.signed.hash).write_bytes(sample.envelope)
    bring_back(places, old, whole=True)
    assert known(places.profile).everything() == [known(places.profile).file(sample.signed.hash)]


def test_facts_under_a_wrong_name_are_kept_under_their_own(places: Places, old: Path, sample: Package) -> None:
    known(old).keep(sample)
    known(old).file(sample.signed.hash).rename(known(old).folder / f"{'ab' * 32}.dsse")
    bring_back(places, old, whole=False)
    assert known(places.profile).files() == [known(places.profile).file(sample.signed.hash)]


def test_sound_facts_stay_as_they_are_and_damaged_ones_are_mended(places: Places, old: Path, sample: Package) -> None:
    for profile in (old, places.profile):
        known(profile).keep(sample)
    here = known(places.profile).everything()
    before = [(file.stat().st_ino, file.stat().st_mtime_ns) for file in here]
    bring_back(places, old, whole=False)
    assert [(file.stat().st_ino, file.stat().st_mtime_ns) for file in here] == before
    whole = [file.read_bytes() for file in here]
    for file in here:
        file.write_bytes(b"damaged")
    bring_back(places, old, whole=False)
    assert [file.read_bytes() for file in here] == whole
