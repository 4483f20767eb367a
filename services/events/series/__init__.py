"""Series of events: what an organization holds again and again."""
