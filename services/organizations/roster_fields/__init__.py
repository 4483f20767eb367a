"""Roster fields: what organizations keep."""
