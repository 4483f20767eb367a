"""Keys of apps: the secrets with which apps sign in."""
