"""The documents below docs/: those that are generated, and the checks that all of them are true."""
