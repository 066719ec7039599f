"""The kiosk's window: what attendees meet, one after the other, and the operator behind a code."""
