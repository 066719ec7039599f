"""Care for a profile's records as a whole: examined, backed up, put back, brought together, forgotten."""
