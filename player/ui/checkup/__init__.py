"""The check-up: this machine held against what Carrel and a course ask."""
