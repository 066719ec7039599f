"""The course page: what it is, who stands behind it, and the way through it."""
