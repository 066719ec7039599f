"""What can be wrong with a course package or the shelf, one class for each kind of wrongness.

An unsigned package and one of a newer format are told by `NotSigned` and `NewerFormat` of `player.proof.problems`,
a disk that takes no file by `CannotWrite` of `player.proof.files`.
"""

from __future__ import annotations

import errno
from collections.abc import Mapping

from player.domain.phrase import Phrase
from player.domain.problem import OutOfReach, Problem
from player.proof.files import CannotWrite


class CourseMissing(Problem):
    what_template = "There is no file or folder {name}."
    meaning_template = "No course was opened, and no credit is affected."
    remedy_template = "Check the name, or connect the drive on which it lies."


class NotACourse(Problem):
    what_template = "{name} is not a course file: {reason}"
    meaning_template = "Nothing was taken from it, and no credit is affected."
    remedy_template = "Choose the file that the provider gave you; its name ends in “.course”."


class CourseCutOff(Problem):
    what_template = "{name} does not end as a course file ends: it was cut off, or something was added to it."
    meaning_template = "It was not opened, and no credit is affected."
    remedy_template = "Copy or download it again, to the end."


class CourseAltered(Problem):
    what_template = "{name} is not as its provider made it: {reason}"
    meaning_template = "It was not opened, so that nothing false is learned, and no credit is affected."
    remedy_template = "Get a new copy of the file from the provider."


class CourseEncrypted(Problem):
    what_template = "{name} is encrypted for devices that its provider chose; this version of Carrel cannot open it."
    meaning_template = "Nothing was taken from it, and no credit is affected."
    remedy_template = "Ask the provider for a file that is not encrypted, or get the newest Carrel."


class BlockDamaged(Problem):
    what_template = "{name} is damaged: block {block} of {member} is not what the provider signed."
    meaning_template = "That part cannot be shown and earns nothing; everything recorded before is kept."
    remedy_template = "Add the course again from a good copy; you go on where you stopped."


class CourseOutOfReach(OutOfReach):
    what_template = "{name} cannot be read now: {reason}"
    meaning_template = "What was recorded before is kept; nothing more is earned until it can be read again."
    remedy_template = "Connect the drive on which it lies, or add the course again, and try once more."


class NotEnoughRoom(Problem):
    what_template = "There is not enough room for {name}: it needs {needed_mb} MB, and {free_mb} MB are free."
    meaning_template = "It was not added, and no credit is affected."
    remedy_template = "Free some space on this disk and add it again."


class AddingCancelled(Problem):
    what_template = "Adding {name} was cancelled."
    meaning_template = "It is not in your library, and no credit is affected; what was copied is kept for a while."
    remedy_template = "Add it again whenever you like; it goes on where it stopped."


class AddingInterrupted(CourseOutOfReach):
    what_template = "Adding {name} stopped, because it cannot be read now: {reason}"
    meaning_template = "It is not in your library yet, and no credit is affected; what was copied is kept."
    remedy_template = "Connect the drive on which it lies and add it again; it goes on where it stopped."


class AddingStopped(CannotWrite):
    what_template = "Adding {name} stopped: {reason}"
    meaning_template = "It is not in your library yet, and no credit is affected; what was copied is kept."
    remedy_template = "{way} Adding then goes on where it stopped."


class CopyIncomplete(Problem):
    what_template = "The copy of “{title}” is not whole: {missing} is missing or has another size."
    meaning_template = "It cannot be shown, and earns nothing meanwhile; everything recorded before is kept."
    remedy_template = "Add the course again from a good copy; only what is missing is copied."


class CourseAway(Problem):
    what_template = "“{title}” lies on a drive that is not connected: {place}"
    meaning_template = "It cannot be shown now; everything that you did in it is kept."
    remedy_template = "Connect that drive, or add the course again from wherever it lies now."


class HomeAway(Problem):
    what_template = "The folder for courses, {place}, cannot be reached."
    meaning_template = "Nothing was added or moved; your records are not affected."
    remedy_template = "Connect its drive, or choose another folder with “carrel course home DIR”."


class NotThisCourse(Problem):
    what_template = "In {name} nothing of “{other}” was found."
    meaning_template = "Nothing was changed, and no credit is affected."
    remedy_template = "Choose a copy of the course that is to be repaired, or of another version of it."


class OlderVersion(Problem):
    what_template = "{name} is version {found} of “{title}”; version {known} was already here."
    """`kept`: whether its list of sessions is known from now on, so that evidence of it is understood."""

    meaning_template = "The older version was not added; your records are not affected."
    remedy_template = "Go on with the version in your library, or add the newer one again."

    @property
    def meaning(self) -> str:
        if not self.data["kept"]:
            return super().meaning
        return Phrase(
            "The older version was not added; your records are not affected. What was done in it elsewhere can be "
            "counted here from now on."
        )


class NoSuchCourse(Problem):
    what_template = "There is no course “{word}” here."
    meaning_template = "Nothing was done, and no credit is affected."
    remedy_template = "See “carrel list” for the courses here, or add one with “carrel add FILE”."


class SeveralCourses(Problem):
    what_template = "“{word}” can mean more than one course: {ids}."
    meaning_template = "Nothing was done, and no credit is affected."
    remedy_template = "Write more of the course's id."


def reason_of(error: OSError) -> str:
    """Why something could not be read, in plain words, as the end of a sentence."""
    return _READING.get(error.errno or 0, Phrase("the system refused."))


_READING: Mapping[int, str] = {
    errno.EACCES: Phrase("you are not permitted to read it."),
    errno.EPERM: Phrase("you are not permitted to read it."),
    errno.ENOENT: Phrase("it is not there any more."),
    errno.ENOTDIR: Phrase("its folder is not a folder."),
    errno.EISDIR: Phrase("it is a folder."),
    errno.ENAMETOOLONG: Phrase("its name is too long."),
    errno.EIO: Phrase("the disk reports an error."),
    errno.ENODEV: Phrase("its drive is gone."),
    errno.ENXIO: Phrase("its drive is gone."),
}
