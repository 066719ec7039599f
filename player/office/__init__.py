"""The provider's office: takes completion files in, judges each by replay, answers with receipts, makes rosters."""
