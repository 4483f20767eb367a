"""Calendar feeds: the secret addresses at which calendar applications find the sign-ups of a person."""
