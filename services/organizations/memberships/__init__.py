"""Memberships and the roles that go with them."""
