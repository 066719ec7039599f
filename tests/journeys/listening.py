"""Somebody who uses the running program through AT-SPI alone: finds by role and name, acts, listens, and complains.

The program is a process of its own on a bus and a screen of their own, `outside.py` is another, and all that is known
here of the window is what that one was told by it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Collection, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.ui.desktop.buses import bus_running
from tests.ui.kiosk.hands import on, screen

ROOT = Path(__file__).resolve().parents[2]
SYSTEM_PYTHON = "/usr/bin/python3"
"""It has the bindings of libatspi as Debian and Ubuntu install them; the project's own environment has none."""
LAUNCHERS = ("/usr/libexec/at-spi-bus-launcher", "/usr/lib/at-spi2-core/at-spi-bus-launcher")
PATIENCE_S = 20.0
LOOK_S = 0.1
FILLED_S = 5.0
MOVED_S = 2.0
DOWN, RETURN = 0xFF54, 0xFF0D
"""Keys as X calls them."""
MOST_ITEMS = 30
MAY_BE_EMPTY = frozenset({"table cell"})
BUTTONS = frozenset({"push button", "check box", "radio button", "toggle button", "page tab"})
FIELDS = frozenset({"text", "password text", "spin button"})
NOT_FOCUS = frozenset({"page tab", "list item", "table cell", "tree item"})
"""Qt calls the chosen one of these focused whether or not the keyboard is there."""
OWN_TABS = frozenset({"Places", "The way through the course"})
"""Lists of tabs of which the one is focused that has the keyboard."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """One node as a screen reader knows it. `area`: left, top, width and height on the screen, in pixels, of a window
    and of what has the focus; of all others it was not asked. `level`: of a heading."""

    node: int
    depth: int
    above: int | None
    role: str
    level: str
    name: str
    description: str
    states: frozenset[str]
    area: tuple[int, int, int, int]
    value: tuple[float, float, float] | None
    text: str | None
    labelled: tuple[str, ...]

    @property
    def is_usable(self) -> bool:
        return {"enabled", "sensitive"} <= self.states


class Listener:
    """Acts wait until what they act on is there. After each of them the whole window is looked over for obstacles."""

    def __init__(self, reader: subprocess.Popen[str], program: subprocess.Popen[bytes]) -> None:
        self._reader = reader
        self._program = program
        self.obstacles: list[str] = []
        """What would have stopped somebody who cannot see, one line each, with the act before it."""

    # --- looking and listening ---------------------------------------------------------------------------

    def things(self) -> list[Thing]:
        """All that shows now, in the order in which it is read."""
        while True:
            answer = self._ask(ask="nodes")
            if "ok" in answer:
                return [_thing(node) for node in answer["ok"]]

    @property
    def heard(self) -> list[str]:
        """Everything that a screen reader was asked to say since the program began."""
        return self._ask(ask="heard")["ok"]

    def until_heard(self, words: str) -> None:
        self.until(lambda: any(words in said for said in self.heard), f"the words “{words}”; heard: {self.heard}")

    def reads(self, words: str) -> bool:
        """Whether something with these words can be read now."""
        return any(words in f"{thing.name} {thing.description} {thing.text or ''}" for thing in self.things())

    def until_reads(self, words: str, *, seconds: float = PATIENCE_S) -> None:
        self.until(lambda: self.reads(words), f"“{words}” to be read", seconds=seconds)

    def find(
        self, roles: Collection[str], name: str, *, begins: bool = False, of: str = "", usable: bool = True
    ) -> Thing:
        """What has one of these roles and this name; `of`: its description."""
        found = list[Thing]()

        def is_there() -> bool:
            found[:] = (
                thing
                for thing in self.things()
                if thing.role in roles
                and any(one.startswith(name) if begins else one == name for one in (thing.name, *thing.labelled))
                and of in thing.description
                and (thing.is_usable or not usable)
            )
            return bool(found)

        self.until(is_there, f"{'/'.join(sorted(roles))} “{name}”")
        return found[0]

    def until(self, holds: Callable[[], bool], what: str, *, seconds: float = PATIENCE_S) -> None:
        end = time.monotonic() + seconds
        while not holds():
            assert self._program.poll() is None, "the program is gone"
            assert time.monotonic() < end, f"waited {seconds} s for {what}; it reads: {self.told()}"
            time.sleep(LOOK_S)

    def told(self) -> str:
        return "\n".join(f"{'  ' * thing.depth}{thing.role} “{thing.name}”" for thing in self.things() if thing.name)

    # --- acting ------------------------------------------------------------------------------------------

    def press(self, name: str, *, begins: bool = False, of: str = "", roles: Collection[str] = BUTTONS) -> None:
        thing = self.find(roles, name, begins=begins, of=of)
        self._do(f"pressing “{thing.name}”", ask="press", node=thing.node)

    def write(self, name: str, text: str) -> None:
        thing = self.find(FIELDS, name)
        self._do(f"writing into “{name}”", ask="write", node=thing.node, text=text)

    def value(self, name: str) -> float:
        """Where a slider stands."""
        value = self.find({"slider"}, name).value
        assert value is not None
        return value[0]

    def set(self, name: str, value: float) -> None:
        """Gives a slider its value."""
        thing = self.find({"slider"}, name)
        self._do(f"setting “{name}”", ask="set", node=thing.node, value=value)

    def choose(self, name: str, item: str) -> None:
        """One item of a list that unfolds, by the name of its label."""
        self.press(name, roles={"combo box"})
        self.press(item, roles={"list item"})
        self.until(lambda: self.find({"combo box"}, name).name == item, f"“{item}” in “{name}”")

    def choose_in_menu(self, name: str, item: str) -> None:
        """Opens the menu of a button, and goes down it by the keyboard until the item is heard."""
        thing = self.find(BUTTONS, name)
        self._act(f"opening “{name}”", ask="press", node=thing.node)
        passed = list[str]()
        while self._at() != ("menu item", item):
            assert len(passed) < MOST_ITEMS, f"no item “{item}” among {passed}"
            before = self._at()
            # Opening is answered before the menu is there: a key that came too early is pressed again.
            self._act(f"going down “{name}”", ask="key", key=DOWN)
            self._await_move(before)
            passed.append(self._at()[1])
        self._do(f"choosing “{item}”", ask="key", key=RETURN)

    def _await_move(self, before: tuple[str, str]) -> None:
        end = time.monotonic() + MOVED_S
        while self._at() == before and time.monotonic() < end:
            time.sleep(LOOK_S)

    def _at(self) -> tuple[str, str]:
        """Where the focus went last: role and name."""
        role, name = self._ask(ask="at")["ok"]
        return role, name

    def _act(self, what: str, **asked: Any) -> None:
        answer = self._ask(**asked)
        assert answer.get("ok") is True, f"{what}: {answer}"

    def _do(self, what: str, **asked: Any) -> None:
        self._act(what, **asked)
        self.obstacles += [f"after {what}: {one}" for one in self._look_over()]

    def _look_over(self) -> list[str]:
        """What is unnamed though the keyboard gets there, and whether the focus is somewhere that can be seen.

        A page that is only being filled has no focus and no names for a moment.
        """
        end = time.monotonic() + FILLED_S
        while (found := self._obstacles()) and time.monotonic() < end:
            time.sleep(LOOK_S)
        return found

    def _obstacles(self) -> list[str]:
        things = self.things()
        lost = _lost_focus(things)
        unnamed = [
            f"a {thing.role} without a name in “{_around(thing, things)}”"
            for thing in things
            if "focusable" in thing.states and thing.role not in MAY_BE_EMPTY and not thing.name.strip()
        ]
        flat = [
            f"a heading without a level: “{thing.name}”"
            for thing in things
            if thing.role == "heading" and not thing.level
        ]
        return [*unnamed, *flat, *([lost] if lost else [])]

    def _ask(self, **asked: Any) -> dict[str, Any]:
        assert self._reader.stdin is not None and self._reader.stdout is not None
        self._reader.stdin.write(json.dumps(asked) + "\n")
        self._reader.stdin.flush()
        line = self._reader.stdout.readline()
        assert line, "the reader is gone; packaging/setup --test installs what it needs"
        return json.loads(line)


def _thing(node: dict[str, Any]) -> Thing:
    value, (left, top, width, height) = node["value"], node["area"] or (0, 0, 0, 0)
    return Thing(
        node=node["node"],
        depth=node["depth"],
        above=node["above"],
        role=node["role"],
        level=node["level"],
        name=node["name"],
        description=node["description"],
        states=frozenset(node["states"]),
        area=(left, top, width, height),
        value=tuple(value) if value else None,
        text=node["text"],
        labelled=tuple(node["labelled"]),
    )


def _around(thing: Thing, things: list[Thing]) -> str:
    """The next name above it."""
    above = thing.above
    while above is not None and not things[above].name:
        above = things[above].above
    return things[above].name if above is not None else ""


def _lost_focus(things: list[Thing]) -> str:
    """Empty where something that can be seen in a window that is active has the keyboard."""
    active = next((thing for thing in things if "active" in thing.states and thing.depth == 0), None)
    if active is None:
        return "no window is active"
    holders = [thing for thing in things if "focused" in thing.states and _can_hold(thing, things)]
    if not holders:
        return "nothing has the focus"
    seen = [thing for thing in holders if _overlap(thing.area, active.area)]
    return "" if seen else f"the focus is out of sight: {holders[0].role} “{holders[0].name}” at {holders[0].area}"


def _can_hold(thing: Thing, things: list[Thing]) -> bool:
    return thing.role not in NOT_FOCUS or (thing.role == "page tab" and _around(thing, things) in OWN_TABS)


def _overlap(one: tuple[int, int, int, int], other: tuple[int, int, int, int]) -> bool:
    wide = min(one[0] + one[2], other[0] + other[2]) - max(one[0], other[0])
    high = min(one[1] + one[3], other[1] + other[3]) - max(one[1], other[1])
    return wide > 0 and high > 0


@contextmanager
def listener_at(profile: Path) -> Generator[Listener]:
    """The program over a profile, on a screen with a window manager, and somebody at its accessibility bus."""
    with bus_running() as (session, _), screen() as display:
        surroundings = {**on(display), "DBUS_SESSION_BUS_ADDRESS": session, "LC_ALL": "C.UTF-8"}
        for unwanted in ("NO_AT_BRIDGE", "AT_SPI_BUS_ADDRESS", "LANGUAGE"):
            surroundings.pop(unwanted, None)
        launcher = next((one for one in LAUNCHERS if os.access(one, os.X_OK)), LAUNCHERS[0])
        forced = {"QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1"}
        command = [sys.executable, "-m", "player", "--profile", str(profile)]
        with (
            # Without one no window is ever active, and none has the keyboard.
            _process(["matchbox-window-manager", "-use_titlebar", "no"], surroundings),
            _process([launcher, "--launch-immediately"], surroundings),
            _reader(surroundings) as reader,
            _process(command, {**surroundings, **forced}) as program,
        ):
            yield Listener(reader, program)


@contextmanager
def _process(command: list[str], surroundings: dict[str, str]) -> Generator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(command, cwd=ROOT, env=surroundings, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield process
    finally:
        _end(process)


@contextmanager
def _reader(surroundings: dict[str, str]) -> Generator[subprocess.Popen[str]]:
    script = str(Path(__file__).with_name("outside.py"))
    process = subprocess.Popen(
        [SYSTEM_PYTHON, script],
        cwd=ROOT,
        env=surroundings,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        _end(process)


def _end(process: subprocess.Popen[Any]) -> None:
    process.terminate()
    try:
        process.wait(PATIENCE_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(PATIENCE_S)
