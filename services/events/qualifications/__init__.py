"""Qualifications of people and their kinds, as the volunteers service announced them."""
