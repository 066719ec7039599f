"""What is seen: the window, its theme, its widgets and one room for each screen."""

from player.ui.plain_imports import keep_imports_plain

# Here, as it comes before any other part of the window is imported.
keep_imports_plain()
