"""Qt's palette from the tokens, so that what the style sheet does not name still fits."""

from collections.abc import Callable

from PySide6.QtGui import QColor, QPalette

Group = QPalette.ColorGroup
Role = QPalette.ColorRole

_ROLES: tuple[tuple[Role, str], ...] = (
    (Role.Window, "bg"),
    (Role.WindowText, "text"),
    (Role.Base, "surface"),
    (Role.AlternateBase, "sunken"),
    (Role.Text, "text"),
    (Role.PlaceholderText, "muted"),
    (Role.Button, "surface"),
    (Role.ButtonText, "text"),
    (Role.BrightText, "on_accent"),
    (Role.Highlight, "accent"),
    (Role.HighlightedText, "on_accent"),
    (Role.Accent, "accent"),
    (Role.Link, "accent"),
    (Role.LinkVisited, "accent"),
    (Role.ToolTipBase, "text"),
    (Role.ToolTipText, "bg"),
    (Role.Light, "surface"),
    (Role.Midlight, "sunken"),
    (Role.Mid, "line"),
    (Role.Dark, "edge"),
    (Role.Shadow, "edge"),
)
_FADED = (Role.WindowText, Role.Text, Role.ButtonText, Role.PlaceholderText)


def palette_from(colour: Callable[[str], QColor]) -> QPalette:
    """The whole palette; disabled text takes the role `disabled`."""
    palette = QPalette()
    for role, token in _ROLES:
        palette.setColor(role, colour(token))
    for role in _FADED:
        palette.setColor(Group.Disabled, role, colour("disabled"))
    return palette
