"""Captions: read from WebVTT and SRT, kept as styled words with a place, and drawn as the learner likes them."""
