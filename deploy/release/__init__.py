"""Releases: what has changed since the last one, for those who upgrade."""
