"""Signs: what the days and the roster of a group say about how it is doing, opened and closed by date."""
