"""The front door: one file per verb, text for people first and JSON for machines."""
