"""Rotas: duties of a series that rotate through a group."""
