"""Shifts: the parts of an event that people sign up for."""
