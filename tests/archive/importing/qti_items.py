"""QTI items for tests: one body and scoring, written as 2.1, 2.2 or 3.0."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from pathlib import Path

from player.archive.importing.qti.packages import take_qti
from player.archive.importing.report import ItemReport, TakenQuiz
from player.domain.quiz import Question

SAMPLES = Path(__file__).parent / "samples" / "qti"
SPACES = {
    "2.1": "http://www.imsglobal.org/xsd/imsqti_v2p1",
    "2.2": "http://www.imsglobal.org/xsd/imsqti_v2p2",
    "3.0": "http://www.imsglobal.org/xsd/imsqtiasi_v3p0",
}
_HTML = frozenset("p div span em strong b i br img sub sup ul ol li blockquote table tr td object a".split())


def as_version(text: str, version: str) -> str:
    """A 2.x document in another version; 3.0 has other names for the same things."""
    text = re.sub(r'xmlns="http://www.imsglobal.org/xsd/imsqti_v2p\d"', f'xmlns="{SPACES[version]}"', text)
    if version != "3.0":
        return text
    return re.sub(r"<(/?)([A-Za-z:]+)((?:\s+[\w:-]+=\"[^\"]*\")*)\s*(/?)>", _renamed, text)


def _renamed(found: re.Match[str]) -> str:
    end, name, attributes, empty = found.groups()
    if name in _HTML or ":" in name:
        return found[0]
    kebab = re.sub(r"(?<=\s)([a-z]+[A-Z]\w*)(?==)", lambda attribute: _kebab(attribute[1]), attributes)
    return f"<{end}qti-{_kebab(name)}{kebab}{empty}>"


def _kebab(name: str) -> str:
    return re.sub(r"[A-Z]", lambda letter: f"-{letter[0].lower()}", name)


def item(declarations: str, body: str, processing: str, *, after: str = "", attributes: str = "") -> str:
    """A 2.1 item with the identifier `i1`."""
    return (
        f'<assessmentItem xmlns="{SPACES["2.1"]}" identifier="i1" title="Item" timeDependent="false" {attributes}>'
        f'{declarations}<outcomeDeclaration identifier="SCORE" cardinality="single" baseType="float"/>'
        f"<itemBody>{body}</itemBody>{processing}{after}</assessmentItem>"
    )


def taken_from(text: str, folder: Path) -> TakenQuiz:
    path = folder / "quiz.xml"
    path.write_text(text, encoding="utf-8")
    return take_qti(path)


def one(taken: TakenQuiz) -> tuple[Question, ItemReport]:
    (question,), (report,) = taken.questions, taken.report
    return question, report


def reasons(taken: TakenQuiz) -> str:
    return " ".join(reason for report in taken.report for reason in report.reasons)


def packed(members: Mapping[str, str | bytes], folder: Path, name: str = "quiz.zip") -> Path:
    path = folder / name
    with zipfile.ZipFile(path, "w") as archive:
        for member, content in members.items():
            archive.writestr(member, content)
    return path
