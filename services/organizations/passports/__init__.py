"""Passports: who is calling, by whose word."""
