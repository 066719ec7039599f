"""Uploading at work: shows the pane where a store is known, keeps how it is reached, and sends when that is asked."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject

from player.desk.uploading import ReadyUpload, Uploading
from player.domain.event import CourseHash
from player.domain.problem import Problem
from player.domain.uploading import KeyTried, StoreSettings, Uploaded
from player.ui.door import Door, Lane
from player.ui.host import Host
from player.ui.send.state import SendState
from player.ui.send.upload import StoreFacts, UploadAsked, UploadPanel
from player.ui.send.upload_words import nothing_sent_text, tested_message, uploaded_message
from player.ui.wording import problem_message

MakeUploading = Callable[[], Uploading]
"""Anew for each visit: what it stands on may have been exchanged, as by a backup that was put back."""


class Uploads(QObject):
    """`chosen` gives the courses that are chosen on the page at that moment."""

    def __init__(
        self, host: Host, panel: UploadPanel, make: MakeUploading, chosen: Callable[[], Sequence[CourseHash]]
    ) -> None:
        super().__init__(panel)
        self._host = host
        self._panel = panel
        self._make = make
        self._chosen = chosen
        self._stop: threading.Event | None = None
        self._is_testing = False
        self._named = ""
        panel.upload_wanted.connect(self._upload)
        panel.test_wanted.connect(self._test)
        panel.cancelled.connect(self.stop)
        panel.hide()

    def look(self, state: SendState) -> None:
        """Shows the pane if a course names a store, or one was used before."""
        self._named = next((one.store for one in state.submissions if one.store), "")
        self._look()

    def _look(self) -> None:
        # On the porter's lane: the key store of a computer may take its time.
        work = partial(_facts, self._make, self._named)
        self._host.door.ask(work, self._show, failed=self._not_known, lane=Lane.PORTER)

    def stop(self) -> None:
        """What is stored by then stays stored."""
        if self._stop is not None:
            self._stop.set()

    def _show(self, facts: StoreFacts | None) -> None:
        self._panel.setVisible(facts is not None)
        if facts is not None:
            self._panel.render_facts(facts)

    def _not_known(self, problem: Problem) -> None:
        """Settings that cannot be read are told, and can be given anew."""
        self._show(StoreFacts(settings=StoreSettings(address="")))
        self._panel.render_outcome(problem_message(problem))

    def _test(self, asked: UploadAsked) -> None:
        """On the porter's lane: a store may take its time to say no. Keeps nothing."""
        if self._stop is None and not self._is_testing:
            self._is_testing = True
            self._panel.render_testing()
            work = partial(_try_key, self._make, asked)
            self._host.door.ask(work, self._tested, failed=self._not_tested, lane=Lane.PORTER)

    def _tested(self, tried: KeyTried) -> None:
        self._is_testing = False
        self._panel.render_tested(tested_message(tried))

    def _not_tested(self, problem: Problem) -> None:
        self._is_testing = False
        told = problem_message(problem, dismissible=True)
        self._panel.render_tested(replace(told, meaning=nothing_sent_text()))

    def _upload(self, asked: UploadAsked) -> None:
        if self._stop is not None or self._is_testing:
            return
        self._stop = threading.Event()
        self._panel.render_progress(0, 0)
        work = partial(_prepare, self._make, asked, tuple(self._chosen()))
        self._host.door.ask(work, self._run, failed=self._failed)

    def _run(self, ready: ReadyUpload) -> None:
        """On the porter's lane: it may take minutes, and needs the desk no more."""
        stop = self._stop or threading.Event()
        work = partial(ready.run, _Telling(self._host.door, self._progressed), stop.is_set)
        self._host.door.ask(work, self._done, failed=self._failed, lane=Lane.PORTER)

    def _progressed(self, far: tuple[int, int]) -> None:
        if self._stop is not None:
            self._panel.render_progress(*far)

    def _done(self, uploaded: Uploaded) -> None:
        self._stop = None
        self._panel.render_outcome(uploaded_message(uploaded))
        # The secret may have been kept.
        self._look()

    def _failed(self, problem: Problem) -> None:
        self._stop = None
        self._panel.render_outcome(problem_message(problem))


class _Telling:
    """Tells from the lane how far it is."""

    def __init__(self, door: Door, deliver: Callable[[tuple[int, int]], None]) -> None:
        self._door = door
        self._deliver = deliver

    def __call__(self, done: int, whole: int) -> None:
        self._door.tell(self._deliver, (done, whole))


def _facts(make: MakeUploading, named: str) -> StoreFacts | None:
    """What was kept goes before what a course names. None where no store is known."""
    uploading = make()
    kept = uploading.settings
    if kept is None and not named:
        return None
    settings = kept or StoreSettings(address=named)
    has_secret = kept is not None and uploading.has_secret(kept)
    return StoreFacts(settings=settings, has_secret=has_secret, keeps_secrets=uploading.keeps_secrets)


def _try_key(make: MakeUploading, asked: UploadAsked) -> KeyTried:
    return make().try_key(settings=asked.settings, secret=asked.secret)


def _prepare(make: MakeUploading, asked: UploadAsked, courses: Sequence[CourseHash]) -> ReadyUpload:
    """On the desk's lane: keeps how the store is reached, and gathers what is to be sent."""
    uploading = make()
    keeps = asked.secret is not None and uploading.keeps_secrets
    settings = uploading.save(asked.settings, asked.secret if keeps else None)
    return uploading.ready(courses, settings=settings, secret=None if keeps else asked.secret)
