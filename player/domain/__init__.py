"""What is true: the facts and rules of courses, watching and credit, in plain Python."""
