"""The evaluation: ratings, choices and free text, each kept as it is given."""
