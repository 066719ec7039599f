"""The newest releases of systems and browsers, by a dated list: nobody here can ask their makers."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path
from typing import cast

from player.domain.certificate import long_date
from player.domain.checkup.comparing import CURRENT, NEWEST_OF
from player.domain.phrase import Dated, Phrase, Worded
from player.machine.asking import Probe, Reading

FILE = Path("checkup") / "releases.toml"
"""Below what came with Carrel."""
PRODUCTS = ("chrome", "firefox", "safari", "edge", "internet-explorer", "windows", "macos", "android", "ios")
NAMES = (*(f"{NEWEST_OF}{product}" for product in PRODUCTS), CURRENT)
MISSING = Phrase("The list of releases that comes with Carrel is missing.")
_KEYS = {"as_of", "good_for_days", "products"}
_VERSION = re.compile(r"[0-9]{1,6}(?:\.[0-9]{1,6}){0,3}", re.ASCII)
_LARGEST = 64 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Releases:
    """`newest`: each product's versions, the newest first. `good_for_days`: so long nothing newer need be feared."""

    as_of: date
    good_for_days: int
    newest: Mapping[str, tuple[str, ...]]

    @property
    def name(self) -> str:
        return Worded("the list of releases of {day}", day=self._day)

    @property
    def _day(self) -> str:
        return Dated(long_date(self.as_of), self.as_of)

    def current(self, today: date) -> Reading:
        if self.as_of > today:
            return "no", Worded("By this computer's clock {name} is of the future.", name=self.name)
        age = (today - self.as_of).days
        if age > self.good_for_days:
            return "no", Worded.counted(
                "The list of releases of {day} is {count} day old; newer versions may have come since.",
                "The list of releases of {day} is {count} days old; newer versions may have come since.",
                age,
                day=self._day,
            )
        return "yes", self.name


class ListDamaged(ValueError):
    """A list of releases that says something else than it should; its words say what."""


def release_probe(resources: Path, today: Callable[[], date] | None = None) -> Probe:
    """`resources`: what came with Carrel."""
    now = today or _today

    def read() -> tuple[Reading, ...]:
        try:
            found = read_releases((resources / FILE).read_bytes())
        except FileNotFoundError:
            return ((None, MISSING),) * len(NAMES)
        except ListDamaged as error:
            return (
                (None, Worded("The list of releases that comes with Carrel is damaged: {details}.", details=error)),
            ) * len(NAMES)
        return (*((" ".join(found.newest[product]), found.name) for product in PRODUCTS), found.current(now()))

    return Probe(names=NAMES, read=read)


def read_releases(data: bytes) -> Releases:
    """Strictly: a list with a slip in it would tell learners what is not so. Raises `ListDamaged`."""
    if len(data) > _LARGEST:
        raise ListDamaged("it is too long")
    try:
        tables = cast("dict[str, object]", tomllib.loads(data.decode()))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError, ValueError) as error:
        raise ListDamaged("it cannot be read") from error
    if tables.keys() != _KEYS:
        raise ListDamaged(f"it has other parts than {', '.join(sorted(_KEYS))}")
    as_of, days = tables["as_of"], tables["good_for_days"]
    if not isinstance(as_of, date) or isinstance(as_of, datetime):
        raise ListDamaged("its date is none")
    if not isinstance(days, int) or isinstance(days, bool) or not 0 < days <= 400:
        raise ListDamaged("how long it is good for is no number of days")
    return Releases(as_of=as_of, good_for_days=days, newest=_products(tables["products"]))


def _products(table: object) -> Mapping[str, tuple[str, ...]]:
    if not isinstance(table, dict) or cast("dict[str, object]", table).keys() != set(PRODUCTS):
        raise ListDamaged("its products are others than Carrel knows")
    return {name: _versions(name, product) for name, product in cast("dict[str, object]", table).items()}


def _versions(name: str, product: object) -> tuple[str, ...]:
    """Of one product: its versions, which must fall, and the source from which somebody took them."""
    if not isinstance(product, dict):
        raise ListDamaged(f"{name} is no table")
    table = cast("dict[str, object]", product)
    versions, source = table.get("versions"), table.get("source")
    if table.keys() != {"versions", "source"} or not isinstance(source, str) or not source.strip():
        raise ListDamaged(f"{name} has no versions, or no source")
    found = tuple(cast("list[object]", versions)) if isinstance(versions, list) else ()
    texts = tuple(text for text in found if isinstance(text, str) and _VERSION.fullmatch(text))
    if not texts or len(texts) != len(found):
        raise ListDamaged(f"a version of {name} is none")
    numbers = [tuple(int(part) for part in text.split(".")) for text in texts]
    if any(later <= earlier for later, earlier in pairwise(numbers)):
        raise ListDamaged(f"the versions of {name} are not in order")
    return texts


def _today() -> date:
    return datetime.now(UTC).date()
