"""What shows a recording on any screen: its picture with captions over it, and the way from the engine's threads."""
