"""QTI taken over: single files and content packages of 1.2, 2.1, 2.2 and 3.0, item by item, with an honest report."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field, replace
from pathlib import Path
from xml.etree.ElementTree import Element

from player.archive.importing.bundle import Bundle
from player.archive.importing.markup import MOST_BYTES, local, parse
from player.archive.importing.problems import NotTaken
from player.archive.importing.qti.assessment import Entry, Plan, plan_of
from player.archive.importing.qti.assessment12 import plan12
from player.archive.importing.qti.item import read_item
from player.archive.importing.qti.pictures import Pictures, resolved
from player.archive.importing.qti.taking import Taking
from player.archive.importing.qti.tree import child, children, every, plain, unique
from player.archive.importing.report import Fate, TakenQuiz
from player.archive.problems import reason_of
from player.domain.quiz import Draw, Question

MANIFEST = "imsmanifest.xml"
_ITEM, _TEST, _OLD = "assessmentItem", "assessmentTest", "questestinterop"
_ROOTS = {_ITEM: _ITEM, "qti-assessment-item": _ITEM, _TEST: _TEST, "qti-assessment-test": _TEST, _OLD: _OLD}
_FOREIGN = ("http://www.w3.org/", "http://docbook.org/")
_ENDINGS = (".xml", ".qti", ".dat")
_MOST_DOCUMENTS = 5_000
_NO_QTI = "there are no QTI questions in it."


def is_qti(found: bytes | Element) -> bool:
    """Whether that is an item or a test of QTI, by its root element and namespace. Raises nothing."""
    try:
        root = parse(found, name="") if isinstance(found, bytes) else found
    except NotTaken:
        return False
    return _role(root) != ""


def take_qti(bundle_or_file: Path, *, bank: str = "") -> TakenQuiz:
    """Raises `NotTaken` for what is no QTI at all. `bank`: where all questions go, instead of where the source says."""
    path = bundle_or_file
    if path.is_dir() or _is_zip(path):
        with Bundle(path) as bundle:
            return _Package(path.name, bundle, bank).taken()
    return _Package(path.name, None, bank, _alone(path)).taken()


def _is_zip(path: Path) -> bool:
    try:
        with path.open("rb") as stream:
            return stream.read(2) == b"PK"
    except OSError as error:
        raise NotTaken(name=path.name, reason=reason_of(error), details=str(error)) from None


def _alone(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            return stream.read(MOST_BYTES + 1)
    except OSError as error:
        raise NotTaken(name=path.name, reason=reason_of(error), details=str(error)) from None


def _role(root: Element) -> str:
    if str(root.tag).startswith(tuple(f"{{{space}" for space in _FOREIGN)):
        return ""
    return _ROOTS.get(local(root), "")


@dataclass(slots=True)
class _Package:
    name: str
    bundle: Bundle | None
    bank: str
    alone: bytes = b""
    _documents: dict[str, Element] = field(default_factory=dict[str, Element])
    _taking: Taking = field(init=False)
    _draws: dict[str, int] = field(default_factory=dict[str, int])
    _titles: list[str] = field(default_factory=list[str])
    _done: set[str] = field(default_factory=set[str])
    _shuffle: bool = False
    _attempts: int | None = None

    def __post_init__(self) -> None:
        self._taking = Taking(Pictures(self.bundle))

    def taken(self) -> TakenQuiz:
        self._read_documents()
        roles = {name: _role(root) for name, root in self._documents.items()}
        if not any(roles.values()) and not self._taking.report:
            raise NotTaken(name=self.name, reason=_NO_QTI)
        for name, role in roles.items():
            if role == _TEST:
                self._take_test(name)
            elif role == _OLD:
                self._take_old(name)
        for name, role in roles.items():
            if role == _ITEM and name not in self._done:
                self._take_item(Entry(identifier="", file=name))
        return self._quiz()

    # ---- what is in it

    def _read_documents(self) -> None:
        if self.bundle is None:
            self._documents[self.name] = plain(parse(self.alone, name=self.name))
            return
        for name in self._candidates()[:_MOST_DOCUMENTS]:
            try:
                root = parse(self.bundle.read(name), name=name)
            except NotTaken as error:
                self._taking.leave_out(name, "", f"Its file cannot be read: {error.data.get('reason', '')}")
                continue
            if _role(root) or local(root).endswith(("section", "stimulus", "Section", "Stimulus")):
                self._documents[name] = plain(root)

    def _candidates(self) -> list[str]:
        """The files that the manifest names, in its order; all that may be QTI where there is none."""
        assert self.bundle is not None
        manifest = min((n for n in self.bundle.names if posixpath.basename(n) == MANIFEST), key=len, default="")
        files = [name for name in self.bundle.names if name.lower().endswith(_ENDINGS) and name != manifest]
        if not manifest:
            return _said_once(files)
        root = plain(parse(self.bundle.read(manifest), name=manifest))
        named = unique(name for address in _addresses(root) if (name := self._find(address, manifest)))
        chosen = [name for name in named if name in set(files)]
        return _said_once(chosen or files)

    def _find(self, address: str, place: str) -> str:
        name = resolved(address, place)
        return name if name and self.bundle is not None and self.bundle.has(name) else ""

    # ---- tests

    def _take_test(self, name: str) -> None:
        plan = plan_of(self._documents[name], name, find=self._find, open_section=self._documents.get)
        self._begin(plan, name)
        for entry in plan.entries:
            if entry.file and _role(self._documents.get(entry.file, Element(""))) == _ITEM:
                self._take_item(entry)
            else:
                reason = f"The item “{entry.address[:80]}” is not in this file."
                self._taking.leave_out(entry.identifier, "", reason)

    def _take_old(self, name: str) -> None:
        plan, sheets = plan12(self._documents[name])
        self._begin(plan, name)
        self._attempts = plan.attempts or self._attempts
        for entry, old in zip(plan.entries, sheets, strict=True):
            self._taking.take(
                entry.identifier, old.title, old.read, place=name, bank=self.bank or entry.bank, reasons=entry.reasons
            )

    def _begin(self, plan: Plan, name: str) -> None:
        self._titles += [plan.title] if plan.title else []
        self._shuffle = self._shuffle or plan.shuffle
        self._draws |= {} if self.bank else plan.draws
        reasons = plan.reasons
        if self.bank and plan.draws:
            reasons = (*reasons, "What is drawn from its sections was left out: all questions go into one bank.")
        if reasons:
            self._taking.note(plan.identifier or name, plan.title, reasons, Fate.CHANGED)

    def _take_item(self, entry: Entry) -> None:
        item = self._documents[entry.file]
        self._done.add(entry.file)
        missing = self._with_stimulus(item, entry.file)
        self._taking.take(
            entry.identifier or item.get("identifier", ""),
            item.get("title", ""),
            lambda: read_item(item),
            place=entry.file,
            bank=self.bank or entry.bank,
            reasons=entry.reasons + missing,
        )

    def _with_stimulus(self, item: Element, file: str) -> tuple[str, ...]:
        """Puts a text that several items share before what this one asks."""
        missing: list[str] = []
        body = child(item, "itemBody")
        for reference in children(item, "assessmentStimulusRef"):
            name = self._find(reference.get("href", ""), file)
            stimulus = next(every(self._documents.get(name, Element("")), "stimulusBody"), None)
            if stimulus is None or body is None:
                missing.append(f"The text “{reference.get('href', '')[:80]}” that belongs to it is not in this file.")
                continue
            shared = deepcopy(stimulus)
            shared.tag, shared.tail = "div", None
            body.insert(0, shared)
        return tuple(missing)

    # ---- all together

    def _quiz(self) -> TakenQuiz:
        draws, banks = self._draws_that_hold()
        questions = tuple(q if q.bank in banks or self.bank else _without_bank(q) for q in self._taking.questions)
        return TakenQuiz(
            questions=questions,
            report=tuple(self._taking.report),
            source=self.name,
            title=self._titles[0] if self._titles else "",
            files=self._taking.pictures.files,
            attempts=self._attempts,
            shuffle=self._shuffle,
            draws=draws,
        )

    def _draws_that_hold(self) -> tuple[tuple[Draw, ...], set[str]]:
        draws: list[Draw] = []
        for bank, count in self._draws.items():
            there = sum(question.bank == bank for question in self._taking.questions)
            if 1 <= count <= there:
                draws.append(Draw(bank=bank, count=count))
            else:
                reason = f"{count} questions cannot be drawn from the {there} that were taken over: all are asked."
                self._taking.note(bank, "", (reason,), Fate.CHANGED)
        return tuple(draws), {draw.bank for draw in draws}


def _said_once(names: list[str]) -> list[str]:
    """Canvas writes a quiz twice, in its own dialect and in that of Common Cartridge, which says less."""
    own = {posixpath.basename(name).split(".")[0] for name in names if "non_cc_assessments/" in name}
    return [n for n in names if posixpath.basename(posixpath.dirname(n)) not in own or "non_cc_assessments/" in n]


def _addresses(manifest: Element) -> Iterator[str]:
    for resource in every(manifest, "resource"):
        yield resource.get("href", "")
        yield next((value for name, value in resource.attrib.items() if name == "file"), "")
        for file in children(resource, "file"):
            yield file.get("href", "")


def _without_bank(question: Question) -> Question:
    return replace(question, bank="")
