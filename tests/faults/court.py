"""A court: `carrel verify` with a publisher that it knows, to which documents are brought."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from player.cli.app import run
from player.proof.trust import PUBLISHER_ENDING, Publisher, write_publisher
from tests.worlds import TRUST, key

OTHER_PUBLISHER = Publisher(name="Another College", keys=(key(21).public,), specimen=False)
NAMESAKE = key(22)
"""Of somebody who calls himself as the known publisher does."""


@dataclass(frozen=True, slots=True)
class Court:
    """Knows the publisher of the tests, and another one."""

    place: Path
    capsys: pytest.CaptureFixture[str]

    def open(self) -> Court:
        trusted = self.place / "profile" / "trust"
        trusted.mkdir(parents=True)
        for number, publisher in enumerate((*TRUST.publishers, OTHER_PUBLISHER)):
            write_publisher(trusted / f"{number}{PUBLISHER_ENDING}", publisher)
        return self

    def judged(self, *documents: bytes) -> Sequence[dict[str, Any]]:
        """What is said of each, and that it is said as it should be."""
        files = [self.place / f"{number}.file" for number in range(len(documents))]
        for file, data in zip(files, documents, strict=True):
            file.write_bytes(data)
        self.capsys.readouterr()
        code = run(["--profile", str(self.place / "profile"), "verify", *map(str, files), "--json"])
        seen = self.capsys.readouterr()
        found: list[dict[str, Any]] = json.loads(seen.out)
        assert code == (0 if all(one["accepted"] for one in found) else 1), seen.err
        assert "Traceback" not in seen.err
        for one in found:
            self._in_a_sentence(one, seen.err)
        return found

    def genuine(self, document: bytes) -> dict[str, Any]:
        (found,) = self.judged(document)
        assert found["genuine"] and found["accepted"], found
        return found

    def refused(self, document: bytes, reason: str = "") -> dict[str, Any]:
        (found,) = self.judged(document)
        assert not found["accepted"], found
        assert re.search(reason, found["what"]), found["what"]
        return found

    def finds(self, document: bytes) -> bool:
        """Whether it is refused, or is said to look otherwise than what it says."""
        (found,) = self.judged(document)
        return not found["accepted"] or found["page_as_drawn"] is False

    @staticmethod
    def _in_a_sentence(found: dict[str, Any], err: str) -> None:
        if not found["accepted"]:
            for part in ("what", "meaning", "remedy"):
                assert found[part].strip().endswith((".", ".)", "”")), found
                assert "{" not in found[part], found
            assert found["what"] in err
