"""Mechanics that all services share. Of the domain it knows people, organizations and roles, which decide access."""
