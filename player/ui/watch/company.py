"""The company of the player: the one list of its companions."""

from __future__ import annotations

from player.ui.watch.companion import Companion
from player.ui.watch.player import Player

_COMPANIONS: tuple[type[Companion], ...] = ()
"""In the order in which they are told of things."""


def make_company(player: Player) -> tuple[Companion, ...]:
    return tuple(companion(player) for companion in _COMPANIONS)
