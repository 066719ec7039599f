"""Watching a recording: the picture, what counts of it, and what belongs to it."""
