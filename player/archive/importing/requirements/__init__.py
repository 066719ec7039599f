"""A provider's text of requirements, of any decade, drafted as rules: nothing is lost, and nothing is guessed."""
