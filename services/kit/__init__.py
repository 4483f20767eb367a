"""Mechanics shared by the services; no noun of the domain lives here."""
