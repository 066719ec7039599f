"""The check-up: this machine held against what a course, and Carrel itself, ask of it."""
