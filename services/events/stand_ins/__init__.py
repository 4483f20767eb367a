"""Stand-ins: people who cannot come ask others to take their place."""
