"""The pen: writes statements in one hand, each in its place, none earlier than the one before in the same session."""

from __future__ import annotations

from dataclasses import dataclass

from player.domain.report_format import XapiVersion
from player.exchange.xapi.measures import timestamp
from player.exchange.xapi.naming import statement_id
from player.exchange.xapi.scene import Scene
from player.exchange.xapi.words import Json

Statement = Json
"""One statement, as JSON objects are in Python. Parts of it may be shared with others: it is not to be changed."""


@dataclass(frozen=True, slots=True)
class Told:
    """A statement, when that was, and, where only the first of several devices' statements counts, of what it is."""

    wall_ms: int
    statement: Statement
    once: tuple[str, ...] = ()


class Pen:
    def __init__(self, scene: Scene, version: XapiVersion) -> None:
        self.scene = scene
        # A record store of 1.0.3 sets the version itself; what is written for 2.0 says so.
        self._version = version.value if version is XapiVersion.TWO else ""
        self._floor_ms = 0
        self.told: list[Told] = []

    def id_of(self, link: bytes, about: str) -> str:
        return statement_id(link + self.scene.salt, about)

    def begin(self, wall_ms: int) -> None:
        """A session begins: what is told from here on is no earlier, though a clock that was set back says so."""
        self._floor_ms = wall_ms

    def write(
        self,
        link: bytes,
        about: str,
        wall_ms: int,
        verb: Json,
        thing: Json,
        context: Json,
        result: Json | None = None,
        *,
        once: tuple[str, ...] = (),
    ) -> str:
        """The statement's id. `about` tells apart what is said of one event."""
        wall_ms = self._floor_ms = max(wall_ms, self._floor_ms)
        name = self.id_of(link, about)
        statement: Statement = {"id": name, "actor": self.scene.actor, "verb": verb, "object": thing}
        if result is not None:
            statement["result"] = result
        statement["context"] = context
        statement["timestamp"] = timestamp(wall_ms)
        if self._version:
            statement["version"] = self._version
        self.told.append(Told(wall_ms, statement, once))
        return name
