"""What each address answers, a file for each kind of page; the work itself is done by the files above."""
