"""Indicators: what is computed about a group."""
