"""Invitations: links that let people join."""
