"""The Activity Report, held against its schema and read as the systems of a certifying board read it."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable
from dataclasses import replace

import xmlschema
from hypothesis import given, settings

from player.domain.learner import LearnerId, Licence
from player.domain.report_format import ReportFormat
from player.domain.roster import RosterRow
from player.exchange.tables.activity_report import credit_id
from tests.exchange.tables.rosters import PARS_AMA, PHYSICIAN, ROOT, TAKEN_BACK, row
from tests.exchange.tables.test_text import NAMES, tidy, written
from tests.trying import tries

SCHEMA = xmlschema.XMLSchema(str(ROOT / "tests" / "exchange" / "schemas" / "activityreport.xsd"))
NS = {
    "a": "http://ns.medbiq.org/activityreport/v1/",
    "m": "http://ns.medbiq.org/member/v1/",
    "n": "http://ns.medbiq.org/name/v1/",
    "hx": "http://ns.medbiq.org/lom/extend/v1/",
}


def tree(rows: Iterable[RosterRow]) -> ET.Element:
    data = written(ReportFormat.PARS_XML, rows)
    SCHEMA.validate(data.decode())
    return ET.fromstring(data)


def texts(root: ET.Element, path: str) -> list[str]:
    return [found.text or "" for found in root.iterfind(path, NS)]


def test_a_report_says_who_did_what_and_what_it_earned() -> None:
    root = tree([row(amount="1.25", number="CRL-2")])
    assert texts(root, "a:DateTimeCreated") == ["2024-06-20T12:00:00Z"]
    assert texts(root, "a:ActivityReport/a:ReportingOrganization") == ["0000123"]
    ids = {found.get("domain"): found.text for found in root.iterfind(".//m:UniqueID", NS)}
    assert ids == {"NPI": "1234567893", "New York": "123456"}
    assert texts(root, ".//n:GivenName") + texts(root, ".//n:FamilyName") == ["Ana María", "Núñez"]
    assert [found.get("activityID") for found in root.iterfind(".//a:Activity", NS)] == ["202412345"]
    assert texts(root, ".//a:Module/a:Status") == ["Completed"]
    assert texts(root, ".//hx:numberOfCredits") == ["1.25"]
    assert texts(root, ".//a:CreditID") == ["ccid:example.org:CRL-2"]


def test_there_is_one_report_for_each_learner() -> None:
    other = replace(PHYSICIAN, id=LearnerId("99" * 16), licences=(), identifiers=(("npi", "1003000126"),))
    root = tree([row(number="A"), row(number="B"), row(other, number="C")])
    reports = root.findall("a:ActivityReport", NS)
    assert [texts(report, ".//a:CreditID") for report in reports] == [
        ["ccid:example.org:A", "ccid:example.org:B"],
        ["ccid:example.org:C"],
    ]


def test_what_was_taken_back_is_not_reported_as_received() -> None:
    assert texts(tree([row(number="A"), row(number="B", taken_back=TAKEN_BACK)]), ".//a:CreditID") == [
        "ccid:example.org:A"
    ]


def test_a_licence_of_a_board_names_the_board() -> None:
    learner = replace(PHYSICIAN, licences=(Licence(authority="Ärztekammer Berlin", number="12"),))
    domains = [found.get("domain") for found in tree([row(learner)]).iterfind(".//m:UniqueID", NS)]
    assert domains == ["NPI", "Ärztekammer Berlin"]


def test_a_credit_id_has_exactly_two_parts_whatever_stands_in_them() -> None:
    for organisation in ("org:example", "a b", "ä/ö?", "x"):
        assert re.fullmatch(r"ccid:[^:]+:[^:]+", credit_id(organisation, "CRL:1"))


def test_the_same_claim_has_the_same_id_in_every_file() -> None:
    alone, among = tree([row()]), tree([row(PHYSICIAN, PARS_AMA), row(number="B")])
    assert texts(alone, ".//a:CreditID")[0] == texts(among, ".//a:CreditID")[0]


@settings(max_examples=tries(50))
@given(NAMES)
def test_any_name_comes_back_and_the_file_stays_valid(name: str) -> None:
    root = tree([row(replace(PHYSICIAN, family_name=f"N{name}"))])
    assert texts(root, ".//n:FamilyName") == [tidy(f"N{name}")]
