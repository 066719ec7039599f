"""Completion files: written, sealed, read back and verified."""
