"""Verifications: that organizations are what they say."""
