"""Checks on a rule set before it is released: cases, coverage, mutation, sources, lints. Each is one file."""
