"""`cmi5.xml`: a course structure with blocks and assignable units."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from player.archive.importing.bundle import Bundle
from player.archive.importing.courses.outline import Entry, Outline
from player.archive.importing.markup import local, parse
from player.archive.importing.problems import NotTaken
from player.archive.importing.qti.pictures import resolved
from player.archive.importing.worths import decimal_of

NAME = "cmi5.xml"
_ELSEWHERE = "It lies on a server, which this player never opens: {}"


def read_cmi5(bundle: Bundle, name: str) -> Outline:
    """Raises `NotTaken`."""
    root = parse(bundle.read(name), name=name)
    if local(root) != "courseStructure":
        raise NotTaken(name=name, reason="it does not begin as a course structure does.")
    course = next((one for one in root if local(one) == "course"), root)
    units = [one for one in root.iter() if local(one) == "au"]
    scores = [decimal_of(unit.get("masteryScore", "")) for unit in units]
    fitting = [int(score * 100) for score in scores if score is not None and 0 < score <= 1]
    return Outline(
        kind="cmi5",
        title=_words(course, "title"),
        description=_words(course, "description"),
        language=_language(course),
        entries=tuple(_entry(unit, bundle, name) for unit in units),
        passing_percent=max(fitting, default=None),
    )


def _entry(unit: Element, bundle: Bundle, place: str) -> Entry:
    address = "".join((one.text or "").strip() for one in unit if local(one) == "url")
    name = resolved(address, place)
    found = name if bundle.has(name) else ""
    is_elsewhere = "://" in address
    folder = found.rpartition("/")[0]
    beside = [one for one in bundle.names if found and folder and one.startswith(f"{folder}/") and one != found]
    return Entry(
        id=unit.get("id", "") or address,
        title=_words(unit, "title"),
        files=(found, *beside) if found else (),
        reason=_ELSEWHERE.format(address[:300]) if is_elsewhere else "",
    )


def _words(parent: Element, name: str) -> str:
    for one in parent:
        if local(one) == name:
            texts = [" ".join((part.text or "").split()) for part in one.iter()]
            return next((text for text in texts if text), "")
    return ""


def _language(course: Element) -> str:
    return next((one.get("lang", "") for one in course.iter() if local(one) == "langstring" and one.get("lang")), "")
