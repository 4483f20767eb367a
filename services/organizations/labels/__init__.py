"""Labels: what organizations keep."""
