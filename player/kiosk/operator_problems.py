"""What goes wrong with what an operator does: sentences for whoever looks after a hall."""

from __future__ import annotations

from player.domain.problem import Problem


class StickFull(Problem):
    meaning_template = "What is on it is whole and listed in its journal; everything is still on this station, too."
    what_template = "The stick is full. Completions on it: {done} of {of}."
    remedy_template = "Make room on it, or take a larger one, and export again: it goes on where it stopped."


class StickReadOnly(Problem):
    what_template = "Nothing can be written onto this stick: it can only be read."
    meaning_template = "Nothing was exported; everything is still on this station."
    remedy_template = "Slide the switch at its side if it has one, or take another stick, and export again."


class StickPulled(Problem):
    meaning_template = "What is on it is whole and listed in its journal; everything is still on this station, too."
    what_template = "The stick cannot be reached any more. Completions on it: {done} of {of}."
    remedy_template = "Plug it in again and export again: it goes on where it stopped."


class StickRefuses(Problem):
    what_template = "The stick does not take the file {name}: {reason}"
    meaning_template = "Completions on it: {done} of {of}; everything is still on this station, too."
    remedy_template = "Take another stick, formatted as exFAT or FAT32, and export again."


class SlowStick(Problem):
    meaning_template = "Nothing is wrong with what is written; attendees cannot use this station meanwhile."
    remedy_template = "Wait, or stop and take a faster stick; what is on this one stays good."

    @property
    def what(self) -> str:
        return self.counted(
            "This stick is slow: the export will take {count} minute more.",
            "This stick is slow: the export will take {count} minutes more.",
            "minutes",
        )


class CardMissing(Problem):
    what_template = "Something is recorded of an attendee ({learner}) whose card is not on this station."
    meaning_template = "It was not exported from here; the evidence is kept."
    remedy_template = "Have this station meet the others, then export again, or export at the station they used."


class NothingToPutOnStick(Problem):
    what_template = "Nothing is recorded on this station yet."
    meaning_template = "Nothing was written onto the stick."
    remedy_template = "Export once attendees have been here."


class NoCoursesOnStick(Problem):
    what_template = "There is no course on this stick (no file that ends in .course)."
    meaning_template = "The courses of this station are as they were."
    remedy_template = "Copy the provider's .course files onto the stick, into no folder or any folder, and try again."


class NoRosterOnStick(Problem):
    what_template = "There is no attendee roster on this stick (no file that ends in .csv or .xlsx)."
    meaning_template = "The attendees known here are as they were."
    remedy_template = "Save the roster as CSV or XLSX onto the stick, into no folder, and try again."


class ClockOff(Problem):
    meaning_template = "Watching and credit are counted right all the same; times on certificates may be off."
    remedy_template = "Set the clock of that computer, or have it set itself from the network."

    @property
    def what(self) -> str:
        if self.data["is_ahead"]:
            return self.counted(
                "The clock of {station} runs {count} second ahead of the other stations'.",
                "The clock of {station} runs {count} seconds ahead of the other stations'.",
                "seconds",
            )
        return self.counted(
            "The clock of {station} runs {count} second behind the other stations'.",
            "The clock of {station} runs {count} seconds behind the other stations'.",
            "seconds",
        )


class NotClearedYet(Problem):
    what_template = "This station holds {unsaved}, and {unshared}."
    meaning_template = "Nothing was cleared; no credit is affected."
    remedy_template = "Export them to a stick first. To clear all the same, give the station's name, letter by letter."


class StillInUse(Problem):
    what_template = "Somebody is signed in at this station."
    meaning_template = "Nothing was cleared; no credit is affected."
    remedy_template = "Sign them off first, then clear."


class HallStillHolds(Problem):
    what_template = "The other stations and the hub still hold what this station shared with them."
    meaning_template = "This station meets them no more, so that nothing of it comes back here by itself."
    remedy_template = (
        "Clear every station and delete the hub's folder or database; then choose “Meet the others again” at each."
    )


class StaysApart(Problem):
    what_template = "This station was cleared, and has met no other station since."
    meaning_template = "It records as ever, and shares nothing; what the others still hold does not come back here."
    remedy_template = "Once every station is cleared and the hub emptied, choose “Meet the others again” under Station."


class StillWorking(Problem):
    what_template = "Something else is still under way at this station: an export, or the like."
    meaning_template = "Nothing was begun or cleared; no credit is affected."
    remedy_template = "Wait until it has stopped, which takes a few seconds, and try again."


class StillMeeting(Problem):
    what_template = "This station is still sharing with the others, and it takes unusually long."
    meaning_template = "Nothing was cleared; no credit is affected."
    remedy_template = "Wait a minute, or pull the network cable, and clear again."


class PartNotOnStick(Problem):
    what_template = "This station's own part is not on the stick: {reason}"
    meaning_template = "What was taken in from it stays here, nothing is lost, and an older part on it stays as it was."
    remedy_template = "Share again with a stick that has room and can be written; nothing comes twice."
