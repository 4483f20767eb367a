"""How active an organization is, from the events that the events service announced."""
