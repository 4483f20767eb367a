"""Rosters: the members of an organization, by name."""
