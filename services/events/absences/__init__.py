"""Absences: people who cannot come for a while say so once, for all their sign-ups."""
