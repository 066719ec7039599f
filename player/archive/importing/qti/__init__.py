"""QTI 1.2, 2.1, 2.2 and 3.0: questions taken over from other systems, and given to them as 3.0."""
