"""Eyes and hands of whoever uses the window through AT-SPI alone, as Orca does: a process of its own, by libatspi.

Runs under the system's Python, which has the bindings; nothing of Carrel is imported. Takes one JSON object a line and
answers with one: `{"ask": "nodes"}`, or an act such as `{"ask": "press", "node": 3}` on a node of the last answer.
"""

# pyright: basic, reportMissingImports=false, reportAttributeAccessIssue=false

from __future__ import annotations

import json
import sys
import warnings
from collections.abc import Iterator
from typing import Any

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402  # the version is chosen before

warnings.simplefilter("ignore", DeprecationWarning)

PROGRAM = "Carrel"
HEARD = ("object:announcement", "object:notification")
FOCUS = "object:state-changed:focused"
HANDS = ("Press", "Toggle", "Show Menu", "Set Focus")
"""What can be done to a node, what is meant first."""
PATIENCE_MS = 20_000
"""libatspi by itself gives up after 0.8 s, and what a press sets off may take a busy machine longer."""
Node = dict[str, Any]


class Outside:
    """What a screen reader knows of the program: its tree, and what it was told to say."""

    def __init__(self) -> None:
        Atspi.set_timeout(PATIENCE_MS, PATIENCE_MS)
        self._nodes: list[Any] = []
        self._heard: list[str] = []
        self._at = ["", ""]
        self._listener = Atspi.EventListener.new(self._hear)
        self._follower = Atspi.EventListener.new(self._follow)
        for kind in HEARD:
            assert self._listener.register(kind), kind
        assert self._follower.register(FOCUS)

    def answer(self, asked: dict[str, Any]) -> Any:
        context = GLib.MainContext.default()
        while context.iteration(False):
            pass
        act = asked["ask"]
        if act == "nodes":
            return list(self._look())
        if act == "heard":
            return self._heard
        if act == "at":
            return self._at
        if act == "key":
            return Atspi.generate_keyboard_event(asked["key"], None, Atspi.KeySynthType.SYM)
        node = self._nodes[asked["node"]]
        if act == "press":
            return _press(node)
        if act == "focus":
            return Atspi.Component.grab_focus(node)
        if act == "write":
            return Atspi.EditableText.set_text_contents(node, asked["text"])
        if act == "set":
            return Atspi.Value.set_current_value(node, asked["value"])
        raise ValueError(act)

    def _hear(self, event: Any) -> None:
        self._heard.append(str(event.any_data))

    def _follow(self, event: Any) -> None:
        """Menus are in no tree while they are open: what is in them is known by the focus that comes there."""
        if event.detail1:
            try:
                self._at = [event.source.get_role_name(), event.source.get_name()]
            except GLib.Error:
                pass

    def _look(self) -> Iterator[Node]:
        """Every node that shows, parents before children, numbered in that order."""
        self._nodes = []
        desktop = Atspi.get_desktop(0)
        for program in (desktop.get_child_at_index(number) for number in range(desktop.get_child_count())):
            if program is not None and program.get_name() == PROGRAM:
                # What libatspi remembers of a tree is renewed by events that nobody waits for here.
                program.set_cache_mask(Atspi.Cache.NONE)
                for number in range(program.get_child_count()):
                    yield from self._walk(program.get_child_at_index(number), 0, None)

    def _walk(self, node: Any, depth: int, above: int | None) -> Iterator[Node]:
        if node is None:
            return
        states = {state.value_nick for state in node.get_state_set().get_states()}
        if "showing" not in states:
            return
        here = len(self._nodes)
        self._nodes.append(node)
        yield {"node": here, "depth": depth, "above": above, "states": sorted(states), **_told(node, depth, states)}
        for number in range(node.get_child_count()):
            yield from self._walk(node.get_child_at_index(number), depth + 1, here)


def _told(node: Any, depth: int, states: set[str]) -> Node:
    """Each answer is a call to the program: only what may be of use for this node is asked."""
    usable, role = "focusable" in states, node.get_role_name()
    return {
        "role": role,
        "level": node.get_attributes().get("level", "") if role == "heading" else "",
        "name": node.get_name(),
        "description": node.get_description(),
        "area": _area(node) if depth == 0 or "focused" in states else None,
        "value": _value(node) if usable else None,
        "text": _text(node) if usable else None,
        "labelled": [target.get_name() for target in _labels(node)] if usable else [],
    }


def _area(node: Any) -> list[int] | None:
    box = node.get_component_iface()
    if box is None:
        return None
    area = box.get_extents(Atspi.CoordType.SCREEN)
    return [area.x, area.y, area.width, area.height]


def _acts(node: Any) -> list[str]:
    if node.get_action_iface() is None:
        return []
    return [Atspi.Action.get_action_name(node, number) for number in range(Atspi.Action.get_n_actions(node))]


def _value(node: Any) -> list[float] | None:
    """Where it is, and from where to where it goes."""
    if node.get_value_iface() is None:
        return None
    ask = (Atspi.Value.get_current_value, Atspi.Value.get_minimum_value, Atspi.Value.get_maximum_value)
    return [one(node) for one in ask]


def _text(node: Any) -> str | None:
    if node.get_text_iface() is None:
        return None
    return Atspi.Text.get_text(node, 0, Atspi.Text.get_character_count(node))


def _labels(node: Any) -> Iterator[Any]:
    for relation in node.get_relation_set():
        if relation.get_relation_type() is Atspi.RelationType.LABELLED_BY:
            yield from (relation.get_target(number) for number in range(relation.get_n_targets()))


def _press(node: Any) -> bool:
    acts = _acts(node)
    hand = next((hand for hand in HANDS if hand in acts), None)
    return hand is not None and Atspi.Action.do_action(node, acts.index(hand))


def main() -> None:
    outside = Outside()
    for line in sys.stdin:
        try:
            said = {"ok": outside.answer(json.loads(line))}
        except GLib.Error as error:
            # The node went while it was looked at; who asks looks again.
            said = {"gone": str(error)}
        print(json.dumps(said), flush=True)


if __name__ == "__main__":
    main()
