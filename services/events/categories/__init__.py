"""Categories of events, of which organizations keeps the catalogue."""
