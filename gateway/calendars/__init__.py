"""Calendars that people subscribe to: the events of an organization or of a series, or one event, as iCalendar."""
