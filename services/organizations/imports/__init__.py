"""Imports in two steps: a plan made from a file, then the execution of that very plan.

`plan.py` and `execution.py` know nothing of what is imported. Each kind of import is a module of its own:
it makes planned rows from a table, and applies groups of them.
"""
