"""Rosters as receiving systems read them: tables, spreadsheets and XML, with layouts that are data."""
