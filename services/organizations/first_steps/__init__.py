"""First steps: what new groups have to do, and who does it."""
