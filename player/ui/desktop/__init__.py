"""What the player asks of the system around it: no sleep while playing, media keys, and whether anybody is there."""
