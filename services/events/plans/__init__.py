"""Plans: who takes which shift of a season, found by optimization."""
