"""Feedback: what those who came to an event say about it afterwards."""
