"""What can be wrong with a course folder, told to its author."""

from __future__ import annotations

from player.domain.problem import Problem


class NoCourseFolder(Problem):
    what_template = "{name} is no course folder: {reason}"
    meaning_template = "Nothing was built, and no credit is affected."
    remedy_template = "Name a folder with a course.toml in it, or make one with “carrel course new DIR”."


class WrongPlace(Problem):
    """Wrong at one place of the folder's texts, which `key` names."""

    @property
    def key(self) -> str:
        return str(self.data["key"])


class CourseTextWrong(WrongPlace):
    what_template = "{name}, {key}: {reason}"
    meaning_template = "No course was built, and no credit is affected."
    remedy_template = "Correct that line and try again."


class CourseFileMissing(WrongPlace):
    what_template = "{name}, {key}: the file {file} cannot be used: {reason}"
    meaning_template = "No course was built, and no credit is affected."
    remedy_template = "Put the file there, or correct its name, and try again."


class MediaNotAsStated(Problem):
    what_template = "{name}, {key}: the recording {file} lasts {found}, but {stated} is stated."
    meaning_template = "Credit hangs on this length, so no course was built."
    remedy_template = "Put the right recording there, or correct “duration”, and try again."


class CourseHasErrors(Problem):
    what_template = "{name} cannot become a course yet: {place}: {text}"
    meaning_template = "No course was built, and no credit is affected."
    remedy_template = "Mend it; “carrel course check” names everything that is left ({count} in all)."


class FolderInUse(Problem):
    what_template = "The folder {name} is there already and is not empty."
    meaning_template = "Nothing in it was touched, and no credit is affected."
    remedy_template = "Name a new folder."


class ChaptersWrong(WrongPlace):
    what_template = "{name}, {key}: the chapters in {file} cannot be read: {reason}"
    meaning_template = "No course was built, and no credit is affected."
    remedy_template = "Correct the file, or write the chapters into course.toml, and try again."


class CaptionsWrong(WrongPlace):
    what_template = "{name}, {key}: the captions {file} cannot be used: {reason}"
    meaning_template = "No course was built, and no credit is affected."
    remedy_template = "Correct the file and try again; “carrel course check” names every line."


class CourseFileChanged(Problem):
    what_template = "The file {file} changed while the course was built."
    meaning_template = "No course was built, and no credit is affected."
    remedy_template = "Wait until nothing writes to the folder any more, and build again."
