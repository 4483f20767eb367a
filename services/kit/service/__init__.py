"""A service as a process: its pipeline, its start and stop, and its commands."""
