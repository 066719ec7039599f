"""What goes wrong with taking along what was earned: kind sentences for whoever stands before a station."""

from __future__ import annotations

from player.domain.problem import Problem


class StickReadOnly(Problem):
    what_template = "This stick can only be read."
    meaning_template = "What you earned is kept here; nothing on the stick was changed."
    remedy_template = (
        "Some sticks have a small switch on their side. "
        "Use another stick, have it printed, or take the code with your phone."
    )


class StickFull(Problem):
    """`needed_kib`: what is to be saved, 0 where that was known to fit."""

    meaning_template = "What you earned is kept here; what is on the stick is whole, and nothing there was overwritten."
    remedy_template = (
        "Make some room on it and try again. Use another stick, have it printed, or take the code with your phone."
    )

    @property
    def what(self) -> str:
        return self.counted(
            "There is no room left on this stick: {saved} of {count} file is on it.",
            "There is no room left on this stick: {saved} of {count} files are on it.",
            "files",
        )


class StickPulled(Problem):
    meaning_template = "What you earned is kept here; what is on the stick is whole, and no half-written file counts."
    remedy_template = "Plug it in again; what is on it already is not saved twice."

    @property
    def what(self) -> str:
        return self.counted(
            "The stick was pulled out too early: {saved} of {count} file is on it.",
            "The stick was pulled out too early: {saved} of {count} files are on it.",
            "files",
        )


class NoSuchCertificate(Problem):
    what_template = "The course of certificate {number} is not known at this station."
    meaning_template = "Your claim is recorded and kept."
    remedy_template = "Take it at the station at which you claimed it, or ask the staff."
