"""What recognition is written out as: a page for each entry."""
