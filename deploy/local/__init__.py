"""The whole platform on one machine: real servers from wheels, four processes, one command."""
