"""Events: what brings people together, the shifts it needs, and who takes them."""
