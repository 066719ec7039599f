"""Two real activities, fact by fact: each fact that the providers publish has its own place in the course.

Each line is one fact: what it is, where it sits, and what stands there. A fact that is absent is shown as absent.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from player.archive.authoring.build import build_package
from player.archive.authoring.draft import read_folder
from player.archive.authoring.lint import check_path
from player.archive.authoring.remarks import Severity, remarks_on
from player.archive.authoring.remarks_on_source import words_left
from player.archive.package import open_package
from player.domain.checkup.course_facts import by_name, facts_of
from player.domain.checkup.judging import judge_all
from player.domain.course import Course, Role, Standing
from player.domain.credit import DateRule, Document, Offer, offers_for
from player.domain.learner import Profession
from player.domain.requirement import Fact, Level, Verdict
from player.domain.template import CertificateTemplate
from tests.archive.making import KEY, TRUST, probe, real_folder

Look = Callable[[Course], object]
EVERYONE_ELSE = (Profession.NURSE, Profession.PHARMACIST, Profession.PSYCHOLOGIST, Profession.OTHER)


@pytest.fixture(scope="module")
def activities(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Course]:
    place = tmp_path_factory.mktemp("activities")
    names = {"A": "ketamine-biomarkers", "B": "ketamine-trd"}
    return {letter: read_folder(real_folder(name, place), probe) for letter, name in names.items()}


def said(course: Course) -> list[tuple[str, str, str, str, Role]]:
    """Who discloses: name, credentials, position, affiliation and role of those with nothing to disclose."""
    people = [(course.person(d.person), d) for d in course.disclosures if not d.relationships]
    return [(p.name, p.credentials, p.position, p.affiliation, d.role) for p, d in people]


def offer(course: Course, profession: Profession) -> Offer:
    (found,) = offers_for(course.credit, profession)
    return found


def prices(course: Course) -> dict[str, tuple[int, str]]:
    return {price.membership: (price.minor_units, price.currency) for price in course.prices}


def help_purposes(course: Course) -> set[str]:
    return {contact.purpose for contact in course.contacts if contact.purpose in ("activity", "technical")}


def telephone(course: Course) -> str:
    return next(contact.telephone for contact in course.contacts if contact.purpose == "accessibility")


FACTS_OF_A: dict[str, tuple[Look, object]] = {
    "title": (lambda c: c.title, "Emerging Biomarkers of Response to Ketamine: Opportunities and Challenges"),
    "cover image": (lambda c: c.cover is not None and bool(c.cover.alt), True),
    "availability: on demand": (lambda c: c.format.kind, "on demand"),
    "availability: begins": (lambda c: c.availability.opens, date(2024, 1, 1)),
    "availability: ends": (lambda c: c.availability.last_day, date(2027, 1, 1)),
    "purchase opens": (lambda c: c.availability.purchase_opens, date(2024, 2, 1)),
    "release and review dates: absent": (lambda c: (c.availability.released, c.availability.reviewed), (None, None)),
    "price, member": (lambda c: prices(c)["member"], (1875, "USD")),
    "price, non-member": (lambda c: prices(c)["non-member"], (3750, "USD")),
    "price, medical student": (lambda c: prices(c)["medical-student"], (1875, "USD")),
    "price, resident-fellow member": (lambda c: prices(c)["resident-fellow"], (1875, "USD")),
    "format: medium": (lambda c: c.format.medium, "recorded webinar"),
    "format: participation": (lambda c: c.format.participation, "non-interactive, self-paced distance learning"),
    "recorded at": (
        lambda c: c.occasion and (c.occasion.verb, c.occasion.name),
        ("recorded at", "American Psychiatric Association Annual Meeting 2023"),
    ),
    "recorded when": (lambda c: c.occasion and c.occasion.when, "2023"),
    "off-label notice: ketamine": (lambda c: "off-label use of intravenous ketamine" in c.off_label, True),
    "off-label notice: esketamine": (
        lambda c: "esketamine, which the FDA has approved for treatment-resistant depression" in c.off_label,
        True,
    ),
    "speakers": (
        lambda c: [c.person(talk.person).name for talk in c.talks],
        ["Gustavo C. Medeiros", "Balwinder Singh", "Jennifer L. Vande Voort"],
    ),
    "topic of Medeiros": (
        lambda c: c.talks[0].topic,
        "Blood-based biomarkers of antidepressant response to ketamine and esketamine",
    ),
    "topic of Singh": (
        lambda c: c.talks[1].topic,
        "Metabolomic signatures of ketamine-associated remission in treatment-resistant depression",
    ),
    "topic of Vande Voort": (
        lambda c: all(w in c.talks[2].topic for w in ("antianhedonic", "mTOR", "in vivo", "predictive biomarker")),
        True,
    ),
    "objectives": (lambda c: len(c.objectives), 3),
    "objective 1": (lambda c: "blood-based biomarkers" in c.objectives[0], True),
    "objective 2": (lambda c: "metabolomic biomarkers" in c.objectives[1], True),
    "objective 3": (
        lambda c: "antianhedonic effect" in c.objectives[2] and "mTOR-dependent protein expression" in c.objectives[2],
        True,
    ),
    "target audience: a heading with nothing under it": (lambda c: c.audience, ()),
    "estimated duration": (lambda c: c.estimated_minutes, 90),
    "quiz: none": (lambda c: c.quiz, None),
    "evaluation: always": (lambda c: bool(c.evaluation.items), True),
    "how credit is earned": (
        lambda c: [
            word in step for word, step in zip(("evaluation", "Claim", "Print"), c.credit.how_earned, strict=True)
        ],
        [True, True, True],
    ),
    "document for physicians": (lambda c: offer(c, Profession.PHYSICIAN).document, Document.CME_CERTIFICATE),
    "document for everyone else": (
        lambda c: {offer(c, p).document for p in EVERYONE_ELSE},
        {Document.PARTICIPATION_CERTIFICATE},
    ),
    "the certificate shows the event date": (lambda c: c.credit.date_rule, DateRule.EVENT),
    "credit: type": (
        lambda c: offer(c, Profession.PHYSICIAN).name + offer(c, Profession.PHYSICIAN).mark,
        "AMA PRA Category 1 Credit™",
    ),
    "credit: maximum": (lambda c: offer(c, Profession.PHYSICIAN).maximum, Decimal("1.5")),
    "certificate of participation: maximum": (lambda c: offer(c, Profession.NURSE).maximum, Decimal("1.5")),
    "who accredits": (lambda c: c.provider.accreditation.bodies, ("ACCME", "ACPE", "ANCC")),
    "accredited provider": (lambda c: c.provider.name, "American Psychiatric Association"),
    "jointly": (lambda c: c.provider.accreditation.joint, True),
    "accredited for": (lambda c: c.provider.accreditation.audience, "the health care team"),
    "claim rule": (lambda c: "commensurate with the extent of your participation" in c.credit.claim_rule, True),
    "disclosure standard": (lambda c: c.disclosure_standard, "ACCME Standards for Integrity and Independence"),
    "disclosure: who and what": (
        lambda c: (
            "Everyone in control of the content" in c.disclosure_statement
            and "relevant financial relationships with ineligible companies" in c.disclosure_statement
        ),
        True,
    ),
    "all mitigated": (lambda c: c.relationships_mitigated, True),
    "presenters and planner disclosing, each with none": (
        said,
        [
            ("Balwinder Singh", "M.D., M.S.", "", "Mayo Clinic", Role.PRESENTER),
            ("Jennifer L. Vande Voort", "M.D.", "", "Mayo Clinic", Role.PRESENTER),
            ("Gustavo C. Medeiros", "M.D.", "", "University of Maryland School of Medicine", Role.PRESENTER),
            ("Giselli Scaini", "Ph.D.", "", "McGovern Medical School; UTHealth", Role.PRESENTER),
            ("Vishal Madaan", "MD", "Chief of Education and Deputy Medical Director", "APA", Role.PLANNER),
        ],
    ),
    "Scaini discloses and is no speaker": (lambda c: "scaini" in {talk.person for talk in c.talks}, False),
    "accessibility contact": (telephone, "202-559-3900"),
    "help: activity and technical": (help_purposes, {"activity", "technical"}),
    "platform credit line": (lambda c: c.powered_by.startswith("Powered by"), True),
    "funding: none": (lambda c: c.funding, ()),
    "copyright: none": (lambda c: c.copyright, ""),
    "no preview, no notices": (lambda c: (c.preview, c.notices), (False, ())),
    "certificates: issued, in no design of the provider's own": (
        lambda c: (c.grant is not None, c.certificate),
        (True, CertificateTemplate()),
    ),
}

FACTS_OF_B: dict[str, tuple[Look, object]] = {
    "site notice: kind": (lambda c: [notice.kind for notice in c.notices], ["maintenance"]),
    "site notice: from 17:00 ET": (lambda c: c.notices[0].since, datetime(2020, 8, 11, 21, 0, tzinfo=UTC)),
    "site notice: through": (lambda c: c.notices[0].until.date(), date(2020, 8, 12)),
    "site notice: a new site": (
        lambda c: (c.notices[0].follow_up, c.notices[0].follow_up_on),
        ("A new site", date(2020, 8, 13)),
    ),
    "page state: preview": (lambda c: c.preview, True),
    "title": (lambda c: c.title, "Ketamine for Treatment-Resistant Depression"),
    "type": (lambda c: c.format.kind, "on demand"),
    "release": (lambda c: c.availability.released, date(2018, 1, 1)),
    "expiration": (lambda c: c.availability.last_day, date(2020, 12, 31)),
    "price: free": (prices, {"everyone": (0, "USD")}),
    "captured at": (
        lambda c: c.occasion and (c.occasion.verb, c.occasion.name, c.occasion.when),
        ("captured at", "2017 APA Annual Meeting", "2017"),
    ),
    "captured at: DSM": (lambda c: c.occasion and "earlier editions of the DSM" in c.occasion.note, True),
    "funding: who": (lambda c: "SAMHSA" in c.funding[0].source, True),
    "funding: grant": (lambda c: c.funding[0].grant, "1H79SM080818-01"),
    "funding: in part": (lambda c: c.funding[0].nature, "in part"),
    "funding: not the Department's views, no endorsement": (
        lambda c: (
            "not those of the U.S. Department of Health and Human Services" in c.funding[0].statement
            and "endorsement" in c.funding[0].statement
        ),
        True,
    ),
    "funding: in force since": (lambda c: c.funding[0].in_force_since, date(2019, 1, 1)),
    "objectives": (lambda c: len(c.objectives), 3),
    "objective 1": (
        lambda c: all(
            words in c.objectives[0]
            for words in ("efficacy and safety findings", "low-dose", "acute management", "unipolar or bipolar")
        ),
        True,
    ),
    "objective 2": (lambda c: "short- and long-term safety and tolerability" in c.objectives[1], True),
    "objective 3": (lambda c: "Mayo Clinic set up an infusion service" in c.objectives[2], True),
    "target audience": (lambda c: c.audience, ("Psychiatrists", "Residents/fellows")),
    "estimated duration": (lambda c: c.estimated_minutes, 30),
    "quiz: passing score": (lambda c: c.quiz and c.quiz.passing_percent, 100),
    "quiz: retakes": (lambda c: c.quiz and c.quiz.attempts, None),
    "quiz: multiple choice": (lambda c: c.quiz and len(c.quiz.questions), 2),
    "how credit is earned": (
        lambda c: [word in step for word, step in zip(("quiz", "Claim", "Print"), c.credit.how_earned, strict=True)],
        [True, True, True],
    ),
    "document for physicians": (lambda c: offer(c, Profession.PHYSICIAN).document, Document.CME_CERTIFICATE),
    "document for everyone else": (
        lambda c: {offer(c, p).document for p in EVERYONE_ELSE},
        {Document.PARTICIPATION_CERTIFICATE},
    ),
    "the certificate shows the completion date": (lambda c: c.credit.date_rule, DateRule.COMPLETION),
    "credit: type and maximum": (
        lambda c: (offer(c, Profession.PHYSICIAN).name, offer(c, Profession.PHYSICIAN).maximum),
        ("AMA PRA Category 1 Credit", Decimal("0.5")),
    ),
    "participation: maximum": (lambda c: offer(c, Profession.OTHER).maximum, Decimal("0.5")),
    "who accredits": (
        lambda c: (c.provider.name, c.provider.accreditation.bodies, c.provider.accreditation.joint),
        ("American Psychiatric Association", ("ACCME",), False),
    ),
    "accredited for": (lambda c: c.provider.accreditation.audience, "physicians"),
    "presenter and planners disclosing, each with none": (
        said,
        [
            ("Kathryn M. Schak", "M.D.", "", "Mayo Clinic", Role.PRESENTER),
            ("Tristan Gorrindo", "M.D.", "Director of Education", "APA", Role.PLANNER),
            (
                "Ricardo A. Juarez",
                "M.S.",
                "Director, District Branch and International Relations",
                "APA",
                Role.PLANNER,
            ),
        ],
    ),
    "accessibility contact": (telephone, "202-559-3900"),
    "help: course and technical": (help_purposes, {"activity", "technical"}),
    "copyright": (lambda c: c.copyright, "© American Psychiatric Association 2018"),
    "off-label notice, platform line, cover: absent": (lambda c: (c.off_label, c.powered_by, c.cover), ("", "", None)),
    "certificates: issued, in no design of the provider's own": (
        lambda c: (c.grant is not None, c.certificate),
        (True, CertificateTemplate()),
    ),
}


@pytest.mark.parametrize(
    ("letter", "fact"), [("A", fact) for fact in FACTS_OF_A] + [("B", fact) for fact in FACTS_OF_B]
)
def test_each_fact_has_its_place(activities: dict[str, Course], letter: str, fact: str) -> None:
    look, wanted = (FACTS_OF_A if letter == "A" else FACTS_OF_B)[fact]
    assert look(activities[letter]) == wanted


# ------------------------------------------------------------------ requirements

ANY: tuple[str, ...] = ()
WIN, MAC = ("windows",), ("macos",)
PHONES = ("windows", "macos", "android", "ios")
RULES = [
    ("A.access.browser.newest", Level.ACCESS, ANY, "browser", "Chrome, Firefox or Safari"),
    ("A.access.browser.ie", Level.ACCESS, ANY, "browser", "Internet Explorer 11+"),
    ("A.access.features", Level.ACCESS, ANY, "browser features", "JavaScript and session cookies"),
    ("A.marked.acrobat", Level.WHERE_MARKED, ANY, "PDF documents", "Adobe Acrobat Reader"),
    ("A.marked.powerpoint", Level.WHERE_MARKED, ANY, "slides", "Microsoft PowerPoint"),
    ("A.marked.media-player", Level.WHERE_MARKED, ANY, "media", "Windows Media Player"),
    ("A.optimal.browser", Level.OPTIMAL, ANY, "browser", "Edge"),
    ("A.optimal.system", Level.OPTIMAL, PHONES, "operating system", "Windows 8.1+, or Mac OS X 10.5+, or Android"),
    ("A.optimal.connection", Level.OPTIMAL, ANY, "connection", "1 Mbps or more"),
    ("A.min.win.system", Level.MINIMUM, WIN, "operating system", "8.1 or higher"),
    ("A.min.win.memory", Level.MINIMUM, WIN, "memory", "1 GB on 32-bit, 2 GB on 64-bit"),
    ("A.min.win.graphics", Level.MINIMUM, WIN, "graphics", "DirectX 9 device with a WDDM driver"),
    ("A.min.win.sound", Level.MINIMUM, WIN, "sound", "playback with speakers, for programs with video"),
    ("A.min.mac.system", Level.MINIMUM, MAC, "operating system", "10.5 or higher, with the latest updates"),
    ("A.min.mac.processor", Level.MINIMUM, MAC, "processor", "PowerPC G4 at 867 MHz or faster"),
    ("A.min.mac.memory", Level.MINIMUM, MAC, "memory", "512 MB or more"),
    ("A.min.mac.sound", Level.MINIMUM, MAC, "sound", "playback with speakers, for programs with video"),
    ("B.access.browser", Level.ACCESS, ANY, "browser", "Internet Explorer 8+, Firefox 3+ or Safari 4+"),
    ("B.access.features", Level.ACCESS, ANY, "browser features", "JavaScript and session cookies"),
    ("B.marked.flash", Level.WHERE_MARKED, ANY, "Flash Player", "Adobe Flash"),
    ("B.marked.acrobat", Level.WHERE_MARKED, ANY, "PDF documents", "Adobe Acrobat"),
    ("B.marked.powerpoint", Level.WHERE_MARKED, ANY, "slides", "Microsoft PowerPoint"),
    ("B.marked.media-player", Level.WHERE_MARKED, ANY, "media", "Windows Media Player"),
    ("B.optimal.flash", Level.OPTIMAL, ANY, "Flash Player", "10.3+"),
    ("B.optimal.browser", Level.OPTIMAL, ANY, "browser", "Safari 7.0+"),
    ("B.optimal.system", Level.OPTIMAL, ("windows", "macos"), "operating system", "Windows XP+ or Mac OS X 10.4+"),
    ("B.optimal.connection", Level.OPTIMAL, ANY, "connection", "1 Mbps or more"),
    ("B.min.win.processor", Level.MINIMUM, WIN, "processor", "Pentium II, 500 MHz"),
    ("B.min.win.system", Level.MINIMUM, WIN, "operating system", "XP or higher"),
    ("B.min.win.memory", Level.MINIMUM, WIN, "memory", "128 MB"),
    ("B.min.win.video-card", Level.MINIMUM, WIN, "video card", "64 MB of video memory or more"),
    ("B.min.win.flash", Level.MINIMUM, WIN, "Flash Player", "10.3 or higher"),
    ("B.min.win.sound-bits", Level.MINIMUM, WIN, "sound card", "16-bit"),
    ("B.min.win.sound", Level.MINIMUM, WIN, "sound", "playback with speakers, for programs with video"),
    ("B.min.mac.system", Level.MINIMUM, MAC, "operating system", "10.4 or higher, with the latest updates"),
    ("B.min.mac.processor", Level.MINIMUM, MAC, "processor", "Intel Core Duo 1.83 MHz or faster"),
    ("B.min.mac.memory", Level.MINIMUM, MAC, "memory", "128 MB or more"),
    ("B.min.mac.video-card", Level.MINIMUM, MAC, "video card", "64 MB of video memory or more"),
    ("B.min.mac.sound-bits", Level.MINIMUM, MAC, "sound card", "16-bit"),
    ("B.min.mac.sound", Level.MINIMUM, MAC, "sound", "playback with speakers, for programs with video"),
]


def test_each_requirement_is_one_rule_and_there_are_no_others(activities: dict[str, Course]) -> None:
    rules = [rule for course in activities.values() for rule in course.requirements]
    assert [(r.id, r.level, r.platforms, r.subject) for r in rules] == [rule[:4] for rule in RULES]
    for found, wanted in zip(rules, RULES, strict=True):
        assert wanted[4] in found.text, found.id


def test_every_rule_can_be_computed_also_where_it_does_not_apply(activities: dict[str, Course]) -> None:
    for course in activities.values():
        for rule in course.requirements:
            assert rule.need is not None, rule.id


def test_the_rules_cover_the_providers_text_word_by_word_in_its_words(activities: dict[str, Course]) -> None:
    for course in activities.values():
        assert words_left(course.requirements_source, [rule.text for rule in course.requirements]) == []
        without_one = [rule.text for rule in course.requirements[1:]]
        assert words_left(course.requirements_source, without_one)
        assert not [remark for remark in remarks_on(course) if remark.rule.startswith("requirement-")]


def test_the_slip_in_the_source_is_kept_and_read_with_its_interpretation(activities: dict[str, Course]) -> None:
    rule = next(r for r in activities["B"].requirements if r.id == "B.min.mac.processor")
    assert "1.83 MHz" in rule.text and "1.83 GHz" in rule.interpretation
    assert rule.need is not None and rule.need.value == "core-duo 1.83 GHz"
    assert [r.id for course in activities.values() for r in course.requirements if r.interpretation] == [rule.id]


MACHINES: dict[str, dict[str, str]] = {
    "Windows 11": {
        "os.platform": "windows",
        "os.version": "10.0.22631",
        "os.bits": "64",
        "memory.total": "16000 MB",
        "gpu.directx": "12",
        "gpu.wddm": "3.1",
        "gpu.memory": "4096 MB",
        "sound.outputs": "1",
        "sound.bits": "24 bit",
        "cpu.families": "x86-64 intel",
        "cpu.clock": "2400 MHz",
    },
    "an old XP": {
        "os.platform": "windows",
        "os.version": "5.1",
        "os.bits": "32",
        "memory.total": "126 MB",
        "gpu.directx": "9.0",
        "gpu.memory": "32 MB",
        "sound.outputs": "1",
        "sound.bits": "16 bit",
        "cpu.families": "pentium-ii intel",
        "cpu.clock": "497 MHz",
    },
    "a G4": {
        "os.platform": "macos",
        "os.version": "10.5.8",
        "memory.total": "512 MB",
        "sound.outputs": "1",
        "sound.bits": "16 bit",
        "gpu.memory": "64 MB",
        "cpu.families": "powerpc-g4",
        "cpu.clock": "800 MHz",
    },
}


@pytest.mark.parametrize(
    ("machine", "rule", "verdict"),
    [
        ("Windows 11", "A.min.win.memory", Verdict.MET),
        ("Windows 11", "A.min.win.graphics", Verdict.MET),
        ("Windows 11", "A.optimal.system", Verdict.MET),
        ("Windows 11", "B.min.win.processor", Verdict.MET),
        ("Windows 11", "A.min.mac.memory", Verdict.DOES_NOT_APPLY),
        ("Windows 11", "A.access.browser.ie", Verdict.DOES_NOT_APPLY),
        ("Windows 11", "A.marked.powerpoint", Verdict.DOES_NOT_APPLY),
        ("Windows 11", "A.optimal.connection", Verdict.DOES_NOT_APPLY),
        ("Windows 11", "B.min.win.sound-bits", Verdict.MET),
        ("an old XP", "A.min.win.memory", Verdict.NOT_MET),
        ("an old XP", "A.min.win.graphics", Verdict.CANNOT_TELL),
        ("an old XP", "A.optimal.system", Verdict.NOT_MET),
        ("an old XP", "B.min.win.processor", Verdict.MET),
        ("an old XP", "B.min.win.memory", Verdict.MET),
        ("an old XP", "B.min.win.video-card", Verdict.NOT_MET),
        ("a G4", "A.min.mac.system", Verdict.MET),
        ("a G4", "A.min.mac.processor", Verdict.NOT_MET),
        ("a G4", "B.min.mac.processor", Verdict.NOT_MET),
        ("a G4", "B.min.mac.memory", Verdict.MET),
    ],
)
def test_rules_answer_for_machines_that_really_were(
    activities: dict[str, Course], machine: str, rule: str, verdict: Verdict
) -> None:
    facts = by_name(Fact(name=name, value=value, how="known") for name, value in MACHINES[machine].items())
    findings = [
        finding
        for course in activities.values()
        for finding in judge_all(course.requirements, {**facts, **facts_of(course)})
    ]
    assert next(finding.verdict for finding in findings if finding.requirement.id == rule) is verdict


# ------------------------------------------------------------------ what they ask of the player


def test_begin_purchase_and_end_are_three_dates_and_the_end_is_its_last_day(activities: dict[str, Course]) -> None:
    when = activities["A"].availability
    noon = datetime(2024, 1, 15, 17, 0, tzinfo=UTC)
    assert (when.standing(noon), when.purchase_is_open(noon)) == (Standing.OPEN, False)
    last = datetime(2027, 1, 2, 4, 59, tzinfo=UTC)
    assert when.standing(last) is Standing.OPEN
    assert when.standing(last + timedelta(minutes=1)) is Standing.EXPIRED


def test_the_notice_shows_only_in_its_time(activities: dict[str, Course]) -> None:
    (notice,) = activities["B"].notices
    assert not notice.is_shown(datetime(2020, 8, 11, 20, 59, tzinfo=UTC))
    assert notice.is_shown(datetime(2020, 8, 11, 21, 0, tzinfo=UTC))
    assert notice.is_shown(datetime(2020, 8, 13, 3, 59, tzinfo=UTC))
    assert not notice.is_shown(datetime(2020, 8, 13, 4, 0, tzinfo=UTC))


@pytest.mark.parametrize("name", ["ketamine-biomarkers", "ketamine-trd"])
def test_both_become_packages_and_come_back_equal(tmp_path: Path, name: str) -> None:
    folder, out = real_folder(name, tmp_path), tmp_path / "out.course"
    assert not [r for r in check_path(folder, probe=probe, trust=TRUST) if r.severity is Severity.ERROR]
    build_package(folder, signer=KEY, out=out, probe=probe)
    with open_package(out, TRUST) as package:
        package.verify()
        assert package.signed.course == read_folder(folder, probe)
