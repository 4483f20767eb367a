"""Calls between processes: clients, deadlines, errors on the wire, and passports."""
