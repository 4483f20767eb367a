"""The waitlist: who is offered a place that was freed."""
