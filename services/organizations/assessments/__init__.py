"""Assessments: what the officers of a group and its mentor think of it in a review, shown side by side."""
