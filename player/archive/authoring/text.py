"""Reading `course.toml`: from text to its tables, with one sentence for whatever is wrong in it."""

from __future__ import annotations

from pathlib import Path

from player.archive.authoring.banks import gather_banks
from player.archive.authoring.course_file import CourseFile
from player.archive.authoring.places import Lines, read_lines
from player.archive.authoring.problems import CourseTextWrong, NoCourseFolder
from player.archive.authoring.prose import gather_prose
from player.archive.authoring.tables import converted, tables_in
from player.archive.problems import reason_of

COURSE_FILE = "course.toml"
LONGEST_TEXT = 4 << 20


def read_text(folder: Path) -> CourseFile:
    """The tables of `folder`/course.toml, with the texts of the files that it names. Raises a `Problem`."""
    tables = tables_in(_bytes(folder), name=COURSE_FILE)
    gather_prose(folder, tables, name=COURSE_FILE)
    gather_banks(folder, tables, name=COURSE_FILE)
    return converted(tables, CourseFile, name=COURSE_FILE)


def lines_of(folder: Path) -> Lines:
    """Where each key of `folder`/course.toml stands. Raises `NoCourseFolder` or `CourseTextWrong`."""
    return read_lines(_bytes(folder).decode(errors="replace"))


def _bytes(folder: Path) -> bytes:
    try:
        with (folder / COURSE_FILE).open("rb") as stream:
            data = stream.read(LONGEST_TEXT + 1)
    except (FileNotFoundError, NotADirectoryError, ValueError):
        raise NoCourseFolder(name=folder.name or str(folder), reason=f"there is no {COURSE_FILE} in it.") from None
    except OSError as error:
        raise NoCourseFolder(
            name=folder.name, reason=f"{COURSE_FILE}: {reason_of(error)}", details=str(error)
        ) from None
    if len(data) > LONGEST_TEXT:
        raise CourseTextWrong(name=COURSE_FILE, key="the file", reason="it is larger than 4 MiB.")
    return data
