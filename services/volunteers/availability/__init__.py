"""Availability of people: when they can come, and how much they would like to do."""
