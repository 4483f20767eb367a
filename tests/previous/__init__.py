"""The release before, from git, on the schema of today."""
