"""Founding proposals: residents propose groups, neighbours support them, and an organization answers."""
