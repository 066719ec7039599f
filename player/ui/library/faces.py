"""What the card of each course says, which courses are meant by a search, and in which order and groups they stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from player.domain.course import Standing
from player.domain.event import CourseHash
from player.domain.progress import Progress, StepName, StepState
from player.ui.language import alphabetical, tr
from player.ui.library.state import Entry, Filter, Order
from player.ui.widgets.card import CardFace
from player.ui.widgets.tone import Tone
from player.ui.wording import Status, best_offer, foreign_text, minutes_text, offer_text, status_of

MOST_WIDE = 4
"""Courses that stand large at the top, to be gone on with."""
LEAST_FOR_GROUPS = 6
"""Fewer courses are seen at a glance, and need no headings."""
_BEGUN, _NEW, _DONE, _CLOSED = range(4)


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Courses under one heading; without a heading where they need none. `wide`: their cards are."""

    entries: Sequence[Entry]
    heading: str = ""
    wide: bool = False


class Catalogue:
    """The courses of a library, ready to be searched and put in order again and again."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._entries = entries
        self._ranked = [(rank_of(entry.progress), entry) for entry in entries]
        self._heaps: list[str] | None = None
        self._faces: dict[CourseHash, CardFace] = {}

    def face(self, entry: Entry) -> CardFace:
        """Worded once: thousands of courses are shown in slices, and after every key that is typed."""
        if entry.hash not in self._faces:
            self._faces[entry.hash] = face_of(entry)
        return self._faces[entry.hash]

    def groups(self, word: str, wanted: Filter, order: Order) -> list[Group]:
        """The courses in which the word stands and which the filter lets through; none without any."""
        word = word.strip().casefold()
        fitting = [pair for pair, heap in zip(self._ranked, self._searched(word), strict=True) if word in heap]
        fitting = [pair for pair in fitting if _belongs(pair[1].progress, wanted)]
        if order is Order.NEXT:
            fitting.sort(key=_next_first)
            if not word and wanted is Filter.ALL and len(fitting) >= LEAST_FOR_GROUPS:
                return _grouped(fitting)
        elif order is Order.TITLE:
            fitting = alphabetical(fitting, _title_of)
        else:
            fitting.sort(key=_newest)
        return [Group(entries=[entry for _, entry in fitting])] if fitting else []

    def _searched(self, word: str) -> Sequence[str]:
        if not word:
            return [""] * len(self._ranked)
        if self._heaps is None:
            self._heaps = [_heap(entry) for entry in self._entries]
        return self._heaps


def face_of(entry: Entry) -> CardFace:
    """What the card of a course says."""
    course, progress = entry.signed.course, entry.progress
    away = Status(tr("Not connected"), Tone.CAUTION, "usb")
    status = status_of(course, progress) if entry.is_reachable else away
    begun = progress.seen_permille > 0
    return CardFace(
        title=course.title,
        provider=" · ".join(part for part in (course.provider.name, foreign_text(course)) if part),
        time=minutes_text(course.duration_ms),
        credit=offer_text(best_offer(course)),
        status=status.text,
        tone=status.tone,
        icon=status.icon,
        permille=progress.seen_permille if begun else None,
        cover=entry.cover,
        has_cover=course.cover is not None,
    )


def rank_of(progress: Progress) -> int:
    """Begun, new, done or closed, in this order."""
    if progress.standing is not Standing.OPEN:
        return _CLOSED
    if progress.issues:
        return _DONE
    # A date that was put right, or a page that was opened, is recorded as well and is no beginning.
    begun = progress.seen_permille > 0 or any(step.state is StepState.DONE for step in progress.steps)
    return _BEGUN if begun else _NEW


def _grouped(ranked: Sequence[tuple[int, Entry]]) -> list[Group]:
    """Under headings, unless there would be only one."""
    by_rank = {rank: [entry for found, entry in ranked if found == rank] for rank in (_BEGUN, _NEW, _DONE, _CLOSED)}
    begun = by_rank[_BEGUN]
    groups = (
        Group(heading=tr("Go on"), entries=begun[:MOST_WIDE], wide=True),
        Group(heading=tr("Also begun"), entries=begun[MOST_WIDE:]),
        Group(heading=tr("New"), entries=by_rank[_NEW]),
        Group(heading=tr("Certificate ready"), entries=by_rank[_DONE]),
        Group(heading=tr("Expired or not open"), entries=by_rank[_CLOSED]),
    )
    shown = [group for group in groups if group.entries]
    return shown if len(shown) > 1 else [Group(entries=[entry for _, entry in ranked])]


def _heap(entry: Entry) -> str:
    course = entry.signed.course
    people = (person.name for person in course.people)
    return "\n".join((course.title, course.provider.name, course.summary, *people)).casefold()


def _belongs(progress: Progress, wanted: Filter) -> bool:
    earned = bool(progress.claims)
    match wanted:
        case Filter.ALL:
            return True
        case Filter.EARNED:
            return earned
        case Filter.GOING_ON:
            return not earned and progress.standing is Standing.OPEN
        case Filter.CLOSED:
            return progress.standing is not Standing.OPEN


_Ranked = tuple[int, Entry]
_NEAREST = (StepName.CLAIM, StepName.EVALUATION, StepName.QUIZ)
"""The steps that stand nearest to a certificate, the nearest first."""


def _next_first(ranked: _Ranked) -> tuple[int, int, int, str]:
    """What is begun comes first, and of that what is nearest to its credit."""
    rank, entry = ranked
    title = entry.signed.course.title
    if rank != _BEGUN:
        return rank, 0, 0, title
    progress = entry.progress
    steps = [step.name for step in progress.steps if step.state is StepState.OPEN]
    away = next((place for place, name in enumerate(_NEAREST) if name in steps), len(_NEAREST))
    return rank, away, -progress.seen_permille, title


def _title_of(ranked: _Ranked) -> str:
    return ranked[1].signed.course.title


def _newest(ranked: _Ranked) -> tuple[int, str]:
    course = ranked[1].signed.course
    return -course.availability.opens.toordinal(), course.title
