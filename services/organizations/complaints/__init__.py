"""Complaints about groups that are cultivated, to the organization that cultivates them."""
