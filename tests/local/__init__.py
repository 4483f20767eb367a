"""Tests of the launcher in deploy/local."""
