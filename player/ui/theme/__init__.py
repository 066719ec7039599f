"""The look of Carrel: tokens, palette, type, icons and the one `Theme` that every widget is handed."""

from player.ui.theme.icons import Icons
from player.ui.theme.theme import Theme, dress
from player.ui.theme.tokens import Scheme, Tokens, load_tokens

__all__ = ["Icons", "Scheme", "Theme", "Tokens", "dress", "load_tokens"]
