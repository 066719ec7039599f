"""A SCORM, Common Cartridge or cmi5 package becomes a course folder, whole or not at all, with a report on it."""

from __future__ import annotations

import posixpath
import re
import secrets
import shutil
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from player.archive.authoring.problems import FolderInUse
from player.archive.authoring.text import COURSE_FILE
from player.archive.importing.bundle import Bundle
from player.archive.importing.collecting import free_id
from player.archive.importing.courses import cmi5, manifest
from player.archive.importing.courses.course_text import CourseText, SessionText, course_text
from player.archive.importing.courses.outline import MOST_ENTRIES, Entry, Outline
from player.archive.importing.courses.recordings import Findings, Found, ending, find_recordings, stem
from player.archive.importing.packed import find_questions
from player.archive.importing.problems import NotTaken
from player.archive.importing.quiz_files import bank_lines, question_files
from player.archive.importing.report import Fate, ItemReport, TakenQuiz
from player.archive.importing.report_text import report_json, report_text
from player.archive.names import fault_of_name
from player.domain.problem import Problem
from player.proof.files import CannotWrite, make_folder, obstacle_of, read_file, whole_file, write_whole

REPORT, REPORT_JSON = "import-report.txt", "import-report.json"
_PROGRAM = (
    "It is made of pages and programs for a browser, which this player does not run; questions hidden in them "
    "cannot be read."
)
_SETTINGS = "It holds settings or data of the system it comes from, which have no place here."
_NOTHING = "Nothing of it is in the package."
_PAGES = "Its pages and programs ({}) are not shown here; questions hidden in them cannot be read."
_MINUTES = 60
_SHOWN = 20

MediaLength = Callable[[Path], int]
"""How long a recording lasts, in ms. Raises a `Problem` where it cannot be played."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenCourse:
    """What became of a package. `quiz` has no questions where none could be read."""

    kind: str
    title: str
    folder: Path
    sessions: int
    quiz: TakenQuiz
    report: tuple[ItemReport, ...]


def take_course(path: Path, folder: Path, *, template: Path, length_ms: MediaLength | None = None) -> TakenCourse:
    """Writes the course to `folder`, which is new or empty. Raises `NotTaken`, `FolderInUse` or `CannotWrite`."""
    _check_target(folder)
    with Bundle(path) as bundle:
        outline = _outline(bundle)
        findings = find_recordings(bundle, outline)
        quiz = find_questions(bundle, path)
        if not findings.recordings and not quiz.questions:
            raise NotTaken(name=bundle.name, reason="it holds neither a recording nor a question that can be read.")
        taking = _Taking(bundle, outline, findings, quiz, template, length_ms)
        return _written_whole(folder, taking)


def _outline(bundle: Bundle) -> Outline:
    for name, read in ((cmi5.NAME, cmi5.read_cmi5), (manifest.NAME, manifest.read_manifest)):
        found = [one for one in bundle.names if posixpath.basename(one).lower() == name]
        if found:
            outline = read(bundle, min(found, key=lambda one: (one.count("/"), one)))
            if len(outline.entries) > MOST_ENTRIES:
                raise NotTaken(name=bundle.name, reason=f"it has more than {MOST_ENTRIES} parts.")
            return outline
    reason = f"it is no SCORM, Common Cartridge or cmi5 package: there is no {manifest.NAME} or {cmi5.NAME} in it."
    raise NotTaken(name=bundle.name, reason=reason)


def _check_target(folder: Path) -> None:
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise FolderInUse(name=str(folder))
    except OSError as error:
        raise CannotWrite(name=folder.name, obstacle=obstacle_of(error), details=str(error)) from None


def _written_whole(folder: Path, taking: _Taking) -> TakenCourse:
    """Writes beside `folder` and gives it its name at the end, so that nobody finds half a course."""
    parent = folder.absolute().parent
    make_folder(parent)
    part = parent / f".carrel-{secrets.token_hex(8)}.part"
    try:
        make_folder(part)
        report = taking.write(part)
        with suppress(FileNotFoundError):
            folder.rmdir()
        part.rename(folder)
    except OSError as error:
        raise CannotWrite(name=folder.name, obstacle=obstacle_of(error), details=str(error)) from None
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return TakenCourse(
        kind=taking.outline.kind,
        title=taking.title,
        folder=folder,
        sessions=len(taking.findings.recordings),
        quiz=taking.quiz,
        report=report,
    )


@dataclass(slots=True)
class _Taking:
    bundle: Bundle
    outline: Outline
    findings: Findings
    quiz: TakenQuiz
    template: Path
    length_ms: MediaLength | None
    _names: dict[str, str] = field(default_factory=dict[str, str])
    _used: set[str] = field(default_factory=set[str])
    _numbers: dict[str, int] = field(default_factory=dict[str, int])
    _troubles: dict[str, str] = field(default_factory=dict[str, str])

    @property
    def title(self) -> str:
        return self.outline.title or " ".join(re.split(r"[\s_-]+", Path(self.bundle.name).stem)) or "Course"

    def write(self, folder: Path) -> tuple[ItemReport, ...]:
        """The whole course into an empty folder. Returns the report, which stands in it, too."""
        for recording in self.findings.recordings:
            self._copy(recording.media, "media", folder)
            for captions in recording.captions:
                self._copy(captions.file, "captions", folder)
            for handout in recording.handouts:
                self._copy(handout, "handouts", folder)
        for handout in self.findings.handouts:
            self._copy(handout, "handouts", folder)
        for name, data in {**question_files(self.quiz), **self.quiz.files}.items():
            if self.quiz.questions:
                make_folder((folder / name).parent)
                write_whole(folder / name, data)
        minutes = self._minutes(folder)
        text = course_text(read_file(self.template / COURSE_FILE).decode(), self._text(minutes))
        write_whole(folder / COURSE_FILE, text.encode())
        report = tuple(self._report())
        write_whole(folder / REPORT, report_text(report, title=self.title, kind=self.outline.kind).encode())
        write_whole(folder / REPORT_JSON, report_json(report))
        return report

    def _copy(self, name: str, place: str, folder: Path) -> None:
        """One file under a name that every system takes."""
        safe = re.sub(r"[^a-z0-9]+", "-", stem(name).lower()).strip("-")[:60] or place.rstrip("s")
        safe = f"{safe}-1" if fault_of_name(f"{safe}.x") else safe
        base = free_id(f"{place}/{safe}", self._used, self._numbers)
        self._used.add(base)
        path = f"{base}.{ending(name)}"
        self._names[name] = path
        make_folder(folder / place)
        with whole_file(folder / path) as stream:
            for chunk in self.bundle.chunks(name):
                stream.write(chunk)

    def _minutes(self, folder: Path) -> int:
        total = 0
        for recording in self.findings.recordings:
            if self.length_ms is None:
                continue
            try:
                total += self.length_ms(folder / self._names[recording.media])
            except Problem as problem:
                self._troubles[recording.media] = problem.what
        return max(1, -(-total // 60_000)) if total else _MINUTES

    def _text(self, minutes: int) -> CourseText:
        return CourseText(
            source=self.outline.kind,
            id=f"org.example.{_slug(self.title)}",
            title=self.title,
            language=self.outline.language or "en",
            summary=self.outline.description,
            estimated_minutes=minutes,
            sessions=tuple(self._sessions()),
            quiz=bank_lines(self.quiz) if self.quiz.questions else (),
            passing_percent=self._passing_percent,
            attempts=self.quiz.attempts,
            shuffle=self.quiz.shuffle,
        )

    @property
    def _passing_percent(self) -> int | None:
        own = self.quiz.passing_percent
        return own if own is not None else self.outline.passing_percent

    def _sessions(self) -> Iterable[SessionText]:
        ids, numbers = set[str](), dict[str, int]()
        for recording in self.findings.recordings:
            found = free_id(_slug(recording.title), ids, numbers)
            ids.add(found)
            language = self.outline.language or "en"
            yield SessionText(
                id=found,
                title=recording.title,
                media=self._names[recording.media],
                captions=tuple((self._names[one.file], one.language or language) for one in recording.captions),
                handouts=tuple((self._names[one], stem(one)) for one in recording.handouts),
            )

    # ---- the report

    def _report(self) -> Iterable[ItemReport]:
        for entry in self.outline.entries:
            yield self._on_entry(entry)
        for recording in self.findings.recordings:
            yield self._on_recording(recording)
        for handout in self.findings.handouts:
            reason = "There is no recording that it could go with; its file was copied."
            yield ItemReport(item=handout, fate=Fate.CHANGED, reasons=(reason,))
        for name, reason in self.findings.left:
            yield ItemReport(item=name, fate=Fate.LEFT_OUT, reasons=(reason,))
        yield from self.quiz.report
        yield from self._on_others()

    def _on_entry(self, entry: Entry) -> ItemReport:
        taken = [name for name in entry.files if name in self.findings.names]
        others = len(entry.files) - len(taken)
        fate, reason = Fate.TAKEN, ""
        if entry.reason:
            fate, reason = Fate.LEFT_OUT, entry.reason
        elif entry.is_quiz:
            fate = Fate.TAKEN if self.quiz.questions else Fate.LEFT_OUT
            reason = "" if self.quiz.questions else "None of its questions could be taken over."
        elif not taken:
            fate, reason = Fate.LEFT_OUT, _why_nothing(entry.files)
        elif others:
            fate, reason = Fate.CHANGED, _PAGES.format("1 file" if others == 1 else f"{others} files")
        return ItemReport(item=entry.id, title=entry.title, fate=fate, reasons=(reason,) if reason else ())

    def _on_recording(self, recording: Found) -> ItemReport:
        reasons: list[str] = []
        if recording.media in self._troubles:
            reasons.append(f"It may not play: {self._troubles[recording.media]}")
        reasons += [
            f"The language of its captions {one.file} is not stated; that of the course was put."
            for one in recording.captions
            if not one.language
        ]
        fate = Fate.CHANGED if reasons else Fate.TAKEN
        return ItemReport(item=recording.media, title=recording.title, fate=fate, reasons=tuple(reasons))

    def _on_others(self) -> Iterable[ItemReport]:
        """What no part of the package names, in one line."""
        named = {name for entry in self.outline.entries for name in entry.files}
        named |= self.findings.names | {name for name, _ in self.findings.left}
        names = [name for name in self.bundle.names if name not in named and not _is_frame(name, self.quiz.report)]
        if names:
            yield ItemReport(
                item="other files",
                fate=Fate.LEFT_OUT,
                reasons=(f"No part that was taken over names them: {_listed(names)}",),
            )


def _why_nothing(files: Sequence[str]) -> str:
    if not files:
        return _NOTHING
    return _SETTINGS if all(ending(name) in ("xml", "txt", "json", "qti") for name in files) else _PROGRAM


def _is_frame(name: str, questions: Sequence[ItemReport]) -> bool:
    """Files that hold the package together, or questions that are reported one by one."""
    base = posixpath.basename(name).lower()
    is_schema = base.endswith((".xsd", ".dtd")) or base in (manifest.NAME, cmi5.NAME)
    return is_schema or any(one.item.startswith(f"{name}, ") for one in questions)


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return ", ".join(names[:_SHOWN]) + more


def _slug(title: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")[:60].strip("-") or "course"
