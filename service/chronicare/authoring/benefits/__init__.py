"""What benefits are written out as: decision tables, the payers' chain, what an entry carries."""
