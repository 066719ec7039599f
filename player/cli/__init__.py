"""What can be done from a terminal: thin over the same objects as the window."""
