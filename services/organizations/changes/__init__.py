"""The change feed: what has changed in an organization."""
