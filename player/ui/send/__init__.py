"""Sending: writes completion files for the provider to a folder or a stick, and reads each back."""
