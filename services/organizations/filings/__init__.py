"""Filings: under which numbers authorities have organizations on file."""
