"""Making a course: the folder that an author writes, held against the rules and built into a signed package."""
