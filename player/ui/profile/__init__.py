"""The learner's particulars and how the window looks."""
