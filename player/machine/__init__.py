"""What this computer is: clock, memory, screens, sound and decoders."""
