"""What the desk needs of those who hand completions on: reports in every form, and receipts."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Protocol

from player.domain.learner import LearnerId
from player.domain.learner_completion import LearnerCompletion
from player.domain.outbox import WrittenFile
from player.domain.receipt import Receipt
from player.domain.report_format import Objection, ReportFormat, XapiVersion
from player.domain.roster import RosterRow
from player.domain.uploading import KeyTried, StoreSettings, Uploaded, UploadStatus
from player.proof.keys import PrivateKey
from player.proof.manifest import SignedCourse


class Outbox(Protocol):
    """Where it is kept which file was written where. All of it may raise a `Problem`."""

    def written(self, learner: LearnerId) -> Sequence[WrittenFile]:
        """The latest first."""
        ...

    def keep(self, learner: LearnerId, file: WrittenFile) -> None: ...


class Reporter(Protocol):
    """Writes completions as receiving systems read them, says before what they would refuse, and reads receipts."""

    def check(self, form: ReportFormat, rows: Sequence[RosterRow], *, now: datetime) -> Sequence[Objection]: ...
    def table(self, form: ReportFormat, rows: Iterable[RosterRow]) -> Generator[bytes]:
        """A roster: every form with one file for many learners that tells what was claimed."""
        ...

    def statements(
        self, form: ReportFormat, completions: Iterable[LearnerCompletion], *, version: XapiVersion = XapiVersion.ONE
    ) -> Generator[bytes]:
        """What was done, as xAPI; signed, where the form says so, with this device's key for statements."""
        ...

    def badge(self, form: ReportFormat, row: RosterRow, *, evidence: bytes, key: PrivateKey) -> bytes:
        """An Open Badge; `evidence`: the completion file that it names by its digest."""
        ...

    def file_name(self, form: ReportFormat, rows: Sequence[RosterRow]) -> str: ...
    def receipt(self, file: Path, courses: Sequence[SignedCourse]) -> tuple[Receipt, SignedCourse, bytes]:
        """What a receipt says, of which of these courses, and its bytes, once its signature is that of the course's
        publisher or of whom that named. Raises a `Problem`."""
        ...


class StatementStores(Protocol):
    """Uploads statements to the learning record store that the learner chose. All of it may raise a `Problem`.

    `upload`, `try_key` and `status` need nothing of the desk and may be called on any thread, one call at a time.
    """

    def settings(self) -> StoreSettings | None:
        """Those that were kept."""
        ...

    def clean(self, settings: StoreSettings) -> StoreSettings:
        """The same in their one form; a `Problem` says what cannot be used."""
        ...

    def keep(self, settings: StoreSettings) -> None: ...
    def forget(self) -> None:
        """The settings, and the secret with them."""
        ...

    def keeps_secrets(self) -> bool:
        """Whether this computer has a key store; where it has none, the secret is asked for each time."""
        ...

    def has_secret(self, settings: StoreSettings) -> bool: ...
    def keep_secret(self, settings: StoreSettings, secret: str) -> None: ...
    def status(self, settings: StoreSettings, completions: Iterable[LearnerCompletion]) -> UploadStatus:
        """By what was confirmed before; nobody is asked."""
        ...

    def try_key(self, settings: StoreSettings, *, secret: str | None) -> KeyTried:
        """Asks the store, and hands nothing over. A `Problem` says why name and secret do not open it."""
        ...

    def upload(
        self,
        settings: StoreSettings,
        completions: Sequence[LearnerCompletion],
        *,
        secret: str | None,
        verify_all: bool,
        again: bool,
        on_progress: Callable[[int, int], None] | None,
        is_cancelled: Callable[[], bool] | None,
    ) -> Uploaded:
        """`secret`: None for the one in the key store. What a store or network can do is told in what is returned."""
        ...
