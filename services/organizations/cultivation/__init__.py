"""The view of an organization that cultivates groups: how all of them are doing."""
