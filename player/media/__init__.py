"""Sound and picture: the playback engine and what it reports as played."""
