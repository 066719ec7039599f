"""What the window shows first when a recording was asked for from outside: the player at work, or why it may not be."""

from __future__ import annotations

from dataclasses import dataclass

from player.desk.desk import Desk
from player.domain.course import SessionId
from player.domain.problem import Problem
from player.domain.progress import Lock, StepName, StepState
from player.ui.host import Place, Route


class NoSuchSession(Problem):
    what_template = "“{title}” has no session {session}; its sessions are {sessions}."
    meaning_template = "Nothing was opened, and no credit is affected."
    remedy_template = "Give one of these, or none to go on where you stopped."


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """The first route; `lock` says why it does not lead to the player."""

    route: Route
    lock: Lock | None = None


def way_to_play(desk: Desk, course: str, session: str | None) -> Opening:
    """The way to the recording of a course on the shelf, which plays by itself; to the course's page where it may not.

    `course`: its id, the beginning of its id or hash. Raises `NoSuchSession`, or the problem of the course.
    """
    package = desk.package(course)
    package.close()
    signed = package.signed
    wanted = SessionId(session) if session is not None else None
    if wanted is not None and signed.course.session(wanted) is None:
        ids = ", ".join(one.id for one in signed.course.sessions)
        raise NoSuchSession(title=signed.course.title, session=session, sessions=ids)
    step = desk.progress(signed).step(StepName.WATCH)
    if step.state is StepState.LOCKED:
        return Opening(route=Route(place=Place.COURSE, course=signed.hash), lock=step.lock)
    return Opening(route=Route(place=Place.WATCH, course=signed.hash, session=wanted, play=True))
