"""Statistics for providers: what many learners answered, passed and finished, added up without naming anybody."""
