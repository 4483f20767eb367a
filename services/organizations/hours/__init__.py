"""Balances of hours, as the volunteers service announced them."""
