"""How the courses on this computer are told: where each lies, how large it is, and what came of what was done."""

from __future__ import annotations

from player.desk.library import Listing
from player.desk.ports import Mended
from player.domain.whereabouts import Whereabouts
from player.ui.courses.state import CoursesState
from player.ui.language import counted, sentences, told, tr
from player.ui.widgets.banner import Message
from player.ui.widgets.table_text import Table
from player.ui.widgets.tone import Tone
from player.ui.wording import size_text


def title_of(listing: Listing) -> str:
    """The course's title; of what cannot be opened and never could, the name of its file."""
    return listing.signed.course.title if listing.signed else listing.path.name


def place_text(listing: Listing) -> str:
    """ "Version 2 · 1.2 GB · in the library"."""
    parts: list[str] = []
    if listing.signed is not None:
        parts.append(tr("Version {number}").format(number=listing.signed.course.version))
    if listing.size:
        parts.append(size_text(listing.size))
    match listing.where:
        case Whereabouts.HERE:
            parts.append(tr("in the library"))
        case Whereabouts.IN_PLACE:
            parts.append(tr("played from {file}").format(file=listing.path))
        case Whereabouts.OUT_OF_REACH if listing.problem is not None:
            pass
        case Whereabouts.OUT_OF_REACH:
            parts.append(tr("out of reach"))
        case Whereabouts.REMOVED:
            parts.append(tr("removed"))
    return " · ".join(parts)


def status_text(listing: Listing) -> tuple[str, Tone]:
    """The one word on a row; empty for a course with which all is well."""
    if listing.where is Whereabouts.OUT_OF_REACH:
        return tr("Not connected"), Tone.CAUTION
    if listing.problem is not None:
        return tr("Damaged"), Tone.BAD
    if listing.superseded:
        return tr("A newer version is here"), Tone.NEUTRAL
    return "", Tone.NEUTRAL


def courses_table(state: CoursesState) -> Table | None:
    if not state.listings:
        return None
    headings = (tr("Course"), tr("Version, size and place"), tr("File"), tr("Bytes"), tr("How it is"))
    rows = (
        (title_of(one), place_text(one), str(one.path), str(one.size), status_text(one)[0] or tr("All is well"))
        for one in state.listings
    )
    return Table(title=tr("Courses on this computer"), headings=headings, rows=tuple(rows))


def trouble_text(listing: Listing) -> str:
    """What is wrong with a course, and in a line of its own what to do; empty for one with which all is well."""
    if listing.problem is None:
        return ""
    telling = told(listing.problem)
    return f"{telling.what}\n{telling.remedy}"


def home_text(state: CoursesState) -> str:
    if state.own_home:
        return tr("Courses are copied into your own folder on this computer, {folder}.").format(folder=state.home)
    return tr("Courses are copied to {folder}.").format(folder=state.home)


def room_text(state: CoursesState) -> str:
    count, size = len(state.listings), size_text(state.size)
    return counted("One course takes up {size}.", "{count} courses take up {size}.", count, size=size)


def removal_text(listing: Listing) -> str:
    return tr("Remove…") if listing.where is Whereabouts.HERE else tr("Take off the list…")


def answer_text(listing: Listing) -> str:
    """The word that answers the question with yes."""
    return tr("Remove") if listing.where is Whereabouts.HERE else tr("Take off")


def question_text(listing: Listing) -> str:
    """What is asked before files are taken away."""
    kept = tr("What you recorded, your credit and your certificates stay.")
    if listing.where is Whereabouts.HERE:
        asked = tr("Remove “{title}” from this computer? To watch it again you need its file.")
    else:
        asked = tr("Take “{title}” off the list? Its file stays where it is.")
    return sentences(asked.format(title=title_of(listing)), kept)


def removed_text(title: str, freed: int) -> str:
    if not freed:
        return tr("“{title}” is off the list; your records are kept").format(title=title)
    return tr("“{title}” is removed, {size} are free; your records are kept").format(title=title, size=size_text(freed))


def whole_text(title: str) -> str:
    return tr("Every block of “{title}” is what its provider signed").format(title=title)


def mended_message(title: str, mended: Mended) -> Message:
    if mended.left is not None:
        left = told(mended.left)
        return Message(what=left.what, meaning=left.meaning, remedy=left.remedy, dismissible=True)
    if not (mended.bad or mended.frame):
        return Message(
            what=tr("Every block of “{title}” is what its provider signed.").format(title=title),
            tone=Tone.GOOD,
            dismissible=True,
        )
    what = tr("“{title}” is whole again.").format(title=title)
    meaning = counted(
        "{bad} of {count} block was damaged, and was fetched from the good copy.",
        "{bad} of {count} blocks were damaged, and were fetched from the good copy.",
        mended.blocks,
        bad=mended.bad,
    )
    return Message(what=what, meaning=meaning, tone=Tone.GOOD, dismissible=True)


def moved_text(count: int) -> str:
    return counted("One course was moved", "{count} courses were moved", count)
