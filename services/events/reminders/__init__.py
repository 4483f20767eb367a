"""Reminders: what people are told before their shifts, and organizers of how their shifts fill up."""
