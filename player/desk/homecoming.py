"""Coming home: what somebody did at a kiosk goes on in a profile of their own, from the file that they took along.

Evidence is bound to the id of its learner, and no two ids are ever brought together here: whose profile has no credit
of its own yet takes the id of the file over, and everybody else opens the file in a profile apart. Providers, who know
people by more than an id, bring several ids of one person together.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from player.desk.judged import Verified, of_one_course
from player.desk.parts import Parts
from player.desk.problems import NotForHome, OthersRecords
from player.domain.event import CourseHash, Purpose, StreamOpened
from player.domain.learner import Learner, LearnerId
from player.domain.phrase import Phrase, Worded
from player.domain.problem import Problem

KIND = "completion file"


@dataclass(frozen=True, slots=True, kw_only=True)
class ComingHome:
    """A file that can be taken in. `is_own`: it is of the learner of this profile, and nothing need be asked; else the
    profile becomes that of the file's learner. `known`: whether this installation knows the course's publisher."""

    file: Path
    learner: Learner
    course: CourseHash
    title: str
    is_own: bool
    known: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CameHome:
    """What came of it: `events` that were new here; `is_here`: whether the course itself is on the shelf."""

    learner: Learner
    course: CourseHash
    title: str
    events: int
    is_here: bool
    known: bool


class NotAsked(Problem):
    what_template = "{name} would make this profile that of {who}, and nobody has agreed to that."
    meaning_template = "Nothing was taken in, and no credit is affected."
    remedy_template = "Agree with “--take-over”, or open the file in the window, which asks."

    @property
    def what(self) -> str:
        if self.data["who"]:
            return super().what
        return Worded(
            "{name} would make this profile that of somebody else, and nobody has agreed to that.",
            name=self.data["name"],
        )


class Homecoming:
    """`save` keeps particulars and makes theirs the learner of this profile."""

    def __init__(
        self,
        parts: Parts,
        *,
        learner: Callable[[], Learner],
        save: Callable[[Learner], object],
        look_again: Callable[[], None],
    ) -> None:
        self._parts = parts
        self._learner = learner
        self._save = save
        self._look_again = look_again

    def look(self, file: Path) -> ComingHome:
        """What taking the file in would mean; changes nothing. Raises a `Problem`, `OthersRecords` among them."""
        return self._standing(self._verified(file))

    def take(self, file: Path, *, take_over: bool = False) -> CameHome:
        """Takes evidence and person of the file in; once more changes nothing.

        `take_over`: the learner agreed to be the one of the file from now on. Raises a `Problem`.
        """
        verified = self._verified(file)
        standing = self._standing(verified)
        if not standing.is_own and not take_over:
            raise NotAsked(name=file.name, who=standing.learner.printed_name)
        take_in = self._parts.take_in
        if take_in is None:
            raise NotForHome(name=file.name, reason=Phrase("nothing can be taken in here."))
        mine = self._learner()
        # First the evidence: whoever is killed in between is asked once more, and goes on.
        events = take_in(verified.verdict)
        issued = tuple(issue.certificate.number for issue in verified.verdict.history.issues)
        self._save(brought_together(mine, verified.learner, issued))
        self._look_again()
        shelved = (place.signed for place in self._parts.shelf.packages() if place.problem is None)
        return CameHome(
            learner=self._learner(),
            course=standing.course,
            title=standing.title,
            events=events,
            is_here=any(one is not None and one.hash == standing.course for one in shelved),
            known=standing.known,
        )

    def _verified(self, file: Path) -> Verified:
        verified = of_one_course(self._parts.verifier(file))
        if verified.kind != KIND:
            raise NotForHome(
                name=file.name, reason=Phrase("it is a certificate, which proves what was earned and no more.")
            )
        if not verified.particulars_read:
            raise NotForHome(name=file.name, reason=Phrase("it is for the provider, who alone can read whose it is."))
        if verified.verdict.opening.purpose is Purpose.REHEARSAL:
            raise NotForHome(
                name=file.name, reason=Phrase("it is a rehearsal by which a provider tried the course out.")
            )
        return verified

    def _standing(self, verified: Verified) -> ComingHome:
        theirs = verified.learner
        is_own = theirs.id == self._learner().id
        if not is_own:
            self._require_nothing_of_others(verified.file.name, theirs)
        return ComingHome(
            file=verified.file,
            learner=theirs,
            course=verified.verdict.signed.hash,
            title=verified.verdict.course.title,
            is_own=is_own,
            known=verified.verdict.signed.publisher is not None,
        )

    def _require_nothing_of_others(self, name: str, theirs: Learner) -> None:
        """Under another id all that was recorded would be out of sight. A specimen may be: it proves nothing."""
        parts, mine = self._parts, self._learner()
        openings = [stream.events[0].fact for stream in parts.ledger.streams()]
        of_others = any(_counts(one, theirs.id) for one in openings if isinstance(one, StreamOpened))
        if of_others or parts.ledger.damaged() or parts.reports.reported(mine.id):
            raise OthersRecords(name=name, who=theirs.printed_name)


def _counts(opening: StreamOpened, learner: LearnerId) -> bool:
    return opening.learner != learner and opening.purpose is Purpose.CREDIT


def brought_together(mine: Learner, theirs: Learner, issued: Sequence[str]) -> Learner:
    """Theirs under their id; of mine what they do not say. Of one and the same learner, mine comes first.

    `issued`: the numbers of the certificates that are in the evidence.
    """
    first, second = (mine, theirs) if mine.id == theirs.id else (theirs, mine)
    numbers = {number for number, _ in first.printed_as}
    # The names on certificates are as they were issued, whatever the particulars say by now.
    printed = (*first.printed_as, *((number, theirs.name_on(number)) for number in issued if number not in numbers))
    given = {name for name, _ in first.identifiers}
    named = first if first.name else second
    return replace(
        first,
        id=theirs.id,
        name=named.name,
        degrees=named.degrees,
        given_name=named.given_name,
        family_name=named.family_name,
        profession=first.profession or second.profession,
        membership=mine.membership,
        licences=first.licences or second.licences,
        identifiers=(*first.identifiers, *(pair for pair in second.identifiers if pair[0] not in given)),
        printed_as=printed,
        cycles=mine.cycles,
        reporting=mine.reporting if mine.reporting is not None else theirs.reporting,
    )
