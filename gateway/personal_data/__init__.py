"""The file with all that is held about a person."""
