"""Programmes: by which stages an organization cultivates groups, and what a group must reach at each."""
