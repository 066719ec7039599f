"""Merging: branches from elsewhere taken in, so that nothing is lost and nothing counts twice."""
