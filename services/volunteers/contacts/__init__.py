"""Contact details, and with whom they are shared."""
