"""What keeps somebody from using a page: looks at the widgets of a page as they stand, and at what is drawn of them."""

from tests.ui.access.ink import faint, ratios
from tests.ui.access.manners import complaints, takes_keyboard
from tests.ui.access.places import elided, low, overlaps, sideways, small
from tests.ui.access.rings import Rings
from tests.ui.access.spoken import unspoken
from tests.ui.access.walking import jumps, not_back, stops, unreached

__all__ = [
    "Rings", "complaints", "elided", "faint", "jumps", "low", "not_back", "overlaps", "ratios", "sideways", "small",
    "stops", "takes_keyboard", "unreached", "unspoken",
]  # fmt: skip
