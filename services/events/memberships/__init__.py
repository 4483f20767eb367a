"""Memberships, as the organizations service announced them."""
