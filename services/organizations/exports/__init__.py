"""Exports: the links with which people and apps get what they can read as a file."""
