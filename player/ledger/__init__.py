"""The learner's evidence, kept durably: tables, writer, chain and replay."""
