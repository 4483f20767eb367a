"""Eligibility: whether a person can take a shift, and why not."""
