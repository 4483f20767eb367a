"""Tests of people whom organizations enter by hand."""
