"""Attestations: hours that one leader enters and another approves."""
