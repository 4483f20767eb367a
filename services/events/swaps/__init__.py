"""Swaps: two people exchange their places in two shifts."""
