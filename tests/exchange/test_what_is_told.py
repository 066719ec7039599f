"""What each form tells of a person, held against a list: a fact that is not on it is in no byte of the file."""

from __future__ import annotations

import io
import json
import lzma
import re
import zipfile
from base64 import b64decode, urlsafe_b64decode
from dataclasses import replace
from functools import cache

import pytest
from PIL import Image

from player.domain.credit import CreditPlan
from player.domain.evaluation import Response
from player.domain.learner import Learner, LearnerId, Licence, Profession
from player.domain.learner_completion import LearnerCompletion
from player.domain.report_format import OF_EVENTS, ReportFormat
from player.domain.reporting import Reporting
from player.domain.roster import RosterRow
from player.exchange.badges.credential import badge
from player.exchange.badges.picture import badge_png, badge_svg
from player.exchange.completion import write_completion
from player.exchange.tables.layouts import WITH_LAYOUT
from player.exchange.tables.writing import table_bytes
from player.exchange.xapi import xapi_bytes
from player.proof.statement_key import StatementKey
from tests.builders import AMA, COURSE, RESPONSES, RIGHT
from tests.exchange.badges.rows import FONTS
from tests.exchange.tables.rosters import ASWB, LAYOUTS, NOW, PARS_AMA, PHARMACY, row
from tests.exchange.test_sealed_particulars import READER
from tests.exchange.xapi.lives import completion_of
from tests.worlds import DEVICE, World, world

MARKED = Learner(
    id=LearnerId("d00dfeed" * 4),
    name="Wxname Wxlast",
    given_name="Wxgiven",
    family_name="Wxfamily",
    degrees="Wxdegrees",
    profession=Profession.PHYSICIAN,
    membership="wxmember",
    licences=(Licence(authority="Nebraska", number="WX-99881"), Licence(authority="Wxboard", number="WX-77")),
    identifiers=(
        ("npi", "1234567893"),
        ("nabp", "7654321"),
        ("birth_mmdd", "0229"),
        ("email", "wx@example.net"),
        ("board_id", "WXB-5"),
        ("shoe", "wxshoe"),
    ),
    reporting=True,
)
FACTS = {
    "name": "Wxname|Wxlast",
    "given name": "Wxgiven",
    "family name": "Wxfamily",
    "degrees": "Wxdegrees",
    "membership": "wxmember",
    "npi": "1234567893",
    "nabp": r"\b7654321\b",
    "birthday": r"(?<![0-9A-Za-z:.])02/?29(?![0-9A-Za-z])",
    "email": "wx@example.net|example.net",
    "board": "WXB-5",
    "another number": "wxshoe",
    "licence": "WX-99881",
    "state": r"Nebraska|(?<![A-Za-z0-9+/])NE(?![A-Za-z0-9+/=])",
    "second licence": "WX-77|Wxboard",
    "own words": "Wxwords",
    "learner id": MARKED.id,
}
NAMES = {"given name", "family name"}
COMPLETER = {*NAMES, "name", "degrees", "email", "npi", "nabp", "licence", "state", "learner id"}
TOLD = {
    ReportFormat.COMPLETION: {"learner id", "own words"},
    ReportFormat.XAPI: {"learner id"},
    ReportFormat.XAPI_LINES: {"learner id"},
    ReportFormat.XAPI_SIGNED: {"learner id"},
    ReportFormat.PARS: {*NAMES, "birthday", "npi", "state"},
    ReportFormat.PARS_XML: {*NAMES, "npi", "licence", "state"},
    ReportFormat.CPE_MONITOR: {"nabp", "birthday"},
    ReportFormat.CE_BROKER: {"licence", "state"},
    ReportFormat.COMPLETERS_CSV: COMPLETER,
    ReportFormat.COMPLETERS_XLSX: COMPLETER,
    ReportFormat.MOODLE: {"email"},
    ReportFormat.BADGE: set[str](),
    ReportFormat.BADGE_PNG: set[str](),
    ReportFormat.BADGE_SVG: set[str](),
}
"""By the columns of each receiver. What the completion file tells in clear is evidence; the person in it is sealed."""
OFFERS = {ReportFormat.CPE_MONITOR: PHARMACY, ReportFormat.CE_BROKER: ASWB}


@cache
def here() -> World:
    """Somebody who also said something in their own words."""
    reporting = Reporting(reading_key=READER.public.hex)
    made = world(replace(COURSE, credit=CreditPlan(offers=(AMA,)), reporting=reporting), learner=MARKED)
    made.journey.decide_reporting(permitted=True)
    made.journey.acknowledge_disclosures()
    made.watch_all()
    made.journey.submit_quiz(RIGHT)
    made.journey.submit_evaluation((*RESPONSES, Response(item="say", text="Wxwords")))
    made.claim()
    return made


def claim(form: ReportFormat) -> RosterRow:
    return row(MARKED, OFFERS.get(form, PARS_AMA))


def written(form: ReportFormat) -> bytes:
    if form is ReportFormat.COMPLETION:
        return write_completion(here().evidence(), learner=MARKED, signer=DEVICE)
    if form in OF_EVENTS:
        completion: LearnerCompletion = completion_of(here())
        return b"".join(xapi_bytes(form, [completion], signer=StatementKey.generate()))
    if form in WITH_LAYOUT:
        return b"".join(table_bytes(form, [claim(form)], layouts=LAYOUTS, written=NOW))
    made = badge(claim(form), evidence=b"a completion file", key=DEVICE)
    if form is ReportFormat.BADGE_PNG:
        return badge_png(claim(form), badge=made, fonts=FONTS)
    return badge_svg(claim(form), badge=made, fonts=FONTS) if form is ReportFormat.BADGE_SVG else made


def opened(form: ReportFormat, data: bytes) -> str:
    """All that can be read in the file by whoever has it, unpacked and decoded."""
    if form is ReportFormat.COMPLETION:
        return _evidence(data)
    if form is ReportFormat.COMPLETERS_XLSX:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return "\n".join(archive.read(name).decode() for name in archive.namelist())
    if form is ReportFormat.BADGE_PNG:
        with Image.open(io.BytesIO(data)) as seen:
            seen.load()
            return "\n".join(f"{name}: {value}" for name, value in seen.info.items())
    text = data.decode()
    if form is ReportFormat.XAPI_SIGNED:
        return "\n".join((text, *(_unpadded(one) for one in re.findall(r"\.([A-Za-z0-9_-]{40,})\.", text))))
    return text


def _evidence(data: bytes) -> str:
    contents = json.loads(lzma.decompress(b64decode(json.loads(data)["payload"])))
    return json.dumps(contents, ensure_ascii=False)


def _unpadded(part: str) -> str:
    return urlsafe_b64decode(part + "=" * (-len(part) % 4)).decode()


@pytest.mark.parametrize("form", ReportFormat)
def test_a_file_tells_of_a_person_what_its_receiver_needs_and_nothing_else(form: ReportFormat) -> None:
    text = opened(form, written(form))
    assert {fact for fact, pattern in FACTS.items() if re.search(pattern, text)} == TOLD[form]


def test_every_form_is_on_the_list() -> None:
    assert set(TOLD) == set(ReportFormat)
