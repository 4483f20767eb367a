"""Standing sign-ups: people who take the same shift of a series each time."""
