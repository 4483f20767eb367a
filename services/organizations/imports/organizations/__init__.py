"""Imports of organizations: what the rows of a file would do below a parent, and doing it."""
