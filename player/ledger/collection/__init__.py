"""What a provider took in: files, what they say, and what counts of it, in one database that many may write to."""
