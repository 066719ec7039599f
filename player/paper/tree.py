"""The tree: the structure of a document of several pages, in which elements hold elements: lists, tables.

fpdf2's own tree is flat. This one is the same for a flat document, byte for byte.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from fpdf.output import PDFPage
from fpdf.structure_tree import StructElem, StructureTreeBuilder
from fpdf.syntax import PDFObject


class Tree(StructureTreeBuilder):
    """What is drawn is put into the element that was opened last. `Any`: fpdf2 writes any attribute as a key."""

    def __init__(self) -> None:
        super().__init__()
        self._open: list[StructElem] = [self.doc_struct_elem]
        self._marks: Counter[int] = Counter()

    def open(self, kind: str, *, page: int, attributes: str = "") -> None:
        """An element that holds others until it is closed. `attributes`: as PDF writes them."""
        element: Any = StructElem(struct_type=f"/{kind}", parent=self._open[-1], kids=[], page_number=page)
        if attributes:
            element.a = attributes
        self._open[-1].k.append(element)
        self._open.append(element)

    def close(self) -> None:
        self._open.pop()

    def placed(self, element: Any, page: PDFPage) -> None:
        """Says on which page the contents of `element` stand: fpdf2 does so only for those at the top."""
        if len(self._open) > 1:
            element.pg = page

    def add_marked_content(
        self,
        page_number: int,
        struct_type: str,
        mcid: int | None = None,
        title: str | None = None,
        alt_text: str | None = None,
    ) -> tuple[StructElem, int]:
        """As fpdf2 does, within the element that is open."""
        number = self.spid_per_page_number.setdefault(page_number, len(self.spid_per_page_number))
        element = StructElem(
            struct_type=struct_type,
            parent=self._open[-1],
            kids=[] if mcid is None else [mcid],
            page_number=page_number,
            title=title,
            alt=alt_text,
        )
        self._open[-1].k.append(element)
        self.struct_tree_root.parent_tree.nums[number].append(element)
        self._marks[page_number] += mcid is not None
        return element, number

    def next_mcid_for_page(self, page_number: int) -> int:
        return self._marks[page_number]

    def __iter__(self) -> Iterator[PDFObject]:
        yield self.struct_tree_root
        yield self.doc_struct_elem
        yield self.struct_tree_root.parent_tree
        yield from _below(self.doc_struct_elem)


def _below(element: StructElem) -> Iterator[StructElem]:
    for kid in element.k:
        if isinstance(kid, StructElem):
            yield kid
            yield from _below(kid)
