"""How many places there are, and how many people have come."""
