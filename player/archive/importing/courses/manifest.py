"""`imsmanifest.xml`, by which SCORM packages and Common Cartridges say what they hold."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from xml.etree.ElementTree import Element

from player.archive.importing.bundle import Bundle
from player.archive.importing.courses.outline import Entry, Outline
from player.archive.importing.markup import local, parse
from player.archive.importing.problems import NotTaken
from player.archive.importing.qti.pictures import resolved
from player.archive.importing.worths import decimal_of

NAME = "imsmanifest.xml"
_LINK = "It is a link into the web, which this player never opens: {}"
_REASONS = (
    ("imsdt", "It is a discussion, and there is nobody to discuss with without a network."),
    ("imsbasiclti", "It is a tool on somebody's server, which cannot be reached without a network."),
    ("lti", "It is a tool on somebody's server, which cannot be reached without a network."),
    ("idpf", "It is an electronic book, which this player does not show."),
    ("imsapip", "It is a test for a system of its own kind (APIP)."),
)
_QUIZZES = ("imsqti", "qti", "question-bank", "assessment")


@dataclass(frozen=True, slots=True)
class _Resource:
    id: str
    type: str
    files: tuple[str, ...]
    others: tuple[str, ...]
    is_program: bool


def read_manifest(bundle: Bundle, name: str) -> Outline:
    """Raises `NotTaken`."""
    root = parse(bundle.read(name), name=name)
    resources = {found.id: found for found in _resources(root, bundle, name)}
    titles = _titles(root)
    depended = {other for resource in resources.values() for other in resource.others}
    shown = [one for one in titles if one in resources]
    rest = [one for one in resources if one not in titles and one not in depended]
    general = _general(root) if _general(root) is not None else _general_elsewhere(root, bundle, name)
    organization = next((found for found in root.iter() if local(found) == "organization"), None)
    title = _lom(general, "title") or (_text(organization, "title") if organization is not None else "")
    return Outline(
        kind=_kind(root),
        title=title,
        description=_lom(general, "description"),
        language=_language(root, general),
        entries=tuple(_entry(resources[one], titles.get(one, ""), resources, bundle) for one in (*shown, *rest)),
        passing_percent=_passing(root),
    )


def _kind(root: Element) -> str:
    schema, version = _first(root, "schema"), _first(root, "schemaversion")
    namespaces = " ".join({str(found.tag) for found in root.iter()})
    if "common cartridge" in schema.lower() or "imscc" in namespaces:
        return f"Common Cartridge {version}".strip()
    if "scorm" in schema.lower() or "adlcp" in namespaces or "adlnet" in namespaces:
        return "SCORM 1.2" if version in ("1.2", "") else f"SCORM {'' if '2004' in version else '2004 '}{version}"
    return "IMS content package"


def _general(root: Element) -> Element | None:
    """What LOM says of the whole."""
    return next((found for found in root.iter() if local(found) == "general"), None)


def _general_elsewhere(root: Element, bundle: Bundle, place: str) -> Element | None:
    """SCORM may keep it in a file of its own, which the first of all places names."""
    address = _first(root, "location")
    name = _name(bundle, address, place) if address else ""
    try:
        return _general(parse(bundle.read(name), name=name)) if name else None
    except NotTaken:
        return None


def _first(root: Element, name: str) -> str:
    found = next((one for one in root.iter() if local(one) == name), None)
    return " ".join((found.text or "").split()) if found is not None else ""


def _text(parent: Element, name: str) -> str:
    """The first child of that name, with whatever elements LOM puts around words."""
    found = next((one for one in parent if local(one) == name), None)
    return " ".join("".join(found.itertext()).split()) if found is not None else ""


def _lom(general: Element | None, name: str) -> str:
    found = next((one for one in general if local(one) == name), None) if general is not None else None
    if found is None:
        return ""
    words = [" ".join((one.text or "").split()) for one in found.iter()]
    return next((text for text in words if text), "")


def _language(root: Element, general: Element | None) -> str:
    stated = [_lom(general, "language")]
    for found in root.iter():
        if local(found) in ("string", "langstring"):
            stated += [value for key, value in found.attrib.items() if key.endswith(("lang", "language"))]
    return next((tag for tag in stated if re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", tag)), "")


def _titles(root: Element) -> dict[str, str]:
    """Resources that are shown, in their order, with the title of the first place where they are."""
    titles: dict[str, str] = {}
    for item in root.iter():
        if local(item) == "item" and (reference := item.get("identifierref")):
            titles.setdefault(reference, _text(item, "title"))
    return titles


def _resources(root: Element, bundle: Bundle, place: str) -> Iterator[_Resource]:
    parents = [found for found in root if local(found) == "resources"]
    base = _base(root)
    for parent in parents:
        for found in parent:
            if local(found) != "resource":
                continue
            folder = posixpath.join(base, _base(parent), _base(found))
            hrefs = [found.get("href", ""), *(one.get("href", "") for one in found if local(one) == "file")]
            names = [_name(bundle, posixpath.join(folder, href), place) for href in hrefs if href]
            yield _Resource(
                found.get("identifier", ""),
                found.get("type", "").lower(),
                tuple(dict.fromkeys(name for name in names if name)),
                tuple(one.get("identifierref", "") for one in found if local(one) == "dependency"),
                any(value.lower() in ("sco", "asset") for key, value in found.attrib.items() if "scorm" in key.lower()),
            )


def _base(element: Element) -> str:
    base = next((value for key, value in element.attrib.items() if key.endswith("}base")), "")
    return "" if "//" in base else base


def _name(bundle: Bundle, href: str, place: str) -> str:
    """The file of that address; some tools write addresses as they are, with signs that would have to be encoded."""
    literal = posixpath.normpath(posixpath.join(posixpath.dirname(place), href))
    name = literal if bundle.has(literal) else resolved(href, place)
    return name if bundle.has(name) else ""


def _entry(resource: _Resource, title: str, resources: dict[str, _Resource], bundle: Bundle) -> Entry:
    files = list(resource.files)
    for other in resource.others:
        files += resources[other].files if other in resources else ()
    reason = next((reason for start, reason in _REASONS if resource.type.startswith(start)), "")
    if resource.type.startswith("imswl"):
        reason = _LINK.format(_address(bundle, files[0]) if files else "")
    return Entry(
        id=resource.id or title,
        title=title,
        files=tuple(dict.fromkeys(files)),
        reason=reason,
        is_quiz=not reason and any(sign in resource.type for sign in _QUIZZES),
    )


def _address(bundle: Bundle, name: str) -> str:
    try:
        root = parse(bundle.read(name), name=name)
    except NotTaken:
        return ""
    found = next((one.get("href", "") for one in root.iter() if local(one) == "url"), "")
    return found[:300]


def _passing(root: Element) -> int | None:
    """SCORM 1.2 states percent, SCORM 2004 a share from 0 to 1; the strictest that is stated."""
    percents = [decimal_of(one.text or "") for one in root.iter() if local(one) == "masteryscore"]
    for one in root.iter():
        if local(one) == "minNormalizedMeasure" and (share := decimal_of(one.text or "")) is not None:
            percents.append(share * 100)
    fitting = [int(percent) for percent in percents if percent is not None and Decimal(0) < percent <= 100]
    return max(fitting, default=None)
