"""Agreements: what the members of an organization have agreed on, and who has accepted it."""
