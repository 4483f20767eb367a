"""Attendance: who came, and from when to when."""
