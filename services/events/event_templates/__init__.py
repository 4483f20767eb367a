"""Event templates: what an organization holds now and then, written down once."""
