"""Certificates of a course: how they look and who issues them, from an author's tables to what the check says."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from player.archive.authoring.build import Bench, build
from player.archive.authoring.draft import read_draft
from player.archive.authoring.lint import Instruments, check
from player.archive.authoring.problems import CourseFileMissing, CourseHasErrors, CourseTextWrong
from player.archive.authoring.remarks import remarks_on
from player.archive.authoring.trial import COMMON_NAME, LONG_NAME, facts_of, printing_remarks
from player.archive.package import open_package
from player.domain.certificate import CertificateFacts
from player.domain.course import Course, Issuers
from player.domain.credit import Document, Offer
from player.domain.learner import Profession
from player.domain.picture import Picture
from player.domain.problem import Problem
from player.domain.template import CertificateTemplate, Design, PaperSize
from tests.archive.breaking import add, also, certificate, logo, picture, put, write
from tests.archive.making import KEY, TRUST, folder_in, probe
from tests.builders import COURSE

LOGO = picture(600, 200)
WHOLE = """design = "plain"
paper = "a4"
accent = "#1b5faa"
logo = { file = "images/logo.png", alt = "Example Academy" }
cme_heading = "Certificate of Credit"
participation_heading = "Certificate of Attendance"
lead = "We certify that"
note = \"\"\"
Keep it
for six years.\"\"\""""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return folder_in(tmp_path)


def rules(course: Course) -> list[str]:
    return [remark.rule for remark in remarks_on(course)]


def with_template(**parts: object) -> Course:
    return replace(COURSE, certificate=replace(CertificateTemplate(), **parts))  # type: ignore[arg-type]


# ------------------------------------------------------------------ the tables


def test_a_template_reads_as_it_is_written(folder: Path) -> None:
    also(put('design = "classic"', WHOLE), write("images/logo.png", LOGO))(folder)
    assert read_draft(folder, probe).course.certificate == CertificateTemplate(
        design=Design.PLAIN,
        paper=PaperSize.A4,
        accent="#1b5faa",
        logo=Picture(path="images/logo.png", alt="Example Academy"),
        cme_heading="Certificate of Credit",
        participation_heading="Certificate of Attendance",
        lead="We certify that",
        note="Keep it for six years.",
    )


def test_a_course_without_the_table_gets_the_default_and_never_none(folder: Path) -> None:
    put("[certificate]", "[occasion]\nname = 'x'\n#")(folder)
    put('design = "classic"', "")(folder)
    assert read_draft(folder, probe).course.certificate == CertificateTemplate()


def test_a_grant_may_be_for_enrolled_devices_only(folder: Path) -> None:
    grant = read_draft(folder, probe).course.grant
    assert grant is not None and grant.issuers is Issuers.ANY
    put('# issuers = "enrolled"', 'issuers = "enrolled"')(folder)
    grant = read_draft(folder, probe).course.grant
    assert grant is not None and grant.issuers is Issuers.ENROLLED


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ('colour = "#1b5faa"', "certificate.colour"),
        ('design = "baroque"', "certificate.design"),
        ('paper = "legal"', "certificate.paper"),
        ('logo = "images/logo.png"', "certificate.logo"),
    ],
)
def test_a_key_or_a_value_that_nobody_knows_is_refused_by_its_name(folder: Path, line: str, key: str) -> None:
    put('design = "classic"', line)(folder)
    with pytest.raises(CourseTextWrong) as refused:
        read_draft(folder, probe)
    assert refused.value.key == key


def test_a_logo_that_is_not_there_is_named_by_its_key(folder: Path) -> None:
    certificate('logo = { file = "images/gone.png", alt = "Example Academy" }')(folder)
    with pytest.raises(CourseFileMissing) as refused:
        read_draft(folder, probe)
    assert refused.value.key == "certificate.logo.file"


def test_the_logo_travels_in_the_package(folder: Path, tmp_path: Path) -> None:
    logo(LOGO)(folder)
    build(folder, tmp_path / "my.course", Bench(signer=KEY, probe=probe))
    with open_package(tmp_path / "my.course", TRUST) as package:
        assert package.read("images/logo.png") == LOGO
        template = package.signed.course.certificate
        assert template is not None and template.logo is not None and template.design is Design.MODERN


# ------------------------------------------------------------------ the check


def test_the_default_template_has_no_remark() -> None:
    assert rules(with_template()) == rules(COURSE)


@pytest.mark.parametrize(
    ("accent", "is_light"), [("#767676", False), ("#777777", True), ("#FFD27A", True), ("", False)]
)
def test_an_accent_is_as_dark_as_small_text_needs_it(accent: str, is_light: bool) -> None:
    assert ("certificate-accent" in rules(with_template(accent=accent))) is is_light


@pytest.mark.parametrize(
    ("heading", "is_odd"),
    [
        ("Certificate of Credit", True),
        ("Credits awarded", True),
        ("Award of Participation", True),
        ("Certificate of Attendance", False),
        ("Participation in an accredited activity", False),
    ],
)
def test_a_participation_that_is_called_credit_is_told(heading: str, is_odd: bool) -> None:
    assert ("participation-heading" in rules(with_template(participation_heading=heading))) is is_odd
    assert "participation-heading" not in rules(with_template(cme_heading=heading))


@pytest.mark.parametrize(
    ("paper", "country", "is_odd"),
    [
        (PaperSize.A4, "US", True),
        (PaperSize.LETTER, "DE", True),
        (PaperSize.A4, "DE", False),
        (PaperSize.A4, "", False),
        (None, "US", False),
    ],
)
def test_paper_of_another_country_is_told(paper: PaperSize | None, country: str, is_odd: bool) -> None:
    course = with_template(paper=paper)
    course = replace(course, provider=replace(course.provider, country=country))
    assert ("certificate-paper" in rules(course)) is is_odd


def test_that_only_enrolled_devices_issue_is_to_be_said_where_learners_read_it() -> None:
    assert COURSE.grant is not None
    course = replace(COURSE, grant=replace(COURSE.grant, issuers=Issuers.ENROLLED))
    assert "certificate-issuers" in rules(course)
    step = "Print the certificate at a kiosk of the academy."
    told = replace(course, credit=replace(course.credit, how_earned=(*course.credit.how_earned, step)))
    assert "certificate-issuers" not in rules(told)


def test_a_logo_without_words_is_told(folder: Path) -> None:
    logo(LOGO)(folder)
    put('alt = "Example Academy" }', 'alt = "" }')(folder)
    (remark,) = check(folder, Instruments(probe=probe), TRUST)
    assert (remark.rule, remark.place) == ("alt-text", "certificate.logo")


def test_a_signature_is_printed_from_the_same_formats_as_a_logo(folder: Path) -> None:
    signed = put("# signature = {", "signature = {")
    also(signed, write("images/signature.png", picture(600, 200, form="WEBP")))(folder)
    assert [remark.rule for remark in check(folder, Instruments(probe=probe), TRUST)] == ["certificate-picture"]


@pytest.mark.parametrize("data", [picture(3_001, 100), picture(600, 200) + bytes(1 << 20)], ids=["wide", "heavy"])
def test_a_logo_larger_than_paper_shows_is_told(folder: Path, data: bytes) -> None:
    logo(data)(folder)
    assert [remark.rule for remark in check(folder, Instruments(probe=probe), TRUST)] == ["logo-size"]


# ------------------------------------------------------------------ the trial print


class Full(Problem):
    what_template = "The page is full."


class Press:
    """Notes what it is given, and has room for so many letters of a name."""

    def __init__(self, room: int = 1000) -> None:
        self.room = room
        self.printed: list[CertificateFacts] = []
        self.pictures: list[tuple[bytes | None, bytes | None]] = []

    def __call__(self, facts: CertificateFacts, *, signature: bytes | None, logo: bytes | None) -> None:
        self.printed.append(facts)
        self.pictures.append((signature, logo))
        if len(facts.name) > self.room:
            raise Full


def drawn(path: str) -> bytes:
    return path.encode()


def test_a_document_is_tried_for_each_offer_with_the_longest_that_may_stand_on_it(folder: Path) -> None:
    logo(LOGO)(folder)
    press = Press()
    assert check(folder, Instruments(probe=probe, trial=press), TRUST) == ()
    assert [facts.document for facts in press.printed] == [Document.CME_CERTIFICATE, Document.PARTICIPATION_CERTIFICATE]
    assert {facts.name for facts in press.printed} == {LONG_NAME}
    assert all(facts.replaces and not facts.specimen for facts in press.printed)
    assert set(press.pictures) == {(None, LOGO)}


@pytest.mark.parametrize(
    ("room", "rule"),
    [
        (len(LONG_NAME), []),
        (len(COMMON_NAME), ["certificate-long-name"]),
        (len(COMMON_NAME) - 1, ["certificate-print"]),
    ],
)
def test_what_fits_for_nobody_is_an_error_and_what_fits_for_most_a_warning(
    folder: Path, room: int, rule: list[str]
) -> None:
    """The same fault of several offers is told once."""
    remarks = check(folder, Instruments(probe=probe, trial=Press(room)), TRUST)
    assert [remark.rule for remark in remarks] == rule
    assert all("The page is full." in remark.text for remark in remarks)


def test_a_course_whose_certificate_cannot_be_made_is_not_built(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(CourseHasErrors, match="The page is full"):
        build(folder, tmp_path / "my.course", Bench(signer=KEY, probe=probe, trial=Press(0)))
    assert not (tmp_path / "my.course").exists()


def test_what_is_far_too_long_for_any_page_is_told_without_trying() -> None:
    press = Press()
    endless = replace(COURSE, title="It says more than others do. " * 1000)
    course = replace(COURSE, provider=replace(COURSE.provider, address=endless.title))
    assert [note.rule for note in printing_remarks(course, drawn, press)] == ["certificate-print"]
    assert press.printed == []


def test_other_credit_of_the_same_claimant_stands_on_the_tried_document() -> None:
    second = Offer(id="abpn", name="ABPN MOC point", plural="ABPN MOC points", maximum=Decimal(2))
    second = replace(second, professions=(Profession.PHYSICIAN,))
    course = replace(with_template(), credit=replace(COURSE.credit, offers=(*COURSE.credit.offers, second)))
    facts = facts_of(course, COURSE.credit.offers[0], COMMON_NAME)
    assert len(facts.also) == 1 and "2 ABPN MOC points" in str(facts.also[0])


def test_a_course_that_is_not_sound_is_not_printed() -> None:
    press = Press()
    assert list(printing_remarks(replace(COURSE, version=0), drawn, press)) == []
    assert press.printed == []


def test_a_template_that_names_no_colour_and_no_line_is_not_sound(folder: Path) -> None:
    add("")(folder)
    certificate('accent = "navy"\nlead = "We\\ncertify"')(folder)
    found = check(folder, Instruments(probe=probe), TRUST)
    assert [(remark.rule, remark.place) for remark in found] == [
        ("not-sound", "certificate.accent"),
        ("not-sound", "certificate.lead"),
    ]
    lines = (folder / "course.toml").read_text().splitlines()
    assert lines[found[0].line - 1].startswith("accent")
