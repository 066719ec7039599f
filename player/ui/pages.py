"""Which page stands at which place: the only list of all screens.

This is a place of joining, as `bootstrap` is: a page's code is imported when the page is wanted and not before, since
all of them together take as long to load as everything else that the window needs for its first sight.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from player.ui.host import PUBLIC_PLACES, Host, Page, PageMaker, Place

if TYPE_CHECKING:
    from player.ui.library.introduction import Introducer
    from player.ui.send.uploads import MakeUploading


class Pages:
    """Knows how each page is made. `sample` is the course that the welcome and an empty library offer. Without
    `uploading` nothing can be uploaded."""

    def __init__(
        self, host: Host, *, sample: Path, introducer: Introducer, uploading: MakeUploading | None = None
    ) -> None:
        self._host = host
        self._uploading = uploading
        self._sample = sample
        self._introducer = introducer

    def __call__(self, place: Place) -> PageMaker:
        """Loads the code of the page at `place`, and gives what makes it.

        ValueError for a place that is not this window's to show: the public window has pages of its own for these.
        """
        if self._host.public and place not in PUBLIC_PLACES:
            raise ValueError(f"the page “{place}” does not stand in a public place")
        if place is Place.LIBRARY:
            from player.ui.library.page import LibraryPage

            return partial(LibraryPage, self._host, sample=self._sample, introducer=self._introducer)
        if place is Place.WELCOME:
            from player.ui.welcome.page import WelcomePage

            return partial(WelcomePage, self._host, sample=self._sample)
        if place is Place.SEND:
            from player.ui.send.page import SendPage

            return partial(SendPage, self._host, uploading=self._uploading)
        return partial(kind_of(place), self._host)


def kind_of(place: Place) -> Callable[[Host], Page]:
    match place:
        case Place.COURSES:
            from player.ui.courses.page import CoursesPage as Kind
        case Place.COURSE:
            from player.ui.course.page import CoursePage as Kind
        case Place.WATCH:
            from player.ui.watch.page import WatchPage as Kind
        case Place.QUIZ:
            from player.ui.quiz.page import QuizPage as Kind
        case Place.EVALUATION:
            from player.ui.evaluation.page import EvaluationPage as Kind
        case Place.CLAIM:
            from player.ui.claim.page import ClaimPage as Kind
        case Place.CERTIFICATE:
            from player.ui.certificate.page import CertificatePage as Kind
        case Place.CREDITS:
            from player.ui.credits.page import CreditsPage as Kind
        case Place.CHECKUP:
            from player.ui.checkup.page import CheckupPage as Kind
        case Place.PROFILE:
            from player.ui.profile.page import ProfilePage as Kind
        case Place.LIBRARY | Place.SEND | Place.WELCOME:
            raise ValueError(f"the page “{place}” needs more than its host")
        case Place.TAKE_AWAY:
            raise ValueError(f"the page “{place}” stands in a public window alone")
    return Kind
