"""Sign-ups: who takes which shift."""
