"""The library: every course on this computer, and how to add one."""
