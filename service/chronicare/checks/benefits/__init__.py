"""Checks of benefits: what cases ask of the tables and expect, what they show of them, what mistakes they notice."""
