"""Checks of recognition: what cases ask of an entry and expect, what they show of it, what mistakes they notice."""
