"""Proposals: plans that ask people whether they take their shifts, and ask the next best where they do not."""
