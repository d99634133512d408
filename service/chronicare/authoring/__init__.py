"""What rule writers use: formatting, comparing, coverage, the book of tables."""
