"""Venues: rooms and places that organizations lend."""
