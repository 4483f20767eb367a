"""Polls for a date: which of several times suits people, before there is an event."""
