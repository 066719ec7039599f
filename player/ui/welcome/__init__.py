"""The welcome: who is here for the first time is told what Carrel keeps, and asked for a name and a profession."""
