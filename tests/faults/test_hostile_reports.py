"""Texts that calculate, break out, turn around or are no text: in every field of every report they come back as they
are, or as the documentation says, from a reader that knows nothing of how they were written."""

from __future__ import annotations

import io
import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any
from xml.etree import ElementTree

import openpyxl
import pytest
from openpyxl.utils.escape import unescape
from PIL import Image

from player.domain.course import Course
from player.domain.credit import CreditPlan, Offer
from player.domain.learner import Learner, Licence
from player.domain.report_format import OF_EVENTS, ReportFormat
from player.domain.roster import RosterRow
from player.exchange.badges.credential import badge
from player.exchange.badges.picture import badge_png, badge_svg
from player.exchange.report_names import report_name
from player.exchange.tables.forms import Form
from player.exchange.tables.layout import Column, Container, Quoting
from player.exchange.xapi.forms import xapi_bytes
from player.proof.statement_key import StatementKey, statement_key_in
from tests.builders import COURSE
from tests.exchange.badges.by_the_book import verified
from tests.exchange.badges.rows import EVIDENCE, FONTS, ROW
from tests.exchange.tables.rosters import (
    ASWB,
    LAYOUTS,
    PARS_AMA,
    PHARMACIST,
    PHARMACY,
    PHYSICIAN,
    ROSTER_COURSE,
    SOCIAL_WORKER,
    row,
)
from tests.exchange.tables.test_text import read, written
from tests.exchange.xapi.lives import LENIENT, completion_of, full_life
from tests.exchange.xapi.test_signed import parts_of
from tests.worlds import DEVICE

CALCULATING = {
    "sum": "=1+1",
    "plus": "+1+1",
    "minus": "-2+3",
    "at": "@SUM(A1:A9)",
    "link": '=HYPERLINK("http://example.org","Click")',
    "command": "=cmd|'/C calc'!A0",
    "tab": "\t=1+1",
    "return": "\r=1+1",
    "line": "Núñez\n=1+1",
    "full width": "＝1＋1",
    "behind spaces": " \u00a0\u3000=1+1",
    "behind a separator": 'x";=1+1\n"',
    "behind a comma": 'x",=1+1,"',
}
STRANGE = {
    "nul": "A\0B",
    "turned": "A\u202egnp.exe",
    "isolated": "\u2066A\u2069B",
    "long": "Ångström " * 1_100,
    "marks": "e" + "\u0301" * 300,
    "a lone mark": "\u0301",
    "emoji": "👩🏽\u200d⚕️ 👨\u200d👩\u200d👧",
    "thai": "นางสาวกัลยาณี ศรีสุข",
    "half a letter": "A\ud83dB",
    "no letters": "A\ufffeB\uffffC",
    "separators": "A\u2028B\u2029C",
    "controls": "A\x1b[31mB\x7fC\x85D",
    "mark of order": "\ufeffA",
    "markup": '<b onclick="x">&amp;</b>',
    "end of data": "A]]>B<![CDATA[C-->D<!--E",
    "escape of a sheet": "A_x000D_B_x0041_",
    "script": "</text><script>alert(1)</script>",
    "entity": "&lol;&#0;&#x1F;",
    "braces": "{0}{name}%s%(x)s$(id)`id`",
}
HOSTILE = {**CALCULATING, **STRANGE}
BEGINS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def tidied(text: str) -> str:
    """As the documentation has it: what is no character, and breaks, as one space; nothing around it."""
    odd = {"\u2028", "\u2029", "\ufffe", "\uffff"}
    shown = "".join("\0" if unicodedata.category(sign) in ("Cc", "Cs") or sign in odd else sign for sign in text)
    return re.sub("\0+", " ", shown).strip()


def hostile_learner(learner: Learner, text: str) -> Learner:
    return replace(
        learner,
        name=text,
        given_name=text,
        family_name=text,
        degrees=text,
        licences=(Licence(authority=text, number=text),),
        identifiers=tuple((kind, text) for kind, _ in learner.identifiers),
    )


def hostile_offer(offer: Offer, text: str) -> Offer:
    stated = tuple((name, text) for name, _ in offer.reporting)
    return replace(offer, name=text, plural=text, activity_number=text, reporting=stated)


def hostile_course(text: str, offer: Offer) -> Course:
    assert ROSTER_COURSE.reporting
    stated = tuple((name, text) for name, _ in ROSTER_COURSE.reporting.identifiers)
    return replace(
        ROSTER_COURSE,
        title=text,
        provider=replace(ROSTER_COURSE.provider, name=text),
        credit=CreditPlan(offers=(offer,)),
        reporting=replace(ROSTER_COURSE.reporting, identifiers=stated),
    )


WHO = {
    ReportFormat.PARS: (PHYSICIAN, PARS_AMA),
    ReportFormat.PARS_XML: (PHYSICIAN, PARS_AMA),
    ReportFormat.CPE_MONITOR: (PHARMACIST, PHARMACY),
    ReportFormat.CE_BROKER: (SOCIAL_WORKER, ASWB),
    ReportFormat.COMPLETERS_CSV: (PHYSICIAN, PARS_AMA),
    ReportFormat.COMPLETERS_XLSX: (PHYSICIAN, PARS_AMA),
    ReportFormat.MOODLE: (PHYSICIAN, PARS_AMA),
}
OURS = re.compile(
    r"(learner\.(name|given-name|family-name|degrees)$|licence\.|identifier\.|reporting\.|offer\.|course\.title|provider\.name)"
)
"""The sources into which the text was put."""


def hostile_row(form: ReportFormat, text: str) -> RosterRow:
    learner, offer = WHO[form]
    offer = hostile_offer(offer, text)
    return row(hostile_learner(learner, text), offer, course=hostile_course(text, offer))


def put_in(column: Column, hostile: RosterRow) -> bool:
    """Whether this column shows the text that was put in, and nothing else."""
    if not isinstance(column.value(hostile), str) or column.form is not Form.TEXT or column.prefix or column.drop:
        return False
    return bool(OURS.match(column.source_of(hostile)))


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("form", [form for form in WHO if LAYOUTS.of(form).container is Container.TEXT])
def test_in_no_field_of_a_text_a_value_calculates_breaks_out_or_is_lost(form: ReportFormat, text: str) -> None:
    layout, hostile = LAYOUTS.of(form), hostile_row(form, text)
    lines = read(written(form, [hostile, hostile]), layout)
    if layout.with_headings:
        lines.pop(0)
    assert [len(line) for line in lines] == [len(layout.columns)] * 2, "no line more, no cell more"
    assert lines[0] == lines[1]
    shown = 0
    for column, cell in zip(layout.columns, lines[0], strict=True):
        told = column.value(hostile)
        assert cell.isprintable() or not tidied(text).isprintable()
        if isinstance(told, str):
            assert not cell.lstrip().startswith(BEGINS_FORMULA), column.heading
        if put_in(column, hostile):
            bare = tidied(text)
            if layout.quoting is Quoting.NEVER:
                bare = bare.replace(layout.separator.character, " ")
            assert cell in (bare, f"'{bare}"), column.heading
            shown += 1
    assert shown >= 1 or not tidied(text)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_in_no_field_of_a_spreadsheet_a_value_calculates_or_is_lost(text: str) -> None:
    form = ReportFormat.COMPLETERS_XLSX
    layout, hostile = LAYOUTS.of(form), hostile_row(form, text)
    book = openpyxl.load_workbook(io.BytesIO(written(form, [hostile])))
    cells = list(book["Completers"][2])
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}, "no formula, no error, no link"
    assert not any(cell.hyperlink for cell in cells)
    for column, cell in zip(layout.columns, cells, strict=True):
        if put_in(column, hostile):
            assert unescape(str(cell.value or "")) == tidied(text), column.heading


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_an_activity_report_is_well_formed_whatever_stands_in_it(text: str) -> None:
    data = written(ReportFormat.PARS_XML, [hostile_row(ReportFormat.PARS_XML, text)])
    root = ElementTree.fromstring(data)
    said = [element.text or "" for element in root.iter()]
    assert said.count(tidied(text)) >= (3 if tidied(text) else 0), "both names and the title at least"
    alone = ElementTree.fromstring(written(ReportFormat.PARS_XML, [row()]))
    assert {element.tag for element in root.iter()} <= {element.tag for element in alone.iter()}


# --- statements ----------------------------------------------------------------------------------------------------


def hostile_life(text: str) -> Any:
    sessions = tuple(replace(session, title=text) for session in LENIENT.sessions)
    course = replace(LENIENT, title=text, provider=replace(LENIENT.provider, name=text), sessions=sessions)
    here = full_life(course)
    here.learner = replace(here.learner, name=text)
    return completion_of(here)


@pytest.fixture(scope="module")
def statement_key(tmp_path_factory: pytest.TempPathFactory) -> StatementKey:
    return statement_key_in(tmp_path_factory.mktemp("statements"))


def statements_in(form: ReportFormat, data: bytes) -> list[dict[str, Any]]:
    match form:
        case ReportFormat.XAPI:
            return json.loads(data)
        case ReportFormat.XAPI_LINES:
            return [json.loads(line) for line in data.split(b"\n") if line]
        case _:
            parts = parts_of(data)
            found = json.loads(parts[0].body)
            assert len(parts) == 1 + len(found), "one signature for each, and no part that somebody wrote"
            return found


def texts_of(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for name, one in value.items():
            yield from (str(name), *texts_of(one))
    elif isinstance(value, list):
        for one in value:
            yield from texts_of(one)
    elif isinstance(value, str):
        yield value


WRITABLE = {name: text for name, text in HOSTILE.items() if name != "half a letter" and text.strip()}
"""No course and no learner's record can have half a letter in it: JSON has none."""


@pytest.mark.parametrize("text", WRITABLE.values(), ids=WRITABLE)
def test_statements_say_the_same_text_in_each_of_their_forms(text: str, statement_key: StatementKey) -> None:
    # No course has a longer title.
    text = text[:900]
    completion, told = hostile_life(text), dict[ReportFormat, list[dict[str, Any]]]()
    for form in sorted(OF_EVENTS):
        signer = statement_key if form is ReportFormat.XAPI_SIGNED else None
        told[form] = statements_in(form, b"".join(xapi_bytes(form, [completion], signer=signer)))
    plain = told[ReportFormat.XAPI]
    assert plain == told[ReportFormat.XAPI_LINES]
    assert [one["id"] for one in plain] == [one["id"] for one in told[ReportFormat.XAPI_SIGNED]]
    said = set(texts_of(plain))
    assert {text, text.strip()} & said or any(tidied(text) in one for one in said)


# --- badges --------------------------------------------------------------------------------------------------------


def hostile_badge(text: str) -> tuple[RosterRow, bytes]:
    offer = replace(ROW.offer, name=text, plural=text)
    course = replace(COURSE, title=text, provider=replace(COURSE.provider, name=text))
    made = replace(ROW, course=course, offer=offer, learner=replace(ROW.learner, name=text))
    return made, badge(made, evidence=EVIDENCE, key=DEVICE)


@pytest.mark.parametrize("text", WRITABLE.values(), ids=WRITABLE)
def test_a_badge_holds_and_says_the_same_text_in_each_of_its_forms(text: str) -> None:
    made, data = hostile_badge(text)
    subject = verified(data)["credentialSubject"]
    assert any(text in one or tidied(text) in one for one in texts_of(subject["achievement"]))
    picture = Image.open(io.BytesIO(badge_png(made, badge=data, fonts=FONTS)))
    assert json.loads(picture.text["openbadgecredential"]) == json.loads(data)  # pyright: ignore[reportAttributeAccessIssue]
    drawn = ElementTree.fromstring(badge_svg(made, badge=data, fonts=FONTS))
    (inside,) = (one for one in drawn.iter() if one.tag.endswith("}credential"))
    verified((inside.text or "").encode())
    assert {one.tag.rpartition("}")[2] for one in drawn.iter()} <= {
        "svg", "credential", "title", "polygon", "circle", "text",
    }  # fmt: skip


# --- file names ----------------------------------------------------------------------------------------------------

FORBIDDEN = set('<>:"/\\|?*') | {chr(number) for number in (*range(32), 127)}
DEVICES = {"CON", "PRN", "AUX", "NUL", *(f"{kind}{number}" for kind in ("COM", "LPT") for number in range(1, 10))}
NAMES = {
    **HOSTILE,
    "device": "con",
    "device, too": "NUL.txt",
    "dots": "...",
    "path": "../../etc/passwd",
    "blank": " . ",
}


@pytest.mark.parametrize("text", NAMES.values(), ids=NAMES)
def test_every_report_has_a_name_that_windows_takes_and_that_hides_nothing(text: str) -> None:
    learner, course = replace(ROW.learner, name=text), replace(COURSE, title=text)
    for form in ReportFormat:
        name = report_name(form, [replace(ROW, learner=learner, course=course)], today=date(2026, 6, 3), ending="csv")
        assert not FORBIDDEN & set(name)
        assert not name.endswith((" ", ".")) and not name.startswith((" ", "."))
        assert name.split(".")[0].split(" ")[0].upper() not in DEVICES
        assert len(name.encode()) <= 255
        assert not any(unicodedata.category(sign) in ("Cf", "Cs", "Cc", "Co", "Zl", "Zp") for sign in name)
        assert name.isprintable()
