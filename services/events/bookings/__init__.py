"""Bookings: when organizations use venues."""
