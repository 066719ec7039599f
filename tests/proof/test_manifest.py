"""The manifest: all facts of a course as bytes that a publisher vouches for."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest

from player.domain.course import Course, Issuers
from player.domain.policy import WatchPolicy
from player.domain.reporting import Reporting
from player.domain.requirement import Level, Need, Operator, Requirement
from player.domain.template import CertificateTemplate
from player.proof import manifest
from player.proof.envelope import Envelope, seal
from player.proof.problems import CourseUnsound, NewerFormat, NotReadable, NotSigned
from player.proof.trust import Publisher, Trust
from tests.builders import COURSE, SHORT_COURSE, STRICT_COURSE
from tests.worlds import DEVICE, NOBODY, PUBLISHER, TRUST, manifest_of, signed

PAYLOAD = manifest.encode(manifest_of(COURSE))


@pytest.mark.parametrize("course", [COURSE, SHORT_COURSE, STRICT_COURSE])
def test_every_fact_of_a_course_comes_back(course) -> None:
    assert manifest.decode(manifest.encode(manifest_of(course)), name="x").course == course


def test_a_signed_course_knows_its_publisher_and_its_hash() -> None:
    known = signed()
    assert known.publisher is not None and known.publisher.name == "Example Medical College"
    assert known.hash == hashlib.sha256(PAYLOAD).hexdigest()
    assert known.gives_credit


def test_a_publisher_that_is_not_known_or_a_specimen_gives_no_credit() -> None:
    assert signed(trust=NOBODY).publisher is None
    assert not signed(trust=NOBODY).gives_credit
    specimen = Trust((Publisher(name="Specimen", keys=(PUBLISHER.public,), specimen=True),))
    assert not signed(trust=specimen).gives_credit


def test_a_manifest_signed_by_another_key_than_it_names_is_refused() -> None:
    with pytest.raises(NotSigned, match="another key"):
        manifest.read(manifest.sign(manifest_of(COURSE), DEVICE), TRUST, name="x")


def test_a_manifest_that_names_no_key_is_refused() -> None:
    broken = replace(manifest_of(COURSE), publisher_key="zz")
    with pytest.raises(NotSigned, match="not a key"):
        manifest.read(manifest.sign(broken, PUBLISHER), TRUST, name="x")


def test_a_manifest_signed_as_something_else_is_refused() -> None:
    with pytest.raises(NotSigned, match="something else"):
        manifest.read(seal(PAYLOAD, "application/vnd.carrel.head+json", PUBLISHER), TRUST, name="x")


def test_an_altered_course_is_refused() -> None:
    envelope = manifest.sign(manifest_of(COURSE), PUBLISHER)
    altered = Envelope(envelope.payload.replace(b'"1.5"', b'"9.5"', 1), envelope.kind, envelope.signatures)
    with pytest.raises(NotSigned, match="changed after"):
        manifest.read(altered, TRUST, name="x")


def test_a_signed_course_that_contradicts_itself_is_refused() -> None:
    with pytest.raises(CourseUnsound, match="session: there is none"):
        signed(replace(COURSE, sessions=()))


def test_a_newer_format_is_told_as_such() -> None:
    with pytest.raises(NewerFormat, match="format 7"):
        manifest.decode(b'{"format":7,"everything":"else"}', name="x")


@pytest.mark.parametrize(
    "payload",
    [
        b"",
        b"{}",
        b'{"format":"1"}',
        b"\xff",
        PAYLOAD[:-1],
        PAYLOAD + b" ",
        PAYLOAD.replace(b'{"format":6', b'{"format":0', 1),
        PAYLOAD.replace(b'{"format":6', b'{"format":6,"format":6', 1),
        PAYLOAD.replace(b'{"format":6', b'{"format":6,"more":1', 1),
        PAYLOAD.replace(b'{"format":6', b'{ "format":6', 1),
        PAYLOAD.replace(b'"duration_ms":3600000', b'"duration_ms":3600000.0', 1),
        PAYLOAD.replace(b'"duration_ms":3600000', b'"duration_ms":"3600000"', 1),
        PAYLOAD.replace(b'"1.5"', b'"1e999999999999999999999"', 1),
        PAYLOAD.replace(b'"2024-01-01"', b'"2024-02-30"', 1),
        b"[" * 100_000,
    ],
)
def test_bytes_that_would_be_written_otherwise_are_refused(payload: bytes) -> None:
    with pytest.raises(NotReadable):
        manifest.decode(payload, name="x")


def test_the_bytes_of_a_course_are_json_in_the_order_of_its_facts() -> None:
    names = ["format", "publisher_key", "course", "blocks", "members", "roots", "encryption"]
    assert list(msgspec.json.decode(PAYLOAD)) == names


def test_a_course_of_format_1_is_read_as_it_was_signed() -> None:
    """From a package of the first version: a later one must read it, or a learner loses the course."""
    written = (Path(__file__).parent / "kept" / "format-1.manifest.dsse").read_bytes()
    signed = manifest.read(Envelope.from_json(written, name="kept"), NOBODY, name="kept")
    assert signed.manifest.format == 1
    assert signed.hash == "a90d074ef94d63816a8b4639694b6768e80b0692288aba56c73a5be812015b12"
    assert signed.course.quiz is not None
    assert {question.points for question in signed.course.quiz.questions} == {Decimal(1)}


def test_a_course_of_format_2_is_read_as_it_was_signed_with_the_watching_that_it_meant() -> None:
    written = (Path(__file__).parent / "kept" / "format-2.manifest.dsse").read_bytes()
    signed = manifest.read(Envelope.from_json(written, name="kept"), TRUST, name="kept")
    assert signed.manifest.format == 2
    assert signed.hash == "bf600608e67278b06a982f1819615fa7030c46bf020b2438886a7dd27695c958"
    assert signed.course == COURSE
    assert signed.course.watch == WatchPolicy(version=1, required_percent=100, counted_rate_percent=200)
    assert manifest.encode(signed.manifest) == Envelope.from_json(written, name="kept").payload


OLD_RULE = Requirement(
    id="memory",
    level=Level.MINIMUM,
    subject="memory",
    text="1 GB on 32-bit, 2 GB on 64-bit",
    platforms=("windows",),
    need=Need(
        any_of=(
            Need(
                all_of=(
                    Need(fact="os.bits", value="32"),
                    Need(fact="memory.mb", operator=Operator.NOMINAL, value="1024"),
                )
            ),
            Need(fact="memory.mb", operator=Operator.NOMINAL, value="2048"),
        )
    ),
)


def test_a_course_of_format_3_is_read_as_it_was_signed_with_its_rules_as_they_were_written() -> None:
    written = (Path(__file__).parent / "kept" / "format-3.manifest.dsse").read_bytes()
    signed = manifest.read(Envelope.from_json(written, name="kept"), TRUST, name="kept")
    assert signed.manifest.format == 3
    assert signed.hash == "b9f18dd8a4b7db2dd3fe7aaa37330f7cdcc8746e157965c5085adbb04fc8b527"
    assert signed.course == replace(STRICT_COURSE, requirements=(OLD_RULE,))
    assert manifest.encode(signed.manifest) == Envelope.from_json(written, name="kept").payload


def test_a_course_of_format_4_is_read_as_it_was_signed_and_its_certificates_look_as_they_did() -> None:
    written = (Path(__file__).parent / "kept" / "format-4.manifest.dsse").read_bytes()
    signed = manifest.read(Envelope.from_json(written, name="kept"), TRUST, name="kept")
    assert signed.manifest.format == 4
    assert signed.hash == "c71a09cc81c56d204a7dc5fe0461e09f564e4067f79932c3e6941cbca37dac92"
    assert signed.course == replace(STRICT_COURSE, requirements_source="Windows: 2 GB of memory.")
    assert signed.course.certificate is None
    assert signed.course.grant is not None and signed.course.grant.issuers is Issuers.ANY
    assert manifest.encode(signed.manifest) == Envelope.from_json(written, name="kept").payload


def test_a_course_of_format_5_is_read_as_it_was_signed_and_says_nothing_of_how_completions_reach_its_provider() -> None:
    written = (Path(__file__).parent / "kept" / "format-5.manifest.dsse").read_bytes()
    signed = manifest.read(Envelope.from_json(written, name="kept"), TRUST, name="kept")
    assert signed.manifest.format == 5
    assert signed.hash == "53ceae45beb65b84b772d6db8322a32749f8e79d617f32286e91656e69e0c500"
    assert signed.course.grant is not None and signed.course.grant.issuers is Issuers.ENROLLED
    assert signed.course.certificate == CertificateTemplate(note="Keep it for six years.")
    assert signed.course.reporting is None and not any(offer.reporting for offer in signed.course.credit.offers)
    assert manifest.encode(signed.manifest) == Envelope.from_json(written, name="kept").payload


def test_a_course_of_format_6_is_read_as_it_was_signed() -> None:
    written = (Path(__file__).parent / "kept" / "format-6.manifest.dsse").read_bytes()
    signed = manifest.read(Envelope.from_json(written, name="kept"), TRUST, name="kept")
    assert signed.manifest.format == 6
    assert signed.hash == "e79094d300514c16c905d4e3edf490cd48de2cada5f0e49f3b6bd3e322ad8048"
    assert signed.course == reported(STRICT_COURSE)
    assert manifest.encode(signed.manifest) == Envelope.from_json(written, name="kept").payload


def reported(course: Course) -> Course:
    """With everything that a provider may say of how completions reach it and whom."""
    first, *others = course.credit.offers
    offers = (replace(first, reporting=(("credit-type", "enduring"),)), *others)
    reporting = Reporting(
        reading_key="9" * 64,
        last_day=date(2025, 1, 31),
        identifiers=(("accme-provider", "0001234"),),
        store="https://lrs.example.org/xapi",
    )
    return replace(course, credit=replace(course.credit, offers=offers), reporting=reporting)


@pytest.mark.parametrize(
    ("field", "before"),
    [
        ("seeking", 2),
        ("presence", 2),
        ("checkpoints", 2),
        ("requirements_source", 3),
        ("certificate", 4),
        ("issuers", 4),
        ("reporting", 5),
    ],
)
def test_what_a_format_brought_is_in_no_earlier_one(field: str, before: int) -> None:
    written = manifest.encode(manifest_of(STRICT_COURSE))
    assert f'"{field}":'.encode() in written
    with pytest.raises(NotReadable):
        manifest.decode(written.replace(b'{"format":6', f'{{"format":{before}'.encode(), 1), name="x")


def test_a_comparison_that_nobody_knows_is_kept_as_it_was_signed() -> None:
    need = Need(fact="memory.total", operator="about", value="2 GB")
    course = replace(COURSE, requirements=(replace(OLD_RULE, need=need),))
    assert manifest.decode(manifest.encode(manifest_of(course)), name="x").course == course
