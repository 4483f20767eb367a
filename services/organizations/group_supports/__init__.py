"""Support: what organizations give to the groups that they cultivate."""
