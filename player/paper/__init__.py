"""Certificates and records of participation as PDF documents."""
