"""Which page stands at which place: the only list of all screens."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from player.ui.certificate.page import CertificatePage
from player.ui.checkup.page import CheckupPage
from player.ui.claim.page import ClaimPage
from player.ui.course.page import CoursePage
from player.ui.courses.page import CoursesPage
from player.ui.credits.page import CreditsPage
from player.ui.evaluation.page import EvaluationPage
from player.ui.host import Host, Page, Place
from player.ui.library.introduction import Introducer
from player.ui.library.page import LibraryPage
from player.ui.profile.page import ProfilePage
from player.ui.quiz.page import QuizPage
from player.ui.send.page import SendPage
from player.ui.watch.page import WatchPage


def make_pages(host: Host, *, sample: Path, introducer: Introducer) -> Mapping[Place, Page]:
    """Every page, built once; `sample` is the course that an empty library offers; see `LibraryPage`."""
    return {
        Place.LIBRARY: LibraryPage(host, sample=sample, introducer=introducer),
        Place.COURSES: CoursesPage(host),
        Place.COURSE: CoursePage(host),
        Place.WATCH: WatchPage(host),
        Place.QUIZ: QuizPage(host),
        Place.EVALUATION: EvaluationPage(host),
        Place.CLAIM: ClaimPage(host),
        Place.CERTIFICATE: CertificatePage(host),
        Place.CREDITS: CreditsPage(host),
        Place.SEND: SendPage(host),
        Place.CHECKUP: CheckupPage(host),
        Place.PROFILE: ProfilePage(host),
    }
