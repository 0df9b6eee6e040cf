"""Harm done on purpose, counted: what was found, what harmed nothing, what went unnoticed."""
