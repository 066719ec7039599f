"""The desk's fakes come with those of the window."""

from player.ui.none_guard import guard_none

guard_none()
