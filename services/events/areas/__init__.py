"""Areas, of which organizations keeps the tree."""
