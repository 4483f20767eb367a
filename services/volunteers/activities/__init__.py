"""What people have taken on, from the sign-ups that the events service announced."""
