"""The whole acts of the program (add a course, begin, issue, export, verify), written against ports alone."""
