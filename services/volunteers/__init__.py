"""Volunteers: the people of the community, how to reach them, and what they have taken on."""
