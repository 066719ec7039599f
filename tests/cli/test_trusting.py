"""Keys and trust from a terminal: a publisher's whole life, and the learner who is never fooled."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from player.bootstrap import trusting
from player.bootstrap.desk import desk_over
from player.bootstrap.keying import PASSPHRASE_VARIABLE, new_key, reading_key
from player.bootstrap.places import find_places
from player.cli import keying as key_commands
from player.cli import trusting as trust_commands
from player.proof.collector import collector_in
from player.proof.keys import KeyLocked, read_public_key
from player.proof.sealing import PrivateReadingKey
from tests.cli.conftest import Answer, Carrel, fingerprint

NAME = "Example Academy"


@dataclass(frozen=True, slots=True)
class Safe:
    """A publisher's drawer of keys (`a`, `b`, `c` for roots; `courses`, `next`), and what it asks of the terminal."""

    carrel: Carrel
    place: Path

    def pub(self, key: str) -> Path:
        return self.place / f"{key}.pub"

    def root(self, version: int) -> Path:
        return self.place / f"academy-{version}.root.dsse"

    def make(self, *more: str | Path) -> Answer:
        roots = ("--root-key", self.pub("a"), "--root-key", self.pub("b"), "--root-key", self.pub("c"))
        keys = (*roots, "--course-key", self.pub("courses"), "--threshold", "2")
        return self.carrel("key", "root", self.root(1), "--name", NAME, *keys, "--json", *more)

    def sign(self, version: int, *keys: str) -> Answer:
        words = [word for key in keys for word in ("--key", self.place / key)]
        return self.carrel("key", "sign", self.root(version), *words, "--json")

    def revoke(self) -> Answer:
        words = ("--key", self.pub("courses"), "--reason", "The laptop was stolen.", "--course-key", self.pub("next"))
        assert self.carrel("key", "revoke", self.root(1), *words, "--out", self.root(2)).code == 0
        return self.sign(2, "b", "c")

    def add(self, version: int, *more: str | Path) -> Answer:
        shown = self.carrel("key", "show", self.root(version), "--json").json["fingerprint"]
        return self.carrel("trust", "add", self.root(version), "--fingerprint", shown, *more)


@pytest.fixture(scope="session")
def drawer(bench: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Keys for roots, and for courses the one that signed the course of the bench."""
    place = tmp_path_factory.mktemp("drawer")
    for name in ("a", "b", "c", "next"):
        new_key(place / name)
    for ending in ("", ".pub"):
        (place / f"courses{ending}").write_bytes((bench / f"key{ending}").read_bytes())
    return place


@pytest.fixture
def safe(carrel: Carrel, drawer: Path, tmp_path: Path) -> Safe:
    """Its own folder for each test; the keys are made once."""
    place = tmp_path / "safe"
    place.mkdir()
    for file in drawer.iterdir():
        (place / file.name).write_bytes(file.read_bytes())
    return Safe(carrel, place)


@pytest.fixture
def rooted(safe: Safe) -> Safe:
    """With version 1 made and signed by two of three."""
    assert safe.make().json["lacking"] == 2
    assert safe.sign(1, "a").json["lacking"] == 1
    assert safe.sign(1, "b").json["lacking"] == 0
    return safe


def built(safe: Safe, folder: Path, key: str, *roots: int) -> Path:
    out = safe.place / f"{key}-{len(roots)}.course"
    words = [word for version in roots for word in ("--root", safe.root(version))]
    answer = safe.carrel("course", "build", folder, "--key", safe.place / key, "--out", out, "--quick", *words)
    assert answer.code == 0, answer.err
    return out


# --- the whole way -------------------------------------------------------------------------------------------


def test_a_publishers_root_is_made_added_renewed_and_a_lost_key_revoked(
    rooted: Safe, bench: Path, profile: Path
) -> None:
    """As the provider guide tells it."""
    carrel, first = rooted.carrel, bench / "my.course"
    assert carrel("course", "show", first, "--json").json["key_standing"] == "unknown"
    assert rooted.add(1).code == 0
    assert carrel("course", "show", first, "--json").json["gives_credit"]
    assert rooted.revoke().json["lacking_before"] == 0
    second = built(rooted, bench / "folder", "next", 1, 2)
    assert carrel("course", "show", second, "--json").json["gives_credit"]
    assert carrel("course", "show", first, "--json").json["gives_credit"], "showing a course keeps nothing of it"
    with desk_over(find_places(profile)) as desk:
        assert desk.add_course(first).gives_credit
        assert desk.add_course(second).gives_credit
        standings = {listing.signed.hash: listing.signed.standing for listing in desk.library() if listing.signed}
    assert sorted(standings.values()) == ["known", "revoked"], "the other course is judged anew at once"
    assert carrel("course", "show", first, "--json").json["key_standing"] == "revoked"
    assert "nothing changes" in carrel("trust", "add", rooted.root(2)).out
    shown = carrel("course", "show", first).out
    assert "The laptop was stolen." in shown and "gives no credit" in shown
    listed = carrel("trust", "list").out
    assert "version 2: 2 of 3 keys" in listed and "revoked on" in listed


def test_a_course_is_not_built_with_a_key_that_its_root_does_not_name(rooted: Safe, bench: Path) -> None:
    rooted.revoke()
    words = ("--key", rooted.place / "courses", "--out", rooted.place / "x.course")
    answer = rooted.carrel("course", "build", bench / "folder", *words, "--root", rooted.root(2))
    assert "none of its keys of courses" in answer.why
    assert not (rooted.place / "x.course").exists()


def test_the_next_root_needs_no_fingerprint_because_the_known_one_vouches_for_it(rooted: Safe) -> None:
    rooted.add(1)
    rooted.revoke()
    answer = rooted.carrel("trust", "add", rooted.root(2), "--json").json
    assert (answer["root"]["version"], len(answer["root"]["revoked"])) == (2, 1)


def test_a_root_that_is_not_signed_yet_is_believed_by_nobody(safe: Safe, bench: Path) -> None:
    safe.make()
    assert "still needs signatures: 2 of its own root keys" in safe.add(1).why
    words = ("--key", safe.place / "courses", "--out", safe.place / "x.course", "--root", safe.root(1))
    assert "still needs signatures" in safe.carrel("course", "build", bench / "folder", *words).why


def test_only_root_keys_sign_a_root(rooted: Safe) -> None:
    before = rooted.root(1).read_bytes()
    assert "courses cannot be used" in rooted.sign(1, "courses").err
    assert rooted.root(1).read_bytes() == before


def test_a_root_is_never_written_over_another(rooted: Safe) -> None:
    before = rooted.root(1).read_bytes()
    assert rooted.make().code == 1
    words = ("--course-key", rooted.pub("next"), "--out")
    assert "there already" in rooted.carrel("key", "renew", rooted.root(1), *words, rooted.root(1)).why
    assert "no name for a root" in rooted.carrel("key", "renew", rooted.root(1), *words, rooted.place / "x").why
    assert rooted.root(1).read_bytes() == before


# --- nobody is believed unseen -------------------------------------------------------------------------------


def files(rooted: Safe, profile: Path) -> list[Path]:
    """A file of each sort that brings a publisher."""
    plain = rooted.place / "plain.publisher.json"
    key = fingerprint(rooted.pub("next"))
    assert rooted.carrel("trust", "add", rooted.pub("next"), "--fingerprint", key, "--name", NAME).code == 0
    (written,) = (profile / "trust").iterdir()
    written.rename(plain)
    return [plain, rooted.pub("next"), rooted.root(1)]


def test_without_its_fingerprint_nothing_is_added_and_the_refusal_shows_it(rooted: Safe, profile: Path) -> None:
    for file in files(rooted, profile):
        shown = rooted.carrel("key", "show", file, "--json").json["fingerprint"]
        answer = rooted.carrel("trust", "add", file)
        assert "--fingerprint" in answer.why and trusting.in_groups(shown) in answer.why
        assert rooted.carrel("trust", "add", file, "--json").json["problem"] == "FingerprintNeeded"
        assert list((profile / "trust").iterdir()) == []


def test_a_wrong_fingerprint_or_too_little_of_it_is_refused(rooted: Safe, profile: Path) -> None:
    for file in files(rooted, profile):
        shown: str = rooted.carrel("key", "show", file, "--json").json["fingerprint"]
        wrong = ("0" if shown[15] != "0" else "1").join((shown[:15], shown[16:]))
        for given in (wrong, shown[:15], "0" * 64, shown[1:], "x" + shown):
            assert "was not added" in rooted.carrel("trust", "add", file, "--fingerprint", given).why
        assert list((profile / "trust").iterdir()) == []


def test_the_beginning_of_a_fingerprint_is_enough_however_it_is_spaced(rooted: Safe, profile: Path) -> None:
    for file in files(rooted, profile):
        shown: str = rooted.carrel("key", "show", file, "--json").json["fingerprint"]
        told = trusting.in_groups(shown[:16].upper())
        assert rooted.carrel("trust", "add", file, "--fingerprint", told).code == 0


@pytest.mark.parametrize(("typed", "code"), [("y", 0), ("n", 1)])
def test_at_a_terminal_a_person_is_asked(
    rooted: Safe, profile: Path, monkeypatch: pytest.MonkeyPatch, typed: str, code: int
) -> None:
    asked: list[str] = []

    def confirm(question: str) -> bool:
        asked.append(question)
        return typed == "y"

    monkeypatch.setattr(trust_commands, "at_terminal", lambda: True)
    monkeypatch.setattr(trust_commands.typer, "confirm", confirm)
    answer = rooted.carrel("trust", "add", rooted.root(1))
    shown = rooted.carrel("key", "show", rooted.root(1), "--json").json["fingerprint"]
    assert answer.code == code
    assert trusting.in_groups(shown) in answer.out
    assert len(asked) == 1
    assert (profile / "trust").exists() == (code == 0)


def test_an_older_root_a_fork_and_a_revoked_key_are_refused_with_the_right_fingerprint(rooted: Safe) -> None:
    rooted.revoke()
    assert (rooted.add(1).code, rooted.add(2).code) == (0, 0)
    assert "an older root could bring back keys" in rooted.add(1).why
    key = fingerprint(rooted.pub("courses"))
    answer = rooted.carrel("trust", "add", rooted.pub("courses"), "--fingerprint", key, "--name", "Somebody")
    assert "revoked that key" in answer.why
    rooted.root(2).unlink()
    rooted.carrel("key", "renew", rooted.root(1), "--course-key", rooted.pub("next"), "--out", rooted.root(2))
    assert rooted.sign(2, "a", "b").json["lacking"] == 0
    assert "two different roots" in rooted.add(2).why


def test_a_root_of_another_publisher_with_the_same_name_stands_beside_it(rooted: Safe) -> None:
    """A name proves nothing; each is known by its own fingerprint."""
    assert rooted.add(1).code == 0
    rooted.root(1).unlink()
    rooted.make()
    rooted.sign(1, "a", "c")
    assert "FingerprintNeeded" in rooted.carrel("trust", "add", rooted.root(1), "--json").out
    assert rooted.add(1).code == 0
    assert len(rooted.carrel("trust", "list", "--json").json) == 3
    assert "Several publishers" in rooted.carrel("trust", "remove", NAME).why


# --- taking out, listing -------------------------------------------------------------------------------------


def test_a_publisher_that_was_removed_is_believed_no_longer(rooted: Safe, profile: Path, course: Path) -> None:
    rooted.revoke()
    rooted.add(1)
    rooted.add(2)
    assert len(rooted.carrel("trust", "remove", NAME.lower(), "--json").json["removed"]) == 2
    assert list((profile / "trust").iterdir()) == []
    assert rooted.carrel("course", "show", course, "--json").json["key_standing"] == "unknown"
    assert "No publisher" in rooted.carrel("trust", "remove", NAME).why


def test_a_publisher_can_be_removed_by_its_fingerprint_and_what_came_with_carrel_cannot(
    rooted: Safe, profile: Path
) -> None:
    rooted.carrel("trust", "add", rooted.pub("next"), "--fingerprint", fingerprint(rooted.pub("next")))
    assert rooted.carrel("trust", "remove", fingerprint(rooted.pub("next"))[:15]).code == 1
    assert rooted.carrel("trust", "remove", fingerprint(rooted.pub("next"))[:16]).code == 0
    (specimen,) = rooted.carrel("trust", "list", "--json").json
    for word in (specimen["name"], "specimen.publisher.json", "../device.key", "", "."):
        assert "No publisher" in rooted.carrel("trust", "remove", word).why
    assert list((profile / "trust").iterdir()) == []


def test_a_root_that_was_to_be_renewed_is_told_of_and_goes_on_to_count(safe: Safe, course: Path) -> None:
    safe.make("--expires", "2020-01-31")
    safe.sign(1, "a", "b")
    safe.add(1)
    listed = safe.carrel("trust", "list")
    assert listed.code == 0
    assert "meant to renew its root by 2020-01-31" in listed.err
    assert safe.carrel("course", "show", course, "--json").json["gives_credit"]
    assert "2020-01-31" in safe.carrel("course", "show", course).out


def test_the_doctor_tells_of_a_publishers_file_that_is_not_believed(carrel: Carrel, profile: Path) -> None:
    def told() -> list[dict[str, str]]:
        answer = carrel("doctor", "--json")
        assert answer.code == 0
        return [one for one in answer.json["findings"] if one["subject"] == "trust"]

    assert [one["outcome"] for one in told()] == ["sound"]
    (profile / "trust").mkdir()
    (profile / "trust" / "bad.root.dsse").write_bytes(b"{}")
    (found,) = told()
    assert found["outcome"] == "note"
    assert "bad.root.dsse" in str(found)
    assert "bad.root.dsse" in carrel("doctor").out


def test_evidence_under_a_key_that_was_revoked_says_so(
    rooted: Safe, course: Path, profile: Path, tmp_path: Path
) -> None:
    rooted.add(1)
    rooted.carrel("add", course)
    with desk_over(find_places(profile)) as desk:
        signed = desk.package("org.example").signed
        desk.journey(signed).acknowledge_disclosures()
        file = desk.export(signed, tmp_path)
    assert rooted.carrel("verify", file).code == 0
    rooted.revoke()
    rooted.add(2)
    answer = rooted.carrel("verify", file, "--json")
    (found,) = answer.json
    assert (found["genuine"], found["accepted"], found["proves_credit"]) == (True, False, False)
    assert (found["problem"], found["key_standing"]) == ("KeyRevoked", "revoked")
    assert "The laptop was stolen." in answer.why


# --- describing, for the window ------------------------------------------------------------------------------


def test_a_file_is_described_before_anything_changes(rooted: Safe, profile: Path) -> None:
    places = find_places(profile)
    found = trusting.describe(places, rooted.root(1))
    assert (found.sort, found.name, found.proven) == (trusting.Sort.ROOT, NAME, False)
    assert found.groups.replace(" ", "") == found.fingerprint
    assert not (profile / "trust").exists()
    trusting.introduce(places, rooted.root(1), fingerprint=found.fingerprint)
    again = trusting.describe(places, rooted.root(1))
    assert again.proven and "nothing changes" in again.change
    rooted.revoke()
    newer = trusting.describe(places, rooted.root(2))
    assert newer.proven and "takes the place of version 1" in newer.change


# --- passphrases ---------------------------------------------------------------------------------------------


def test_a_key_can_be_locked_with_a_passphrase(safe: Safe, carrel: Carrel, monkeypatch: pytest.MonkeyPatch) -> None:
    locked = safe.place / "a"
    locked.unlink()
    assert "No passphrase was given" in carrel("key", "new", locked, "--passphrase").why
    monkeypatch.setenv(PASSPHRASE_VARIABLE, "correct horse")
    assert carrel("key", "new", locked, "--passphrase").code == 0
    assert b"ENCRYPTED" in locked.read_bytes()
    safe.make()
    assert safe.sign(1, "a").json["lacking"] == 1
    monkeypatch.setenv(PASSPHRASE_VARIABLE, "wrong")
    assert "not its passphrase" in safe.sign(1, "a").err
    monkeypatch.delenv(PASSPHRASE_VARIABLE)
    assert "locked with a passphrase" in safe.sign(1, "a").err
    monkeypatch.setattr(key_commands, "at_terminal", lambda: True)
    monkeypatch.setattr(key_commands.typer, "prompt", lambda *_, **__: "correct horse")
    assert safe.sign(1, "a", "b").json["lacking"] == 0


# --- reading keys and collectors -----------------------------------------------------------------------------


def test_a_reading_key_is_made_once_and_its_public_half_told_for_courses(carrel: Carrel, tmp_path: Path) -> None:
    made = carrel("key", "reading", tmp_path / "reads", "--json").json
    key = PrivateReadingKey.read(tmp_path / "reads")
    assert made["reading_key"] == key.public.hex and len(key.public.hex) == 64
    assert "never overwritten" in carrel("key", "reading", tmp_path / "reads").why
    other = carrel("key", "reading", tmp_path / "others")
    assert f'reading_key = "{PrivateReadingKey.read(tmp_path / "others").public.hex}"' in other.out


def test_a_reading_key_can_be_locked_with_a_passphrase(
    carrel: Carrel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "reads"
    assert "No passphrase was given" in carrel("key", "reading", file, "--passphrase").why
    monkeypatch.setenv(PASSPHRASE_VARIABLE, "correct horse")
    made = carrel("key", "reading", file, "--passphrase", "--json").json
    assert b"ENCRYPTED" in file.read_bytes()
    assert reading_key(file).public.hex == made["reading_key"]
    monkeypatch.delenv(PASSPHRASE_VARIABLE)
    with pytest.raises(KeyLocked):
        reading_key(file)


def test_a_collector_is_named_by_a_publishers_key_until_a_day(safe: Safe, tmp_path: Path) -> None:
    out = tmp_path / "desk.collector.json"
    words = ("--key", safe.place / "courses", "--collector", safe.pub("next"), "--name", "Example desk", "--out")
    told = safe.carrel("trust", "collector", *words, out, "--until", "2027-01-31", "--json").json
    found, signer = collector_in(out.read_bytes(), (read_public_key(safe.pub("courses")),), name="x")
    assert (found.name, found.last_day) == ("Example desk", date(2027, 1, 31))
    assert told["collector"] == found.key == read_public_key(safe.pub("next")).raw.hex()
    assert signer == read_public_key(safe.pub("courses")).id
    assert "no name for" in safe.carrel("trust", "collector", *words, tmp_path / "desk.json").why
