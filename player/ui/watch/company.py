"""The company of the player: the one list of its companions."""

from __future__ import annotations

from player.ui.watch.attention import Attention
from player.ui.watch.awake import Awake
from player.ui.watch.caption_look import CaptionLooks
from player.ui.watch.checkpoints import Checkpoints
from player.ui.watch.companion import Companion
from player.ui.watch.continuing import Continuing
from player.ui.watch.noting import Noting
from player.ui.watch.outside import Outside
from player.ui.watch.plain_warning import PlainWarning
from player.ui.watch.player import Player
from player.ui.watch.presence import Presence
from player.ui.watch.previewing import Previewing
from player.ui.watch.reporting import Reporting
from player.ui.watch.sounds import Sounds
from player.ui.watch.stalling import Stalling
from player.ui.watch.stepping import Stepping
from player.ui.watch.unseen import Unseen

_COMPANIONS: tuple[type[Companion], ...] = (
    Noting,
    Unseen,
    Stepping,
    Sounds,
    CaptionLooks,
    Outside,
    Previewing,
    Continuing,
    Attention,
    Presence,
    Checkpoints,
    Awake,
    Stalling,
    Reporting,
    PlainWarning,
)
"""In the order in which they are told of things."""
_LEADING_OUT: frozenset[type[Companion]] = frozenset({Noting, Outside, Reporting, PlainWarning})
"""They keep files, open windows and other programs, or speak to who owns the computer: not in a public place."""


def make_company(player: Player) -> tuple[Companion, ...]:
    public = player.host.public
    return tuple(companion(player) for companion in _COMPANIONS if not (public and companion in _LEADING_OUT))
