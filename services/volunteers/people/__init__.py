"""People and their standing as volunteers."""
