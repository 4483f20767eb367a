"""Approvals: organizers decide about sign-ups of events that need it."""
