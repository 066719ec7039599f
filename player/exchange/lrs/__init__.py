"""Statements handed to a learning record store over HTTPS: in batches, resumed, and counted only when confirmed."""
