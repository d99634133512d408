"""Use cases of recognition: deciding, screening, reviewing, describing."""
