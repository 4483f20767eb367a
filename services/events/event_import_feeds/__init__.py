"""Feeds of calendars: addresses from which calendars are imported again and again."""
