"""The window around the pages: rail, page, messages, status line."""
