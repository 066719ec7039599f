"""Readers fed with anything: each must answer with what it read or with a Problem, and with nothing else."""
