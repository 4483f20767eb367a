"""Indicators: what is computed about a group, each a pure function of its history."""
