"""Drives `tests.faults.learning`: starts it under whatever makes its life hard, and talks to it line by line."""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from tests.faults.terminal import ROOT

ANSWERS_WITHIN_S = 120


class Child:
    """A learner's process over a profile. Used as a context: at the end it is asked to go, and must go quietly."""

    def __init__(
        self, profile: Path, course: Path, *, under: Sequence[str] = (), environment: Mapping[str, str] | None = None
    ) -> None:
        self._process = subprocess.Popen(
            [*under, sys.executable, "-m", "tests.faults.learning", str(profile), str(course)],
            cwd=ROOT,
            env={**os.environ, **(environment or {})},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.complaints = ""

    def ready(self) -> Self:
        assert self.hear() == {"ready": True}
        return self

    def ask(self, *words: str | Path | int) -> dict[str, Any]:
        """What it says to one act, which must be done."""
        answer = self.say(*words)
        assert "problem" not in answer, answer
        return answer

    def say(self, *words: str | Path | int) -> dict[str, Any]:
        assert self._process.stdin is not None
        self._process.stdin.write(" ".join(map(str, words)) + "\n")
        self._process.stdin.flush()
        return self.hear()

    def hear(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        heard, _, _ = select.select([self._process.stdout], [], [], ANSWERS_WITHIN_S)
        assert heard, "it says nothing any more"
        line = self._process.stdout.readline()
        if not line:
            self.complaints = self._rest()
            raise AssertionError(f"it died: {self.complaints}")
        return json.loads(line)

    def __enter__(self) -> Self:
        return self.ready()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.complaints += self._rest()
        if kind is None:
            assert self._process.returncode == 0, self.complaints
            assert "Traceback" not in self.complaints

    def _rest(self) -> str:
        _, complaints = self._process.communicate(timeout=ANSWERS_WITHIN_S)
        return complaints
