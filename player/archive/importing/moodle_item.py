"""One `<question>` of a Moodle XML file: its fields, texts in their formats, pictures and answers with percentages."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator
from decimal import Decimal
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from player.archive.importing.collecting import Collection, LeftOut, Wording
from player.archive.importing.marks import without_marks
from player.archive.importing.prose import Prose, from_markdown, from_moodle, from_plain, to_markdown
from player.archive.importing.shaping import Option
from player.archive.importing.worths import decimal_of, neat, percent_of
from player.domain.picture import Picture
from player.domain.quiz import Question, QuestionKind

_PLUGINFILE = "@@PLUGINFILE@@/"
_YES = ("1", "true", "yes")


class MoodleItem:
    def __init__(self, element: Element, collection: Collection) -> None:
        self.element = element
        self.kind = element.get("type", "").strip().lower()
        self._files = {name: data for name, data in _files(element) if name}
        self.words = Wording(collection, self._file)

    @property
    def name(self) -> str:
        return without_marks(self.field("name/text") or self.field("questiontext/text"))

    def field(self, path: str) -> str:
        return (self.element.findtext(path) or "").strip()

    def is_set(self, path: str, *, otherwise: bool = False) -> bool:
        """Moodle writes flags as 1, true or an empty element, by version."""
        found = self.element.find(path)
        if found is None:
            return otherwise
        return (found.text or "true").strip().lower() in _YES

    @property
    def points(self) -> Decimal:
        """Raises `LeftOut`."""
        stated = self.field("defaultgrade")
        if not stated:
            return Decimal(1)
        points = decimal_of(stated)
        if points is None or not 0 < points <= 1000:
            raise LeftOut(f"Its points “{stated[:40]}” cannot be given here.")
        return neat(points.quantize(Decimal("0.000001")))

    def base(self, prose: Prose | None = None) -> Question:
        """What all kinds have. `prose`: the question's text where its own is not to be used as it is."""
        text, pictures = self.words.pictured(prose or self.prose("questiontext"), "the question")
        return Question(
            id="q",
            kind=QuestionKind.SINGLE,
            text=text,
            pictures=(*pictures, *self._old_picture()),
            points=self.points,
            rationale=self.said("generalfeedback", "the explanation"),
            when_right=self.said("correctfeedback", "the feedback"),
            when_wrong=self.said("incorrectfeedback", "the feedback"),
            shuffle=self.is_set("shuffleanswers"),
        )

    def prose(self, path: str) -> Prose:
        found = self.element.find(path)
        return self.prose_of(found) if found is not None else Prose(text="")

    def prose_of(self, element: Element) -> Prose:
        """The text of an element in the format that it or the question states."""
        text = without_marks(element.findtext("text") or "")
        found = self.element.find("questiontext")
        form = element.get("format") or (found.get("format") if found is not None else None) or "moodle_auto_format"
        return read(text, form)

    def said(self, path: str, place: str) -> str:
        return self.words.text(self.prose(path), place)

    def options(self) -> list[Option]:
        """The answers with their pictures. Raises `LeftOut`."""
        found: list[Option] = []
        for answer in self.element.findall("answer"):
            text, picture = self.words.choice(self.prose_of(answer), "a choice")
            found.append(Option(text=text, percent=share(answer), feedback=self.feedback(answer), picture=picture))
        return found

    def feedback(self, answer: Element) -> str:
        found = answer.find("feedback")
        return self.words.text(self.prose_of(found), "the feedback") if found is not None else ""

    def _file(self, src: str) -> bytes | None:
        if src.startswith("data:"):
            return _decoded(src.partition(",")[2])
        name = unquote(src.partition(_PLUGINFILE)[2].partition("?")[0]) if _PLUGINFILE in src else ""
        return self._files.get(name)

    def _old_picture(self) -> tuple[Picture, ...]:
        """Moodle before 2.0 kept one picture beside the text."""
        data = self.field("image_base64")
        if not data:
            return ()
        src = f"data:image;base64,{''.join(data.split())}"
        return self.words.pictured(Prose(text="", pictures=((src, ""),)), "the question")[1]


def read(text: str, form: str) -> Prose:
    """Moodle's four formats of text."""
    if form == "html":
        return to_markdown(text)
    if form == "plain_text":
        return from_plain(text)
    return from_markdown(text) if form == "markdown" else from_moodle(text)


def share(answer: Element) -> Decimal:
    """How much of the points an answer earns, in percent. Raises `LeftOut`."""
    return percent_of(answer.get("fraction") or answer.findtext("fraction") or "0")


def _files(element: Element) -> Iterator[tuple[str, bytes]]:
    for file in element.iter("file"):
        data = _decoded(file.text or "")
        if data is not None:
            folder = (file.get("path") or "/").strip("/")
            yield f"{folder}/{file.get('name', '')}".lstrip("/"), data


def _decoded(text: str) -> bytes | None:
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        return None
