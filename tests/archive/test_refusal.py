"""What a reader must refuse: each hostile or broken file ends in one Problem, and never in anything else."""

import io
import os
import random
import re
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from player.archive import container
from player.archive.layout import Entry, local_header
from player.archive.names import fault_of_name, fault_of_names
from player.archive.package import open_package
from player.archive.problems import (
    CourseAltered,
    CourseCutOff,
    CourseMissing,
    CourseOutOfReach,
    NotACourse,
)
from player.domain.course import ContentHash, Course, CourseId, Talk
from player.domain.problem import Problem
from player.proof import manifest as manifests
from player.proof.envelope import Envelope, seal
from player.proof.manifest import Manifest, Member
from player.proof.problems import CourseUnsound, NewerFormat, NotReadable, NotSigned
from tests.archive.making import (
    KEY,
    OTHER_KEY,
    TRUST,
    built_in,
    course_with,
    filling,
    forge,
    manifest_for,
)

MEMBERS = {"talk.mp4": filling(1.2), "notes.txt": b"Notes."}


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return forge(tmp_path_factory.mktemp("good") / "good.course", MEMBERS).read_bytes()


def opens(place: Path, data: bytes) -> None:
    """Opens these bytes and reads them to the end."""
    (place / "some.course").write_bytes(data)
    with open_package(place / "some.course", TRUST) as package:
        package.verify()


def refused(place: Path, data: bytes) -> Problem:
    with pytest.raises(Problem) as caught:
        opens(place, data)
    assert caught.value.what and caught.value.meaning and caught.value.remedy
    assert not re.search(r"\{[a-z_]+\}", caught.value.sentence), "a placeholder was left open"
    return caught.value


def test_what_is_refused_below_is_not_refused_without_its_fault(tmp_path: Path, good: bytes) -> None:
    opens(tmp_path, good)


# ------------------------------------------------------------------ no course at all


@pytest.mark.parametrize("name", ["nothing.course", "no/such/folder.course", "nul\0.course", "."])
def test_a_path_at_which_there_is_no_course_is_told(tmp_path: Path, name: str) -> None:
    with pytest.raises((CourseMissing, NotACourse)):
        open_package(tmp_path / name, TRUST)


def test_a_name_that_no_disk_takes_is_told(tmp_path: Path) -> None:
    with pytest.raises(CourseOutOfReach, match="too long"):
        open_package(tmp_path / ("x" * 5000), TRUST)


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.course")
    with pytest.raises(NotACourse):
        open_package(tmp_path / "pipe.course", TRUST)


@pytest.mark.parametrize("data", [b"A text.", b"\x89PNG\r\n\x1a\n" + bytes(500), bytes(5000)])
def test_a_file_of_another_kind_is_no_course(tmp_path: Path, data: bytes) -> None:
    assert isinstance(refused(tmp_path, data), NotACourse)


def test_another_zip_is_no_course(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", "application/epub+zip")
    assert isinstance(refused(tmp_path, buffer.getvalue()), NotACourse)


# ------------------------------------------------------------------ broken on the way


def test_a_file_cut_off_anywhere_is_told_so(tmp_path: Path, good: bytes) -> None:
    lengths = [0, 1, 30, 70, 71, 72, 500, len(good) // 2, len(good) - 23, len(good) - 22, len(good) - 1]
    for length in lengths:
        assert isinstance(refused(tmp_path, good[:length]), CourseCutOff), length


@pytest.mark.parametrize("extra", [b"\0", b"PK", bytes(100)])
def test_bytes_after_the_end_are_refused(tmp_path: Path, good: bytes, extra: bytes) -> None:
    assert isinstance(refused(tmp_path, good + extra), CourseCutOff)


def test_bytes_before_the_beginning_are_refused(tmp_path: Path, good: bytes) -> None:
    assert isinstance(refused(tmp_path, b"#!/bin/sh\n" + good), NotACourse)


def test_two_packages_joined_are_refused(tmp_path: Path, good: bytes) -> None:
    assert isinstance(refused(tmp_path, good + good), CourseCutOff)


def test_any_flipped_bit_is_found(tmp_path: Path, good: bytes) -> None:
    media = good.index(MEMBERS["talk.mp4"][:64])
    structure = [*range(media), *range(media + len(MEMBERS["talk.mp4"]), len(good))]
    chosen = random.Random(7)
    # What lies around the files at every few bytes, the recording itself at a few places only.
    places = [*structure[:: max(1, len(structure) // 700)], *range(len(good) - 400, len(good), 3)]
    places += [chosen.randrange(media, media + len(MEMBERS["talk.mp4"])) for _ in range(12)]
    for place in places:
        data = bytearray(good)
        data[place] ^= 1 << chosen.randrange(8)
        refused(tmp_path, bytes(data))


@given(data=st.binary(max_size=300))
@example(data=b"PK\5\6" + bytes(18))
def test_no_bytes_after_a_genuine_beginning_bring_more_than_a_problem(
    tmp_path_factory: pytest.TempPathFactory, data: bytes
) -> None:
    refused(tmp_path_factory.getbasetemp(), container.PREFIX + data)


# ------------------------------------------------------------------ nobody vouches for it


def test_a_package_without_signature_is_refused(tmp_path: Path) -> None:
    payload = manifests.encode(_manifest())
    unsigned = Envelope(payload, manifests.KIND, ()).to_json()
    assert isinstance(_forged(tmp_path, envelope=unsigned), NotSigned)


def test_a_package_signed_with_another_key_than_it_names_is_refused(tmp_path: Path) -> None:
    envelope = seal(manifests.encode(_manifest()), manifests.KIND, OTHER_KEY).to_json()
    assert isinstance(_forged(tmp_path, envelope=envelope), NotSigned)


def test_a_signature_over_something_else_is_refused(tmp_path: Path) -> None:
    envelope = seal(manifests.encode(_manifest()), "text/plain", KEY).to_json()
    assert isinstance(_forged(tmp_path, envelope=envelope), NotSigned)


def test_a_manifest_changed_after_signing_is_refused(tmp_path: Path) -> None:
    sealed = manifests.sign(_manifest(), KEY)
    changed = Envelope(sealed.payload.replace(b"Clean Hands", b"Dirty Hands"), sealed.kind, sealed.signatures)
    assert isinstance(_forged(tmp_path, envelope=changed.to_json()), NotSigned)


def test_a_second_signature_or_another_spelling_of_the_first_is_refused(tmp_path: Path) -> None:
    sealed = manifests.sign(_manifest(), KEY)
    twice = Envelope(sealed.payload, sealed.kind, sealed.signatures * 2).to_json()
    assert isinstance(_forged(tmp_path, envelope=twice), NotSigned)
    assert isinstance(_forged(tmp_path, envelope=sealed.to_json() + b" "), NotSigned)


@pytest.mark.parametrize("envelope", [b"", b"{}", b"[" * 100_000, b'{"payload":"?","payloadType":"","signatures":[]}'])
def test_what_is_no_envelope_is_refused(tmp_path: Path, envelope: bytes) -> None:
    assert isinstance(_forged(tmp_path, envelope=envelope), NotSigned)


def test_a_newer_format_is_refused_politely(tmp_path: Path) -> None:
    problem = _forged(tmp_path, manifest=replace(_manifest(), format=manifests.FORMAT + 1))
    assert isinstance(problem, NewerFormat)
    assert "newest Carrel" in problem.remedy


def test_facts_that_are_no_course_are_refused(tmp_path: Path) -> None:
    for payload in (b'{"format":1}', b'{"format":1,"course":{}}', b"null", b"\xff", b'{"format":1,"format":1}'):
        envelope = seal(payload, manifests.KIND, KEY).to_json()
        assert isinstance(_forged(tmp_path, envelope=envelope), NotReadable)


# ------------------------------------------------------------------ signed, and wrong all the same


@pytest.mark.parametrize(
    "wrong",
    [
        lambda m: replace(m, members=m.members[:1]),
        lambda m: replace(m, members=m.members[::-1]),
        lambda m: replace(m, members=(*m.members, Member(path="more", size=0, content=ContentHash("0" * 64)))),
        lambda m: replace(m, members=(replace(m.members[0], size=5), m.members[1])),
        lambda m: replace(m, members=(m.members[0], replace(m.members[1], size=-1))),
        lambda m: replace(m, members=(m.members[0], replace(m.members[1], size=1 << 80))),
        lambda m: replace(m, members=(m.members[0], replace(m.members[1], content=ContentHash("G" * 64)))),
        lambda m: replace(m, blocks=replace(m.blocks, path="other.b3")),
        lambda m: replace(m, blocks=replace(m.blocks, size=m.blocks.size + 32)),
        lambda m: replace(m, blocks=replace(m.blocks, content=ContentHash("0" * 64))),
        lambda m: replace(m, members=(m.members[0], replace(m.members[1], content=ContentHash("0" * 64)))),
        lambda m: replace(m, publisher_key="00"),
    ],
)
def test_a_manifest_that_does_not_fit_its_package_is_refused(
    tmp_path: Path, wrong: Callable[[Manifest], Manifest]
) -> None:
    _forged(tmp_path, manifest=wrong(_manifest()))


@pytest.mark.parametrize(
    "wrong",
    [
        lambda c: replace(c, sessions=()),
        lambda c: replace(c, sessions=(replace(c.sessions[0], media="missing.mp4"),)),
        lambda c: replace(c, sessions=(replace(c.sessions[0], content=ContentHash("0" * 64)),)),
        lambda c: replace(c, sessions=(replace(c.sessions[0], duration_ms=0),)),
        lambda c: replace(c, sessions=c.sessions * 2),
        lambda c: replace(c, id=CourseId("../../etc")),
        lambda c: replace(c, availability=replace(c.availability, time_zone="Nowhere/Land")),
        lambda c: replace(c, availability=replace(c.availability, time_zone="../../etc/passwd")),
        lambda c: replace(c, talks=(Talk(person="nobody", topic="Nothing"),)),  # type: ignore[arg-type]
        lambda c: replace(c, credit=replace(c.credit, offers=(replace(c.credit.offers[0], step=Decimal("NaN")),))),
        lambda c: replace(
            c, credit=replace(c.credit, offers=(replace(c.credit.offers[0], maximum=Decimal("1E+999999")),))
        ),
        lambda c: replace(c, credit=replace(c.credit, offers=(replace(c.credit.offers[0], step=Decimal(0)),))),
    ],
)
def test_a_course_that_contradicts_itself_is_refused(tmp_path: Path, wrong: Callable[[Course], Course]) -> None:
    course = wrong(course_with(MEMBERS))
    manifest = manifest_for(MEMBERS, course, KEY.public)
    assert isinstance(_forged(tmp_path, manifest=manifest), CourseUnsound)


BAD_NAMES = [
    *("../evil", "/etc/passwd", "a/../b", "a//b", "./a", "a/", "", "a\\b", "a\0.exe", "c:evil", "a:stream", "x" * 241),
    *("con", "NUL.txt", "folder/aux.mp4", "COM1", "dot.", "space ", " lead", "e\u0301", "a\nb", "\u202egpj.exe", "a?b"),
]


@pytest.mark.parametrize("name", BAD_NAMES)
def test_a_name_that_is_not_one_file_everywhere_is_refused(tmp_path: Path, name: str) -> None:
    assert fault_of_name(name)
    members = {"talk.mp4": b"talk", name: b"evil"}
    if len(name) < 1000:
        forge(tmp_path / "bad.course", members)
        with pytest.raises(CourseAltered):
            open_package(tmp_path / "bad.course", TRUST)


@pytest.mark.parametrize(
    "names", [("a.mp4", "A.mp4"), ("ß", "SS"), ("a", "a/b"), ("Mimetype",), ("blocks.b3",), ("MANIFEST.dsse",)]
)
def test_names_that_some_system_takes_for_one_are_refused(tmp_path: Path, names: tuple[str, ...]) -> None:
    assert fault_of_names(["mimetype", "manifest.dsse", "blocks.b3", *names])
    forge(tmp_path / "twins.course", {"talk.mp4": b"talk", **dict.fromkeys(names, b"x")})
    with pytest.raises(CourseAltered):
        open_package(tmp_path / "twins.course", TRUST)


def test_names_in_any_script_are_welcome() -> None:
    assert not fault_of_names(["Vorträge/Ärzte 1.mp4", "講義.mp4", "محاضرة.mp4", "a", "b/a"])


# ------------------------------------------------------------------ a container with a lie in it

CENTRAL = struct.Struct("<4sHHHHHHIIIHHHHHII")


def _records(data: bytes) -> list[int]:
    """Where the directory's records begin."""
    size, offset = struct.unpack_from("<II", data, len(data) - 22 + 12)
    places, at = list[int](), offset
    while at < offset + size:
        places.append(at)
        name, extra = struct.unpack_from("<HH", data, at + 28)
        at += CENTRAL.size + name + extra
    return places


@pytest.mark.parametrize(
    ("field", "form", "value"),
    [
        (8, "<H", 0x0801),  # encrypted
        (8, "<H", 0x0808),  # sizes in a data descriptor
        (10, "<H", 8),  # compressed
        (12, "<H", 1),  # another time
        (20, "<I", 1),  # another size
        (24, "<I", 0xFFFFFFFF),  # a size said to be elsewhere
        (28, "<H", 2),  # a shorter name
        (30, "<H", 4),  # an extra field that is not there
        (32, "<H", 10),  # a comment
        (34, "<H", 1),  # on another disk
        (38, "<I", 0xA1ED0000),  # a symbolic link
        (42, "<I", 0),  # two records for one file
    ],
)
def test_a_directory_record_with_any_other_value_is_refused(
    tmp_path: Path, good: bytes, field: int, form: str, value: int
) -> None:
    data = bytearray(good)
    struct.pack_into(form, data, _records(good)[-1] + field, value)
    assert isinstance(refused(tmp_path, bytes(data)), CourseAltered)


@pytest.mark.parametrize(("field", "form", "value"), [(6, "<H", 0x0801), (8, "<H", 8), (14, "<I", 1), (22, "<I", 9)])
def test_a_local_header_that_differs_from_the_directory_is_refused(
    tmp_path: Path, good: bytes, field: int, form: str, value: int
) -> None:
    data = bytearray(good)
    struct.pack_into(form, data, good.index(b"PK\3\4", 100) + field, value)
    assert isinstance(refused(tmp_path, bytes(data)), CourseAltered)


def test_a_check_sum_changed_in_both_places_is_found_when_all_is_verified(tmp_path: Path, good: bytes) -> None:
    crc = struct.pack("<I", zlib.crc32(MEMBERS["notes.txt"]))
    assert good.count(crc) == 2
    assert isinstance(refused(tmp_path, good.replace(crc, b"\1\2\3\4")), CourseAltered)


@pytest.mark.parametrize(
    ("field", "form", "value"),
    [
        (4, "<H", 1),
        (8, "<H", 1),
        (10, "<H", 1),
        (12, "<I", 1 << 31),
        (16, "<I", 1),
        (16, "<I", 0xFFFFFFFF),
        (20, "<H", 1),
    ],
)
def test_an_end_record_that_lies_is_refused(tmp_path: Path, good: bytes, field: int, form: str, value: int) -> None:
    data = bytearray(good)
    struct.pack_into(form, data, len(data) - 22 + field, value)
    refused(tmp_path, bytes(data))


def test_a_second_end_record_in_a_comment_is_refused(tmp_path: Path, good: bytes) -> None:
    end = b"PK\5\6" + bytes(18)
    data = bytearray(good)
    struct.pack_into("<H", data, len(data) - 2, len(end))
    assert isinstance(refused(tmp_path, bytes(data) + end), CourseCutOff)


def test_bytes_between_two_files_are_refused(tmp_path: Path, good: bytes) -> None:
    records = _records(good)
    at = struct.unpack_from("<I", good, records[-1] + 42)[0]
    data = bytearray(good[:at] + b"gap!" + good[at:])
    for place in (records[-1] + 4 + 42, len(data) - 22 + 16):
        struct.pack_into("<I", data, place, struct.unpack_from("<I", data, place)[0] + 4)
    assert isinstance(refused(tmp_path, bytes(data)), CourseAltered)


def test_a_compressed_course_is_refused(tmp_path: Path, good: bytes) -> None:
    squeezed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(good)) as source, zipfile.ZipFile(squeezed, "w") as out:
        for info in source.infolist():
            out.writestr(info.filename, source.read(info), zipfile.ZIP_DEFLATED if info.file_size > 99 else None)
    refused(tmp_path, squeezed.getvalue())


def test_a_course_packed_again_with_another_tool_is_refused(tmp_path: Path, good: bytes) -> None:
    again = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(good)) as source, zipfile.ZipFile(again, "w") as out:
        for info in source.infolist():
            out.writestr(info.filename, source.read(info))
    refused(tmp_path, again.getvalue())


def test_claims_of_vast_sizes_take_no_memory(tmp_path: Path) -> None:
    """A directory, a manifest and a list of hashes that say they are huge are refused before they are read."""
    huge = Entry(name=container.MANIFEST_NAME, size=container.LONGEST_ENVELOPE + 1, crc=0, offset=71)
    with (tmp_path / "hole.course").open("wb") as stream:
        writer = container.ContainerWriter(stream)
        stream.write(local_header(huge))
        stream.seek(huge.end)
        writer._entries.append(huge)
        writer._at = huge.end
        writer.add(container.BLOCKS_NAME, 0, ())
        writer.finish()
    with pytest.raises(CourseAltered, match="too large"):
        open_package(tmp_path / "hole.course", TRUST)
    with (tmp_path / "wide.course").open("wb") as stream:
        size, offset = 1 << 31, 100
        stream.write(container.PREFIX)
        stream.seek(offset + size)
        stream.write(struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, 9, 9, size, offset, 0))
    with pytest.raises(CourseAltered, match="more than"):
        open_package(tmp_path / "wide.course", TRUST)


def test_too_many_files_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, good: bytes) -> None:
    monkeypatch.setattr(container, "MOST_MEMBERS", 1)
    assert isinstance(refused(tmp_path, good), CourseAltered)


def test_a_package_of_this_very_program_is_taken(tmp_path: Path) -> None:
    with open_package(built_in(tmp_path), TRUST) as package:
        package.verify()
        assert msgspec.json.decode(package.signed.envelope.payload)["format"] == manifests.FORMAT


def _manifest() -> Manifest:
    return manifest_for(MEMBERS, course_with(MEMBERS), KEY.public)


def _forged(place: Path, *, manifest: Manifest | None = None, envelope: bytes | None = None) -> Problem:
    file = forge(place / "forged.course", MEMBERS, manifest=manifest, envelope=envelope)
    return refused(place, file.read_bytes())
