"""Attendee rosters as conferences hand them over: tables of text and workbooks, read strictly and within bounds."""
