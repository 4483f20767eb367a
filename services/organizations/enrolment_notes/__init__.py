"""Notes about groups that are cultivated, and about meetings with them."""
