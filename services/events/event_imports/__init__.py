"""Imports of calendars in two steps: a plan made from a file, then the execution of that very plan."""
