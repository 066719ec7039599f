"""Questions given to other systems: a content package of QTI 3.0, the same bytes every time."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from itertools import groupby
from urllib.parse import quote

from player.archive.importing.qti.item30 import item_of, root_attributes
from player.archive.importing.qti.xml import HEAD, element, identifier
from player.domain.quiz import Draw, Question

MANIFEST, TEST, ITEMS = "imsmanifest.xml", "assessment.xml", "items"
_PACKAGING = "http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1"
_INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"
_SCHEMA = f"{_PACKAGING} https://purl.imsglobal.org/spec/qti/v3p0/schema/xsd/imsqtiv3p0_imscpv1p2_v1p0.xsd"
_LONG_AGO = (1980, 1, 1, 0, 0, 0)


def write_qti3(
    questions: Sequence[Question], *, title: str, files: Mapping[str, bytes], draws: Sequence[Draw] = ()
) -> bytes:
    """A ZIP file. `files`: at least the pictures that the questions name, by their path in the course.

    A bank becomes a section from which its draw selects, or all of its questions where none is given.
    """
    members = {MANIFEST: _manifest(questions, files), TEST: _test(questions, title, draws)}
    members |= {_item_file(question): item_of(question) for question in questions}
    members |= {path: files[path] for question in questions for path in _pictures(question, files)}
    return _zipped(members)


def _zipped(members: Mapping[str, bytes]) -> bytes:
    """Stored, since compressed bytes depend on who compresses."""
    written = BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_STORED) as archive:
        for name in (MANIFEST, *sorted(name for name in members if name != MANIFEST)):
            info = zipfile.ZipInfo(name, _LONG_AGO)
            info.create_system, info.external_attr = 3, 0o644 << 16
            archive.writestr(info, members[name])
    return written.getvalue()


def _item_file(question: Question) -> str:
    return f"{ITEMS}/{question.id}.xml"


def _pictures(question: Question, files: Mapping[str, bytes]) -> list[str]:
    named = [*question.pictures, *(choice.picture for choice in question.choices)]
    return sorted({picture.path for picture in named if picture and picture.path in files})


def _test(questions: Sequence[Question], title: str, draws: Sequence[Draw]) -> bytes:
    sections = [_section(bank, run, draws) for bank, run in _sections(questions)]
    part = {"identifier": "part", "navigation-mode": "nonlinear", "submission-mode": "simultaneous"}
    attributes = {**root_attributes(), "identifier": "assessment", "title": title or "Quiz"}
    content = element("qti-test-part", part, *sections)
    return (HEAD + element("qti-assessment-test", attributes, "\n", content, "\n") + "\n").encode()


def _sections(questions: Sequence[Question]) -> Iterator[tuple[str, list[Question]]]:
    """The questions of a bank together, where the first of them stands."""
    done: set[str] = set()
    for bank, run in groupby(questions, key=lambda question: question.bank):
        if not bank:
            yield bank, list(run)
        elif bank not in done:
            done.add(bank)
            yield bank, [question for question in questions if question.bank == bank]


def _section(bank: str, questions: Sequence[Question], draws: Sequence[Draw]) -> str:
    name = identifier(bank) if bank else f"SECTION-{questions[0].id}"
    count = next((draw.count for draw in draws if draw.bank == bank), len(questions))
    selection = element("qti-selection", {"select": str(count)}) if bank else ""
    references = [
        element("qti-assessment-item-ref", {"identifier": identifier(q.id), "href": quote(_item_file(q))})
        for q in questions
    ]
    attributes = {"identifier": name, "title": bank or "Questions", "visible": "true"}
    return "\n" + element("qti-assessment-section", attributes, selection, *(f"\n{one}" for one in references), "\n")


# ---- the manifest


def _manifest(questions: Sequence[Question], files: Mapping[str, bytes]) -> bytes:
    metadata = element(
        "metadata", None, element("schema", None, "QTI Package"), element("schemaversion", None, "3.0.0")
    )
    dependencies = [element("dependency", {"identifierref": f"item-{question.id}"}) for question in questions]
    test = _resource("test", "imsqti_test_xmlv3p0", [TEST], dependencies)
    items = [
        _resource(f"item-{question.id}", "imsqti_item_xmlv3p0", [_item_file(question), *_pictures(question, files)])
        for question in questions
    ]
    resources = element("resources", None, *(f"\n{one}" for one in (test, *items)), "\n")
    attributes = {
        "xmlns": _PACKAGING,
        "xmlns:xsi": _INSTANCE,
        "xsi:schemaLocation": _SCHEMA,
        "identifier": "package",
    }
    content = ("\n", metadata, "\n", element("organizations"), "\n", resources, "\n")
    return (HEAD + element("manifest", attributes, *content) + "\n").encode()


def _resource(name: str, kind: str, files: Sequence[str], dependencies: Sequence[str] = ()) -> str:
    named = [element("file", {"href": quote(file)}) for file in files]
    return element("resource", {"identifier": name, "type": kind, "href": quote(files[0])}, *named, *dependencies)
