"""Calls and the record of decisions: what of them is kept, under which pseudonyms, and how they are answered again."""
