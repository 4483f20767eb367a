"""Imports of people into the roster of an organization."""
