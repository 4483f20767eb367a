"""Slots: when venues are free, when they are busy, and who has used them for how long."""
