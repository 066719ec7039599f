"""What goes wrong at a station: kind sentences for whoever stands before it."""

from __future__ import annotations

from player.domain.problem import Problem


class NotOpen(Problem):
    what_template = "This station is not open yet."
    meaning_template = "Nothing was recorded; what you did at other stations is kept."
    remedy_template = "Please use another station, or ask the staff to open this one."


class UnknownBadge(Problem):
    what_template = "This badge is not on the list here."
    meaning_template = "Nothing was recorded, and no credit is affected."
    remedy_template = "Try once more, type your code, look yourself up by name, or ask the staff at the desk."


class UnknownCode(Problem):
    what_template = "This code is not known here."
    meaning_template = "Nothing was recorded, and no credit is affected."
    remedy_template = "Check it letter by letter, look yourself up by name, or ask the staff at the desk."


class NotFound(Problem):
    what_template = "Nobody with this name and {factor} is on the list."
    meaning_template = "Nothing was recorded, and no credit is affected."
    remedy_template = "Check the spelling as on your registration, or register here as a new attendee."


class SeveralFound(Problem):
    what_template = "Two people on the list fit what you entered, and the station cannot tell which one you are."
    meaning_template = "Nothing was recorded, so that nobody's credit goes to somebody else."
    remedy_template = "Scan your badge or type the code of your registration, or ask the staff at the desk."


class BadgeTwice(Problem):
    what_template = "This badge was given to two people."
    meaning_template = "Nothing was recorded, so that nobody's credit goes to somebody else."
    remedy_template = "Look yourself up by name, and please tell the staff, who can give you another badge."


class PassNotOurs(Problem):
    what_template = "This personal code was not made in this hall, or it was not read whole."
    meaning_template = "Nothing was recorded, and no credit is affected."
    remedy_template = "Hold it still and try once more, scan your badge, type your code, or look yourself up by name."


class NameMissing(Problem):
    what_template = "A given name and a family name are needed to register."
    meaning_template = "Nothing was recorded; a certificate names the person who earned it."
    remedy_template = "Enter both names as they are to be printed on your certificate."


class AddressMistyped(Problem):
    what_template = "That is not an e-mail address."
    meaning_template = "Nothing was recorded yet."
    remedy_template = "Check it letter by letter, or leave it empty: it is not needed."


class AlreadyRegistered(Problem):
    what_template = "Somebody with this name and e-mail address is registered already."
    meaning_template = "Nothing was recorded, so that your credit does not fall apart into two records."
    remedy_template = "Scan your badge, type your code, look yourself up by name, or ask the staff at the desk."


class StationFull(Problem):
    what_template = "This station has no room left on its disk."
    meaning_template = "What you did elsewhere is kept; here nothing more could be recorded safely."
    remedy_template = "Please go on at another station, and tell the staff."


class WrongCode(Problem):
    what_template = "That is not the operator's code."
    meaning_template = "The station stays as it is; nobody's credit is affected."

    @property
    def remedy(self) -> str:
        return self.counted(
            "Try again; {count} try is left before it has to rest.",
            "Try again; {count} tries are left before it has to rest.",
            "left",
        )


class TooManyTries(Problem):
    what_template = "The operator's code was entered wrongly too often."
    meaning_template = "The station goes on for attendees; nobody's credit is affected."

    @property
    def remedy(self) -> str:
        return self.counted(
            "Wait {count} second, then try again.",
            "Wait {count} seconds, then try again.",
            "wait_s",
        )


class TooManyGuesses(Problem):
    what_template = "Too many codes and names that are not known here were entered at this station."
    meaning_template = "Nothing was recorded, and no credit is affected; badges are read all the same."

    @property
    def remedy(self) -> str:
        return self.counted(
            "Scan your badge, or wait {count} second and try again; the staff can help.",
            "Scan your badge, or wait {count} seconds and try again; the staff can help.",
            "wait_s",
        )


class UnionAway(Problem):
    what_template = "The other stations cannot be reached: {reason}"
    meaning_template = "This station goes on alone; everything is recorded here and shared as soon as they answer."
    remedy_template = "Check the network and “union” in the station's settings; nothing has to be done by attendees."


class SettingsUnusable(Problem):
    what_template = "The kiosk's settings {file} cannot be used: {reason}"
    meaning_template = "The station was not started; nothing that was recorded is affected."
    remedy_template = "Mend the file, and check it with “carrel kiosk --config FILE --check”."
