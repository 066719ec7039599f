"""What every test of the window stands on."""

from player.ui.none_guard import guard_none

guard_none()
