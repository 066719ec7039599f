"""Whole courses that other systems made: what a package holds is found, sorted and written as a course folder."""
