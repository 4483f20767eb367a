"""A small service for the tests of the kit: notes with every shape of field, diaries in confidence."""
