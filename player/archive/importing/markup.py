"""XML from strangers: parsed without entities, without fetching anything, and within bounds of depth and size."""

from __future__ import annotations

from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from player.archive.importing.problems import NotTaken

MOST_BYTES = 32 << 20
MOST_ELEMENTS = 500_000
DEEPEST = 200


def parse(data: bytes, *, name: str) -> Element:
    """The root element. Raises `NotTaken`.

    A document type may be named, as old exports do, and is never fetched; declared entities are refused.
    """
    if len(data) > MOST_BYTES:
        raise NotTaken(name=name, reason=f"it is larger than {MOST_BYTES >> 20} MB.")
    parser = DefusedXMLParser(target=_Bounded(name), forbid_dtd=False, forbid_entities=True, forbid_external=True)
    try:
        parser.feed(data)
        return parser.close()
    except DefusedXmlException as error:
        reason = "it declares entities of its own, as an attack would."
        raise NotTaken(name=name, reason=reason, details=repr(error)) from None
    except (ParseError, LookupError, ValueError) as error:
        # A LookupError is an encoding that nobody knows.
        raise NotTaken(name=name, reason="it is no well-formed XML.", details=str(error)) from None


def local(element: Element) -> str:
    """The element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]


class _Bounded(TreeBuilder):
    """Builds the tree as usual, and stops before it becomes too deep to walk or too large to hold."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        self._depth = 0
        self._count = 0

    def start(self, tag: str, attrs: dict[str, str], /) -> Element:
        self._depth += 1
        self._count += 1
        if self._depth > DEEPEST or self._count > MOST_ELEMENTS:
            raise NotTaken(name=self._name, reason="its elements are nested too deep, or there are too many.")
        return super().start(tag, attrs)

    def end(self, tag: str, /) -> Element:
        self._depth -= 1
        return super().end(tag)
