"""Whether a person meets the criteria of a disease entry, and if not, what is missing or by how much."""
