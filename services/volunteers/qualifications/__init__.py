"""Qualifications of people: claimed by one, and verified by another."""
