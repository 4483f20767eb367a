"""Openings: the shifts that a person can do, the most fitting first."""
