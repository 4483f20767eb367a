"""Apps: programs that act for an organization with a key of their own."""
