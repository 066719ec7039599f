"""Uploading: what was done, handed to a learning record store by the learner's own choice, each time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from player.desk.report_ports import StatementStores
from player.domain.event import CourseHash, Purpose
from player.domain.learner_completion import LearnerCompletion
from player.domain.problem import Problem
from player.domain.uploading import KeyTried, StoreSettings, Uploaded, UploadStatus

Completions = Callable[[Sequence[CourseHash]], Sequence[LearnerCompletion]]


class NoStoreChosen(Problem):
    what_template = "It is not known yet to which learning record store to upload."
    meaning_template = "Nothing was sent; your recorded credit is not affected."
    remedy_template = "Ask the provider for its address, name and secret, and give them."


class NothingToUpload(Problem):
    what_template = "There is nothing to upload."
    meaning_template = "Nothing was recorded for credit in these courses; specimens and rehearsals are never uploaded."
    remedy_template = "Take a course that gives credit, and upload then."


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadyUpload:
    """An upload that only has to be run: on any thread, for it needs the desk no more."""

    settings: StoreSettings
    courses: tuple[str, ...]
    """By title."""
    _run: Callable[..., Uploaded]

    def run(
        self,
        on_progress: Callable[[int, int], None] | None = None,
        is_cancelled: Callable[[], bool] | None = None,
    ) -> Uploaded:
        """`on_progress` is told how many statements are dealt with, and of how many. Raises a `Problem` only where
        nothing was sent at all."""
        return self._run(on_progress=on_progress, is_cancelled=is_cancelled)


class Uploading:
    """`completions`: all that is recorded of courses. Nothing is sent but by `upload` and what `ready` returned."""

    def __init__(self, stores: StatementStores, *, completions: Completions) -> None:
        self._stores = stores
        self._completions = completions

    # --- the store ---------------------------------------------------------------------------------------

    @property
    def settings(self) -> StoreSettings | None:
        """Those that were kept. Raises a `Problem` where they cannot be read."""
        return self._stores.settings()

    @property
    def keeps_secrets(self) -> bool:
        """Whether this computer has a key store; where it has none, the secret is asked for each time."""
        return self._stores.keeps_secrets()

    def has_secret(self, settings: StoreSettings | None = None) -> bool:
        """Whether the secret for this store (the one that was kept) lies in the key store."""
        chosen = settings or self._stores.settings()
        return chosen is not None and self._stores.has_secret(self._stores.clean(chosen))

    def choose(self, settings: StoreSettings) -> StoreSettings:
        """The settings in their one form, and kept nowhere. Raises a `Problem` where they cannot be used."""
        return self._stores.clean(settings)

    def save(self, settings: StoreSettings, secret: str | None = None) -> StoreSettings:
        """Keeps the settings in the profile and the secret, if there is one, in the key store."""
        checked = self._stores.clean(settings)
        if secret is not None:
            self._stores.keep_secret(checked, secret)
        self._stores.keep(checked)
        return checked

    def forget(self) -> None:
        """Settings and secret. What was confirmed stays known: it names nobody, and it spares sending it again."""
        self._stores.forget()

    def try_key(self, *, settings: StoreSettings | None = None, secret: str | None = None) -> KeyTried:
        """Whether the store takes name and secret (None: the one in the key store). Hands nothing over and keeps
        nothing; needs nothing of the desk. Raises the `Problem` that says why not."""
        return self._stores.try_key(self._settings(settings), secret=secret)

    # --- the act -----------------------------------------------------------------------------------------

    def status(self, courses: Sequence[CourseHash], *, settings: StoreSettings | None = None) -> UploadStatus:
        """How many statements there are of these courses, and how many the store has confirmed. Nobody is asked."""
        return self._stores.status(self._settings(settings), self._for_credit(courses))

    def ready(
        self,
        courses: Sequence[CourseHash],
        *,
        settings: StoreSettings | None = None,
        secret: str | None = None,
        verify_all: bool = False,
        again: bool = False,
    ) -> ReadyUpload:
        """Gathers what is to be sent, and sends nothing. `secret`: None for the one in the key store; `verify_all`
        reads every statement back; `again` sends those that were set aside before, too. Raises `NothingToUpload`."""
        chosen, completions = self._settings(settings), self._for_credit(courses)
        if not completions:
            raise NothingToUpload
        run = partial(self._stores.upload, chosen, completions, secret=secret, verify_all=verify_all, again=again)
        titles = tuple(completion.course.title for completion in completions)
        return ReadyUpload(settings=chosen, courses=titles, _run=run)

    def upload(
        self,
        courses: Sequence[CourseHash],
        *,
        settings: StoreSettings | None = None,
        secret: str | None = None,
        verify_all: bool = False,
        again: bool = False,
        on_progress: Callable[[int, int], None] | None = None,
        is_cancelled: Callable[[], bool] | None = None,
    ) -> Uploaded:
        """Sends now what is not confirmed yet; see `ready`."""
        ready = self.ready(courses, settings=settings, secret=secret, verify_all=verify_all, again=again)
        return ready.run(on_progress, is_cancelled)

    # --- inside ------------------------------------------------------------------------------------------

    def _settings(self, given: StoreSettings | None) -> StoreSettings:
        chosen = given or self._stores.settings()
        if chosen is None:
            raise NoStoreChosen
        return self._stores.clean(chosen)

    def _for_credit(self, courses: Sequence[CourseHash]) -> tuple[LearnerCompletion, ...]:
        """A store counts what it is told: what was tried out must not come there."""
        found = self._completions(courses)
        return tuple(one for one in found if not one.specimen and one.purpose is Purpose.CREDIT)
