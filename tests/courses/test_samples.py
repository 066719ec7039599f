"""The sample course: it builds, it is a specimen, and it fits the recording that was made for it."""

import tomllib
from fractions import Fraction
from pathlib import Path

import pytest

from player.archive.authoring.build import build_package
from player.archive.authoring.draft import read_folder
from player.archive.authoring.lint import check_path
from player.archive.authoring.times import milliseconds
from player.archive.package import open_package
from player.domain.course import Course
from player.domain.credit import offers_for, supported
from player.domain.learner import Profession
from player.domain.template import Design
from player.proof.gathering import read_trust
from player.proof.keys import PrivateKey
from tests.archive.making import ROOT, Found

SAMPLES = ROOT / "resources" / "samples"
FOLDER = SAMPLES / "meet-carrel"
CHAPTERS = tomllib.loads((FOLDER / "chapters.toml").read_text())
TRUST = read_trust([ROOT / "resources" / "trust"])


def probe(_: Path) -> Found:
    return Found(CHAPTERS["duration_ms"], True)


@pytest.fixture(scope="module")
def course() -> Course:
    return read_folder(FOLDER, probe)


def test_the_sample_builds_and_gives_no_credit(tmp_path: Path) -> None:
    key = PrivateKey.read(SAMPLES / "specimen.key")
    build_package(FOLDER, signer=key, out=tmp_path / "meet-carrel.course", probe=probe)
    with open_package(tmp_path / "meet-carrel.course", TRUST) as package:
        package.verify()
        assert package.signed.publisher and package.signed.publisher.specimen
        assert not package.signed.gives_credit


def test_its_only_remark_is_that_a_specimen_does_not_expire() -> None:
    assert [remark.rule for remark in check_path(FOLDER, probe=probe, trust=TRUST)] == ["review-due"]


def test_its_chapters_are_those_of_the_recording(course: Course) -> None:
    wanted = [(milliseconds(chapter["at"]), chapter["title"]) for chapter in CHAPTERS["chapters"]]
    assert [(chapter.at_ms, chapter.title) for chapter in course.sessions[0].chapters] == wanted


def test_each_profession_can_claim_once_half_was_watched(course: Course) -> None:
    for profession in Profession:
        (offer,) = offers_for(course.credit, profession)
        assert supported(offer, Fraction(course.watch.required_percent, 100)) == offer.maximum


def test_it_shows_what_a_template_can_do(course: Course) -> None:
    template = course.certificate
    assert template is not None and template.design is Design.MODERN
    assert template.accent and template.note and template.logo is not None
    assert template.logo.alt == course.provider.name


def test_the_specimen_key_says_that_it_is_worthless() -> None:
    assert "no secret" in (SAMPLES / "specimen.key").read_text()
