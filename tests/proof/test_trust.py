"""Trust: the publishers that this installation believes, from files that anybody can read."""

from __future__ import annotations

from pathlib import Path

import pytest

from player.domain.event import DeviceId
from player.domain.problem import Problem
from player.proof.envelope import seal
from player.proof.files import CannotRead
from player.proof.gathering import read_trust
from player.proof.problems import NewerFormat, NotReadable, NotSigned
from player.proof.trust import (
    ENROLMENT_KIND,
    Enrolment,
    Grade,
    Publisher,
    SignedEnrolment,
    Trust,
    enrol,
    read_enrolment,
    read_publisher,
    write_publisher,
)
from tests.worlds import DEVICE, PUBLISHER, key

COLLEGE = Publisher(name="Example Medical College", keys=(PUBLISHER.public, DEVICE.public), specimen=False)
SPECIMEN = Publisher(name="Specimen", keys=(DEVICE.public,), specimen=True)


def test_a_publisher_comes_back_from_its_file(tmp_path: Path) -> None:
    for publisher in (COLLEGE, SPECIMEN):
        file = tmp_path / "x.publisher.json"
        write_publisher(file, publisher)
        assert read_publisher(file) == publisher


def test_a_publisher_is_known_by_any_of_its_keys() -> None:
    trust = Trust((COLLEGE, SPECIMEN))
    assert trust.publisher_of(PUBLISHER.public.id) == COLLEGE
    assert trust.publisher_of(DEVICE.public.id) == COLLEGE
    assert Trust((SPECIMEN,)).publisher_of(PUBLISHER.public.id) is None


def test_trust_is_gathered_from_folders_and_one_that_is_missing_holds_none(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    write_publisher(tmp_path / "a" / "one.publisher.json", COLLEGE)
    (tmp_path / "a" / "notes.txt").write_text("not a publisher")
    assert read_trust((tmp_path / "a", tmp_path / "missing")).publishers == (COLLEGE,)
    assert read_trust(()).publishers == ()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        '{"name":"x","keys":["zz"]}',
        '{"name":"x","keys":["00"]}',
        '{"name":"x","keys":[],"more":1}',
        '{"format":2,"name":"x","keys":[]}',
        '{"format":2,"names":["x"]}',
        "[" * 100_000,
    ],
)
def test_a_damaged_publisher_file_is_told_in_a_sentence(tmp_path: Path, text: str) -> None:
    file = tmp_path / "x.publisher.json"
    file.write_text(text)
    with pytest.raises(Problem, match=r"x\.publisher\.json"):
        read_publisher(file)


def test_a_missing_publisher_file_is_told_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(Problem, match=r"x\.publisher\.json"):
        read_publisher(tmp_path / "x.publisher.json")


# --- enrolments ----------------------------------------------------------------------------------------------

KIOSK = key(40)
OTHER = Publisher(name="Other College", keys=(key(41).public,), specimen=False)
KIOSK_ID = DeviceId(KIOSK.public.id)


def written(folder: Path, data: bytes) -> Path:
    file = folder / "kiosk.enrolment.json"
    file.write_bytes(data)
    return file


@pytest.mark.parametrize("grade", Grade)
def test_an_enrolment_comes_back_from_its_file(tmp_path: Path, grade: Grade) -> None:
    data = enrol(KIOSK.public, grade=grade, name="Kiosk 7", signer=PUBLISHER)
    signed = read_enrolment(written(tmp_path, data), (OTHER, COLLEGE))
    assert signed == SignedEnrolment(
        Enrolment(device=KIOSK.public.raw.hex(), grade=grade, name="Kiosk 7"), PUBLISHER.public.id
    )
    assert signed.enrolment.device_id == KIOSK_ID


def given(grade: Grade, *, by: Publisher = COLLEGE) -> SignedEnrolment:
    return SignedEnrolment(Enrolment(device=KIOSK.public.raw.hex(), grade=grade, name=""), by.keys[0].id)


def test_the_best_grade_that_the_courses_publisher_gave_counts() -> None:
    trust = Trust((COLLEGE, OTHER), (given(Grade.B), given(Grade.A), given(Grade.C)))
    assert trust.grade_of(KIOSK_ID, COLLEGE) is Grade.A
    assert Trust((COLLEGE,), (given(Grade.B),)).grade_of(KIOSK_ID, COLLEGE) is Grade.B


def test_nobody_elses_word_and_no_word_at_all_leave_a_device_unknown() -> None:
    trust = Trust((COLLEGE, OTHER), (given(Grade.A, by=OTHER),))
    assert trust.grade_of(KIOSK_ID, COLLEGE) is Grade.C
    assert trust.grade_of(KIOSK_ID, OTHER) is Grade.A
    assert trust.grade_of(KIOSK_ID, None) is Grade.C
    assert trust.grade_of(DeviceId(DEVICE.public.id), OTHER) is Grade.C
    assert Trust((COLLEGE,)).grade_of(KIOSK_ID, COLLEGE) is Grade.C


def test_any_key_of_the_courses_publisher_may_enrol() -> None:
    second = SignedEnrolment(given(Grade.B).enrolment, DEVICE.public.id)
    assert Trust((COLLEGE,), (second,)).grade_of(KIOSK_ID, COLLEGE) is Grade.B


def test_an_enrolment_by_a_publisher_that_is_not_known_here_is_refused(tmp_path: Path) -> None:
    data = enrol(KIOSK.public, grade=Grade.A, name="", signer=key(42))
    with pytest.raises(NotReadable, match="no publisher that is known here"):
        read_enrolment(written(tmp_path, data), (COLLEGE, OTHER))


def test_an_enrolment_that_was_changed_after_it_was_signed_is_refused(tmp_path: Path) -> None:
    data = enrol(KIOSK.public, grade=Grade.B, name="Kiosk 7", signer=PUBLISHER)
    other = enrol(KIOSK.public, grade=Grade.A, name="Kiosk 7", signer=key(42))
    forged = other.replace(key(42).public.id.encode(), PUBLISHER.public.id.encode())
    assert forged != data
    for damaged in (forged, data[:-2], data.replace(b"carrel.enrolment", b"carrel.manifest"), b"", b"{}"):
        with pytest.raises(NotSigned):
            read_enrolment(written(tmp_path, damaged), (COLLEGE,))


@pytest.mark.parametrize(
    ("payload", "kind"),
    [
        (b"", NotReadable),
        (b"{}", NotReadable),
        (b'{"format":1,"device":"zz","grade":"A","name":""}', NotReadable),
        (b'{"format":1,"device":"' + b"0" * 64 + b'","grade":"D","name":""}', NotReadable),
        (b'{"format":2,"everything":"else"}', NewerFormat),
        (b"[" * 100_000, NotReadable),
    ],
)
def test_an_enrolment_that_says_nothing_sensible_is_refused(
    tmp_path: Path, payload: bytes, kind: type[Problem]
) -> None:
    data = seal(payload, ENROLMENT_KIND, PUBLISHER).to_json()
    with pytest.raises(kind, match=r"kiosk\.enrolment\.json"):
        read_enrolment(written(tmp_path, data), (COLLEGE,))


def test_a_missing_enrolment_is_told_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(CannotRead, match=r"kiosk\.enrolment\.json"):
        read_enrolment(tmp_path / "kiosk.enrolment.json", (COLLEGE,))


def test_trust_gathers_enrolments_whatever_folder_their_publisher_lies_in(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
    written(tmp_path / "a", enrol(KIOSK.public, grade=Grade.A, name="", signer=PUBLISHER))
    write_publisher(tmp_path / "b" / "one.publisher.json", COLLEGE)
    assert read_trust((tmp_path / "a", tmp_path / "b")).grade_of(KIOSK_ID, COLLEGE) is Grade.A
