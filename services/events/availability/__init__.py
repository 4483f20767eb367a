"""Availability of people, as the volunteers service announced it."""
