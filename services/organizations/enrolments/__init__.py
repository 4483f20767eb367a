"""Enrolments: the groups that an organization cultivates by a programme, and where each of them stands."""
