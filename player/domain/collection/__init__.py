"""What a provider makes of many completion files: what counts, once each, and what somebody should look at."""
