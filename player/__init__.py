"""Carrel: continuing medical education without a network, with credit that anybody can check."""

__version__ = "0.1.0"
