"""Categories: what organizations keep."""
